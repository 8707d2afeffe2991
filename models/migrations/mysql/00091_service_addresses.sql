-- +goose Up
-- service_addresses: where a subject confirmed that documents reach it
CREATE TABLE `service_addresses` (
  `id` VARCHAR(128) NOT NULL DEFAULT '',
  `jurisdiction` VARCHAR(64) NOT NULL DEFAULT '',
  `subject_id` VARCHAR(128) NOT NULL DEFAULT '',
  `number` VARCHAR(128) NOT NULL DEFAULT '',
  `address` VARCHAR(255) NOT NULL DEFAULT '',
  `receiver` VARCHAR(128) NOT NULL DEFAULT '',
  `electronic` VARCHAR(255) NOT NULL DEFAULT '',
  `signed_at` BIGINT NOT NULL DEFAULT 0,
  `evidence` LONGBLOB,
  `entered_by` VARCHAR(128) NOT NULL DEFAULT '',
  `entered_at` BIGINT NOT NULL DEFAULT 0,
  `ended_at` BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE `service_addresses`;
