-- +goose Up
-- tasks_by_due with all that lists filter by and the board counts, so that neither reads a row it does not show
CREATE INDEX `tasks_by_due_wide` ON `tasks` (`closed_at`, `organization_id`, `due_at`, `id`, `warn_at`, `opened_at`, `role`, `step`, `assignee_id`, `case_number`);
DROP INDEX `tasks_by_due` ON `tasks`;

-- +goose Down
CREATE INDEX `tasks_by_due` ON `tasks` (`closed_at`, `organization_id`, `due_at`, `id`);
DROP INDEX `tasks_by_due_wide` ON `tasks`;
