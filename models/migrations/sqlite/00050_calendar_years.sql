-- +goose Up
-- calendar_years: each year's days off as loaded; of a year's rows the last is in force
CREATE TABLE `calendar_years` (
  `seq` INTEGER NOT NULL DEFAULT 0,
  `year` INTEGER NOT NULL DEFAULT 0,
  `source` BLOB,
  `hash` VARCHAR(64) NOT NULL DEFAULT '',
  `loaded_at` BIGINT NOT NULL DEFAULT 0,
  `loaded_by` VARCHAR(128) NOT NULL DEFAULT '',
  PRIMARY KEY (`seq`)
);

-- +goose Down
DROP TABLE `calendar_years`;
