-- +goose Up
-- publications: the newest that are public
CREATE INDEX `publications_newest` ON `publications` (`withdrawn_at`, `published_at`, `listing_number`);

-- +goose Down
DROP INDEX `publications_newest` ON `publications`;
