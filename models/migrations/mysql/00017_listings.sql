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
  `total` INT NOT NULL DEFAULT 0,
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
  PRIMARY KEY (`number`),
  UNIQUE KEY `listings_by_slot` (`subject_id`, `family`, `slot`),
  KEY `listings_by_state` (`jurisdiction`, `list`, `state`, `number`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE `listings`;
