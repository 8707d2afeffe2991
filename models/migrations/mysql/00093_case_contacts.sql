-- +goose Up
-- case_contacts: who brought an application in, and how they are reached; not in the trail
CREATE TABLE `case_contacts` (
  `case_number` VARCHAR(128) NOT NULL DEFAULT '',
  `phone` VARCHAR(64) NOT NULL DEFAULT '',
  `agent` VARCHAR(128) NOT NULL DEFAULT '',
  `agent_id_mask` VARCHAR(64) NOT NULL DEFAULT '',
  `agent_phone` VARCHAR(64) NOT NULL DEFAULT '',
  PRIMARY KEY (`case_number`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE `case_contacts`;
