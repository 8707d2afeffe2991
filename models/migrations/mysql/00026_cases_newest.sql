-- +goose Up
-- a department's cases, newest first
CREATE INDEX `cases_by_newest` ON `cases` (`organization_id`, `received_at`, `number`);

-- +goose Down
DROP INDEX `cases_by_newest` ON `cases`;
