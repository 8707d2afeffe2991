-- +goose Up
-- counters: numbers without gaps
CREATE TABLE `counters` (
  `key` VARCHAR(64) NOT NULL DEFAULT '',
  `last` INT NOT NULL DEFAULT 0,
  PRIMARY KEY (`key`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE `counters`;
