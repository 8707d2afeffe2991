-- +goose Up
-- commands: decisions as received
CREATE TABLE `commands` (
  `id` VARCHAR(128) NOT NULL DEFAULT '',
  `actor_id` VARCHAR(128) NOT NULL DEFAULT '',
  `on_behalf_of` VARCHAR(128) NOT NULL DEFAULT '',
  `idem_key` VARCHAR(128) NOT NULL DEFAULT '',
  `body_hash` VARCHAR(64) NOT NULL DEFAULT '',
  `case_number` VARCHAR(128) NOT NULL DEFAULT '',
  `verb` VARCHAR(64) NOT NULL DEFAULT '',
  `task_id` VARCHAR(128) NOT NULL DEFAULT '',
  `choice` VARCHAR(128) NOT NULL DEFAULT '',
  `reason` TEXT,
  `details` BLOB,
  `evidence` BLOB,
  `received_at` BIGINT NOT NULL DEFAULT 0,
  `status` VARCHAR(64) NOT NULL DEFAULT '',
  `refusal` BLOB,
  `settled_at` BIGINT NOT NULL DEFAULT 0,
  `attempts` INTEGER NOT NULL DEFAULT 0,
  `next_try_at` BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`)
);

CREATE UNIQUE INDEX `commands_by_key` ON `commands` (`actor_id`, `idem_key`);

CREATE INDEX `commands_by_case` ON `commands` (`case_number`);

CREATE INDEX `commands_by_task` ON `commands` (`task_id`);

CREATE INDEX `commands_by_status` ON `commands` (`status`, `next_try_at`);

-- +goose Down
DROP TABLE `commands`;
