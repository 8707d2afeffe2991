package calendar

import (
	"strings"
	"testing"
)

// A year reads like its notice.
func TestYearInWords(t *testing.T) {
	years := Builtin().Years()
	want := `国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号，2025年11月4日）
元旦：1月1日（周四）至3日（周六）放假，共3天。1月4日（周日）上班。
春节：2月15日（周日）至23日（周一）放假，共9天。2月14日（周六）、28日（周六）上班。
清明节：4月4日（周六）至6日（周一）放假，共3天。
劳动节：5月1日（周五）至5日（周二）放假，共5天。5月9日（周六）上班。
端午节：6月19日（周五）至21日（周日）放假，共3天。
中秋节：9月25日（周五）至27日（周日）放假，共3天。
国庆节：10月1日（周四）至7日（周三）放假，共7天。9月20日（周日）、10月10日（周六）上班。`
	if got := years[2].Words(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	// Across the year's end, in the wrong order, a day alone.
	y := Year{Year: 2027, Notice: "通知", Festivals: []Festival{
		{Name: "乙", From: on(t, "2027-05-03"), To: on(t, "2027-05-03"), MakeUp: []Date{on(t, "2027-05-08"), on(t, "2027-05-02")}},
		{Name: "甲", From: on(t, "2026-12-31"), To: on(t, "2027-01-01")},
	}}
	want = "通知\n甲：2026年12月31日（周四）至2027年1月1日（周五）放假，共2天。\n乙：5月3日（周一）放假，共1天。5月2日（周日）、8日（周六）上班。"
	if got := y.Words(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Only days that are worked in one calendar and off in the other can move a deadline.
func TestChanges(t *testing.T) {
	y, err := ParseYear([]byte(notice2027))
	if err != nil {
		t.Fatal(err)
	}
	later, err := Builtin().With(y)
	if err != nil {
		t.Fatal(err)
	}
	say := func(all []Changed) string {
		var said []string
		for _, c := range all {
			said = append(said, c.Date.String()+" "+string(c.Before.Kind)+" "+string(c.After.Kind))
		}
		return strings.Join(said, "; ")
	}
	want := "2027-01-01 working holiday; 2027-01-31 weekend make_up; 2027-02-05 working holiday; 2027-02-08 working holiday; " +
		"2027-02-09 working holiday; 2027-02-10 working holiday; 2027-02-11 working holiday; 2027-02-12 working holiday; 2027-02-20 weekend make_up"
	if got := say(Builtin().Changes(later)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := later.Changes(later); got != nil {
		t.Errorf("a calendar differs from itself: %s", say(got))
	}
	for i, back := range later.Changes(Builtin()) {
		if there := Builtin().Changes(later)[i]; back.Date != there.Date || back.Before != there.After || back.After != there.Before {
			t.Errorf("there %v, back %v", there, back)
		}
	}
}
