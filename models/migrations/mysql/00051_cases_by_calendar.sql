-- +goose Up
-- open cases counted by another calendar than the one in force
CREATE INDEX `cases_by_calendar` ON `cases` (`closed_at`, `calendar`);

-- +goose Down
DROP INDEX `cases_by_calendar` ON `cases`;
