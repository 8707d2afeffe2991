-- +goose Up
-- cases: when the act happened that a report is about; for those that are there, from the report
ALTER TABLE `cases` ADD COLUMN `act_at` BIGINT NOT NULL DEFAULT 0;
UPDATE `cases` SET `act_at` = COALESCE(TIMESTAMPDIFF(SECOND, '1970-01-01 08:00:00', STR_TO_DATE(SUBSTRING(JSON_UNQUOTE(JSON_EXTRACT(CONVERT(`intake` USING utf8mb4), '$.occurred_at')), 1, 19), '%Y-%m-%dT%H:%i:%s')) * 1000000, 0) WHERE `kind` = 'violation';

-- +goose Down
ALTER TABLE `cases` DROP COLUMN `act_at`;
