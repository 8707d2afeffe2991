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
  `details` LONGBLOB,
  `evidence` LONGBLOB,
  `received_at` BIGINT NOT NULL DEFAULT 0,
  `status` VARCHAR(64) NOT NULL DEFAULT '',
  `refusal` LONGBLOB,
  `settled_at` BIGINT NOT NULL DEFAULT 0,
  `attempts` INT NOT NULL DEFAULT 0,
  `next_try_at` BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  UNIQUE KEY `commands_by_key` (`actor_id`, `idem_key`),
  KEY `commands_by_case` (`case_number`),
  KEY `commands_by_task` (`task_id`),
  KEY `commands_by_status` (`status`, `next_try_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE `commands`;
