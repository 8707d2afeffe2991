-- +goose Up
-- recognitions: behaviours recognised and what they cost
CREATE TABLE `recognitions` (
  `id` VARCHAR(128) NOT NULL DEFAULT '',
  `case_number` VARCHAR(128) NOT NULL DEFAULT '',
  `subject_id` VARCHAR(128) NOT NULL DEFAULT '',
  `act` VARCHAR(128) NOT NULL DEFAULT '',
  `behaviour` VARCHAR(128) NOT NULL DEFAULT '',
  `grade` VARCHAR(64) NOT NULL DEFAULT '',
  `points` INTEGER NOT NULL DEFAULT 0,
  `act_at` BIGINT NOT NULL DEFAULT 0,
  `founding_no` VARCHAR(128) NOT NULL DEFAULT '',
  `founding_body` VARCHAR(128) NOT NULL DEFAULT '',
  `founding_at` BIGINT NOT NULL DEFAULT 0,
  `state` VARCHAR(64) NOT NULL DEFAULT '',
  `notified_points` INTEGER NOT NULL DEFAULT 0,
  `notified_list` VARCHAR(255) NOT NULL DEFAULT '',
  `notified_total` INTEGER NOT NULL DEFAULT 0,
  `proposed_by` VARCHAR(128) NOT NULL DEFAULT '',
  `co_handler` VARCHAR(128) NOT NULL DEFAULT '',
  `decided_by` VARCHAR(128) NOT NULL DEFAULT '',
  `effective_at` BIGINT NOT NULL DEFAULT 0,
  `reversed_at` BIGINT NOT NULL DEFAULT 0,
  `reversed_by` VARCHAR(128) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`)
);

CREATE INDEX `recognitions_by_case` ON `recognitions` (`case_number`);

CREATE INDEX `recognitions_by_subject` ON `recognitions` (`subject_id`, `state`);

CREATE INDEX `recognitions_by_founding` ON `recognitions` (`founding_no`);

-- +goose Down
DROP TABLE `recognitions`;
