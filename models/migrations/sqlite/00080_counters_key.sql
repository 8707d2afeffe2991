-- +goose Up
-- counters: a series may name a bureau, a kind of document and a year
ALTER TABLE `counters` RENAME TO `counters_narrow`;
CREATE TABLE `counters` (
  `key` VARCHAR(255) NOT NULL DEFAULT '',
  `last` INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (`key`)
) WITHOUT ROWID;
INSERT INTO `counters` SELECT `key`, `last` FROM `counters_narrow`;
DROP TABLE `counters_narrow`;

-- +goose Down
ALTER TABLE `counters` RENAME TO `counters_wide`;
CREATE TABLE `counters` (
  `key` VARCHAR(64) NOT NULL DEFAULT '',
  `last` INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (`key`)
) WITHOUT ROWID;
INSERT INTO `counters` SELECT `key`, `last` FROM `counters_wide`;
DROP TABLE `counters_wide`;
