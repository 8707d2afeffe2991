package districts

import "time"

// What is done with a listing besides its ordinary way.
const (
	notListed = "不予列入"
	objected  = "异议成立"
	repaired  = "修复"
)

// Dates of stories leave the time of day to their report.
var none time.Time

// stories are subjects whose year is told on purpose: totals that just reach a list or
// just miss it, lists that replace one another and come back, years that change.
func (y *year) stories() {
	y.totals()
	y.yearChange()
	y.reversals()
	y.listings()
	y.incidents()
	y.persons()
}

// found has a subject recognised for a behaviour of a month, on the ordinary pace unless
// a day of service is given.
func (y *year) found(s *subject, m int, behaviour, served string) *fate {
	r := y.put(m, s.home, behaviour, y.day(m), s)
	f := y.fate(r, recognised)
	if served != "" {
		f.served = at(served)
		if f.reviewed.After(f.served) {
			f.reviewed = f.served.Add(-26 * time.Hour)
		}
	}
	return f
}

// company registers a story's legal person in the n-th district.
func (y *year) company(n int) *subject { return y.subject(six[n%len(six)], legalPerson, "") }

// totals come to exactly 20 and 40, and to one point less.
func (y *year) totals() {
	for i, behaviours := range [][]string{
		{"GH-05", "ZT-03"},                   // 20 by two tens
		{"SR-08"},                            // 20 at once
		{"SR-06", "YL-04", "SR-02"},          // 19
		{"ZT-07", "HG-07"},                   // 40 by two twenties
		{"GH-08"},                            // 40 at once
		{"ZT-08", "SR-06", "SZ-06", "HG-01"}, // 39
		{"SZ-11", "SR-01"},                   // 45, nothing heavier to come
	} {
		s := y.company(i)
		for k, b := range behaviours {
			y.found(s, 2+2*k, b, "")
		}
	}
}

// yearChange puts decisions on both sides of midnight on New Year's Eve: points belong
// to the year of their service, also when that is entered later.
func (y *year) yearChange() {
	for i, served := range []string{"2026-12-31 23:59:59", "2027-01-01 00:00:00", "2026-12-31 09:00:00", "2027-01-04 10:30:00"} {
		s := y.company(i)
		y.found(s, 4, "SR-06", "")
		y.found(s, 8, "SR-06", "")
		f := y.found(s, 11, "YL-06", served) // 24 in 2026, or 16 and 8
		f.reviewed, f.recorded = at("2026-12-30 15:00"), at("2027-01-04 11:00")
	}
	again := y.company(4) // yellow in 2026, twenty more in 2027: a ground more, no second listing
	y.found(again, 4, "SR-09", "")
	y.found(again, 12, "GH-09", "2027-01-21 10:00")
	both := y.company(5) // twelve and twelve over the years are no twenty
	for _, m := range []int{10, 12} {
		y.found(both, m, "SR-06", "")
		y.found(both, m, "HG-01", "")
	}
	fresh := y.company(0)
	y.found(fresh, 12, "ZT-10", "2027-01-20 09:00") // thirty in the new year alone
	last := y.company(1)
	y.found(last, 12, "SZ-10", "2027-02-10 15:00") // proposed when the year is looked at
}

// object answers an objection to a recognition: filed at a moment, answered at another.
func (y *year) object(f *fate, filed, answered, outcome string) *objection {
	y.objects = append(y.objects, objection{number: f.number, code: f.code, filed: at(filed), answered: at(answered), outcome: outcome})
	return &y.objects[len(y.objects)-1]
}

// reversals take points back, and what rested on them.
func (y *year) reversals() {
	s := y.company(0) // black annulled, yellow revives
	y.found(s, 3, "SZ-07", "")
	y.object(y.found(s, 7, "SZ-08", ""), "2026-10-12 09:00", "2026-10-13 15:00", upheld)
	s = y.company(1) // yellow annulled
	y.object(y.found(s, 4, "YL-08", ""), "2026-07-06 09:00", "2026-07-07 16:00", upheld)
	s = y.company(2) // proposed, and dropped within hours
	y.object(y.found(s, 8, "HW-07", "2026-09-28 09:10"), "2026-09-28 10:00", "2026-09-28 14:00", upheld)
	s = y.company(3) // black proposed, and dropped
	y.object(y.found(s, 9, "SZ-11", "2026-11-05 09:10"), "2026-11-05 10:00", "2026-11-05 14:00", upheld)
	for i, left := range [][2]string{{"SR-01", "5"}, {"ZT-04", "4"}} { // 25, then 20: stays; 19: annulled
		s = y.company(4 + i)
		y.found(s, 2, "ZT-03", "")
		tens := y.found(s, 3, "GH-05", "")
		y.found(s, 5, "SR-01", "")
		o := y.object(tens, "2026-08-10 09:00", "2026-08-11 11:00", partly)
		o.lighterTo, o.points = left[0], left[1]
	}
	s = y.company(0) // black at once, then twenty are left: yellow is proposed
	o := y.object(y.found(s, 6, "SR-10", ""), "2026-09-14 09:00", "2026-09-15 11:00", partly)
	o.lighterTo, o.points = "SR-08", "20"
	s = y.company(1) // the first twenty go while black is proposed: the second carries yellow
	first := y.found(s, 2, "SR-08", "")
	y.found(s, 5, "HG-08", "2026-06-25 09:10")
	y.object(first, "2026-06-25 10:00", "2026-06-25 14:00", upheld)
	s = y.company(2) // heard, and not upheld
	y.object(y.found(s, 3, "HG-09", ""), "2026-06-01 10:00", "2026-06-02 14:00", rejected)
}

