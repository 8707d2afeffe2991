-- +goose Up
-- absences: who is away, and who acts meanwhile
CREATE TABLE `absences` (
  `id` VARCHAR(128) NOT NULL DEFAULT '',
  `user_id` VARCHAR(128) NOT NULL DEFAULT '',
  `delegate_id` VARCHAR(128) NOT NULL DEFAULT '',
  `from_at` BIGINT NOT NULL DEFAULT 0,
  `until_at` BIGINT NOT NULL DEFAULT 0,
  `reason` TEXT,
  `entered_by` VARCHAR(128) NOT NULL DEFAULT '',
  `created_at` BIGINT NOT NULL DEFAULT 0,
  `ended_at` BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`)
);

CREATE INDEX `absences_by_user` ON `absences` (`user_id`, `until_at`);

CREATE INDEX `absences_by_delegate` ON `absences` (`delegate_id`, `until_at`);

-- +goose Down
DROP TABLE `absences`;
