-- +goose Up
-- the saved view that opens first
ALTER TABLE `saved_views` ADD COLUMN `opens` BOOLEAN NOT NULL DEFAULT FALSE;

-- +goose Down
ALTER TABLE `saved_views` DROP COLUMN `opens`;
