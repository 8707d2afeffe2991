package policy

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"chengxin/policy/calendar"
)

// TrialOptions say how many seconds stand for each unit while a pack is tried out.
// Zero takes the default: a working day of 20 seconds, and the others in their
// natural proportion to it.
type TrialOptions struct {
	WorkingDay int
	Day        int
	Hour       int
	Month      int
	Year       int
	// MinimumMonth stands for each month of a list's minimum before repair, 1 second
	// by default: repair is what a trial wants to reach, and a listing must not end
	// by itself before.
	MinimumMonth int
	// Key and Name give the trial a jurisdiction of its own ("jining_trial"), so that
	// it runs beside the rules it tries out. Empty keeps what the pack says.
	Key, Name string
}

func (o TrialOptions) withDefaults() (TrialOptions, error) {
	for _, n := range []int{o.WorkingDay, o.Day, o.Hour, o.Month, o.Year, o.MinimumMonth} {
		if n < 0 || n > 24*60*60 {
			return o, errors.New("试运行的秒数应在0至86400之间，0为默认值")
		}
	}
	o.WorkingDay = cmp.Or(o.WorkingDay, 20)
	o.Day = cmp.Or(o.Day, max(o.WorkingDay*7/10, 1))
	o.Hour = cmp.Or(o.Hour, max(o.WorkingDay/8, 1))
	o.Month = cmp.Or(o.Month, 30*o.Day)
	o.Year = cmp.Or(o.Year, 365*o.Day)
	o.MinimumMonth = cmp.Or(o.MinimumMonth, 1)
	return o, nil
}

// Trial rewrites a pack's source so that every term runs in seconds: marked trial,
// its version suffixed -trial, everything else as it was, comments included. It
// gives source, not a pack, so that what is stored is what runs. A pack that is a
// trial already is returned as it is. Errors of the source are *LoadError.
func Trial(src []byte, opts TrialOptions) ([]byte, error) {
	opts, err := opts.withDefaults()
	if err != nil {
		return nil, err
	}
	p, _, err := Load("试运行", src)
	if err != nil || p.Trial {
		return bytes.Clone(src), err
	}
	src = bytes.TrimPrefix(src, []byte(string(byteOrderMark)))
	root, err := decode(src)
	if err != nil {
		return nil, err
	}
	e := &editor{src: src, lines: lineStarts(src)}
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, node := root.Content[i], root.Content[i+1]
		switch key.Value {
		case "version":
			// The mark goes in front of the version: "trial: true" on a line of its own.
			e.insert(key, "trial: true\n")
			e.replace(node, node.Value+"-trial")
		case "jurisdiction":
			e.rename(node, opts)
		case "trial":
			e.drop(key, node)
		}
	}
	e.terms(root, opts)
	return e.finish()
}

// termKeys are the fields of a pack that hold a term.
var termKeys = []string{"within", "warn", "repair_after", "ends_after", "limit", "barred_for", "withdraw_within", "claim_within", "each", "at_most", "before", "after", "supervision", "appeal"}

// seconds scales a term; at least one second, or the step would never be open.
func (o TrialOptions) seconds(key string, t calendar.Term) int {
	if key == "repair_after" {
		switch t.Unit {
		case calendar.Months:
			return t.N * o.MinimumMonth
		case calendar.Years:
			return 12 * t.N * o.MinimumMonth
		}
	}
	per := map[calendar.Unit]int{
		calendar.WorkingDays: o.WorkingDay, calendar.Days: o.Day, calendar.Months: o.Month, calendar.Years: o.Year,
		calendar.Hours: o.Hour, calendar.WorkingHours: o.Hour, calendar.Minutes: 60, calendar.Seconds: 1,
	}
	return max(t.N*per[t.Unit], 1)
}

// editor changes values of a source in place: a trial pack stays readable beside
// the pack it came from.
type editor struct {
	src   []byte
	lines []int // byte offset of each line's start
	edits []edit
	err   error
}

type edit struct {
	at, length int
	text       string
}

// rename gives the jurisdiction its own key and name.
func (e *editor) rename(jurisdiction *yaml.Node, opts TrialOptions) {
	own := map[string]string{"key": opts.Key, "name": opts.Name}
	for i := 0; i+1 < len(jurisdiction.Content); i += 2 {
		if text := own[jurisdiction.Content[i].Value]; text != "" {
			e.replace(jurisdiction.Content[i+1], text)
		}
	}
}

// terms rewrites every term below a node.
func (e *editor) terms(n *yaml.Node, opts TrialOptions) {
	if n.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(n.Content); i += 2 {
			key, node := n.Content[i].Value, n.Content[i+1]
			if t, err := calendar.ParseTerm(node.Value); err == nil && slices.Contains(termKeys, key) {
				e.replace(node, calendar.Term{N: opts.seconds(key, t), Unit: calendar.Seconds}.String())
			}
		}
	}
	for _, child := range n.Content {
		e.terms(child, opts)
	}
}

// replace writes a new text for a scalar, with its quotes where it has some.
func (e *editor) replace(n *yaml.Node, text string) {
	at := e.offset(n)
	for _, quote := range []string{"", `"`, "'"} {
		if old := quote + n.Value + quote; bytes.HasPrefix(e.src[at:], []byte(old)) {
			e.edits = append(e.edits, edit{at, len(old), text})
			return
		}
	}
	e.err = errors.Join(e.err, fmt.Errorf("第%d行的值跨行或者含有转义，不能改写为试运行。请写在一行内", n.Line))
}

func (e *editor) insert(before *yaml.Node, text string) {
	e.edits = append(e.edits, edit{e.offset(before), 0, text})
}

// drop removes "trial: false", which the inserted mark replaces.
func (e *editor) drop(key, node *yaml.Node) {
	from, to := e.offset(key), e.offset(node)+len(node.Value)
	e.edits = append(e.edits, edit{from, to - from, "# 试运行"})
}

// offset turns a node's line and column, which count characters, into bytes.
func (e *editor) offset(n *yaml.Node) int {
	at := e.lines[n.Line-1]
	for range n.Column - 1 {
		_, size := utf8.DecodeRune(e.src[at:])
		at += size
	}
	return at
}

// lineStarts gives the offset of each line as YAML counts lines.
func lineStarts(src []byte) []int {
	starts := []int{0}
	for i := range src {
		if src[i] == '\n' || src[i] == '\r' && !bytes.HasPrefix(src[i+1:], []byte("\n")) {
			starts = append(starts, i+1)
		}
	}
	return starts
}

func (e *editor) finish() ([]byte, error) {
	if e.err != nil {
		return nil, e.err
	}
	slices.SortStableFunc(e.edits, func(a, b edit) int { return cmp.Compare(a.at, b.at) })
	var out strings.Builder
	last := 0
	for _, ed := range e.edits {
		out.Write(e.src[last:ed.at])
		out.WriteString(ed.text)
		last = ed.at + ed.length
	}
	out.Write(e.src[last:])
	trial := []byte(out.String())
	// Scaling may turn an order around (a warning longer than its term): say so now.
	if _, _, err := Load("试运行", trial); err != nil {
		return nil, err
	}
	return trial, nil
}
