-- +goose Up
-- cases: when the act happened that a report is about; for those that are there, from the report
ALTER TABLE `cases` ADD COLUMN `act_at` BIGINT NOT NULL DEFAULT 0;
UPDATE `cases` SET `act_at` = COALESCE(CAST(strftime('%s', json_extract(CAST(`intake` AS TEXT), '$.occurred_at')) AS INTEGER) * 1000000, 0) WHERE `kind` = 'violation';

-- +goose Down
ALTER TABLE `cases` DROP COLUMN `act_at`;
