-- +goose Up
-- task_events: who had a task and what moved its clock, in order
CREATE TABLE `task_events` (
  `case_number` VARCHAR(128) NOT NULL DEFAULT '',
  `seq` INT NOT NULL DEFAULT 0,
  `task_id` VARCHAR(128) NOT NULL DEFAULT '',
  `kind` VARCHAR(32) NOT NULL DEFAULT '',
  `at` BIGINT NOT NULL DEFAULT 0,
  `actor_id` VARCHAR(128) NOT NULL DEFAULT '',
  `on_behalf_of` VARCHAR(128) NOT NULL DEFAULT '',
  `person_id` VARCHAR(128) NOT NULL DEFAULT '',
  `organization_id` VARCHAR(128) NOT NULL DEFAULT '',
  `why` TEXT,
  `due_before` BIGINT NOT NULL DEFAULT 0,
  `due_after` BIGINT NOT NULL DEFAULT 0,
  `calendar` VARCHAR(64) NOT NULL DEFAULT '',
  PRIMARY KEY (`case_number`, `seq`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE `task_events`;
