-- +goose Up
-- the same while open
CREATE INDEX `cases_by_open_newest` ON `cases` (`organization_id`, `closed_at`, `received_at`, `number`);

-- +goose Down
DROP INDEX `cases_by_open_newest`;
