-- +goose Up
-- publications: by the beginning of a name
CREATE INDEX `publications_by_name` ON `publications` (`name`);

-- +goose Down
DROP INDEX `publications_by_name` ON `publications`;
