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
  PRIMARY KEY (`id`),
  KEY `looks_by_time` (`jurisdiction`, `at`, `id`),
  KEY `looks_by_subject` (`subject_id`, `at`, `id`),
  KEY `looks_by_user` (`user_id`, `at`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE `looks`;
