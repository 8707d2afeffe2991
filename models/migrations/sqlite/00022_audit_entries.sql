-- +goose Up
-- audit_entries: the trail, hash-chained
CREATE TABLE `audit_entries` (
  `chain` VARCHAR(128) NOT NULL DEFAULT '',
  `seq` INTEGER NOT NULL DEFAULT 0,
  `at` BIGINT NOT NULL DEFAULT 0,
  `actor_id` VARCHAR(128) NOT NULL DEFAULT '',
  `action` VARCHAR(128) NOT NULL DEFAULT '',
  `body` BLOB,
  `prev_hash` VARCHAR(64) NOT NULL DEFAULT '',
  `hash` VARCHAR(64) NOT NULL DEFAULT '',
  PRIMARY KEY (`chain`, `seq`)
);

-- +goose Down
DROP TABLE `audit_entries`;
