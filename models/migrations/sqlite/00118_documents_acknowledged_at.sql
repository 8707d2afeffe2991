-- +goose Up
-- documents: the addressee acknowledged receipt; 0: not yet
ALTER TABLE `documents` ADD COLUMN `acknowledged_at` BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE `documents` DROP COLUMN `acknowledged_at`;
