-- +goose Up
-- feedback: what the public said of a shop
CREATE TABLE `feedback` (
  `receipt` VARCHAR(32) NOT NULL DEFAULT '',
  `jurisdiction` VARCHAR(64) NOT NULL DEFAULT '',
  `organization_id` VARCHAR(128) NOT NULL DEFAULT '',
  `shop` VARCHAR(32) NOT NULL DEFAULT '',
  `subject_id` VARCHAR(128) NOT NULL DEFAULT '',
  `text` VARCHAR(2000) NOT NULL DEFAULT '',
  `received_at` BIGINT NOT NULL DEFAULT 0,
  `case_number` VARCHAR(128) NOT NULL DEFAULT '',
  `reply` VARCHAR(1000) NOT NULL DEFAULT '',
  `settled_by` VARCHAR(128) NOT NULL DEFAULT '',
  `settled_at` BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (`receipt`),
  KEY `feedback_of_organization` (`organization_id`, `settled_at`, `received_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE `feedback`;
