-- +goose Up
-- sealed: personal data, readable with its subject's key alone
CREATE TABLE `sealed` (
  `id` VARCHAR(160) NOT NULL DEFAULT '',
  `subject_id` VARCHAR(128) NOT NULL DEFAULT '',
  `box` LONGBLOB,
  PRIMARY KEY (`id`)
);

CREATE INDEX `sealed_by_subject` ON `sealed` (`subject_id`);

-- +goose Down
DROP TABLE `sealed`;
