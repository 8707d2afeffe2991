package embedded

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.temporal.io/server/schema/sqlite"
)

func nopLogger() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

// prepared makes a file with the current schema and changes it with sql.
func prepared(t *testing.T, statements ...string) (file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "temporal.db")
	if err := prepareSchema(context.Background(), file); err != nil {
		t.Fatal(err)
	}
	open(t, file, func(db *sql.DB) {
		for _, s := range statements {
			if _, err := db.Exec(s); err != nil {
				t.Fatalf("%s: %v", s, err)
			}
		}
	})
	return file
}

func open(t *testing.T, file string, f func(*sql.DB)) {
	t.Helper()
	db, err := openStore(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	f(db)
}

// shape lists every table's columns and every index and trigger, in an order
// that does not depend on how they came to be.
func shape(t *testing.T, file string) (lines []string) {
	t.Helper()
	open(t, file, func(db *sql.DB) {
		var err error
		lines, err = column(context.Background(), db, `
			SELECT m.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk || ' ' || c.hidden
			FROM sqlite_master m JOIN pragma_table_xinfo(m.name) c
			WHERE m.type = 'table' AND m.name NOT LIKE '%\_fts\_%\_%' ESCAPE '\'
			UNION ALL
			SELECT type || ' ' || tbl_name || ' ' || sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL`)
		if err != nil {
			t.Fatal(err)
		}
	})
	slices.Sort(lines)
	return lines
}

const olderMain = `UPDATE chengxin_schema SET version = '0.8', server = '1.28.0', fingerprint = 'old' WHERE part = 'main'`

func TestOlderFileIsMigrated(t *testing.T) {
	file := prepared(t,
		`DROP TABLE current_chasm_executions`, `DROP TABLE tasks_v2`, `DROP TABLE task_queues_v2`,
		`DROP TABLE chasm_node_maps`, olderMain)
	s := start(t, Options{File: file})
	s.Stop()
	if got, want := shape(t, file), shape(t, prepared(t)); !slices.Equal(got, want) {
		t.Errorf("a migrated file differs from a new one:\n%s", difference(got, want))
	}
	open(t, file, func(db *sql.DB) {
		have, err := readStamp(context.Background(), db, partMain)
		if err != nil || have.version != sqlite.Version || have.fingerprint != fingerprint(mainSchema()) {
			t.Errorf("recorded %+v, %v", have, err)
		}
	})
}

func TestFailedMigrationChangesNothing(t *testing.T) {
	// tasks_v2 exists although the record says it cannot: step 0.10 fails after
	// step 0.9 went through.
	file := prepared(t, `DROP TABLE chasm_node_maps`, olderMain)
	before := shape(t, file)
	if err := prepareSchema(context.Background(), file); err == nil {
		t.Fatal("migrated")
	}
	if after := shape(t, file); !slices.Equal(before, after) {
		t.Errorf("a failed migration left:\n%s", difference(after, before))
	}
}

const row = `INSERT INTO executions_visibility
	(namespace_id, run_id, start_time, execution_time, workflow_id, workflow_type_name, status, encoding, search_attributes)
	VALUES ('n', 'r', '2026-01-05', '2026-01-05', 'case-1', 'dispute', 1, 'proto3', '{"Text01": "失信 认定"}')`

func TestChangedSearchTablesAreRebuilt(t *testing.T) {
	file := prepared(t, row,
		`DROP INDEX by_keyword_10`, `ALTER TABLE executions_visibility DROP COLUMN Keyword10`,
		`ALTER TABLE executions_visibility ADD COLUMN since_dropped TEXT`,
		`UPDATE chengxin_schema SET server = '1.30.0', fingerprint = 'old' WHERE part = 'visibility'`)
	if err := prepareSchema(context.Background(), file); err != nil {
		t.Fatal(err)
	}
	if got, want := shape(t, file), shape(t, prepared(t)); !slices.Equal(got, want) {
		t.Errorf("rebuilt search tables differ from new ones:\n%s", difference(got, want))
	}
	open(t, file, func(db *sql.DB) {
		found, err := column(context.Background(), db, `
			SELECT v.workflow_id FROM executions_visibility_fts_text f JOIN executions_visibility v ON v.rowid = f.rowid
			WHERE executions_visibility_fts_text MATCH '失信'`)
		if err != nil || !slices.Equal(found, []string{"case-1"}) {
			t.Errorf("found %q, %v", found, err)
		}
	})
}

func TestWhatCannotBeJudgedIsRefused(t *testing.T) {
	notSQLite := filepath.Join(t.TempDir(), "temporal.db")
	if err := os.WriteFile(notSQLite, []byte(strings.Repeat("不是数据库", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, file string
		want       error
	}{
		{"newer main schema", prepared(t, `UPDATE chengxin_schema SET version = '0.12', server = '1.40.0' WHERE part = 'main'`), ErrFileNewer},
		{"newer search tables", prepared(t, `UPDATE chengxin_schema SET fingerprint = 'new', server = '1.40.0' WHERE part = 'visibility'`), ErrFileNewer},
		{"no record", prepared(t, `DROP TABLE chengxin_schema`), ErrFileForeign},
		{"empty record", prepared(t, `DELETE FROM chengxin_schema`), ErrFileForeign},
		{"no database", notSQLite, ErrFileForeign},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Start(context.Background(), Options{File: test.file})
			if !errors.Is(err, test.want) {
				t.Fatalf("err = %v, want %v", err, test.want)
			}
			if !strings.Contains(err.Error(), "chengxin reconcile") {
				t.Errorf("no way out in: %v", err)
			}
		})
	}
}

// The server module is pinned; when the pin moves, this says whether the steps
// from every version it knows still lead to the newest.
func TestStepsReachTheNewestVersion(t *testing.T) {
	steps, err := stepsAfter("0.1")
	if err != nil {
		t.Fatal(err)
	}
	if last := steps[len(steps)-1].version; last != sqlite.Version {
		t.Errorf("steps end at %s, the server wants %s", last, sqlite.Version)
	}
	if steps[0].version != "0.2" || !slices.IsSortedFunc(steps, func(a, b step) int { return compareVersions(a.version, b.version) }) {
		t.Errorf("steps out of order: %v", steps)
	}
}

func difference(got, want []string) string {
	var b strings.Builder
	for _, line := range got {
		if !slices.Contains(want, line) {
			b.WriteString("+ " + line + "\n")
		}
	}
	for _, line := range want {
		if !slices.Contains(got, line) {
			b.WriteString("- " + line + "\n")
		}
	}
	return b.String()
}
