-- +goose Up
-- organizations: departments, bureaus, teams, offices
CREATE TABLE `organizations` (
  `id` VARCHAR(128) NOT NULL DEFAULT '',
  `jurisdiction` VARCHAR(64) NOT NULL DEFAULT '',
  `key` VARCHAR(64) NOT NULL DEFAULT '',
  `name` VARCHAR(255) NOT NULL DEFAULT '',
  `kind` VARCHAR(64) NOT NULL DEFAULT '',
  `region` VARCHAR(128) NOT NULL DEFAULT '',
  `parent_id` VARCHAR(128) NOT NULL DEFAULT '',
  `manager_id` VARCHAR(128) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`)
);

CREATE INDEX `organizations_by_jurisdiction` ON `organizations` (`jurisdiction`);

-- +goose Down
DROP TABLE `organizations`;
