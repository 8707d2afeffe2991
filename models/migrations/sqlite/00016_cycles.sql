-- +goose Up
-- cycles: running totals, provable from the ledger
CREATE TABLE `cycles` (
  `subject_id` VARCHAR(128) NOT NULL DEFAULT '',
  `jurisdiction` VARCHAR(64) NOT NULL DEFAULT '',
  `cycle` VARCHAR(64) NOT NULL DEFAULT '',
  `total` INTEGER NOT NULL DEFAULT 0,
  `counted` INTEGER NOT NULL DEFAULT 0,
  `changed_at` BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (`subject_id`, `jurisdiction`, `cycle`)
);

-- +goose Down
DROP TABLE `cycles`;
