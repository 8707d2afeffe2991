-- +goose Up
-- documents: how one was served, as its receipt tells
ALTER TABLE `documents` ADD COLUMN `service` BLOB;

-- +goose Down
ALTER TABLE `documents` DROP COLUMN `service`;
