package calendar

import (
	"encoding/json"
	"errors"
	"testing"
	"time"
)

// due is one dated fact: a term from an event, and when it ends.
type due struct{ from, term, want string }

func checkDue(t *testing.T, opt Options, cases []due) {
	t.Helper()
	for _, c := range cases {
		d, err := Builtin().Deadline(at(t, c.from), term(t, c.term), opt)
		if err != nil {
			t.Errorf("%s from %s: %v", c.term, c.from, err)
		} else if got := shown(d.DueAt); got != c.want {
			t.Errorf("%s from %s is due %s, want %s", c.term, c.from, got, c.want)
		}
	}
}

func TestWorkingDayTerms(t *testing.T) {
	checkDue(t, Options{}, []due{
		{"2026-09-24 10:00", "3 working_days", "2026-09-30 23:59:59"},    // over 中秋节
		{"2026-09-24 00:00", "3 working_days", "2026-09-30 23:59:59"},    // the hour does not matter
		{"2026-09-24 23:59:59", "3 working_days", "2026-09-30 23:59:59"}, // nor does the last second
		{"2026-09-17 10:00", "3 working_days", "2026-09-21 23:59:59"},    // Sunday the 20th is worked
		{"2026-09-18 10:00", "1 working_day", "2026-09-20 23:59:59"},     // ends on that Sunday
		{"2026-09-26 10:00", "1 working_day", "2026-09-28 23:59:59"},     // received on a day off
		{"2026-09-20 10:00", "1 working_day", "2026-09-21 23:59:59"},     // received on a worked Sunday
		{"2026-09-30 10:00", "3 working_days", "2026-10-10 23:59:59"},    // 8, 9 and Saturday 10 October
		{"2026-02-13 10:00", "2 working_days", "2026-02-24 23:59:59"},    // 14 worked, 15-23 春节
		{"2026-02-27 10:00", "1 working_day", "2026-02-28 23:59:59"},     // worked Saturday
		{"2025-12-31 10:00", "1 working_day", "2026-01-04 23:59:59"},     // 元旦 and its worked Sunday
		{"2025-09-26 10:00", "3 working_days", "2025-09-30 23:59:59"},    // Sunday the 28th worked
		{"2025-09-30 10:00", "3 working_days", "2025-10-11 23:59:59"},
		{"2025-01-24 10:00", "3 working_days", "2025-02-05 23:59:59"}, // 26, 27 January, 5 February
		{"2024-02-09 10:00", "1 working_day", "2024-02-18 23:59:59"},
		{"2024-12-31 10:00", "1 working_day", "2025-01-02 23:59:59"},
		{"2024-02-28 10:00", "2 working_days", "2024-03-01 23:59:59"}, // 29 February is worked
		{"2026-09-24 10:00", "10 working_days", "2026-10-15 23:59:59"},
		{"2026-12-30 10:00", "3 working_days", "2027-01-04 23:59:59"}, // 1 January 2027 not yet off
		{"2023-12-29 10:00", "1 working_day", "2024-01-02 23:59:59"},
	})
}

func TestDayMonthAndYearTerms(t *testing.T) {
	checkDue(t, Options{}, []due{
		{"2026-09-10 10:00", "15 days", "2026-09-25 23:59:59"}, // ends on 中秋节 and stays
		{"2026-12-31 10:00", "1 day", "2027-01-01 23:59:59"},
		{"2024-02-28 10:00", "1 day", "2024-02-29 23:59:59"},
		{"2024-02-28 10:00", "90 days", "2024-05-28 23:59:59"},
		{"2026-03-02 10:00", "1 year", "2027-03-02 23:59:59"},
		{"2026-03-02 10:00", "12 months", "2027-03-02 23:59:59"},
		{"2026-08-31 10:00", "6 months", "2027-02-28 23:59:59"},
		{"2023-08-31 10:00", "6 months", "2024-02-29 23:59:59"}, // leap year
		{"2023-08-29 10:00", "6 months", "2024-02-29 23:59:59"},
		{"2024-02-29 10:00", "1 year", "2025-02-28 23:59:59"},
		{"2024-02-29 10:00", "4 years", "2028-02-29 23:59:59"},
		{"2025-02-28 10:00", "1 month", "2025-03-28 23:59:59"}, // clips down, never up
		{"2026-10-31 10:00", "1 month", "2026-11-30 23:59:59"},
		{"2026-12-31 10:00", "2 months", "2027-02-28 23:59:59"},
		{"2026-01-01 10:00", "100 years", "2126-01-01 23:59:59"},
	})
}

