-- +goose Up
-- evidence_files: whether anything still needs what a file holds
CREATE INDEX `evidence_files_sum` ON `evidence_files` (`sha256`);

-- +goose Down
DROP INDEX `evidence_files_sum`;
