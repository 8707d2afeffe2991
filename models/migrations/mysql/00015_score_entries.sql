-- +goose Up
-- score_entries: the ledger: only ever added to
CREATE TABLE `score_entries` (
  `id` VARCHAR(128) NOT NULL DEFAULT '',
  `subject_id` VARCHAR(128) NOT NULL DEFAULT '',
  `jurisdiction` VARCHAR(64) NOT NULL DEFAULT '',
  `cycle` VARCHAR(64) NOT NULL DEFAULT '',
  `kind` VARCHAR(64) NOT NULL DEFAULT '',
  `points` INT NOT NULL DEFAULT 0,
  `recognition_id` VARCHAR(128) NOT NULL DEFAULT '',
  `reverses` VARCHAR(128) NOT NULL DEFAULT '',
  `case_number` VARCHAR(128) NOT NULL DEFAULT '',
  `effective_at` BIGINT NOT NULL DEFAULT 0,
  `recorded_at` BIGINT NOT NULL DEFAULT 0,
  `note` TEXT,
  PRIMARY KEY (`id`),
  KEY `score_entries_by_subject` (`subject_id`, `cycle`),
  KEY `score_entries_by_recognition` (`recognition_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE `score_entries`;
