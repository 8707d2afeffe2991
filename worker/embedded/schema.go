package embedded

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"go.temporal.io/server/common/headers"
	"go.temporal.io/server/schema/sqlite"
)

// Temporal creates the SQLite schema but neither records its version nor ever
// changes it. This table beside Temporal's own does the first, so that the next
// build can do the second.
const schemaTable = `CREATE TABLE chengxin_schema (
	part        TEXT NOT NULL PRIMARY KEY,
	version     TEXT NOT NULL,
	fingerprint TEXT NOT NULL,
	server      TEXT NOT NULL,
	applied_at  TEXT NOT NULL
)`

const (
	partMain       = "main"
	partVisibility = "visibility"
)

// stamp says which schema a part of the file has and which server gave it.
type stamp struct {
	version, fingerprint, server string
}

// prepareSchema creates the schema in a new file, migrates that of an older
// build and refuses what it cannot judge. Each change is one transaction: a
// kill leaves the file as it was.
func prepareSchema(ctx context.Context, file string) error {
	db, err := openStore(file)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	tables, err := tableNames(ctx, db)
	if err != nil {
		return fmt.Errorf("%w：%s 读不出来（%w）。%s", ErrFileForeign, file, err, moveAway)
	}
	switch {
	case len(tables) == 0:
		return inTx(ctx, db, createSchema)
	case !tables["chengxin_schema"]:
		return fmt.Errorf("%w：%s 里没有版本记录。%s", ErrFileForeign, file, moveAway)
	}
	main, err := readStamp(ctx, db, partMain)
	if err != nil {
		return fmt.Errorf("%w：%s 的版本记录不完整（%w）。%s", ErrFileForeign, file, err, moveAway)
	}
	if err := migrateMain(ctx, db, file, main); err != nil {
		return err
	}
	visibility, err := readStamp(ctx, db, partVisibility)
	if err != nil {
		return fmt.Errorf("%w：%s 的版本记录不完整（%w）。%s", ErrFileForeign, file, err, moveAway)
	}
	return migrateVisibility(ctx, db, file, visibility)
}

func createSchema(ctx context.Context, tx *sql.Tx) error {
	for _, text := range []string{mainSchema(), visibilitySchema(), schemaTable} {
		if _, err := tx.ExecContext(ctx, text); err != nil {
			return fmt.Errorf("create temporal schema: %w", err)
		}
	}
	if err := writeStamp(ctx, tx, partMain, sqlite.Version, mainSchema()); err != nil {
		return err
	}
	return writeStamp(ctx, tx, partVisibility, sqlite.VisibilityVersion, visibilitySchema())
}

func readStamp(ctx context.Context, db *sql.DB, part string) (stamp, error) {
	var s stamp
	err := db.QueryRowContext(ctx, `SELECT version, fingerprint, server FROM chengxin_schema WHERE part = ?`, part).
		Scan(&s.version, &s.fingerprint, &s.server)
	return s, err
}

func writeStamp(ctx context.Context, tx *sql.Tx, part, version, schema string) error {
	_, err := tx.ExecContext(ctx,
		`INSERT OR REPLACE INTO chengxin_schema (part, version, fingerprint, server, applied_at) VALUES (?, ?, ?, ?, ?)`,
		part, version, fingerprint(schema), headers.ServerVersion, time.Now().UTC().Format(time.RFC3339))
	if err != nil {
		return fmt.Errorf("record schema version: %w", err)
	}
	return nil
}

func tableNames(ctx context.Context, db *sql.DB) (map[string]bool, error) {
	names, err := column(ctx, db, `SELECT name FROM sqlite_master WHERE type = 'table'`)
	if err != nil {
		return nil, err
	}
	set := make(map[string]bool, len(names))
	for _, name := range names {
		set[name] = true
	}
	return set, nil
}

type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// column reads the single text column of a query.
func column(ctx context.Context, q queryer, query string, args ...any) (values []string, err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var v string
		if err := rows.Scan(&v); err != nil {
			return nil, err
		}
		values = append(values, v)
	}
	return values, rows.Err()
}

func inTx(ctx context.Context, db *sql.DB, f func(context.Context, *sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if err := f(ctx, tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}
