-- +goose Up
-- tasks: what somebody must decide, by when
CREATE TABLE `tasks` (
  `id` VARCHAR(128) NOT NULL DEFAULT '',
  `case_number` VARCHAR(128) NOT NULL DEFAULT '',
  `step` VARCHAR(64) NOT NULL DEFAULT '',
  `occurrence` INTEGER NOT NULL DEFAULT 0,
  `name` VARCHAR(255) NOT NULL DEFAULT '',
  `role` VARCHAR(64) NOT NULL DEFAULT '',
  `organization_id` VARCHAR(128) NOT NULL DEFAULT '',
  `spec` BLOB,
  `opened_at` BIGINT NOT NULL DEFAULT 0,
  `warn_at` BIGINT NOT NULL DEFAULT 0,
  `due_at` BIGINT NOT NULL DEFAULT 0,
  `deadline` BLOB,
  `next_at` BIGINT NOT NULL DEFAULT 0,
  `reminders` INTEGER NOT NULL DEFAULT 0,
  `assignee_id` VARCHAR(128) NOT NULL DEFAULT '',
  `closed_at` BIGINT NOT NULL DEFAULT 0,
  `choice` VARCHAR(128) NOT NULL DEFAULT '',
  `decided_by` VARCHAR(128) NOT NULL DEFAULT '',
  `command_id` VARCHAR(128) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`)
);

CREATE INDEX `tasks_by_case` ON `tasks` (`case_number`);

CREATE INDEX `tasks_by_worklist` ON `tasks` (`closed_at`, `organization_id`, `role`, `due_at`);

CREATE INDEX `tasks_by_assignee` ON `tasks` (`assignee_id`, `closed_at`, `due_at`);

CREATE INDEX `tasks_by_next` ON `tasks` (`closed_at`, `next_at`);

-- +goose Down
DROP TABLE `tasks`;
