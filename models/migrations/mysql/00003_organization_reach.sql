-- +goose Up
-- organization_reach: closure of both trees: who holds a role in ancestor reaches descendant
CREATE TABLE `organization_reach` (
  `ancestor` VARCHAR(128) NOT NULL DEFAULT '',
  `descendant` VARCHAR(128) NOT NULL DEFAULT '',
  PRIMARY KEY (`ancestor`, `descendant`),
  KEY `reach_by_descendant` (`descendant`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE `organization_reach`;
