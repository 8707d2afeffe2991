-- +goose Up
-- packs: rule packs, whole and immutable by hash
CREATE TABLE `packs` (
  `hash` VARCHAR(64) NOT NULL DEFAULT '',
  `jurisdiction` VARCHAR(64) NOT NULL DEFAULT '',
  `version` VARCHAR(64) NOT NULL DEFAULT '',
  `effective` VARCHAR(64) NOT NULL DEFAULT '',
  `source` LONGBLOB,
  `loaded_at` BIGINT NOT NULL DEFAULT 0,
  `withdrawn_at` BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (`hash`),
  UNIQUE KEY `packs_by_version` (`jurisdiction`, `version`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE `packs`;
