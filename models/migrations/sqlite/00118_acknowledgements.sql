-- +goose Up
-- acknowledgements: addressees said, in their own entrance, that they have a document
CREATE TABLE `acknowledgements` (
  `document_id` VARCHAR(128) NOT NULL DEFAULT '',
  `subject_id` VARCHAR(128) NOT NULL DEFAULT '',
  `code_id` VARCHAR(64) NOT NULL DEFAULT '',
  `at` BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (`document_id`, `subject_id`)
);

-- +goose Down
DROP TABLE `acknowledgements`;
