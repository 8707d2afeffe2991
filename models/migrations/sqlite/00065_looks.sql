-- +goose Up
-- looks: staff at personal data
CREATE TABLE `looks` (
  `id` VARCHAR(255) NOT NULL DEFAULT '',
  `jurisdiction` VARCHAR(64) NOT NULL DEFAULT '',
  `subject_id` VARCHAR(128) NOT NULL DEFAULT '',
  `user_id` VARCHAR(128) NOT NULL DEFAULT '',
  `what` VARCHAR(64) NOT NULL DEFAULT '',
  `purpose` VARCHAR(255) NOT NULL DEFAULT '',
  `at` BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`)
);

CREATE INDEX `looks_by_time` ON `looks` (`jurisdiction`, `at`, `id`);

CREATE INDEX `looks_by_subject` ON `looks` (`subject_id`, `at`, `id`);

CREATE INDEX `looks_by_user` ON `looks` (`user_id`, `at`, `id`);

-- +goose Down
DROP TABLE `looks`;