func TestDutiesRollOverDaysOff(t *testing.T) {
	checkDue(t, Options{RollForward: true}, []due{
		{"2026-09-10 10:00", "15 days", "2026-09-28 23:59:59"},  // 中秋节 → Monday
		{"2026-09-05 10:00", "15 days", "2026-09-20 23:59:59"},  // a worked Sunday stays
		{"2026-09-04 10:00", "15 days", "2026-09-20 23:59:59"},  // Saturday → the worked Sunday
		{"2026-09-16 10:00", "15 days", "2026-10-08 23:59:59"},  // 国庆节, all of it
		{"2026-03-02 10:00", "15 days", "2026-03-17 23:59:59"},  // Tuesday stays
		{"2025-08-15 10:00", "6 months", "2026-02-24 23:59:59"}, // 春节, nine days
		{"2026-08-31 10:00", "6 months", "2027-03-01 23:59:59"}, // clipped, then Sunday → Monday
		{"2025-10-04 10:00", "1 year", "2026-10-08 23:59:59"},
		{"2026-12-31 10:00", "2 days", "2027-01-04 23:59:59"},         // weekend of an unloaded year
		{"2026-09-24 10:00", "3 working_days", "2026-09-30 23:59:59"}, // nothing to roll
		{"2026-09-24 10:00", "20 hours", "2026-09-25 06:00:00"},       // clock terms never roll
	})
}

func TestClockTerms(t *testing.T) {
	checkDue(t, Options{}, []due{
		{"2026-09-24 10:00", "2 hours", "2026-09-24 12:00:00"},
		{"2026-09-30 23:30", "24 hours", "2026-10-01 23:30:00"}, // round the clock, festival or not
		{"2026-12-31 23:59:50", "20 seconds", "2027-01-01 00:00:10"},
		{"2024-02-28 23:58", "5 minutes", "2024-02-29 00:03:00"},
	})
}

func TestWorkingHourTerms(t *testing.T) {
	checkDue(t, Options{}, []due{
		{"2026-09-22 09:00", "2 working_hours", "2026-09-22 11:00:00"},
		{"2026-09-22 10:00", "2 working_hours", "2026-09-22 12:00:00"}, // spent exactly at noon
		{"2026-09-22 11:00", "2 working_hours", "2026-09-22 15:00:00"}, // over noon
		{"2026-09-22 12:30", "1 working_hour", "2026-09-22 15:00:00"},  // received at noon
		{"2026-09-22 07:00", "1 working_hour", "2026-09-22 09:00:00"},  // before opening
		{"2026-09-22 14:00", "4 working_hours", "2026-09-22 18:00:00"}, // spent exactly at closing
		{"2026-09-22 19:00", "1 working_hour", "2026-09-23 09:00:00"},  // after closing
		{"2026-09-22 17:20:30", "1 working_hour", "2026-09-23 08:20:30"},
		{"2026-09-24 17:00", "2 working_hours", "2026-09-28 09:00:00"}, // over 中秋节
		{"2026-09-26 10:00", "1 working_hour", "2026-09-28 09:00:00"},  // received on a day off
		{"2026-09-19 10:00", "9 working_hours", "2026-09-21 09:00:00"}, // Sunday the 20th worked
		{"2026-09-22 08:00", "8 working_hours", "2026-09-22 18:00:00"},
		{"2026-09-22 08:00", "16 working_hours", "2026-09-23 18:00:00"},
		{"2026-12-31 17:00", "2 working_hours", "2027-01-01 09:00:00"}, // provisional
	})
}

func TestWorkingHoursOfAnotherCity(t *testing.T) {
	summer, err := Builtin().WithOffice(Shift{clock(8, 30), clock(11, 30)}, Shift{clock(15, 0), clock(18, 30)})
	if err != nil {
		t.Fatal(err)
	}
	d, err := summer.Deadline(at(t, "2026-07-15 11:00"), term(t, "2 working_hours"), Options{})
	if err != nil || shown(d.DueAt) != "2026-07-15 16:30:00" {
		t.Errorf("due %s, %v", shown(d.DueAt), err)
	}
}

func TestProvisionalDeadlines(t *testing.T) {
	for _, c := range []struct {
		from, term string
		roll       bool
		want       bool
	}{
		{"2026-12-29 10:00", "2 working_days", false, false}, // ends on the last loaded day
		{"2026-12-29 10:00", "3 working_days", false, true},
		{"2023-12-29 10:00", "1 working_day", false, true}, // counts days of 2023
		{"2023-12-31 10:00", "1 working_day", false, false},
		{"2030-05-01 10:00", "1 working_day", false, true},
		{"2026-12-31 10:00", "9 working_hours", false, true},
		{"2026-12-31 10:00", "2 working_hours", false, false},
		{"2026-12-20 10:00", "15 days", true, true},
		{"2026-12-20 10:00", "11 days", true, false},
		{"2026-12-20 10:00", "15 days", false, false}, // no notice can move it
		{"2026-03-02 10:00", "1 year", false, false},
		{"2026-03-02 10:00", "1 year", true, true},
		{"2026-12-31 23:00", "2 hours", false, false},
	} {
		d, err := Builtin().Deadline(at(t, c.from), term(t, c.term), Options{RollForward: c.roll})
		if err != nil || d.Provisional != c.want || (d.Note != "") != c.want {
			t.Errorf("%s from %s (roll %v): provisional %v %q, want %v, %v", c.term, c.from, c.roll, d.Provisional, d.Note, c.want, err)
		}
	}
}

