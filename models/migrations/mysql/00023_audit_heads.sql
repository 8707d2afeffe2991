-- +goose Up
-- audit_heads: last entry of each chain, kept apart
CREATE TABLE `audit_heads` (
  `chain` VARCHAR(128) NOT NULL DEFAULT '',
  `seq` INT NOT NULL DEFAULT 0,
  `hash` VARCHAR(64) NOT NULL DEFAULT '',
  PRIMARY KEY (`chain`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE `audit_heads`;
