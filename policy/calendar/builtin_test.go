package calendar

import (
	"testing"
	"testing/fstest"
)

// TestNoticedDays checks days by what the notices say of them, festival by
// festival, at both edges.
func TestNoticedDays(t *testing.T) {
	c := Builtin()
	for _, want := range []struct {
		day  string
		kind DayKind
		name string
	}{
		{"2024-01-01", DayHoliday, "元旦"},
		{"2024-02-04", DayMakeUp, "春节"}, // Sunday
		{"2024-02-09", DayWorking, ""},  // 除夕: only encouraged
		{"2024-02-10", DayHoliday, "春节"},
		{"2024-02-17", DayHoliday, "春节"},
		{"2024-02-18", DayMakeUp, "春节"},
		{"2024-04-07", DayMakeUp, "清明节"},
		{"2024-05-11", DayMakeUp, "劳动节"},
		{"2024-06-08", DayWeekend, ""}, // adjoins 端午节, not named
		{"2024-06-10", DayHoliday, "端午节"},
		{"2024-09-14", DayMakeUp, "中秋节"},
		{"2024-10-08", DayWorking, ""},
		{"2024-10-12", DayMakeUp, "国庆节"},
		{"2025-01-26", DayMakeUp, "春节"},
		{"2025-01-27", DayWorking, ""},
		{"2025-01-28", DayHoliday, "春节"},
		{"2025-02-04", DayHoliday, "春节"},
		{"2025-02-05", DayWorking, ""},
		{"2025-05-31", DayHoliday, "端午节"},
		{"2025-06-02", DayHoliday, "端午节"},
		{"2025-09-28", DayMakeUp, "国庆节、中秋节"},
		{"2025-10-08", DayHoliday, "国庆节、中秋节"},
		{"2025-10-11", DayMakeUp, "国庆节、中秋节"},
		{"2026-01-02", DayHoliday, "元旦"},
		{"2026-01-04", DayMakeUp, "元旦"},
		{"2026-02-14", DayMakeUp, "春节"},
		{"2026-02-15", DayHoliday, "春节"},
		{"2026-02-23", DayHoliday, "春节"},
		{"2026-02-24", DayWorking, ""},
		{"2026-02-28", DayMakeUp, "春节"},
		{"2026-04-06", DayHoliday, "清明节"},
		{"2026-05-09", DayMakeUp, "劳动节"},
		{"2026-06-19", DayHoliday, "端午节"},
		{"2026-09-19", DayWeekend, ""},
		{"2026-09-20", DayMakeUp, "国庆节"},
		{"2026-09-25", DayHoliday, "中秋节"},
		{"2026-09-27", DayHoliday, "中秋节"},
		{"2026-09-28", DayWorking, ""},
		{"2026-10-07", DayHoliday, "国庆节"},
		{"2026-10-10", DayMakeUp, "国庆节"},
		{"2027-01-01", DayWorking, ""}, // not loaded: weekends alone
	} {
		d := on(t, want.day)
		if got := c.Kind(d); got != (Day{Date: d, Kind: want.kind, Name: want.name}) {
			t.Errorf("%s is %s %s, want %s %s", want.day, got.Kind, got.Name, want.kind, want.name)
		}
		if c.IsWorkingDay(d) == want.kind.Off() {
			t.Errorf("%s: worked and %s", want.day, want.kind)
		}
	}
}

// TestWorkingDaysOfAYear counts each year whole. Two statutory days were added
// from 2025 on (全国年节及纪念日放假办法).
func TestWorkingDaysOfAYear(t *testing.T) {
	for _, c := range []struct {
		before, last string
		want         int
	}{
		{"2023-12-31", "2024-12-31", 251},
		{"2024-12-31", "2025-12-31", 248},
		{"2025-12-31", "2026-12-31", 248},
	} {
		if got := Builtin().workingBetween(on(t, c.before), on(t, c.last)); got != c.want {
			t.Errorf("%s: %d working days, want %d", c.last[:4], got, c.want)
		}
	}
}

func TestProvisionalYears(t *testing.T) {
	for day, want := range map[string]bool{
		"2023-12-31": true, "2024-01-01": false, "2026-12-31": false, "2027-01-01": true,
	} {
		if got := Builtin().Provisional(on(t, day)); got != want {
			t.Errorf("%s provisional: %v", day, got)
		}
	}
	if c := Builtin(); !c.Provisional(Date{}) || c.IsWorkingDay(Date{}) {
		t.Error("no day is a known working day")
	}
}

func TestNextWorkingDay(t *testing.T) {
	for _, c := range []struct{ after, want string }{
		{"2026-09-24 10:00", "2026-09-28"},
		{"2026-09-19 10:00", "2026-09-20"}, // a Sunday made up
		{"2026-09-30 23:59:59", "2026-10-08"},
		{"2026-02-13 00:00", "2026-02-14"},
		{"2026-02-14 00:00", "2026-02-24"},
		{"2025-12-31 08:00", "2026-01-04"},
		{"2026-12-31 08:00", "2027-01-01"}, // provisional
		{"9999-12-31 08:00", ""},
	} {
		if got := Builtin().NextWorkingDay(at(t, c.after)).String(); got != c.want {
			t.Errorf("after %s comes %s, want %s", c.after, got, c.want)
		}
	}
}

func TestBuiltinNotices(t *testing.T) {
	years := Builtin().Years()
	if len(years) != 3 {
		t.Fatalf("%d years", len(years))
	}
	for i, want := range []struct{ notice, number, published string }{
		{"国务院办公厅关于2024年部分节假日安排的通知", "国办发明电〔2023〕7号", "2023-10-25"},
		{"国务院办公厅关于2025年部分节假日安排的通知", "国办发明电〔2024〕12号", "2024-11-12"},
		{"国务院办公厅关于2026年部分节假日安排的通知", "国办发明电〔2025〕7号", "2025-11-04"},
	} {
		y := years[i]
		if y.Year != 2024+i || y.Notice != want.notice || y.Number != want.number || y.Published.String() != want.published {
			t.Errorf("%+v", y)
		}
	}
}

// TestLoadNamesTheFaultyFile keeps a slip in a data file findable.
func TestLoadNamesTheFaultyFile(t *testing.T) {
	office := &fstest.MapFile{Data: []byte("office: [\"09:00-17:00\"]\n")}
	for name, files := range map[string]fstest.MapFS{
		"no office hours": {},
		"faulty office":   {"data/office.yaml": {Data: []byte("office: [noon]\n")}},
		"faulty year":     {"data/office.yaml": office, "data/2027.yaml": {Data: []byte("year: 2027\n")}},
	} {
		if _, err := load(files); err == nil {
			t.Errorf("%s: loaded", name)
		}
	}
	if c, err := load(fstest.MapFS{"data/office.yaml": office}); err != nil || len(c.Years()) != 0 {
		t.Errorf("a calendar of weekends alone: %v", err)
	}
}
