-- +goose Up
-- subjects: whose credit is at stake
CREATE TABLE `subjects` (
  `id` VARCHAR(128) NOT NULL DEFAULT '',
  `jurisdiction` VARCHAR(64) NOT NULL DEFAULT '',
  `kind` VARCHAR(64) NOT NULL DEFAULT '',
  `name` VARCHAR(255) NOT NULL DEFAULT '',
  `code` VARCHAR(128) NOT NULL DEFAULT '',
  `id_hash` VARCHAR(64) NOT NULL DEFAULT '',
  `id_mask` VARCHAR(128) NOT NULL DEFAULT '',
  `birth` VARCHAR(64) NOT NULL DEFAULT '',
  `address` VARCHAR(255) NOT NULL DEFAULT '',
  `unlawful` TEXT,
  `status` VARCHAR(64) NOT NULL DEFAULT '',
  `created_at` BIGINT NOT NULL DEFAULT 0,
  `changed_at` BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  KEY `subjects_by_code` (`jurisdiction`, `code`),
  KEY `subjects_by_id_hash` (`jurisdiction`, `id_hash`),
  KEY `subjects_by_name` (`jurisdiction`, `name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE `subjects`;
