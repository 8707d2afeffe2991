package audit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/test/mariadb"
)

// bed is a register with Jining's pack, on one of the databases.
type bed struct {
	*testing.T
	st    *store.Store
	pack  *policy.Pack
	dsn   string
	clock models.Instant
}

// onBoth runs a test on SQLite and on MariaDB.
func onBoth(t *testing.T, test func(b *bed)) {
	t.Helper()
	t.Run("SQLite", func(t *testing.T) {
		test(newBed(t, "sqlite:"+filepath.Join(t.TempDir(), "register.db")))
	})
	t.Run("MariaDB", func(t *testing.T) { test(newBed(t, "mysql:"+mariadb.DSN(t))) })
}

func newBed(t *testing.T, dsn string) *bed {
	t.Helper()
	st, err := store.Open(dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	b := &bed{T: t, st: st, dsn: dsn, clock: models.At(time.Date(2026, 3, 2, 9, 0, 0, 0, models.Beijing))}
	b.must(st.Migrate(context.Background()))
	src := policy.Builtin()[0]
	if b.pack, _, err = policy.Load(src.Name, src.Data); err != nil {
		t.Fatal(err)
	}
	b.must(st.LoadPack(context.Background(), b.pack, src.Data, "system", b.clock))
	return b
}

func (b *bed) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func (b *bed) tx(f func(tx *store.Tx) error) {
	b.Helper()
	b.must(b.st.Tx(context.Background(), f))
}

// exec changes the register behind the product's back.
func (b *bed) exec(statement string, args ...any) {
	b.Helper()
	b.tx(func(tx *store.Tx) error {
		r := tx.Exec(statement, args...)
		if r.Error == nil && r.RowsAffected == 0 {
			return fmt.Errorf("changed nothing: %s", statement)
		}
		return r.Error
	})
}

// trailed enters a violation and lets it make n decisions.
func (b *bed) trailed(n int) string {
	b.Helper()
	c := models.Case{
		Kind: "violation", OrganizationID: "jining/rencheng_bureau", SubjectID: "S", Title: "占道经营", Stage: "reported", ReceivedAt: b.clock,
	}
	b.tx(func(tx *store.Tx) error {
		if err := tx.Enter(b.pack, &c, "reporter", map[string]any{"behaviour": "SR-01"}, b.clock); err != nil {
			return err
		}
		for v := 1; v <= n; v++ {
			b.clock += 60e6
			c.Version, c.Stage = v, fmt.Sprintf("stage_%d", v)
			id := fmt.Sprintf("%s/command/%d", c.Number, v)
			cmd := models.Command{ID: id, ActorID: "handler", IdemKey: id, CaseNumber: c.Number, Verb: "decide", Status: models.CommandCounted}
			if err := tx.Create(&cmd).Error; err != nil {
				return err
			}
			said := map[string]any{"version": v, "stage": c.Stage, "command": id}
			if v == 2 {
				doc := models.Document{ID: c.Number + ".notice", CaseNumber: c.Number, Title: "认定事先告知书", Number: "任城管信认告" + c.Number, Body: []byte(`{"paragraphs":["拟扣5分"]}`)}
				sum := sha256.Sum256(doc.Body)
				said["acts"] = []any{map[string]any{"did": "issued", "what": map[string]string{"number": doc.Number, "sum": hex.EncodeToString(sum[:])}}}
				if err := tx.Create(&doc).Error; err != nil {
					return err
				}
			}
			if v == 3 {
				f := models.EvidenceFile{ID: c.Number + ".photo", SHA256: strings.Repeat("a", 64), Name: "现场.jpg", LinkedAt: b.clock}
				said["evidence"] = []any{map[string]any{"title": "照片", "file": f.ID, "kept": map[string]any{"sha256": f.SHA256}}}
				l := models.EvidenceLink{CaseNumber: c.Number, FileID: f.ID, CommandID: id, LinkedAt: b.clock}
				if err := errors.Join(tx.Create(&f).Error, tx.Create(&l).Error); err != nil {
					return err
				}
			}
			if err := tx.Audit(c.Number, "decide:go_on", "handler", b.clock, said); err != nil {
				return err
			}
		}
		return tx.Save(&c).Error
	})
	return c.Number
}

// rehash makes an entry agree with itself again, as a careful forger would.
func (b *bed) rehash(chain string, seq int) string {
	b.Helper()
	var e models.AuditEntry
	b.must(b.st.Read(context.Background()).Take(&e, "chain = ? AND seq = ?", chain, seq).Error)
	hash := store.AuditHash(e)
	b.exec("UPDATE audit_entries SET hash = ? WHERE chain = ? AND seq = ?", hash, chain, seq)
	return hash
}

// wrong wants one finding and no other: its kind, its place, and words of its text.
func (b *bed) wrong(prove func(context.Context, *store.Store, Options) (Summary, error), k Kind, where string, words ...string) {
	b.Helper()
	found := b.findings(prove)
	if len(found) != 1 || found[0].Kind != k || found[0].Where != where {
		b.Fatalf("found %v, want one %s at %s", found, k, where)
	}
	for _, w := range words {
		if !strings.Contains(found[0].Text, w) {
			b.Errorf("%q does not say %q", found[0].Text, w)
		}
	}
}

// sound wants no finding at all.
func (b *bed) sound(prove func(context.Context, *store.Store, Options) (Summary, error)) {
	b.Helper()
	if found := b.findings(prove); len(found) > 0 {
		b.Fatalf("found %v in a sound register", found)
	}
}

// findings proves through a connection that can only read, as the command does.
func (b *bed) findings(prove func(context.Context, *store.Store, Options) (Summary, error)) (all []Finding) {
	b.Helper()
	r, err := store.OpenReading(b.dsn)
	b.must(err)
	defer func() { _ = r.Close() }()
	b.must(r.Current(context.Background()))
	sum, err := prove(context.Background(), r, Options{Tell: func(f Finding) { all = append(all, f) }})
	b.must(err)
	if sum.Findings+sum.Remarks != len(all) {
		b.Errorf("summary %+v, but %d findings told", sum, len(all))
	}
	return all
}
