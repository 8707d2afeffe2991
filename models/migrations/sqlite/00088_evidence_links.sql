-- +goose Up
-- evidence_links: in which case, by which act, a file was handed in
CREATE TABLE `evidence_links` (
  `case_number` VARCHAR(128) NOT NULL DEFAULT '',
  `file_id` VARCHAR(128) NOT NULL DEFAULT '',
  `command_id` VARCHAR(128) NOT NULL DEFAULT '',
  `linked_at` BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (`case_number`, `file_id`, `command_id`)
);

-- +goose Down
DROP TABLE `evidence_links`;
