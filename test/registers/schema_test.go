package registers

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gorm.io/gorm"
)

// One schema: every table, column and index that one database has the other has too,
// of the same type, default and order.
func TestBothDatabasesHaveOneSchema(t *testing.T) {
	schemas := map[string]map[string]bool{}
	both(t, func(b *bed) {
		db := b.Store.Read(context.Background())
		if strings.HasSuffix(b.t.Name(), "mariadb") {
			schemas["mariadb"] = schema(b.t, db, mariadbColumns, mariadbIndexes)
		} else {
			schemas["sqlite"] = schema(b.t, db, sqliteColumns, sqliteIndexes)
		}
	})
	if len(schemas) < 2 {
		t.Skip("one database only")
	}
	if len(schemas["sqlite"]) < 300 {
		t.Fatalf("only %d columns and indexes were found", len(schemas["sqlite"]))
	}
	for _, d := range [][2]string{{"sqlite", "mariadb"}, {"mariadb", "sqlite"}} {
		for _, line := range slices.Sorted(maps.Keys(schemas[d[0]])) {
			if !schemas[d[1]][line] {
				t.Errorf("%s alone has %s", d[0], line)
			}
		}
	}
}

const (
	sqliteColumns = "SELECT m.name AS of, p.name, p.type, p.\"notnull\" AS needed, COALESCE(p.dflt_value, '') AS initial, p.pk AS place " +
		"FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'goose_db_version'"
	mariadbColumns = "SELECT c.table_name AS of, c.column_name AS name, c.column_type AS type, c.is_nullable = 'NO' AS needed, " +
		"COALESCE(NULLIF(c.column_default, 'NULL'), '') AS initial, COALESCE(k.ordinal_position, 0) AS place FROM information_schema.columns c " +
		"LEFT JOIN information_schema.key_column_usage k ON k.constraint_name = 'PRIMARY' AND k.table_schema = c.table_schema " +
		"AND k.table_name = c.table_name AND k.column_name = c.column_name " +
		"WHERE c.table_schema = DATABASE() AND c.table_name <> 'goose_db_version'"
	sqliteIndexes = "SELECT m.name AS of, l.name, l.\"unique\" AS needed, i.name AS initial, i.seqno + 1 AS place FROM sqlite_master m, pragma_index_list(m.name) l, " +
		"pragma_index_info(l.name) i WHERE m.type = 'table' AND l.origin = 'c'"
	mariadbIndexes = "SELECT table_name AS of, index_name AS name, non_unique = 0 AS needed, column_name AS initial, seq_in_index AS place " +
		"FROM information_schema.statistics WHERE table_schema = DATABASE() AND index_name <> 'PRIMARY' AND table_name <> 'goose_db_version'"
)

// schema is a database's columns and indexes, a line each.
func schema(t *testing.T, db *gorm.DB, queries ...string) map[string]bool {
	t.Helper()
	type piece struct {
		Of, Name, Type, Initial string
		Needed                  bool
		Place                   int
	}
	found := map[string]bool{}
	for _, q := range queries {
		var pieces []piece
		must(t, db.Raw(q).Scan(&pieces).Error)
		for _, p := range pieces {
			initial := strings.Replace(strings.Trim(p.Initial, "'"), "FALSE", "0", 1)
			line := strings.Join([]string{p.Of, p.Name, kindOf(p.Type), initial}, " ")
			if p.Needed {
				line += ", needed or unique"
			}
			if p.Place > 0 {
				line += ", place " + strconv.Itoa(p.Place)
			}
			found[line] = true
		}
	}
	return found
}

var width = regexp.MustCompile(`^((?:big|small|tiny)?int)\(\d+\)`)

// kindOf is a type as both databases mean it: MariaDB's numbers tell a width for show,
// and its long texts and bytes have names by size.
func kindOf(declared string) string {
	kind := width.ReplaceAllString(strings.ToLower(declared), "$1")
	for _, long := range []string{"blob", "text"} {
		if strings.HasSuffix(kind, long) {
			return long
		}
	}
	return strings.NewReplacer("boolean", "tinyint", "integer", "int").Replace(kind)
}
