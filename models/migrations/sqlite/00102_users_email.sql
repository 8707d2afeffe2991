-- +goose Up
-- users: where notices are mailed to; empty: not wanted
ALTER TABLE `users` ADD COLUMN `email` VARCHAR(254) NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE `users` DROP COLUMN `email`;
