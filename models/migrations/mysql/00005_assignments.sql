-- +goose Up
-- assignments: roles held in organizations, with dates
CREATE TABLE `assignments` (
  `id` VARCHAR(128) NOT NULL DEFAULT '',
  `user_id` VARCHAR(128) NOT NULL DEFAULT '',
  `role` VARCHAR(64) NOT NULL DEFAULT '',
  `organization_id` VARCHAR(128) NOT NULL DEFAULT '',
  `from_at` BIGINT NOT NULL DEFAULT 0,
  `until_at` BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  KEY `assignments_by_user` (`user_id`),
  KEY `assignments_by_role` (`role`, `organization_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE `assignments`;
