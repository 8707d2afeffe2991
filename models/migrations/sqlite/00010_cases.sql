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
  `version` INTEGER NOT NULL DEFAULT 0,
  `emergency` BOOLEAN NOT NULL DEFAULT FALSE,
  `intake` BLOB,
  `received_at` BIGINT NOT NULL DEFAULT 0,
  `complete_at` BIGINT NOT NULL DEFAULT 0,
  `filed_at` BIGINT NOT NULL DEFAULT 0,
  `accepted_at` BIGINT NOT NULL DEFAULT 0,
  `served_at` BIGINT NOT NULL DEFAULT 0,
  `decided_at` BIGINT NOT NULL DEFAULT 0,
  `published_at` BIGINT NOT NULL DEFAULT 0,
  `closed_at` BIGINT NOT NULL DEFAULT 0,
  `due_at` BIGINT NOT NULL DEFAULT 0,
  `deadline` BLOB,
  `created_by` VARCHAR(128) NOT NULL DEFAULT '',
  `started_at` BIGINT NOT NULL DEFAULT 0,
  `changed_at` BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (`number`)
);

CREATE INDEX `cases_by_kind` ON `cases` (`jurisdiction`, `kind`, `stage`, `number`);

CREATE INDEX `cases_by_organization` ON `cases` (`organization_id`, `kind`, `number`);

CREATE INDEX `cases_by_subject` ON `cases` (`subject_id`, `number`);

CREATE INDEX `cases_by_target` ON `cases` (`target`);

CREATE INDEX `cases_by_start` ON `cases` (`started_at`);

CREATE INDEX `cases_by_due` ON `cases` (`closed_at`, `due_at`);

-- +goose Down
DROP TABLE `cases`;
