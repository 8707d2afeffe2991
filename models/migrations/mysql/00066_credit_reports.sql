-- +goose Up
-- credit reports as they were issued
CREATE TABLE `credit_reports` (
  `number` VARCHAR(128) NOT NULL DEFAULT '',
  `jurisdiction` VARCHAR(64) NOT NULL DEFAULT '',
  `subject_id` VARCHAR(128) NOT NULL DEFAULT '',
  `organization_id` VARCHAR(128) NOT NULL DEFAULT '',
  `purpose` VARCHAR(255) NOT NULL DEFAULT '',
  `body` MEDIUMBLOB,
  `issued_at` BIGINT NOT NULL DEFAULT 0,
  `issued_by` VARCHAR(128) NOT NULL DEFAULT '',
  PRIMARY KEY (`number`),
  KEY `credit_reports_by_subject` (`subject_id`, `issued_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE `credit_reports`;
