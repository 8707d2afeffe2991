// Package migrations holds the register's schema, numbered, one table a file, one
// folder a dialect. The two folders say the same thing: test/registers compares the
// schemas that come of them.
package migrations

import "embed"

// Files holds folders "sqlite" and "mysql".
//
//go:embed sqlite/*.sql mysql/*.sql
var Files embed.FS
