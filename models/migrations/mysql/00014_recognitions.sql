-- +goose Up
-- recognitions: behaviours recognised and what they cost
CREATE TABLE `recognitions` (
  `id` VARCHAR(128) NOT NULL DEFAULT '',
  `case_number` VARCHAR(128) NOT NULL DEFAULT '',
  `subject_id` VARCHAR(128) NOT NULL DEFAULT '',
  `act` VARCHAR(128) NOT NULL DEFAULT '',
  `behaviour` VARCHAR(128) NOT NULL DEFAULT '',
  `grade` VARCHAR(64) NOT NULL DEFAULT '',
  `points` INT NOT NULL DEFAULT 0,
  `act_at` BIGINT NOT NULL DEFAULT 0,
  `founding_no` VARCHAR(128) NOT NULL DEFAULT '',
  `founding_body` VARCHAR(128) NOT NULL DEFAULT '',
  `founding_at` BIGINT NOT NULL DEFAULT 0,
  `state` VARCHAR(64) NOT NULL DEFAULT '',
  `notified_points` INT NOT NULL DEFAULT 0,
  `notified_list` VARCHAR(255) NOT NULL DEFAULT '',
  `notified_total` INT NOT NULL DEFAULT 0,
  `proposed_by` VARCHAR(128) NOT NULL DEFAULT '',
  `co_handler` VARCHAR(128) NOT NULL DEFAULT '',
  `decided_by` VARCHAR(128) NOT NULL DEFAULT '',
  `effective_at` BIGINT NOT NULL DEFAULT 0,
  `reversed_at` BIGINT NOT NULL DEFAULT 0,
  `reversed_by` VARCHAR(128) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`),
  KEY `recognitions_by_case` (`case_number`),
  KEY `recognitions_by_subject` (`subject_id`, `state`),
  KEY `recognitions_by_founding` (`founding_no`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE `recognitions`;
