-- +goose Up
-- counters: a series may name a bureau, a kind of document and a year
ALTER TABLE `counters` MODIFY COLUMN `key` VARCHAR(255) NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE `counters` MODIFY COLUMN `key` VARCHAR(64) NOT NULL DEFAULT '';
