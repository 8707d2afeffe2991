-- +goose Up
-- cycles: running totals, provable from the ledger
CREATE TABLE `cycles` (
  `subject_id` VARCHAR(128) NOT NULL DEFAULT '',
  `jurisdiction` VARCHAR(64) NOT NULL DEFAULT '',
  `cycle` VARCHAR(64) NOT NULL DEFAULT '',
  `total` INT NOT NULL DEFAULT 0,
  `counted` INT NOT NULL DEFAULT 0,
  `changed_at` BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (`subject_id`, `jurisdiction`, `cycle`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE `cycles`;
