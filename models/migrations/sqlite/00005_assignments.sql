-- +goose Up
-- assignments: roles held in organizations, with dates
CREATE TABLE `assignments` (
  `id` VARCHAR(128) NOT NULL DEFAULT '',
  `user_id` VARCHAR(128) NOT NULL DEFAULT '',
  `role` VARCHAR(64) NOT NULL DEFAULT '',
  `organization_id` VARCHAR(128) NOT NULL DEFAULT '',
  `from_at` BIGINT NOT NULL DEFAULT 0,
  `until_at` BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`)
);

CREATE INDEX `assignments_by_user` ON `assignments` (`user_id`);

CREATE INDEX `assignments_by_role` ON `assignments` (`role`, `organization_id`);

-- +goose Down
DROP TABLE `assignments`;
