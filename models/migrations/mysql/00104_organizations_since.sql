-- +goose Up
-- organizations: from when it has been so; 0: longer than the register knows
ALTER TABLE `organizations` ADD COLUMN `since` BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE `organizations` DROP COLUMN `since`;
