package embedded

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"go.temporal.io/server/common/headers"
	"go.temporal.io/server/schema/sqlite"
)

// migrateMain applies the changes that Temporal ships for its main tables.
func migrateMain(ctx context.Context, db *sql.DB, file string, have stamp) error {
	switch compareVersions(have.version, sqlite.Version) {
	case 0:
		return nil
	case 1:
		return newer(file, have, sqlite.Version)
	}
	steps, err := stepsAfter(have.version)
	if err != nil {
		return err
	}
	if len(steps) == 0 || steps[len(steps)-1].version != sqlite.Version {
		return fmt.Errorf("%w：%s 的结构版本 %s 太旧，没有通往 %s 的升级步骤。%s",
			ErrFileForeign, file, have.version, sqlite.Version, moveAway)
	}
	return inTx(ctx, db, func(ctx context.Context, tx *sql.Tx) error {
		for _, s := range steps {
			if _, err := tx.ExecContext(ctx, s.sql); err != nil {
				return fmt.Errorf("升级流程文件 %s 到结构版本 %s 失败，文件未改动。%s: %w", file, s.version, moveAway, err)
			}
		}
		return writeStamp(ctx, tx, partMain, sqlite.Version, mainSchema())
	})
}

// migrateVisibility makes the search tables anew when their text changed.
// Temporal ships no changes for them and grows their columns under an unchanged
// version, so the text itself is the version, and the server that wrote it tells
// older from newer.
func migrateVisibility(ctx context.Context, db *sql.DB, file string, have stamp) error {
	if have.fingerprint == fingerprint(visibilitySchema()) {
		return nil
	}
	if compareVersions(have.server, headers.ServerVersion) > 0 {
		return newer(file, have, sqlite.VisibilityVersion)
	}
	return inTx(ctx, db, func(ctx context.Context, tx *sql.Tx) error {
		if err := rebuildVisibility(ctx, tx); err != nil {
			return fmt.Errorf("升级流程文件 %s 的检索表失败，文件未改动。%s: %w", file, moveAway, err)
		}
		return writeStamp(ctx, tx, partVisibility, sqlite.VisibilityVersion, visibilitySchema())
	})
}

func newer(file string, have stamp, want string) error {
	return fmt.Errorf("%w：%s 的结构版本是 %s（Temporal %s 写入），本程序只认到 %s（Temporal %s）。请改用更新的 chengxin；若必须用本程序，%s",
		ErrFileNewer, file, have.version, have.server, want, headers.ServerVersion, moveAway)
}

const (
	searchTable = "executions_visibility"
	oldTable    = "executions_visibility_old"
)

// rebuildVisibility moves the rows into freshly made tables. Generated columns
// compute themselves and the new triggers fill the full-text tables.
func rebuildVisibility(ctx context.Context, tx *sql.Tx) error {
	drops, err := column(ctx, tx, `
		SELECT 'DROP TRIGGER "' || name || '"' FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?1
		UNION ALL
		SELECT 'DROP INDEX "' || name || '"' FROM sqlite_master WHERE type = 'index' AND tbl_name = ?1 AND sql IS NOT NULL
		UNION ALL
		SELECT 'DROP TABLE "' || name || '"' FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE ' || ?1 || '%'`, searchTable)
	if err != nil {
		return err
	}
	if err := exec(ctx, tx, append(drops,
		"ALTER TABLE "+searchTable+" RENAME TO "+oldTable, visibilitySchema())...); err != nil {
		return err
	}
	columns, err := column(ctx, tx, `
		SELECT '"' || o.name || '"' FROM pragma_table_xinfo(?) o JOIN pragma_table_xinfo(?) n ON n.name = o.name
		WHERE o.hidden = 0 AND n.hidden = 0`, oldTable, searchTable)
	if err != nil {
		return err
	}
	if len(columns) == 0 {
		return errors.New("no column in common")
	}
	list := strings.Join(columns, ", ")
	return exec(ctx, tx,
		"INSERT INTO "+searchTable+" ("+list+") SELECT "+list+" FROM "+oldTable,
		"DROP TABLE "+oldTable)
}

func exec(ctx context.Context, tx *sql.Tx, statements ...string) error {
	for _, s := range statements {
		if _, err := tx.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	return nil
}
