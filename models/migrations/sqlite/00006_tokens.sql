-- +goose Up
-- tokens: API tokens, hashed
CREATE TABLE `tokens` (
  `hash` VARCHAR(64) NOT NULL DEFAULT '',
  `user_id` VARCHAR(128) NOT NULL DEFAULT '',
  `name` VARCHAR(255) NOT NULL DEFAULT '',
  `created_at` BIGINT NOT NULL DEFAULT 0,
  `expires_at` BIGINT NOT NULL DEFAULT 0,
  `revoked_at` BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (`hash`)
);

CREATE INDEX `tokens_by_user` ON `tokens` (`user_id`);

-- +goose Down
DROP TABLE `tokens`;
