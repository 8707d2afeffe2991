-- +goose Up
-- shops: places that subjects run, each with a code to be scanned
CREATE TABLE `shops` (
  `code` VARCHAR(32) NOT NULL DEFAULT '',
  `jurisdiction` VARCHAR(64) NOT NULL DEFAULT '',
  `organization_id` VARCHAR(128) NOT NULL DEFAULT '',
  `subject_id` VARCHAR(128) NOT NULL DEFAULT '',
  `name` VARCHAR(200) NOT NULL DEFAULT '',
  `address` VARCHAR(255) NOT NULL DEFAULT '',
  `commitments` LONGBLOB,
  `opened_at` BIGINT NOT NULL DEFAULT 0,
  `opened_by` VARCHAR(128) NOT NULL DEFAULT '',
  `closed_at` BIGINT NOT NULL DEFAULT 0,
  `closed_by` VARCHAR(128) NOT NULL DEFAULT '',
  PRIMARY KEY (`code`),
  KEY `shops_of_subject` (`subject_id`),
  KEY `shops_of_organization` (`organization_id`, `code`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE `shops`;
