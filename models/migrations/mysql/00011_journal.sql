-- +goose Up
-- journal: steps and facts of a case, in order
CREATE TABLE `journal` (
  `case_number` VARCHAR(128) NOT NULL DEFAULT '',
  `seq` INT NOT NULL DEFAULT 0,
  `step` VARCHAR(64) NOT NULL DEFAULT '',
  `occurrence` INT NOT NULL DEFAULT 0,
  `fact` BOOLEAN NOT NULL DEFAULT FALSE,
  `answered` BOOLEAN NOT NULL DEFAULT FALSE,
  `choice` VARCHAR(128) NOT NULL DEFAULT '',
  `struck` BOOLEAN NOT NULL DEFAULT FALSE,
  PRIMARY KEY (`case_number`, `seq`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE `journal`;
