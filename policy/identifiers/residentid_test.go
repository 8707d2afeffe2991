package identifiers_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"chengxin/policy/calendar"
	"chengxin/policy/identifiers"
)

// The first number is the standard's own example; all belong to nobody.
const example = "11010519491231002X"

func today(t *testing.T) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate("2026-11-24")
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestResidentIDs(t *testing.T) {
	for _, c := range []struct {
		typed, birth, code, says string
	}{
		{typed: example, birth: "1949-12-31"},
		{typed: "11010519491231002x", birth: "1949-12-31"},
		{typed: "440524188001010014", birth: "1880-01-01"},
		{typed: "", code: "resident_id.length", says: "填写的是0位"},
		{typed: "110105491231002", code: "resident_id.length", says: "15位旧号码"},
		{typed: "1101051949123100X2", code: "resident_id.character", says: "X只能出现在最后一位"},
		{typed: "11010519491231OO2X", code: "resident_id.character", says: "第15位不是数字"},
		{typed: "99010519491231002X", code: "resident_id.region", says: "省级"},
		{typed: "11010519490231002X", code: "resident_id.birth", says: "不是真实存在的日期"},
		{typed: "110105202611250028", code: "resident_id.birth_future", says: "晚于今天"},
		{typed: "110105184912310027", code: "resident_id.birth_past", says: "早于1850年"},
		{typed: "110105194912310021", code: "resident_id.check", says: "校验码不符"},
	} {
		id, err := identifiers.ParseResidentID(c.typed, today(t))
		if id.Birth().String() != c.birth {
			t.Errorf("%q: born %s, want %s (%v)", c.typed, id.Birth(), c.birth, err)
		}
		checkRefusal(t, c.typed, err, c.code, c.says)
		if err != nil && len(c.typed) > 15 && strings.Contains(err.Error(), c.typed) {
			t.Errorf("the refusal repeats the number: %v", err)
		}
	}
}

func TestResidentIDPrintsMasked(t *testing.T) {
	id, err := identifiers.ParseResidentID(example, today(t))
	if err != nil {
		t.Fatal(err)
	}
	written, err := json.Marshal(struct{ ID identifiers.ResidentID }{id})
	if err != nil {
		t.Fatal(err)
	}
	for _, said := range []string{id.String(), fmt.Sprintf("%v %s %+v %#v", id, id, id, id), string(written)} {
		if strings.Contains(said, "19491231") || !strings.Contains(said, "1101************2X") {
			t.Errorf("said %s", said)
		}
	}
	if id.Reveal() != example {
		t.Error("Reveal must give the number itself")
	}
}
