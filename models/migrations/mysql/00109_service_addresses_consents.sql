-- +goose Up
-- service_addresses: electronic service was consented to
ALTER TABLE `service_addresses` ADD COLUMN `consents` BOOLEAN NOT NULL DEFAULT FALSE;

-- +goose Down
ALTER TABLE `service_addresses` DROP COLUMN `consents`;
