-- +goose Up
-- score_entries: the ledger: only ever added to
CREATE TABLE `score_entries` (
  `id` VARCHAR(128) NOT NULL DEFAULT '',
  `subject_id` VARCHAR(128) NOT NULL DEFAULT '',
  `jurisdiction` VARCHAR(64) NOT NULL DEFAULT '',
  `cycle` VARCHAR(64) NOT NULL DEFAULT '',
  `kind` VARCHAR(64) NOT NULL DEFAULT '',
  `points` INTEGER NOT NULL DEFAULT 0,
  `recognition_id` VARCHAR(128) NOT NULL DEFAULT '',
  `reverses` VARCHAR(128) NOT NULL DEFAULT '',
  `case_number` VARCHAR(128) NOT NULL DEFAULT '',
  `effective_at` BIGINT NOT NULL DEFAULT 0,
  `recorded_at` BIGINT NOT NULL DEFAULT 0,
  `note` TEXT,
  PRIMARY KEY (`id`)
);

CREATE INDEX `score_entries_by_subject` ON `score_entries` (`subject_id`, `cycle`);

CREATE INDEX `score_entries_by_recognition` ON `score_entries` (`recognition_id`);

-- +goose Down
DROP TABLE `score_entries`;
