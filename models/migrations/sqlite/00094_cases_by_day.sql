-- +goose Up
-- what else was reported of the same day
CREATE INDEX `cases_by_day` ON `cases` (`jurisdiction`, `act_at`);

-- +goose Down
DROP INDEX `cases_by_day`;
