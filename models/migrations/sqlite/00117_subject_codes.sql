-- +goose Up
-- subject_codes: by which subjects sign in to their own file, each once
CREATE TABLE `subject_codes` (
  `id` VARCHAR(64) NOT NULL DEFAULT '',
  `subject_id` VARCHAR(128) NOT NULL DEFAULT '',
  `channel` VARCHAR(16) NOT NULL DEFAULT '',
  `mark` VARCHAR(128) NOT NULL DEFAULT '',
  `issued_by` VARCHAR(128) NOT NULL DEFAULT '',
  `issued_at` BIGINT NOT NULL DEFAULT 0,
  `expires_at` BIGINT NOT NULL DEFAULT 0,
  `ended_at` BIGINT NOT NULL DEFAULT 0,
  `wrong` INT NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`)
);

CREATE INDEX `subject_codes_of_subject` ON `subject_codes` (`subject_id`, `issued_at`);

-- +goose Down
DROP TABLE `subject_codes`;
