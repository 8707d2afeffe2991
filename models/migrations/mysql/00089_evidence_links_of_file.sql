-- +goose Up
-- evidence_links: which cases a file was handed in to
CREATE INDEX `evidence_links_of_file` ON `evidence_links` (`file_id`);

-- +goose Down
DROP INDEX `evidence_links_of_file` ON `evidence_links`;
