-- +goose Up
-- tasks: what stands beside a question (co-signers, supervision, extension, appeal), for whom it was decided, how far its escalation has come
ALTER TABLE `tasks` ADD COLUMN `kind` VARCHAR(32) NOT NULL DEFAULT '';
ALTER TABLE `tasks` ADD COLUMN `parent_id` VARCHAR(128) NOT NULL DEFAULT '';
ALTER TABLE `tasks` ADD COLUMN `on_behalf_of` VARCHAR(128) NOT NULL DEFAULT '';
ALTER TABLE `tasks` ADD COLUMN `alarmed_at` BIGINT NOT NULL DEFAULT 0;
ALTER TABLE `tasks` ADD COLUMN `claim_by` BIGINT NOT NULL DEFAULT 0;
ALTER TABLE `tasks` ADD COLUMN `calendar` VARCHAR(64) NOT NULL DEFAULT '';
ALTER TABLE `tasks` ADD COLUMN `details` BLOB;
ALTER TABLE `tasks` ADD COLUMN `excused_at` BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE `tasks` DROP COLUMN `kind`;
ALTER TABLE `tasks` DROP COLUMN `parent_id`;
ALTER TABLE `tasks` DROP COLUMN `on_behalf_of`;
ALTER TABLE `tasks` DROP COLUMN `alarmed_at`;
ALTER TABLE `tasks` DROP COLUMN `claim_by`;
ALTER TABLE `tasks` DROP COLUMN `calendar`;
ALTER TABLE `tasks` DROP COLUMN `details`;
ALTER TABLE `tasks` DROP COLUMN `excused_at`;
