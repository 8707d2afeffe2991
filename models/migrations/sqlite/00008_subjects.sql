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
  PRIMARY KEY (`id`)
);

CREATE INDEX `subjects_by_code` ON `subjects` (`jurisdiction`, `code`);

CREATE INDEX `subjects_by_id_hash` ON `subjects` (`jurisdiction`, `id_hash`);

CREATE INDEX `subjects_by_name` ON `subjects` (`jurisdiction`, `name`);

-- +goose Down
DROP TABLE `subjects`;
