-- +goose Up
-- publications: of one subject
CREATE INDEX `publications_of_subject` ON `publications` (`subject_id`);

-- +goose Down
DROP INDEX `publications_of_subject` ON `publications`;
