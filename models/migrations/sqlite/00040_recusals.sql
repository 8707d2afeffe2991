-- +goose Up
-- recusals: who may not touch a case
CREATE TABLE `recusals` (
  `case_number` VARCHAR(128) NOT NULL DEFAULT '',
  `user_id` VARCHAR(128) NOT NULL DEFAULT '',
  `reason` TEXT,
  `entered_by` VARCHAR(128) NOT NULL DEFAULT '',
  `at` BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (`case_number`, `user_id`)
);

-- +goose Down
DROP TABLE `recusals`;
