-- +goose Up
-- anchor_marks: where a chain stood that had grown by an anchor's day
CREATE TABLE `anchor_marks` (
  `chain` VARCHAR(128) NOT NULL DEFAULT '',
  `seq` BIGINT NOT NULL DEFAULT 0,
  `hash` VARCHAR(64) NOT NULL DEFAULT '',
  `day` VARCHAR(10) NOT NULL DEFAULT '',
  PRIMARY KEY (`chain`, `seq`)
);

-- +goose Down
DROP TABLE `anchor_marks`;
