-- +goose Up
-- anchor_marks: what an anchor was made of
CREATE INDEX `anchor_marks_of_day` ON `anchor_marks` (`day`, `chain`);

-- +goose Down
DROP INDEX `anchor_marks_of_day`;
