package calendar

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// The tests of this file draw cases around the loaded years and hold the package
// to the clerk of naive_test.go.

// instants draws moments from 2023 to 2027, whole minutes: half of them in the
// weeks around festivals and year ends, where counting goes wrong.
func instants() *rapid.Generator[time.Time] {
	start := wallInstant("2023-11-01", "00:00:00")
	anywhere := rapid.Map(rapid.IntRange(0, 1300*24*60), func(m int) time.Time { return start.Add(time.Duration(m) * time.Minute) })
	tricky := rapid.Custom(func(t *rapid.T) time.Time {
		day := rapid.SampledFrom([]string{
			"2023-12-29", "2024-02-09", "2024-02-28", "2024-08-31", "2024-09-29", "2024-12-31", "2025-01-24",
			"2025-05-30", "2025-09-27", "2025-12-31", "2026-02-13", "2026-09-18", "2026-09-24", "2026-10-09", "2026-12-30",
		}).Draw(t, "day")
		return wallInstant(day, "00:00:00").Add(time.Duration(rapid.IntRange(-1440, 4320).Draw(t, "minute")) * time.Minute)
	})
	return rapid.OneOf(tricky, anywhere)
}

// terms draws terms that the clerk can count in reasonable time.
func terms(units ...Unit) *rapid.Generator[Term] {
	most := map[Unit]int{
		WorkingDays: 150, Days: 400, Months: 30, Years: 3,
		Hours: 500, WorkingHours: 40, Minutes: 5000, Seconds: 100000,
	}
	return rapid.Custom(func(t *rapid.T) Term {
		unit := rapid.SampledFrom(units).Draw(t, "unit")
		return Term{rapid.IntRange(1, most[unit]).Draw(t, "n"), unit}
	})
}

// pauses draws up to three stretches around an instant, some of them overlapping, some
// before it, some within a day; half of the time none.
func pauses(around time.Time) *rapid.Generator[[]Pause] {
	return rapid.Custom(func(t *rapid.T) (ps []Pause) {
		if rapid.Bool().Draw(t, "never paused") {
			return nil
		}
		for range rapid.IntRange(1, 3).Draw(t, "how many") {
			from := around.Add(time.Duration(rapid.IntRange(-3*1440, 12*1440).Draw(t, "from")) * time.Minute)
			ps = append(ps, Pause{from, from.Add(time.Duration(rapid.IntRange(1, 9*1440).Draw(t, "length")) * time.Minute)})
		}
		return ps
	})
}

func TestDeadlinesAgreeWithTheClerk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := instants().Draw(t, "from")
		tm := terms(WorkingDays, WorkingDays, Days, Months, Years, Hours, WorkingHours, Minutes, Seconds).Draw(t, "term")
		roll := rapid.Bool().Draw(t, "roll")
		ps := pauses(from).Draw(t, "pauses")
		want, provisional := naiveDeadline(from, tm, roll, ps...)
		got, err := Builtin().Deadline(from, tm, Options{RollForward: roll, Paused: ps})
		if err != nil || !got.DueAt.Equal(want) || got.Provisional != provisional {
			t.Fatalf("%s from %s (roll %v): %s provisional %v, %v; the clerk has %s, %v",
				tm, shown(from), roll, shown(got.DueAt), got.Provisional, err, shown(want), provisional)
		}
		checkCounted(t, got)
	})
}

// checkCounted holds every explanation to what Deadline.Counted promises.
func checkCounted(t *rapid.T, d Deadline) {
	seconds, counted := 0, 0
	for i, day := range d.Counted {
		text := day.Date.String()
		if i > 0 && !day.Date.After(d.Counted[i-1].Date) {
			t.Fatalf("%s is out of order", text)
		}
		if day.Kind != DayRolled && day.Kind != DayPaused && day.Kind.Off() == wallIsWorked(text) {
			t.Fatalf("%s is said to be %s", text, day.Kind)
		}
		if day.Counts > 0 && day.Counts <= counted {
			t.Fatalf("%s counts %d after %d", text, day.Counts, counted)
		}
		counted = max(counted, day.Counts)
		seconds += day.Seconds
	}
	switch {
	case d.Term.Unit == WorkingDays && counted != d.Term.N:
		t.Fatalf("%d working days counted of %s", counted, d.Term)
	case d.Term.Unit == WorkingHours && seconds != 3600*d.Term.N:
		t.Fatalf("%d seconds counted of %s", seconds, d.Term)
	case d.Term.Unit != Hours && d.Term.Unit != Minutes && d.Term.Unit != Seconds &&
		d.Counted[len(d.Counted)-1].Date != From(d.DueAt):
		t.Fatalf("the last day of %+v is not the day it is due", d.Counted)
	}
}

func TestMinimumsAgreeWithTheClerk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := instants().Draw(t, "from")
		tm := terms(WorkingDays, Days, Months, Years).Draw(t, "term")
		full, _ := naiveDeadline(from, tm, false)
		m, err := Builtin().Full(from, tm)
		if err != nil || !m.FullAt.Equal(full) || !m.OpensAt.Equal(full.Add(time.Second)) {
			t.Fatalf("%s from %s: %+v, %v; the clerk has %s", tm, shown(from), m, err, shown(full))
		}
	})
}

func TestWarningsAgreeWithTheClerk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		due := instants().Draw(t, "due")
		warn := terms(WorkingDays, Days, WorkingHours).Draw(t, "warn")
		want := naiveBefore(due, warn)
		if got := Builtin().Before(due, warn); !got.Equal(want) {
			t.Fatalf("%s before %s: %s; the clerk has %s", warn, shown(due), shown(got), shown(want))
		}
	})
}

func TestDaysLeftAgreeWithTheClerk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now, due := instants().Draw(t, "now"), instants().Draw(t, "due")
		now = now.Add(time.Duration(rapid.IntRange(0, 1999).Draw(t, "millisecond")) * time.Millisecond)
		if got, want := Builtin().WorkingDaysLeft(now, due), naiveWorkingDaysLeft(now, due); got != want {
			t.Fatalf("at %s, due %s: %d left; the clerk has %d", shown(now), shown(due), got, want)
		}
	})
}

// Working hours forward and back lead to the same place whenever the start lies
// inside office hours.
func TestWorkingHoursThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := instants().Filter(wallIsOfficeMinute).Draw(t, "from")
		tm := terms(WorkingHours).Draw(t, "term")
		d, err := Builtin().Deadline(from, tm, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := Builtin().Before(d.DueAt, tm); !got.Equal(from) {
			t.Fatalf("%s from %s is %s, and back %s", tm, shown(from), shown(d.DueAt), shown(got))
		}
	})
}

// TestEveryDayAgreesWithTheWallCalendar leaves no day of four years unchecked.
func TestEveryDayAgreesWithTheWallCalendar(t *testing.T) {
	for day := "2023-12-01"; day < "2027-02-01"; day = dayAfter(day) {
		d := on(t, day)
		if got := Builtin().IsWorkingDay(d); got != wallIsWorked(day) {
			t.Errorf("%s worked: %v", day, got)
		}
		if got := Builtin().Provisional(d); got == wallIsKnown(day) {
			t.Errorf("%s provisional: %v", day, got)
		}
	}
}
