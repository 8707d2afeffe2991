-- +goose Up
-- packs: rule packs, whole and immutable by hash
CREATE TABLE `packs` (
  `hash` VARCHAR(64) NOT NULL DEFAULT '',
  `jurisdiction` VARCHAR(64) NOT NULL DEFAULT '',
  `version` VARCHAR(64) NOT NULL DEFAULT '',
  `effective` VARCHAR(64) NOT NULL DEFAULT '',
  `source` BLOB,
  `loaded_at` BIGINT NOT NULL DEFAULT 0,
  `withdrawn_at` BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (`hash`)
);

CREATE UNIQUE INDEX `packs_by_version` ON `packs` (`jurisdiction`, `version`);

-- +goose Down
DROP TABLE `packs`;
