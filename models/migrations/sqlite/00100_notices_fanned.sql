-- +goose Up
-- notices: whether its deliveries were written; what is there already is not sent again
ALTER TABLE `notices` ADD COLUMN `fanned_at` BIGINT NOT NULL DEFAULT 0;
UPDATE `notices` SET `fanned_at` = `created_at` + 1;

-- +goose Down
ALTER TABLE `notices` DROP COLUMN `fanned_at`;
