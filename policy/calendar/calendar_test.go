package calendar

import (
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"
)

func year(t testing.TB, text string) Year {
	t.Helper()
	y, err := ParseYear([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return y
}

// The notice for 2027 arrives: what was provisional is counted again.
func TestANewYearMovesDeadlines(t *testing.T) {
	before := Builtin()
	after, err := before.With(year(t, notice2027))
	if err != nil {
		t.Fatal(err)
	}
	from, three := at(t, "2026-12-30 10:00"), Term{3, WorkingDays}
	old, _ := before.Deadline(from, three, Options{})
	now, _ := after.Deadline(from, three, Options{})
	if !old.Provisional || shown(old.DueAt) != "2027-01-04 23:59:59" {
		t.Errorf("before: %s, provisional %v", shown(old.DueAt), old.Provisional)
	}
	if now.Provisional || shown(now.DueAt) != "2027-01-05 23:59:59" {
		t.Errorf("after: %s, provisional %v", shown(now.DueAt), now.Provisional)
	}
	if old.Calendar != before.ID() || now.Calendar != after.ID() || old.Calendar == now.Calendar {
		t.Error("the deadlines do not tell their calendars apart")
	}
	if before.Provisional(on(t, "2027-01-01")) != true || len(before.Years()) != 3 || len(after.Years()) != 4 {
		t.Error("the old calendar changed")
	}
}

// The New Year holiday of some years begins in December (2019: from 30 December
// 2018, the 29th worked).
func TestANoticeReachesIntoDecember(t *testing.T) {
	c, err := Builtin().With(year(t, `
year: 2019
notice: 国务院办公厅关于2019年部分节假日安排的通知
festivals:
  - {name: 元旦, from: 2018-12-30, to: 2019-01-01, make_up: [2018-12-29]}
`))
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[string]DayKind{
		"2018-12-29": DayMakeUp, "2018-12-30": DayHoliday, "2018-12-31": DayHoliday, "2019-01-01": DayHoliday,
	} {
		if got := c.Kind(on(t, day)).Kind; got != want {
			t.Errorf("%s is %s, want %s", day, got, want)
		}
	}
	if got := c.NextWorkingDay(at(t, "2018-12-28 10:00")).String(); got != "2018-12-29" {
		t.Errorf("after 28 December 2018 comes %s", got)
	}
}

// A corrected notice replaces the first one (春节 2020 was lengthened).
func TestACorrectedYearReplacesTheFirst(t *testing.T) {
	c, err := Builtin().With(year(t, "year: 2026\nnotice: 更正通知\nfestivals: [{name: 元旦, from: 2026-01-01, to: 2026-01-02}]\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Years()) != 3 || c.Kind(on(t, "2026-09-25")).Kind != DayWorking || c.ID() == Builtin().ID() {
		t.Error("the first notice still counts")
	}
}

func TestWithRefuses(t *testing.T) {
	good := year(t, notice2027)
	if _, err := Builtin().With(good, good); !errors.Is(err, ErrYear) || !strings.Contains(err.Error(), "2027年给出了两次") {
		t.Errorf("a year twice: %v", err)
	}
	if _, err := Builtin().With(Year{Year: 2028}); !errors.Is(err, ErrYear) {
		t.Errorf("an empty year: %v", err)
	}
	first := year(t, "year: 2030\nnotice: 甲\nfestivals: [{name: 年末, from: 2030-12-29, to: 2030-12-30}]\n")
	second := year(t, "year: 2031\nnotice: 乙\nfestivals: [{name: 元旦, from: 2030-12-31, to: 2031-01-02, make_up: [2030-12-29]}]\n")
	if _, err := Builtin().With(first, second); !errors.Is(err, ErrYear) || !strings.Contains(err.Error(), "2030-12-29在2031年与上一年的安排中不一致") {
		t.Errorf("neighbours that disagree: %v", err)
	}
}

func TestID(t *testing.T) {
	c := Builtin()
	if !regexp.MustCompile(`^[0-9a-f]{64}$`).MatchString(c.ID()) {
		t.Errorf("ID %q", c.ID())
	}
	same, err := c.With(c.Years()...)
	if err != nil || same.ID() != c.ID() {
		t.Errorf("the same content has another ID: %v", err)
	}
	renamed := c.Years()[2]
	renamed.Festivals[5].Name = "中秋"
	other, err := c.With(renamed)
	if err != nil || other.ID() == c.ID() {
		t.Errorf("another name has the same ID: %v", err)
	}
	office, err := c.WithOffice(Shift{9 * time.Hour, 17 * time.Hour})
	if err != nil || office.ID() == c.ID() {
		t.Errorf("other office hours have the same ID: %v", err)
	}
}

// Whoever holds a Year or the shifts of a calendar cannot change it.
func TestCalendarIsImmutable(t *testing.T) {
	given := year(t, notice2027)
	c, err := Builtin().With(given)
	if err != nil {
		t.Fatal(err)
	}
	id := c.ID()
	given.Festivals[0].Name = "changed"
	given.Festivals[1].MakeUp[0] = Date{}
	c.Years()[0].Festivals[0].Name = "changed"
	c.Office()[0] = Shift{}
	again, err := c.With()
	if err != nil || again.ID() != id {
		t.Errorf("the calendar changed: %v", err)
	}
}

func TestOfficeHours(t *testing.T) {
	for _, good := range []string{"08:00-12:00", "00:00-24:00", "14:30-18:05"} {
		if s, err := ParseShift(good); err != nil || s.String() != good {
			t.Errorf("%s: %s, %v", good, s, err)
		}
	}
	for _, faulty := range []string{"", "8:00-12:00", "08:00", "08:00-12:00 ", "08:60-12:00", "12:00-08:00", "08:00-08:00", "08:00-24:01", "08:00-99:00", "-8:00-12:00", "08:00-12:00x"} {
		if s, err := ParseShift(faulty); !errors.Is(err, ErrOffice) {
			t.Errorf("%q was read as %s: %v", faulty, s, err)
		}
	}
	if text, err := json.Marshal(Builtin().Office()); err != nil || string(text) != `["08:00-12:00","14:00-18:00"]` {
		t.Errorf("office hours as JSON: %s, %v", text, err)
	}
	morning, noon := Shift{8 * time.Hour, 12 * time.Hour}, Shift{11 * time.Hour, 14 * time.Hour}
	for name, shifts := range map[string][]Shift{
		"none": {}, "overlapping": {morning, noon}, "in disorder": {noon, morning},
		"seconds": {{time.Second, time.Hour}}, "negative": {{-time.Hour, time.Hour}},
	} {
		if _, err := Builtin().WithOffice(shifts...); !errors.Is(err, ErrOffice) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDayKindsInChinese(t *testing.T) {
	for kind, want := range map[DayKind]string{
		DayWorking: "工作日", DayMakeUp: "调休上班", DayWeekend: "周末", DayHoliday: "放假", DayRolled: "顺延", "other": "other",
	} {
		if got := kind.Chinese(); got != want {
			t.Errorf("%s is %s, want %s", kind, got, want)
		}
	}
}
