-- +goose Up
-- jobs: work that somebody asked for and does not wait for
CREATE TABLE `jobs` (
  `id` VARCHAR(64) NOT NULL DEFAULT '',
  `kind` VARCHAR(32) NOT NULL DEFAULT '',
  `title` VARCHAR(255) NOT NULL DEFAULT '',
  `params` TEXT NOT NULL,
  `requested_by` VARCHAR(128) NOT NULL DEFAULT '',
  `state` VARCHAR(16) NOT NULL DEFAULT '',
  `attempt` INT NOT NULL DEFAULT 0,
  `done` INT NOT NULL DEFAULT 0,
  `total` INT NOT NULL DEFAULT 0,
  `note` TEXT NOT NULL,
  `findings` LONGBLOB,
  `file` VARCHAR(64) NOT NULL DEFAULT '',
  `created_at` BIGINT NOT NULL DEFAULT 0,
  `started_at` BIGINT NOT NULL DEFAULT 0,
  `ended_at` BIGINT NOT NULL DEFAULT 0,
  `leased_until` BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  KEY `jobs_to_take` (`state`, `leased_until`),
  KEY `jobs_of_person` (`requested_by`, `created_at`),
  KEY `jobs_of_kind` (`kind`, `created_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE `jobs`;
