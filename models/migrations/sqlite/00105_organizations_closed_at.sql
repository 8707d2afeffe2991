-- +goose Up
-- organizations: abolished; 0: it is there
ALTER TABLE `organizations` ADD COLUMN `closed_at` BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE `organizations` DROP COLUMN `closed_at`;
