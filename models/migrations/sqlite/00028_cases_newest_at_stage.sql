-- +goose Up
-- the same at one stage
CREATE INDEX `cases_by_stage_newest` ON `cases` (`organization_id`, `kind`, `stage`, `received_at`, `number`);

-- +goose Down
DROP INDEX `cases_by_stage_newest`;
