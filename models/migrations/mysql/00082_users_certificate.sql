-- +goose Up
-- users: until when a certificate entitles
ALTER TABLE `users` ADD COLUMN `certificate_until` BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE `users` DROP COLUMN `certificate_until`;
