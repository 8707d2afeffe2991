-- +goose Up
-- tasks: what stands beside a question (co-signers, supervision, extension, appeal), for whom it was decided, how far its escalation has come
ALTER TABLE `tasks`
  ADD COLUMN `kind` VARCHAR(32) NOT NULL DEFAULT '',
  ADD COLUMN `parent_id` VARCHAR(128) NOT NULL DEFAULT '',
  ADD COLUMN `on_behalf_of` VARCHAR(128) NOT NULL DEFAULT '',
  ADD COLUMN `alarmed_at` BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN `claim_by` BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN `calendar` VARCHAR(64) NOT NULL DEFAULT '',
  ADD COLUMN `details` LONGBLOB,
  ADD COLUMN `excused_at` BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE `tasks`
  DROP COLUMN `kind`,
  DROP COLUMN `parent_id`,
  DROP COLUMN `on_behalf_of`,
  DROP COLUMN `alarmed_at`,
  DROP COLUMN `claim_by`,
  DROP COLUMN `calendar`,
  DROP COLUMN `details`,
  DROP COLUMN `excused_at`;
