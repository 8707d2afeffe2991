-- +goose Up
-- bars: what a subject is kept from
CREATE TABLE `bars` (
  `id` VARCHAR(128) NOT NULL DEFAULT '',
  `subject_id` VARCHAR(128) NOT NULL DEFAULT '',
  `jurisdiction` VARCHAR(64) NOT NULL DEFAULT '',
  `kind` VARCHAR(64) NOT NULL DEFAULT '',
  `reason` TEXT,
  `case_number` VARCHAR(128) NOT NULL DEFAULT '',
  `from_at` BIGINT NOT NULL DEFAULT 0,
  `until_at` BIGINT NOT NULL DEFAULT 0,
  `lifted_at` BIGINT NOT NULL DEFAULT 0,
  `lifted_by` VARCHAR(128) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`)
);

CREATE INDEX `bars_by_subject` ON `bars` (`subject_id`, `kind`);

-- +goose Down
DROP TABLE `bars`;
