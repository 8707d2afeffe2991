-- +goose Up
-- organization_reach: closure of both trees: who holds a role in ancestor reaches descendant
CREATE TABLE `organization_reach` (
  `ancestor` VARCHAR(128) NOT NULL DEFAULT '',
  `descendant` VARCHAR(128) NOT NULL DEFAULT '',
  PRIMARY KEY (`ancestor`, `descendant`)
) WITHOUT ROWID;

CREATE INDEX `reach_by_descendant` ON `organization_reach` (`descendant`);

-- +goose Down
DROP TABLE `organization_reach`;