func TestProvisionalNoteNamesTheYears(t *testing.T) {
	for _, c := range []struct{ from, term, want string }{
		{"2026-12-30 10:00", "3 working_days", "国务院办公厅尚未公布2027年放假安排,暂按周末推算"},
		{"2026-12-30 10:00", "300 working_days", "国务院办公厅尚未公布2027年、2028年放假安排,暂按周末推算"},
		{"2022-12-28 10:00", "300 working_days", "系统未载入2022年、2023年放假安排,暂按周末推算"},
		{"2023-12-28 10:00", "800 working_days", "系统未载入2023年放假安排,国务院办公厅尚未公布2027年放假安排,暂按周末推算"},
	} {
		d, err := Builtin().Deadline(at(t, c.from), term(t, c.term), Options{})
		if err != nil || d.Note != c.want {
			t.Errorf("%s from %s: %s, %v; want %s", c.term, c.from, d.Note, err, c.want)
		}
	}
}

func TestDeadlineRefuses(t *testing.T) {
	year10000 := time.Date(10000, 1, 1, 0, 0, 0, 0, zone)
	for _, c := range []struct {
		name string
		from time.Time
		term Term
		want error
	}{
		{"no instant", time.Time{}, Term{3, WorkingDays}, ErrRange},
		{"the year 10000", year10000, Term{3, WorkingDays}, ErrRange},
		{"before the year 1", time.Date(-5, 1, 1, 0, 0, 0, 0, zone), Term{3, Days}, ErrRange},
		{"days past the end", at(t, "9999-12-31 10:00"), Term{1, Days}, ErrRange},
		{"months past the end", at(t, "9999-12-31 10:00"), Term{1, Months}, ErrRange},
		{"years past the end", at(t, "9999-01-01 10:00"), Term{1, Years}, ErrRange},
		{"working days past the end", at(t, "9999-12-31 10:00"), Term{1, WorkingDays}, ErrRange},
		{"working hours past the end", at(t, "9999-12-31 18:00"), Term{1, WorkingHours}, ErrRange},
		{"hours past the end", at(t, "9999-12-31 23:00"), Term{1, Hours}, ErrRange},
		{"no term", at(t, "2026-09-24 10:00"), Term{}, ErrTerm},
		{"an unknown unit", at(t, "2026-09-24 10:00"), Term{1, "weeks"}, ErrTerm},
		{"a negative term", at(t, "2026-09-24 10:00"), Term{-1, Days}, ErrTerm},
		{"an absurd term", at(t, "2026-09-24 10:00"), Term{1 << 40, Seconds}, ErrTerm},
	} {
		for _, roll := range []bool{false, true} {
			if d, err := Builtin().Deadline(c.from, c.term, Options{RollForward: roll}); !errors.Is(err, c.want) {
				t.Errorf("%s: %v, %v", c.name, d.DueAt, err)
			}
		}
		if _, err := Builtin().Full(c.from, c.term); !errors.Is(err, c.want) {
			t.Errorf("%s: minimum: %v", c.name, err)
		}
	}
	// The wait itself ends in time, what it opens does not.
	if _, err := Builtin().Full(at(t, "9999-12-30 10:00"), Term{1, Days}); !errors.Is(err, ErrRange) {
		t.Errorf("a wait that opens in the year 10000: %v", err)
	}
}

func TestDeadlineAsJSON(t *testing.T) {
	d, err := Builtin().Deadline(at(t, "2026-09-10 10:00"), term(t, "15 days"), Options{RollForward: true})
	if err != nil {
		t.Fatal(err)
	}
	d.Calendar = "x"
	got, err := json.Marshal(d)
	want := `{"from":"2026-09-10T10:00:00+08:00","term":"15 days","due_at":"2026-09-28T23:59:59+08:00","provisional":false,` +
		`"counted":[{"date":"2026-09-11","kind":"working","counts":1},` +
		`{"date":"2026-09-25","kind":"holiday","name":"中秋节","counts":15},` +
		`{"date":"2026-09-26","kind":"holiday","name":"中秋节"},` +
		`{"date":"2026-09-27","kind":"holiday","name":"中秋节"},` +
		`{"date":"2026-09-28","kind":"rolled"}],"calendar":"x"}`
	if err != nil || string(got) != want {
		t.Errorf("got  %s\nwant %s\n%v", got, want, err)
	}
	var back Deadline
	if err := json.Unmarshal(got, &back); err != nil || back.Because("受理") != d.Because("受理") || !back.DueAt.Equal(d.DueAt) {
		t.Errorf("read back: %+v, %v", back, err)
	}
}

// TestLongCountsStayShort holds explanations to what a page and a history can carry.
func TestLongCountsStayShort(t *testing.T) {
	for _, c := range []struct {
		term string
		days int
	}{
		{"60 working_days", 90}, // every day, days off included
		{"61 working_days", 14}, // first, last, 中秋节 3, 国庆节 7, its make-up days 2
		{"3 years", 2},
		{"1000 days", 2},
		{"1 day", 1},
		{"100 hours", 0},
	} {
		d, err := Builtin().Deadline(at(t, "2026-09-01 10:00"), term(t, c.term), Options{})
		if err != nil || len(d.Counted) != c.days {
			t.Errorf("%s lists %d days, want %d, %v", c.term, len(d.Counted), c.days, err)
		}
	}
}
