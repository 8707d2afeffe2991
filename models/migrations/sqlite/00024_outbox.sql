-- +goose Up
-- outbox: messages written with their transition
CREATE TABLE `outbox` (
  `id` VARCHAR(128) NOT NULL DEFAULT '',
  `topic` VARCHAR(64) NOT NULL DEFAULT '',
  `target` VARCHAR(128) NOT NULL DEFAULT '',
  `payload` BLOB,
  `created_at` BIGINT NOT NULL DEFAULT 0,
  `next_try_at` BIGINT NOT NULL DEFAULT 0,
  `sent_at` BIGINT NOT NULL DEFAULT 0,
  `attempts` INTEGER NOT NULL DEFAULT 0,
  `last_error` TEXT,
  PRIMARY KEY (`id`)
);

CREATE INDEX `outbox_by_next` ON `outbox` (`sent_at`, `next_try_at`);

-- +goose Down
DROP TABLE `outbox`;
