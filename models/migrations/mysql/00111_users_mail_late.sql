-- +goose Up
-- users: only what is late or stuck is mailed
ALTER TABLE `users` ADD COLUMN `mail_late` BOOLEAN NOT NULL DEFAULT FALSE;

-- +goose Down
ALTER TABLE `users` DROP COLUMN `mail_late`;
