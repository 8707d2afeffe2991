-- +goose Up
-- evidence_files: what was uploaded and never handed in; what one person has lying so
CREATE INDEX `evidence_files_loose` ON `evidence_files` (`linked_at`, `uploaded_by`, `uploaded_at`);

-- +goose Down
DROP INDEX `evidence_files_loose` ON `evidence_files`;
