package imports

import (
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chengxin/models"
	"chengxin/models/audit"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/policy/calendar"
	"chengxin/test/keys"
	"chengxin/test/mariadb"
)

// bed is an importer into Jining on 1 July 2026.
type bed struct {
	*testing.T
	*Importer
	dir string
}

func onBoth(t *testing.T, test func(b *bed)) {
	t.Helper()
	t.Run("SQLite", func(t *testing.T) { test(newBed(t, "sqlite:"+filepath.Join(t.TempDir(), "register.db"))) })
	t.Run("MariaDB", func(t *testing.T) { test(newBed(t, "mysql:"+mariadb.DSN(t))) })
}

func newBed(t *testing.T, dsn string) *bed {
	t.Helper()
	st, err := store.Open(dsn)
	if err != nil {
		t.Fatal(err)
	}
	st.Keys = keys.Ring()
	t.Cleanup(func() { _ = st.Close() })
	b := &bed{T: t, dir: t.TempDir(), Importer: &Importer{
		Store: st, Rules: store.NewRules(st, calendar.Builtin()), Jurisdiction: "jining",
		Now: func() time.Time { return time.Date(2026, 7, 1, 9, 0, 0, 0, models.Beijing) },
	}}
	src := policy.Builtin()[0]
	pack, _, err := policy.Load(src.Name, src.Data)
	b.must(err)
	b.must(st.Migrate(context.Background()))
	b.must(st.LoadPack(context.Background(), pack, src.Data, "system", b.now()))
	return b
}

func (b *bed) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func (b *bed) file(name, text string) string {
	b.Helper()
	path := filepath.Join(b.dir, name)
	b.must(os.WriteFile(path, []byte(text), 0o600))
	return path
}

type importing func(m *Importer, ctx context.Context, file string, report *strings.Builder) (Result, error)

func subjects(m *Importer, ctx context.Context, file string, report *strings.Builder) (Result, error) {
	return m.Subjects(ctx, file, report)
}

func listings(m *Importer, ctx context.Context, file string, report *strings.Builder) (Result, error) {
	return m.Listings(ctx, file, report)
}

func points(m *Importer, ctx context.Context, file string, report *strings.Builder) (Result, error) {
	return m.Openings(ctx, file, report)
}

// load imports a file and gives the report's lines as "line column: reason".
func (b *bed) load(do importing, path string, want Result) (told []string) {
	b.Helper()
	var report strings.Builder
	got, err := do(b.Importer, context.Background(), path, &report)
	b.must(err)
	if got != want {
		b.Errorf("%s: %+v, want %+v\n%s", filepath.Base(path), got, want, report.String())
	}
	rows, err := csv.NewReader(strings.NewReader(report.String())).ReadAll()
	b.must(err)
	for _, r := range rows {
		told = append(told, r[0]+" "+r[2]+"："+r[4])
	}
	b.prove()
	return told
}

// prove demands that the register bears itself out after every import.
func (b *bed) prove() {
	b.Helper()
	o := audit.Options{Tell: func(f audit.Finding) {
		if f.Kind != audit.Remark {
			b.Error(f)
		}
	}}
	_, err := audit.Verify(context.Background(), b.Store, o)
	b.must(err)
	_, err = audit.Rebuild(context.Background(), b.Store, o)
	b.must(err)
}

// says wants each expected line, in order, to begin and go on as given.
func (b *bed) says(told []string, want ...[2]string) {
	b.Helper()
	if len(told) > 0 {
		told = told[1:] // the heading
	}
	if len(told) != len(want) {
		b.Fatalf("report says\n%s\nwant %d lines", strings.Join(told, "\n"), len(want))
	}
	for i, w := range want {
		if !strings.HasPrefix(told[i], w[0]) || !strings.Contains(told[i], w[1]) {
			b.Errorf("report says %q, want %q … %q", told[i], w[0], w[1])
		}
	}
}
