-- +goose Up
-- audit_entries: the trail, hash-chained
CREATE TABLE `audit_entries` (
  `chain` VARCHAR(128) NOT NULL DEFAULT '',
  `seq` INT NOT NULL DEFAULT 0,
  `at` BIGINT NOT NULL DEFAULT 0,
  `actor_id` VARCHAR(128) NOT NULL DEFAULT '',
  `action` VARCHAR(128) NOT NULL DEFAULT '',
  `body` LONGBLOB,
  `prev_hash` VARCHAR(64) NOT NULL DEFAULT '',
  `hash` VARCHAR(64) NOT NULL DEFAULT '',
  PRIMARY KEY (`chain`, `seq`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE `audit_entries`;
