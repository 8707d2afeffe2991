-- +goose Up
-- counters: numbers without gaps
CREATE TABLE `counters` (
  `key` VARCHAR(64) NOT NULL DEFAULT '',
  `last` INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (`key`)
) WITHOUT ROWID;

-- +goose Down
DROP TABLE `counters`;
