-- +goose Up
-- notices: inbox of roles
CREATE TABLE `notices` (
  `id` VARCHAR(128) NOT NULL DEFAULT '',
  `case_number` VARCHAR(128) NOT NULL DEFAULT '',
  `task_id` VARCHAR(128) NOT NULL DEFAULT '',
  `kind` VARCHAR(64) NOT NULL DEFAULT '',
  `role` VARCHAR(64) NOT NULL DEFAULT '',
  `organization_id` VARCHAR(128) NOT NULL DEFAULT '',
  `text` TEXT,
  `created_at` BIGINT NOT NULL DEFAULT 0,
  `read_at` BIGINT NOT NULL DEFAULT 0,
  `read_by` VARCHAR(128) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`)
);

CREATE INDEX `notices_by_audience` ON `notices` (`organization_id`, `role`, `created_at`);

CREATE INDEX `notices_by_case` ON `notices` (`case_number`);

-- +goose Down
DROP TABLE `notices`;
