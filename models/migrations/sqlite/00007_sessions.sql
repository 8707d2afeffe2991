-- +goose Up
-- sessions: signed-in browsers
CREATE TABLE `sessions` (
  `token` VARCHAR(64) NOT NULL DEFAULT '',
  `data` BLOB,
  `expiry` BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (`token`)
);

CREATE INDEX `sessions_by_expiry` ON `sessions` (`expiry`);

-- +goose Down
DROP TABLE `sessions`;
