#!/bin/sh
# Gives Temporal a user and databases of its own. Safe to run again; the
# password is taken over when it has changed.
set -eu

# A quote or backslash in the password would end the SQL string.
password=$(printf '%s' "$MYSQL_PWD" | sed "s/\\\\/\\\\\\\\/g; s/'/''/g")

mysql -h mysql -u root <<SQL
CREATE DATABASE IF NOT EXISTS temporal CHARACTER SET utf8mb4;
CREATE DATABASE IF NOT EXISTS temporal_visibility CHARACTER SET utf8mb4;
CREATE USER IF NOT EXISTS 'temporal'@'%' IDENTIFIED BY '$password';
ALTER USER 'temporal'@'%' IDENTIFIED BY '$password';
GRANT ALL ON temporal.* TO 'temporal'@'%';
GRANT ALL ON temporal_visibility.* TO 'temporal'@'%';
SQL
