-- +goose Up
-- notices: to one person instead of a role
ALTER TABLE `notices`
  ADD COLUMN `user_id` VARCHAR(128) NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE `notices`
  DROP COLUMN `user_id`;
