-- +goose Up
-- subject_keys: under what a subject's personal data is sealed; without it nobody reads it again
CREATE TABLE `subject_keys` (
  `subject_id` VARCHAR(128) NOT NULL DEFAULT '',
  `wrapped_by` VARCHAR(64) NOT NULL DEFAULT '',
  `wrapped` LONGBLOB,
  `created_at` BIGINT NOT NULL DEFAULT 0,
  `destroyed_at` BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (`subject_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE `subject_keys`;
