-- +goose Up
-- replaced by the index above
DROP INDEX `tasks_by_case`;

-- +goose Down
CREATE INDEX `tasks_by_case` ON `tasks` (`case_number`);
