-- +goose Up
-- reported acts that nobody has taken up yet, the longest past first
CREATE INDEX `cases_by_act` ON `cases` (`closed_at`, `filed_at`, `act_at`);

-- +goose Down
DROP INDEX `cases_by_act` ON `cases`;
