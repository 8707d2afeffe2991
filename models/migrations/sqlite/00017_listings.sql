-- +goose Up
-- listings: time on a list
CREATE TABLE `listings` (
  `number` VARCHAR(128) NOT NULL DEFAULT '',
  `jurisdiction` VARCHAR(64) NOT NULL DEFAULT '',
  `subject_id` VARCHAR(128) NOT NULL DEFAULT '',
  `list` VARCHAR(64) NOT NULL DEFAULT '',
  `family` VARCHAR(64) NOT NULL DEFAULT '',
  `slot` VARCHAR(128) NOT NULL DEFAULT '',
  `cycle` VARCHAR(64) NOT NULL DEFAULT '',
  `state` VARCHAR(64) NOT NULL DEFAULT '',
  `total` INTEGER NOT NULL DEFAULT 0,
  `proposed_at` BIGINT NOT NULL DEFAULT 0,
  `decided_at` BIGINT NOT NULL DEFAULT 0,
  `published_at` BIGINT NOT NULL DEFAULT 0,
  `opens_at` BIGINT NOT NULL DEFAULT 0,
  `ends_at` BIGINT NOT NULL DEFAULT 0,
  `shielded` BOOLEAN NOT NULL DEFAULT FALSE,
  `ended_at` BIGINT NOT NULL DEFAULT 0,
  `end_reason` TEXT,
  `ended_by` VARCHAR(128) NOT NULL DEFAULT '',
  `supersedes` VARCHAR(128) NOT NULL DEFAULT '',
  `notice_covered` BOOLEAN NOT NULL DEFAULT FALSE,
  PRIMARY KEY (`number`)
);

CREATE UNIQUE INDEX `listings_by_slot` ON `listings` (`subject_id`, `family`, `slot`);

CREATE INDEX `listings_by_state` ON `listings` (`jurisdiction`, `list`, `state`, `number`);

-- +goose Down
DROP TABLE `listings`;
