-- +goose Up
-- notices: those whose deliveries are still to be written
CREATE INDEX `notices_not_fanned` ON `notices` (`fanned_at`, `created_at`);

-- +goose Down
DROP INDEX `notices_not_fanned` ON `notices`;
