-- +goose Up
-- journal: steps and facts of a case, in order
CREATE TABLE `journal` (
  `case_number` VARCHAR(128) NOT NULL DEFAULT '',
  `seq` INTEGER NOT NULL DEFAULT 0,
  `step` VARCHAR(64) NOT NULL DEFAULT '',
  `occurrence` INTEGER NOT NULL DEFAULT 0,
  `fact` BOOLEAN NOT NULL DEFAULT FALSE,
  `answered` BOOLEAN NOT NULL DEFAULT FALSE,
  `choice` VARCHAR(128) NOT NULL DEFAULT '',
  `struck` BOOLEAN NOT NULL DEFAULT FALSE,
  PRIMARY KEY (`case_number`, `seq`)
);

-- +goose Down
DROP TABLE `journal`;
