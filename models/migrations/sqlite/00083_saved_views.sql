-- +goose Up
-- saved_views: filters of my work that somebody gave a name
CREATE TABLE `saved_views` (
  `user_id` VARCHAR(128) NOT NULL DEFAULT '',
  `name` VARCHAR(60) NOT NULL DEFAULT '',
  `narrowed` VARCHAR(1000) NOT NULL DEFAULT '',
  `saved_at` BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (`user_id`, `name`)
);

-- +goose Down
DROP TABLE `saved_views`;
