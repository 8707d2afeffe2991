-- +goose Up
-- anchors: what the whole trail came to on a day, each resting on the one before
CREATE TABLE `anchors` (
  `day` VARCHAR(10) NOT NULL DEFAULT '',
  `at` BIGINT NOT NULL DEFAULT 0,
  `chains` BIGINT NOT NULL DEFAULT 0,
  `prev` VARCHAR(64) NOT NULL DEFAULT '',
  `root` VARCHAR(64) NOT NULL DEFAULT '',
  PRIMARY KEY (`day`)
);

-- +goose Down
DROP TABLE `anchors`;