// listings that the bureau does not approve, that are disputed or repaired.
func (y *year) listings() {
	s := y.company(3) // not listed at 20, yet at 40
	y.found(s, 3, "YL-07", "")
	y.found(s, 8, "HW-09", "")
	y.turns = append(y.turns, turn{s.code, "yellow", notListed, none})
	s = y.company(4) // the listing was wrong, the points stay
	y.found(s, 5, "HG-09", "")
	y.turns = append(y.turns, turn{s.code, "yellow", objected, at("2026-09-02 10:00")})
	s = y.company(5) // repaired in autumn: the next twenty make yellow again, not black
	y.found(s, 1, "SR-08", "2026-02-24 10:00")
	y.found(s, 3, "SR-01", "")
	y.turns = append(y.turns, turn{s.code, "yellow", repaired, at("2026-09-21 10:00")})
	y.found(s, 9, "ZT-07", "")
	s = y.company(0) // repaired, and nothing since
	y.found(s, 1, "GH-06", "2026-02-25 10:00")
	y.turns = append(y.turns, turn{s.code, "yellow", repaired, at("2026-10-12 10:00")})
}

// incidents with several subjects, with several behaviours, and twice the same.
func (y *year) incidents() {
	two := []*subject{y.company(0), y.company(1)}
	y.fate(y.put(9, six[0], "ZT-08", y.day(9), two...), recognised)
	three := []*subject{y.company(2), y.company(3), y.company(4)}
	r := y.put(6, six[2], "ZT-09", y.day(6), three...)
	y.fate(r, recognised)
	fates := y.fates[len(y.fates)-3:]
	for i, points := range []string{"25", "30", "20"} {
		fates[i].points = points
		fates[i].stated = fates[i].noticed.AddDate(0, 0, 1)
	}
	fates[1].lighterPoints = "20" // one of the three gets off lighter

	s := y.company(5) // of several behaviours in one act the heaviest counts
	y.found(s, 8, "ZT-02", "").charges = "ZT-02、ZT-03、ZT-04"
	s = y.company(0)
	y.found(s, 5, "SR-03", "").charges = "SR-03、SR-08"

	s = y.company(1) // one document, two reports: one deduction
	first := y.found(s, 7, "ZT-03", "")
	second := y.put(7, s.home, "ZT-03", y.day(7), s)
	f := y.fate(second, countedOnce)
	f.document = first.document
	f.served = first.served.Add(26 * time.Hour)
	f.reviewed = first.reviewed

	s = y.company(2)
	y.fate(y.put(2, s.home, "SR-01", y.day(2), s), corrected)
	y.fate(y.put(3, s.home, "SR-06", y.day(3), s), declined)
	y.fate(y.put(4, s.home, "SR-10", y.day(4), s), criminal)
}

// persons: of age, just not, and under age.
func (y *year) persons() {
	adult := y.subject(six[0], naturalPerson, "1980-05-01")
	y.found(adult, 5, "SR-10", "") // listed in the file and shown to nobody
	for _, x := range []struct {
		born, act string
		minor     bool
	}{
		{"2009-05-10", "2026-04-18 16:00", true},
		{"2008-04-15", "2026-04-15 11:00", true}, // eighteen from the next day
		{"2008-04-15", "2026-04-16 11:00", false},
		{"2011-09-01", "2026-09-26 20:30", true},
	} {
		s := y.subject(pick(y, six), naturalPerson, x.born)
		when := at(x.act)
		r := y.put(int(when.Month()), s.home, "YL-08", when, s)
		r.occurred = when.Format("2006-01-02 15:04")
		if !x.minor {
			y.fate(r, recognised)
			continue
		}
		y.fate(r, minorPerson)
		r.told = &told{kind: warning, column: "统一社会信用代码/证件号", value: shown(s.code), says: "未满十八周岁"}
	}
}
