-- +goose Up
-- deliveries: what is to be sent next, what failed
CREATE INDEX `deliveries_due` ON `deliveries` (`state`, `next_at`);

-- +goose Down
DROP INDEX `deliveries_due`;
