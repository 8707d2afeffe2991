-- +goose Up
-- replaced by the indexes above
DROP INDEX `cases_by_organization` ON `cases`;

-- +goose Down
CREATE INDEX `cases_by_organization` ON `cases` (`organization_id`, `kind`, `number`);
