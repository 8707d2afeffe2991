-- +goose Up
-- grounds: what a listing rests on
CREATE TABLE `grounds` (
  `listing_number` VARCHAR(128) NOT NULL DEFAULT '',
  `entry_id` VARCHAR(128) NOT NULL DEFAULT '',
  `list` VARCHAR(64) NOT NULL DEFAULT '',
  `added_at` BIGINT NOT NULL DEFAULT 0,
  `opens_at` BIGINT NOT NULL DEFAULT 0,
  `ends_at` BIGINT NOT NULL DEFAULT 0,
  `state` VARCHAR(64) NOT NULL DEFAULT '',
  PRIMARY KEY (`listing_number`, `entry_id`),
  KEY `grounds_by_entry` (`entry_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE `grounds`;
