-- +goose Up
-- one person's inbox
CREATE INDEX `notices_by_user` ON `notices` (`user_id`, `created_at`);

-- +goose Down
DROP INDEX `notices_by_user`;
