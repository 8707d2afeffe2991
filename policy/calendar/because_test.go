package calendar

import "testing"

func TestBecauseMidAutumn(t *testing.T) {
	d, err := Builtin().Deadline(at(t, "2026-09-24 10:00"), term(t, "3 working_days"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := "自2026年9月24日收到完整材料之次日起3个工作日:9月28日、29日、30日;9月25日至27日中秋节放假"
	if got := d.Because("收到完整材料"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := shown(d.DueAt); got != "2026-09-30 23:59:59" {
		t.Errorf("due at %s", got)
	}
}
