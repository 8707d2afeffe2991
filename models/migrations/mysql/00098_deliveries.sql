-- +goose Up
-- deliveries: notices on their way out of the house, one row a channel and receiver
CREATE TABLE `deliveries` (
  `id` VARCHAR(255) NOT NULL DEFAULT '',
  `notice_id` VARCHAR(128) NOT NULL DEFAULT '',
  `channel` VARCHAR(32) NOT NULL DEFAULT '',
  `receiver` VARCHAR(255) NOT NULL DEFAULT '',
  `state` VARCHAR(16) NOT NULL DEFAULT '',
  `tries` BIGINT NOT NULL DEFAULT 0,
  `next_at` BIGINT NOT NULL DEFAULT 0,
  `leased_until` BIGINT NOT NULL DEFAULT 0,
  `last_error` VARCHAR(500) NOT NULL DEFAULT '',
  `created_at` BIGINT NOT NULL DEFAULT 0,
  `sent_at` BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE `deliveries`;
