-- +goose Up
-- replaced by the indexes above
DROP INDEX `tasks_by_worklist` ON `tasks`;

-- +goose Down
CREATE INDEX `tasks_by_worklist` ON `tasks` (`closed_at`, `organization_id`, `role`, `due_at`);
