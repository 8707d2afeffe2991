-- +goose Up
-- what stands open beside a task, likewise
CREATE INDEX `tasks_open_beside` ON `tasks` (`parent_id`, `closed_at`);

-- +goose Down
DROP INDEX `tasks_open_beside`;
