-- +goose Up
-- documents: the one that a correction is of
ALTER TABLE `documents` ADD COLUMN `corrects` VARCHAR(128) NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE `documents` DROP COLUMN `corrects`;
