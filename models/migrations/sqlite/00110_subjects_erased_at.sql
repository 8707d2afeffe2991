-- +goose Up
-- subjects: personal data destroyed; 0: it is there
ALTER TABLE `subjects` ADD COLUMN `erased_at` BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE `subjects` DROP COLUMN `erased_at`;
