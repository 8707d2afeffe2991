-- +goose Up
-- users: people who sign in
CREATE TABLE `users` (
  `id` VARCHAR(128) NOT NULL DEFAULT '',
  `username` VARCHAR(128) NOT NULL DEFAULT '',
  `name` VARCHAR(255) NOT NULL DEFAULT '',
  `password_hash` VARCHAR(255) NOT NULL DEFAULT '',
  `must_change` BOOLEAN NOT NULL DEFAULT FALSE,
  `certificate` VARCHAR(128) NOT NULL DEFAULT '',
  `created_at` BIGINT NOT NULL DEFAULT 0,
  `disabled_at` BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`)
);

CREATE UNIQUE INDEX `users_by_name` ON `users` (`username`);

-- +goose Down
DROP TABLE `users`;
