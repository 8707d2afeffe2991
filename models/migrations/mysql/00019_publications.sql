-- +goose Up
-- publications: what the public may see
CREATE TABLE `publications` (
  `listing_number` VARCHAR(128) NOT NULL DEFAULT '',
  `jurisdiction` VARCHAR(64) NOT NULL DEFAULT '',
  `subject_id` VARCHAR(128) NOT NULL DEFAULT '',
  `code` VARCHAR(128) NOT NULL DEFAULT '',
  `name` VARCHAR(255) NOT NULL DEFAULT '',
  `list` VARCHAR(64) NOT NULL DEFAULT '',
  `list_name` VARCHAR(255) NOT NULL DEFAULT '',
  `reason` TEXT,
  `basis` TEXT,
  `published_at` BIGINT NOT NULL DEFAULT 0,
  `ends_at` BIGINT NOT NULL DEFAULT 0,
  `withdrawn_at` BIGINT NOT NULL DEFAULT 0,
  `withdraw_reason` TEXT,
  `disputed` BOOLEAN NOT NULL DEFAULT FALSE,
  PRIMARY KEY (`listing_number`),
  KEY `publications_by_code` (`code`),
  KEY `publications_by_list` (`jurisdiction`, `list`, `withdrawn_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE `publications`;
