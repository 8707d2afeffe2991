package web

import (
	"crypto/rand"
	"net/url"
	"slices"
	"strings"

	"chengxin/api/cases"
	"chengxin/models"
)

// form is what a page asks for. It comes back with what was filled in and, at each
// field, what is wrong with it.
type form struct {
	Action  string
	Key     string // idempotency: sent twice, it counts once
	Hidden  []pair
	Groups  []group
	Submit  string
	Danger  bool // what it does cannot be undone
	Problem *problem
}

type pair struct{ Name, Value string }

// group is fields that belong together.
type group struct {
	Legend, Hint string
	Fields       []field
	Three        bool // three fields to a row
	Pairs        bool // a wide field and a narrow one to a row
	Folded       bool // shown when asked for: nothing of it is required
	// Rows gives the fields of another row, where a form may come back with more rows
	// than it had.
	Rows func(i int) []field
}

// Open says that something folded was filled in, or is wrong.
func (g group) Open() bool {
	return slices.ContainsFunc(g.Fields, func(f field) bool { return f.Error != "" || f.Value != "" && f.Kind != "select" })
}

// field is one question of a form.
type field struct {
	Name, Label, Kind  string // kind: text, area, select, datetime, date, number, check, radio, lookup
	Value, Hint, Error string
	Required           bool
	Options            []option
	Least, Most        int
	Wide               bool
	Suggest            string // id of a datalist
	Look               string // lookup: where what is typed is looked up
	Auto               string // autocomplete
	Form               string // tells the fields of several forms on a page apart
	Or                 bool   // required, but something else may fill it in: a browser does not insist
	Said               string // file: what was uploaded, in words
	Single             bool   // file: chosen in its own field

	Finds, Empty string       // select: options may be searched for; what stands for nothing chosen
	Told         []cases.Said // what is said of the value that is chosen
}

// Picture says that the uploaded file can be shown as one.
func (f field) Picture() bool { return pictured(f.Said) }

// Base is a file's field without its last part.
func (f field) Base() string { return strings.TrimSuffix(f.Name, ".file") }

// ID names the field's element; names hold brackets and dots that selectors dislike.
func (f field) ID() string {
	return "f" + f.Form + "-" + strings.NewReplacer(".", "-", "[", "-", "]", "").Replace(f.Name)
}

// option is one answer; options of one Group stand together.
type option struct {
	Value, Label, Group string
}

// Chosen says that an option is the field's value.
func (f field) Chosen(o option) bool { return f.Value == o.Value }

// Sets are the options by group, in order.
func (f field) Sets() (sets []optionSet) {
	for _, o := range f.Options {
		if n := len(sets); n == 0 || sets[n-1].Name != o.Group {
			sets = append(sets, optionSet{Name: o.Group})
		}
		last := &sets[len(sets)-1]
		last.Options = append(last.Options, o)
	}
	return sets
}

type optionSet struct {
	Name    string
	Options []option
}

// problem is a refusal on a page.
type problem struct {
	Title, Detail, Code string
	Pack, Article       string
	Others              []models.Field // about fields that are not on this page
}

func problemOf(p *models.Problem) *problem {
	v := &problem{Title: p.Title, Detail: p.Detail, Code: p.Code}
	if p.Rule != nil {
		v.Pack, v.Article = p.Rule.Pack, p.Rule.Article
	}
	return v
}

// telling are the findings that say something to a reader; the others repeat a value.
func telling(found []models.Field) (out []models.Field) {
	for _, f := range found {
		if f.Message != "" || f.Earliest != "" {
			out = append(out, f)
		}
	}
	return out
}

// newKey makes a form count once, however often it is sent.
func newKey() string { return rand.Text() }

// missing tells which required fields are empty, nil when none is.
func (f form) missing() *models.Problem {
	p := models.Refuse(models.Invalid, "form.incomplete", "填写不全", "请补齐标出的各项后重新提交。")
	for _, g := range f.Groups {
		for _, fd := range g.Fields {
			if fd.Required && strings.TrimSpace(fd.Value) == "" {
				p.Where(models.Field{Field: fd.Name, Message: "必填"})
			}
		}
	}
	if len(p.Fields) == 0 {
		return nil
	}
	return p
}

// fill puts what was sent back into the fields.
func (f *form) fill(in url.Values) {
	for g := range f.Groups {
		f.Groups[g].grow(in)
		for i := range f.Groups[g].Fields {
			fd := &f.Groups[g].Fields[i]
			if in.Has(fd.Name) {
				fd.Value = in.Get(fd.Name)
			}
			if fd.Kind == "file" {
				fd.Said = in.Get(fd.Base() + ".said")
			}
		}
	}
}

// grow adds the rows that a form brought beyond those it began with.
func (g *group) grow(in url.Values) {
	if g.Rows == nil {
		return
	}
	for i := 0; i < mostEvidence; i++ {
		row := g.Rows(i)
		there := slices.ContainsFunc(g.Fields, func(f field) bool { return f.Name == row[0].Name })
		brought := slices.ContainsFunc(row, func(f field) bool { return in.Get(f.Name) != "" })
		if there || !brought {
			continue
		}
		for _, f := range row {
			f.Form = g.Fields[0].Form
			g.Fields = append(g.Fields, f)
		}
	}
}

// Files says that a form may bring files.
func (f form) Files() bool {
	return slices.ContainsFunc(f.Groups, func(g group) bool {
		return slices.ContainsFunc(g.Fields, func(fd field) bool { return fd.Kind == "files" || fd.Kind == "file" && fd.Single })
	})
}

// explain puts a refusal's findings at their fields; what has no field is told above.
func (f *form) explain(p *models.Problem) {
	f.Problem, f.Key = problemOf(p), newKey() // under the old key the refusal would be repeated
	for _, found := range p.Fields {
		if fd := f.find(found.Field); fd != nil && fd.Kind != "hidden" {
			fd.Error = said(p, found)
			continue
		}
		f.Problem.Others = append(f.Problem.Others, telling([]models.Field{found})...)
	}
}

// find gives the field a finding speaks of: the one of that name, the first inside it,
// or the first filled in whose name ends in it.
func (f *form) find(name string) *field {
	if name == "" {
		return nil
	}
	var ends []*field
	var inside *field
	for g := range f.Groups {
		for i := range f.Groups[g].Fields {
			fd := &f.Groups[g].Fields[i]
			switch {
			case fd.Name == name:
				return fd
			case inside == nil && (strings.HasPrefix(fd.Name, name+".") || strings.HasPrefix(fd.Name, name+"[")):
				inside = fd
			case strings.HasSuffix(fd.Name, "."+name):
				ends = append(ends, fd)
			}
		}
	}
	if inside == nil && len(ends) > 0 {
		if at := slices.IndexFunc(ends, func(fd *field) bool { return fd.Value != "" }); at >= 0 {
			return ends[at]
		}
		return ends[0]
	}
	return inside
}

func said(p *models.Problem, f models.Field) string {
	if f.Message != "" {
		return f.Message
	}
	return p.Detail
}

// Faulty lists the fields with an error, for the summary on top.
func (f form) Faulty() (out []field) {
	for _, g := range f.Groups {
		out = append(out, slices.DeleteFunc(slices.Clone(g.Fields), func(fd field) bool { return fd.Error == "" })...)
	}
	return out
}

// mendable is a refusal that whoever filled the form in can mend: it comes back at its
// fields. That the service is away, or that what it was about is not there, no form mends.
func mendable(err error) (*models.Problem, error) {
	if p, ok := refused(err); ok && p.Class != models.Unavailable && p.Class != models.Unknown {
		return p, nil
	}
	return nil, err
}
