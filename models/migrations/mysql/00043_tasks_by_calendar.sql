-- +goose Up
-- open tasks counted by another calendar than the one in force
CREATE INDEX `tasks_by_calendar` ON `tasks` (`closed_at`, `calendar`);

-- +goose Down
DROP INDEX `tasks_by_calendar` ON `tasks`;
