-- +goose Up
-- organization_spans: organizations as they were, are and will be
CREATE TABLE `organization_spans` (
  `id` VARCHAR(128) NOT NULL DEFAULT '',
  `organization_id` VARCHAR(128) NOT NULL DEFAULT '',
  `from_at` BIGINT NOT NULL DEFAULT 0,
  `until_at` BIGINT NOT NULL DEFAULT 0,
  `name` VARCHAR(255) NOT NULL DEFAULT '',
  `kind` VARCHAR(64) NOT NULL DEFAULT '',
  `region` VARCHAR(128) NOT NULL DEFAULT '',
  `parent_id` VARCHAR(128) NOT NULL DEFAULT '',
  `manager_id` VARCHAR(128) NOT NULL DEFAULT '',
  `pack` VARCHAR(64) NOT NULL DEFAULT '',
  `actor_id` VARCHAR(128) NOT NULL DEFAULT '',
  `basis` VARCHAR(512) NOT NULL DEFAULT '',
  `recorded_at` BIGINT NOT NULL DEFAULT 0,
  `ended_by` VARCHAR(128) NOT NULL DEFAULT '',
  `ended_basis` VARCHAR(512) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`),
  UNIQUE KEY `organization_spans_once` (`organization_id`, `from_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE `organization_spans`;
