-- +goose Up
-- tasks: what somebody must decide, by when
CREATE TABLE `tasks` (
  `id` VARCHAR(128) NOT NULL DEFAULT '',
  `case_number` VARCHAR(128) NOT NULL DEFAULT '',
  `step` VARCHAR(64) NOT NULL DEFAULT '',
  `occurrence` INT NOT NULL DEFAULT 0,
  `name` VARCHAR(255) NOT NULL DEFAULT '',
  `role` VARCHAR(64) NOT NULL DEFAULT '',
  `organization_id` VARCHAR(128) NOT NULL DEFAULT '',
  `spec` LONGBLOB,
  `opened_at` BIGINT NOT NULL DEFAULT 0,
  `warn_at` BIGINT NOT NULL DEFAULT 0,
  `due_at` BIGINT NOT NULL DEFAULT 0,
  `deadline` LONGBLOB,
  `next_at` BIGINT NOT NULL DEFAULT 0,
  `reminders` INT NOT NULL DEFAULT 0,
  `assignee_id` VARCHAR(128) NOT NULL DEFAULT '',
  `closed_at` BIGINT NOT NULL DEFAULT 0,
  `choice` VARCHAR(128) NOT NULL DEFAULT '',
  `decided_by` VARCHAR(128) NOT NULL DEFAULT '',
  `command_id` VARCHAR(128) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`),
  KEY `tasks_by_case` (`case_number`),
  KEY `tasks_by_worklist` (`closed_at`, `organization_id`, `role`, `due_at`),
  KEY `tasks_by_assignee` (`assignee_id`, `closed_at`, `due_at`),
  KEY `tasks_by_next` (`closed_at`, `next_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE `tasks`;
