-- +goose Up
-- all that the board counts of tasks, without their rows
CREATE INDEX `tasks_of_board` ON `tasks` (`closed_at`, `organization_id`, `role`, `due_at`, `warn_at`, `opened_at`, `step`, `assignee_id`, `case_number`);

-- +goose Down
DROP INDEX `tasks_of_board`;
