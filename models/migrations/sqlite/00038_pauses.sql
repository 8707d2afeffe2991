-- +goose Up
-- pauses: when a case's clocks stood still, and why
CREATE TABLE `pauses` (
  `id` VARCHAR(128) NOT NULL DEFAULT '',
  `case_number` VARCHAR(128) NOT NULL DEFAULT '',
  `kind` VARCHAR(32) NOT NULL DEFAULT '',
  `reason` TEXT,
  `by_id` VARCHAR(128) NOT NULL DEFAULT '',
  `from_at` BIGINT NOT NULL DEFAULT 0,
  `until_at` BIGINT NOT NULL DEFAULT 0,
  `resumed_at` BIGINT NOT NULL DEFAULT 0,
  `resumed_by` VARCHAR(128) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`)
);

CREATE INDEX `pauses_by_case` ON `pauses` (`case_number`, `from_at`);

CREATE INDEX `pauses_by_end` ON `pauses` (`resumed_at`, `until_at`);

-- +goose Down
DROP TABLE `pauses`;
