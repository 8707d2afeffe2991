-- +goose Up
-- replaced by the index above
DROP INDEX `tasks_by_parent` ON `tasks`;

-- +goose Down
CREATE INDEX `tasks_by_parent` ON `tasks` (`parent_id`);
