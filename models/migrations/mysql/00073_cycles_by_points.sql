-- +goose Up
-- who is near a list
CREATE INDEX `cycles_by_points` ON `cycles` (`jurisdiction`, `cycle`, `counted`);

-- +goose Down
DROP INDEX `cycles_by_points` ON `cycles`;
