-- +goose Up
-- what stands beside a task
CREATE INDEX `tasks_by_parent` ON `tasks` (`parent_id`);

-- +goose Down
DROP INDEX `tasks_by_parent` ON `tasks`;
