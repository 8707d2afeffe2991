-- +goose Up
-- service_addresses: the one of a subject in force at an instant
CREATE INDEX `service_addresses_of_subject` ON `service_addresses` (`subject_id`, `signed_at`);

-- +goose Down
DROP INDEX `service_addresses_of_subject`;
