package districts

import (
	"cmp"
	"fmt"
	"strings"
	"time"
)

// report is one line that a district hands in.
type report struct {
	month                int
	by                   district
	number, bureau       string
	codes, names         string
	sector, behaviour    string
	occurred             string
	place, facts, source string
	emergency, material  string
	subjects             []*subject
	late                 int // above 0: put down after the others
	told                 *told
}

func (r *report) cells() []string {
	return []string{r.number, r.bureau, r.codes, r.names, r.sector, r.behaviour, r.occurred, r.place, r.facts, r.source, r.emergency, r.material}
}

var sources = []string{"巡查", "巡查", "巡查", "12345", "随手拍", "联合检查", ""}

// put down a report of a month; when is the moment of the act.
func (y *year) put(m int, by district, behaviour string, when time.Time, about ...*subject) *report {
	key := fmt.Sprintf("%s-%d-%02d", by.short, Year, m)
	y.numbers[key]++
	item := catalogue[behaviour]
	r := &report{
		month: m, by: by, number: fmt.Sprintf("%s-%03d", key, y.numbers[key]), bureau: by.bureau, subjects: about, sector: sectors[behaviour[:2]],
		behaviour: behaviour, occurred: when.Format("2006-01-02 15:04"), place: fmt.Sprintf("%s示例路%d号", by.short, 1+y.IntN(300)),
		facts: cmp.Or(item.facts, sectors[behaviour[:2]]+"领域检查发现"), source: pick(y, sources), material: "现场检查笔录",
	}
	if y.one(9) {
		r.occurred = when.Format("2006年1月2日") // as people write it
	}
	var codes, names []string
	for _, s := range about {
		codes, names = append(codes, s.code), append(names, s.name)
	}
	r.codes, r.names = strings.Join(codes, "、"), strings.Join(names, "、")
	if y.one(7) {
		r.names = "" // the number says who it is
	}
	y.reports[m] = append(y.reports[m], r)
	return r
}

// day is some moment of a month, with more of them around holidays and the year's end.
func (y *year) day(m int) time.Time {
	day := 1 + y.IntN(28)
	if rush := rushes[m]; len(rush) > 0 && y.one(3) {
		day = pick(y, rush)
	}
	return time.Date(Year, time.Month(m), day, 6+y.IntN(17), y.IntN(60), 0, 0, beijing)
}

// rushes are the days of a month on which more is found: before, in and after holidays.
var rushes = map[int][]int{
	1: {1, 2, 3, 4}, 2: {13, 14, 15, 17, 22, 24, 28}, 3: {31}, 4: {3, 4, 5, 6, 30}, 5: {1, 2, 3, 5, 6, 9}, 6: {18, 19, 20, 21, 22},
	9: {19, 20, 24, 25, 26, 27, 28, 30}, 10: {1, 2, 5, 7, 8, 10}, 12: {28, 29, 30, 31},
}

// ordinary fills the months with what districts ordinarily find.
func (y *year) ordinary() {
	for m := 1; m <= 12; m++ {
		for range 37 + y.IntN(7) {
			y.ordinaryReport(m)
		}
	}
}

func (y *year) ordinaryReport(m int) {
	// Few subjects are found again and again, most of them once.
	s := y.pool[y.IntN(len(y.pool))]
	if y.one(3) {
		s = y.pool[y.IntN(6)*36+y.IntN(5)]
	}
	by := s.home
	if y.one(8) {
		by = pick(y, six)
	}
	about := []*subject{s}
	if other := pick(y, y.pool); y.one(14) && other != s {
		about = append(about, other)
	}
	r := y.put(m, by, y.behaviour(s), y.day(m), about...)
	if y.one(25) {
		r.emergency = "是"
	}
	y.decide(r)
	if y.one(18) { // found by two, reported twice: the second is merged into the first
		again := y.put(m, by, r.behaviour, y.day(m), about...)
		again.occurred, again.source = r.occurred, "12345"
		y.fate(again, merged)
		for _, f := range y.fates[len(y.fates)-len(about):] { // at once, while the first is open
			f.into, f.noticed = r.number, HandedIn(m).Add(30*time.Minute)
		}
	}
}

// behaviour is something that a subject of its trade is found to do.
func (y *year) behaviour(s *subject) string {
	sector := pick(y, []string{"SR", "SR", "SR", "SR", "ZT", "ZT", "HG", "HG", "GH", "SZ", "YL", "HW"})
	for _, t := range trades {
		if strings.Contains(s.name, t.word) && !y.one(4) {
			sector = pick(y, strings.Fields(t.sectors))
		}
	}
	if y.one(9) {
		return pick(y, serious[sector])
	}
	return pick(y, general[sector])
}
