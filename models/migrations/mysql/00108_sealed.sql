-- +goose Up
-- sealed: personal data, readable with its subject's key alone
CREATE TABLE `sealed` (
  `id` VARCHAR(160) NOT NULL DEFAULT '',
  `subject_id` VARCHAR(128) NOT NULL DEFAULT '',
  `box` LONGBLOB,
  PRIMARY KEY (`id`),
  KEY `sealed_by_subject` (`subject_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE `sealed`;
