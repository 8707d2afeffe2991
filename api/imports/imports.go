// Package imports brings files into the register: a city's earlier records (its
// subjects, the listings in force with their dates, the points of the current cycle),
// and what its districts report month by month. Good lines come in, each in a transaction of its own; every other line is
// reported with its place and reason. The same file again changes nothing, so an import
// that was interrupted goes on by being run again.
package imports

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// Importer imports into one jurisdiction. Permission: whoever may use the command line
// on the data; each import stands in the administrative trail.
type Importer struct {
	Store        *store.Store
	Rules        *store.Rules
	Now          func() time.Time
	Jurisdiction string
	Progress     func(Result) // now and then; may be nil
}

// Result counts an import's lines.
type Result struct {
	Lines     int // with anything in them, the heading aside
	Written   int
	Unchanged int // in the register already, as the line has it
	Refused   int
	Warnings  int
}

// outcome is what became of one line.
type outcome struct {
	written bool
	warning *refusal
}

// job is one import under way.
type job struct {
	*Importer
	ctx    context.Context
	what   string // subjects, listings, openings, reports
	file   string
	sum    string // of the file
	report *report
	result Result
	seen   map[string]int // what must not come twice: the line it first came in
	begun  bool
}

// actor is whom the trail names.
const actor = "import"

// registrant may register subjects where the import goes.
func (m *Importer) registrant() access.Actor {
	return access.Actor{ID: actor, Username: actor, Name: "批量导入", Grants: []access.Grant{
		{Role: policy.Liaison, Organization: m.Jurisdiction + "/" + actor},
	}}
}

func (m *Importer) registrar() *cases.Registrar {
	return &cases.Registrar{Store: m.Store, Now: m.Now}
}

func (m *Importer) now() models.Instant { return models.At(m.Now()) }

// run takes a file line by line.
func (m *Importer) run(ctx context.Context, what, path string, to io.Writer, columns []column, take func(*job, row) (outcome, error)) (Result, error) {
	j := &job{Importer: m, ctx: ctx, what: what, file: filepath.Base(path), report: newReport(to), seen: map[string]int{}}
	var err error
	if j.sum, err = digest(path); err != nil {
		return j.result, err
	}
	t, err := open(path)
	if err != nil {
		return j.result, err
	}
	defer func() { _ = t.close() }()
	at, err := j.heading(t, columns)
	for err == nil {
		if err = ctx.Err(); err == nil {
			err = j.line(t, at, take)
		}
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return j.result, errors.Join(err, j.end(err))
}

func (j *job) heading(t table, columns []column) (map[int]column, error) {
	line, cells, err := t.next()
	if errors.Is(err, io.EOF) {
		return nil, errors.New("文件是空的")
	}
	if err != nil {
		return nil, err
	}
	at, unknown, err := headings(cells, columns)
	for _, name := range unknown {
		j.result.Warnings++
		err = errors.Join(err, j.report.add(line, warned, name, "", "不认识这一列，未导入"))
	}
	return at, err
}

// line takes the next line. Only what concerns the whole import is an error.
func (j *job) line(t table, at map[int]column, take func(*job, row) (outcome, error)) error {
	number, cells, err := t.next()
	var out outcome
	if err == nil {
		var r row
		var any bool
		if r, any, err = read(number, cells, at); !any && err == nil {
			return nil
		}
		if err == nil {
			out, err = take(j, r)
		}
	}
	if errors.Is(err, io.EOF) {
		return err
	}
	j.result.Lines++
	var no *refusal
	switch {
	case errors.As(err, &no):
		j.result.Refused++
		err = j.report.add(number, refused, no.column, no.value, no.reason)
	case err != nil:
		return err
	case out.written:
		j.result.Written++
	default:
		j.result.Unchanged++
	}
	if out.warning != nil {
		j.result.Warnings++
		err = errors.Join(err, j.report.add(number, warned, out.warning.column, out.warning.value, out.warning.reason))
	}
	if j.Progress != nil && j.result.Lines%100 == 0 {
		j.Progress(j.result)
	}
	return err
}

// once refuses what came in this file before.
func (j *job) once(r row, column, key string) error {
	if earlier, ok := j.seen[key]; ok {
		return r.refuse(column, "与第%d行重复", earlier)
	}
	j.seen[key] = r.line
	return nil
}

// begin trails the import before its first change, so that one which was interrupted
// shows too.
func (j *job) begin(tx *store.Tx) error {
	if j.begun {
		return nil
	}
	return tx.Audit(store.AdminChain, "import_begun", actor, j.now(), map[string]any{"what": j.what, "file": j.file, "sha256": j.sum, "jurisdiction": j.Jurisdiction})
}

// write carries out one line in a transaction.
func (j *job) write(do func(tx *store.Tx) error) error {
	err := j.Store.Tx(j.ctx, func(tx *store.Tx) error {
		if err := do(tx); err != nil {
			return err
		}
		return j.begin(tx)
	})
	if err == nil {
		j.begun = true
	}
	return err
}

// end trails what an import changed; one that changed nothing leaves no trace.
func (j *job) end(failed error) error {
	if !j.begun {
		return nil
	}
	return j.Store.Tx(context.WithoutCancel(j.ctx), func(tx *store.Tx) error {
		return tx.Audit(store.AdminChain, "import_ended", actor, j.now(), map[string]any{
			"what": j.what, "file": j.file, "sha256": j.sum, "jurisdiction": j.Jurisdiction,
			"lines": j.result.Lines, "written": j.result.Written, "refused": j.result.Refused, "complete": failed == nil,
		})
	})
}

func digest(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	_, err = io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil)), errors.Join(err, f.Close())
}
