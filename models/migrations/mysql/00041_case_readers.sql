-- +goose Up
-- case_readers: to whom a case was copied
CREATE TABLE `case_readers` (
  `user_id` VARCHAR(128) NOT NULL DEFAULT '',
  `case_number` VARCHAR(128) NOT NULL DEFAULT '',
  `at` BIGINT NOT NULL DEFAULT 0,
  `by_id` VARCHAR(128) NOT NULL DEFAULT '',
  PRIMARY KEY (`user_id`, `case_number`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- +goose Down
DROP TABLE `case_readers`;
