-- +goose Up
-- documents: documents issued and served
CREATE TABLE `documents` (
  `id` VARCHAR(128) NOT NULL DEFAULT '',
  `case_number` VARCHAR(128) NOT NULL DEFAULT '',
  `kind` VARCHAR(64) NOT NULL DEFAULT '',
  `title` VARCHAR(255) NOT NULL DEFAULT '',
  `number` VARCHAR(128) NOT NULL DEFAULT '',
  `body` LONGBLOB,
  `issued_at` BIGINT NOT NULL DEFAULT 0,
  `issued_by` VARCHAR(128) NOT NULL DEFAULT '',
  `served_at` BIGINT NOT NULL DEFAULT 0,
  `method` VARCHAR(64) NOT NULL DEFAULT '',
  `served_by` VARCHAR(128) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`),
  KEY `documents_by_case` (`case_number`),
  UNIQUE KEY `documents_by_number` (`number`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE `documents`;
