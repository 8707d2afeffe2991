-- +goose Up
-- a case's open tasks: by both columns, or SQLite walks every open task
CREATE INDEX `tasks_of_case` ON `tasks` (`case_number`, `closed_at`);

-- +goose Down
DROP INDEX `tasks_of_case` ON `tasks`;
