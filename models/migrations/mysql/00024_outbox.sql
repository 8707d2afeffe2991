-- +goose Up
-- outbox: messages written with their transition
CREATE TABLE `outbox` (
  `id` VARCHAR(128) NOT NULL DEFAULT '',
  `topic` VARCHAR(64) NOT NULL DEFAULT '',
  `target` VARCHAR(128) NOT NULL DEFAULT '',
  `payload` LONGBLOB,
  `created_at` BIGINT NOT NULL DEFAULT 0,
  `next_try_at` BIGINT NOT NULL DEFAULT 0,
  `sent_at` BIGINT NOT NULL DEFAULT 0,
  `attempts` INT NOT NULL DEFAULT 0,
  `last_error` TEXT,
  PRIMARY KEY (`id`),
  KEY `outbox_by_next` (`sent_at`, `next_try_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE `outbox`;
