-- +goose Up
-- the same of one kind
CREATE INDEX `cases_by_kind_newest` ON `cases` (`organization_id`, `kind`, `received_at`, `number`);

-- +goose Down
DROP INDEX `cases_by_kind_newest` ON `cases`;
