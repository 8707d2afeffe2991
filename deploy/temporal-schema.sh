#!/bin/sh
# Brings Temporal's two databases to the version of this image; a new image
# migrates, the same one does nothing.
set -eu

for part in temporal visibility; do
	database=temporal
	[ "$part" = temporal ] || database=temporal_visibility
	temporal-sql-tool --db "$database" setup-schema -v 0.0
	temporal-sql-tool --db "$database" update-schema --schema-name "mysql/v8/$part"
done
