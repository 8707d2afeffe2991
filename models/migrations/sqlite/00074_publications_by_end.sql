-- +goose Up
-- what is public and has an end
CREATE INDEX `publications_by_end` ON `publications` (`withdrawn_at`, `ends_at`);

-- +goose Down
DROP INDEX `publications_by_end`;
