-- +goose Up
-- audit_heads: last entry of each chain, kept apart
CREATE TABLE `audit_heads` (
  `chain` VARCHAR(128) NOT NULL DEFAULT '',
  `seq` INTEGER NOT NULL DEFAULT 0,
  `hash` VARCHAR(64) NOT NULL DEFAULT '',
  PRIMARY KEY (`chain`)
) WITHOUT ROWID;

-- +goose Down
DROP TABLE `audit_heads`;
