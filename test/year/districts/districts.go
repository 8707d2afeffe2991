// Package districts makes a year of what six districts hand in, the same to the byte
// every time: the subjects, a file of reports for each month, and what people then
// decided, served and answered. Names and numbers are examples; the numbers check. Some
// lines are wrong on purpose, and a file says which, where and why.
package districts

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// File is one file of the year.
type File struct {
	Name string
	Data []byte
}

// Year is the year the reports are of.
const Year = 2026

// Month names the file of a month's reports.
func Month(m int) string { return fmt.Sprintf("reports-%d-%02d.csv", Year, m) }

// HandedIn is when a month's reports come in: at nine on the first working day of the
// next month (QD-1: by the 5th).
func HandedIn(m int) time.Time {
	day := []int{2, 2, 1, 6, 1, 1, 3, 1, 8, 2, 1, 4}[m-1]
	return time.Date(Year, time.Month(m+1), day, 9, 0, 0, 0, beijing)
}

// End is when the year is looked at.
var End = time.Date(Year+1, 2, 10, 18, 0, 0, 0, beijing)

var beijing = time.FixedZone("UTC+8", 8*60*60)

// Layout is how the files write a moment.
const Layout = time.DateTime

// Files makes the year.
func Files() []File {
	y := &year{Rand: rand.New(rand.NewPCG(370800, Year)), numbers: map[string]int{}}
	y.population()
	y.stories()
	y.ordinary()
	y.spoil()
	return y.files()
}

// year is the year in the making.
type year struct {
	*rand.Rand
	pool    []*subject // who ordinary reports are about
	all     []*subject
	reports [13][]*report // by month
	fates   []*fate
	objects []objection
	turns   []turn
	wrong   []told
	numbers map[string]int // the last number given, by district and month
}

func (y *year) files() []File {
	subjects := [][]string{{"名称", "类别", "统一社会信用代码/证件号", "地址"}}
	for _, s := range y.all {
		subjects = append(subjects, []string{s.name, s.kind, s.code, s.address})
	}
	files := []File{{"subjects.csv", sheet(y.misregistered(subjects))}}
	for m := 1; m <= 12; m++ {
		files = append(files, File{Month(m), sheet(y.month(m))})
	}
	return append(files, File{"decisions.csv", sheet(y.decisions())}, File{"objections.csv", sheet(y.objections())},
		File{"lists.csv", sheet(y.listTurns())}, File{"told.csv", sheet(y.toldLines())})
}

// sheet writes rows as a spreadsheet saves them.
func sheet(rows [][]string) []byte {
	b := bytes.NewBufferString("\ufeff")
	w := csv.NewWriter(b)
	_ = w.WriteAll(rows) // into memory: cannot fail
	return b.Bytes()
}

// month lays a month's reports out in the order they were put down, and notes the lines
// of those that will be told of.
func (y *year) month(m int) [][]string {
	rows := [][]string{{"编号", "填报机构", "统一社会信用代码/证件号", "名称", "领域", "失信行为代码", "发生时间", "地点", "事实描述", "来源", "紧急", "书面材料"}}
	rs := y.reports[m]
	y.Shuffle(len(rs), func(i, j int) { rs[i], rs[j] = rs[j], rs[i] })
	slices.SortStableFunc(rs, func(a, b *report) int { return a.late - b.late })
	for _, r := range rs {
		rows = append(rows, r.cells())
		if r.told != nil {
			r.told.file, r.told.line = Month(m), len(rows)
			y.wrong = append(y.wrong, *r.told)
		}
	}
	return rows
}

func pick[T any](y *year, from []T) T { return from[y.IntN(len(from))] }

// one says yes once in n times.
func (y *year) one(n int) bool { return y.IntN(n) == 0 }

// weekday moves a moment on to the next weekday.
func weekday(t time.Time) time.Time {
	for t.Weekday() == time.Saturday || t.Weekday() == time.Sunday {
		t = t.AddDate(0, 0, 1)
	}
	return t
}

// at is a moment in Beijing.
func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04:05", s, beijing)
	if err != nil {
		t, err = time.ParseInLocation("2006-01-02 15:04", s, beijing)
	}
	if err != nil {
		panic(err) // the stories' own dates
	}
	return t
}

func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(Layout)
}
