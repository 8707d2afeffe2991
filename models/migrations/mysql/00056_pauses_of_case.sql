-- +goose Up
-- the pause that lasts, likewise
CREATE INDEX `pauses_of_case` ON `pauses` (`case_number`, `resumed_at`);

-- +goose Down
DROP INDEX `pauses_of_case` ON `pauses`;
