-- +goose Up
-- a department's open tasks, the first due first
CREATE INDEX `tasks_by_due` ON `tasks` (`closed_at`, `organization_id`, `due_at`, `id`);

-- +goose Down
DROP INDEX `tasks_by_due`;
