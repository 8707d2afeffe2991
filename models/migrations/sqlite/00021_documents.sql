-- +goose Up
-- documents: documents issued and served
CREATE TABLE `documents` (
  `id` VARCHAR(128) NOT NULL DEFAULT '',
  `case_number` VARCHAR(128) NOT NULL DEFAULT '',
  `kind` VARCHAR(64) NOT NULL DEFAULT '',
  `title` VARCHAR(255) NOT NULL DEFAULT '',
  `number` VARCHAR(128) NOT NULL DEFAULT '',
  `body` BLOB,
  `issued_at` BIGINT NOT NULL DEFAULT 0,
  `issued_by` VARCHAR(128) NOT NULL DEFAULT '',
  `served_at` BIGINT NOT NULL DEFAULT 0,
  `method` VARCHAR(64) NOT NULL DEFAULT '',
  `served_by` VARCHAR(128) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`)
);

CREATE INDEX `documents_by_case` ON `documents` (`case_number`);

CREATE UNIQUE INDEX `documents_by_number` ON `documents` (`number`);

-- +goose Down
DROP TABLE `documents`;
