-- +goose Up
-- evidence_files: files that somebody uploaded, by what they hold
CREATE TABLE `evidence_files` (
  `id` VARCHAR(128) NOT NULL DEFAULT '',
  `sha256` VARCHAR(64) NOT NULL DEFAULT '',
  `size` BIGINT NOT NULL DEFAULT 0,
  `type` VARCHAR(64) NOT NULL DEFAULT '',
  `name` VARCHAR(200) NOT NULL DEFAULT '',
  `taken_at` BIGINT NOT NULL DEFAULT 0,
  `taken_where` VARCHAR(64) NOT NULL DEFAULT '',
  `uploaded_by` VARCHAR(128) NOT NULL DEFAULT '',
  `uploaded_at` BIGINT NOT NULL DEFAULT 0,
  `linked_at` BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`)
);

-- +goose Down
DROP TABLE `evidence_files`;
