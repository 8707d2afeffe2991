-- +goose Up
-- sessions: signed-in browsers
CREATE TABLE `sessions` (
  `token` VARCHAR(64) NOT NULL DEFAULT '',
  `data` LONGBLOB,
  `expiry` BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (`token`),
  KEY `sessions_by_expiry` (`expiry`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE `sessions`;
