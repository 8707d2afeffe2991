-- +goose Up
-- the same of one role: the worklist
CREATE INDEX `tasks_by_role_due` ON `tasks` (`closed_at`, `organization_id`, `role`, `due_at`, `id`);

-- +goose Down
DROP INDEX `tasks_by_role_due`;
