-- +goose Up
-- cases: whether the clocks stand still, whose area, which calendar
ALTER TABLE `cases`
  ADD COLUMN `paused` VARCHAR(32) NOT NULL DEFAULT '',
  ADD COLUMN `area_id` VARCHAR(128) NOT NULL DEFAULT '',
  ADD COLUMN `calendar` VARCHAR(64) NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE `cases`
  DROP COLUMN `paused`,
  DROP COLUMN `area_id`,
  DROP COLUMN `calendar`;
