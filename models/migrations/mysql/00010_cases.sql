-- +goose Up
-- cases: durable processes, as people list them
CREATE TABLE `cases` (
  `number` VARCHAR(128) NOT NULL DEFAULT '',
  `kind` VARCHAR(64) NOT NULL DEFAULT '',
  `jurisdiction` VARCHAR(64) NOT NULL DEFAULT '',
  `pack_hash` VARCHAR(64) NOT NULL DEFAULT '',
  `organization_id` VARCHAR(128) NOT NULL DEFAULT '',
  `subject_id` VARCHAR(128) NOT NULL DEFAULT '',
  `target` VARCHAR(128) NOT NULL DEFAULT '',
  `target_item` VARCHAR(128) NOT NULL DEFAULT '',
  `title` VARCHAR(255) NOT NULL DEFAULT '',
  `stage` VARCHAR(64) NOT NULL DEFAULT '',
  `outcome` VARCHAR(128) NOT NULL DEFAULT '',
  `version` INT NOT NULL DEFAULT 0,
  `emergency` BOOLEAN NOT NULL DEFAULT FALSE,
  `intake` LONGBLOB,
  `received_at` BIGINT NOT NULL DEFAULT 0,
  `complete_at` BIGINT NOT NULL DEFAULT 0,
  `filed_at` BIGINT NOT NULL DEFAULT 0,
  `accepted_at` BIGINT NOT NULL DEFAULT 0,
  `served_at` BIGINT NOT NULL DEFAULT 0,
  `decided_at` BIGINT NOT NULL DEFAULT 0,
  `published_at` BIGINT NOT NULL DEFAULT 0,
  `closed_at` BIGINT NOT NULL DEFAULT 0,
  `due_at` BIGINT NOT NULL DEFAULT 0,
  `deadline` LONGBLOB,
  `created_by` VARCHAR(128) NOT NULL DEFAULT '',
  `started_at` BIGINT NOT NULL DEFAULT 0,
  `changed_at` BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (`number`),
  KEY `cases_by_kind` (`jurisdiction`, `kind`, `stage`, `number`),
  KEY `cases_by_organization` (`organization_id`, `kind`, `number`),
  KEY `cases_by_subject` (`subject_id`, `number`),
  KEY `cases_by_target` (`target`),
  KEY `cases_by_start` (`started_at`),
  KEY `cases_by_due` (`closed_at`, `due_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE `cases`;
