-- +goose Up
-- organization_spans: what is there has been so for longer than the register knows
INSERT INTO `organization_spans` (`id`, `organization_id`, `name`, `kind`, `region`, `parent_id`, `manager_id`, `pack`)
SELECT `id`, `id`, `name`, `kind`, `region`, `parent_id`, `manager_id`,
  COALESCE((SELECT `hash` FROM `packs` WHERE `packs`.`jurisdiction` = `organizations`.`jurisdiction` ORDER BY `loaded_at` DESC, `hash` LIMIT 1), '')
FROM `organizations`;

-- +goose Down
DELETE FROM `organization_spans`;
