package calendar

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

func TestParseTerm(t *testing.T) {
	for _, c := range []struct{ written, kept, chinese string }{
		{"3 working_days", "3 working_days", "3个工作日"},
		{"3 working days", "3 working_days", "3个工作日"},
		{"10 working_day", "10 working_days", "10个工作日"},
		{"1 working_day", "1 working_day", "1个工作日"},
		{"1 working_days", "1 working_day", "1个工作日"},
		{"6 months", "6 months", "6个月"},
		{"1 month", "1 month", "1个月"},
		{"1 year", "1 year", "1年"},
		{"15 days", "15 days", "15日"},
		{"2 hours", "2 hours", "2小时"},
		{"2 working_hours", "2 working_hours", "2个工作时"},
		{"1 working hour", "1 working_hour", "1个工作时"},
		{"20 seconds", "20 seconds", "20秒"},
		{"5 minutes", "5 minutes", "5分钟"},
		{"  007 \t days ", "7 days", "7日"},
		{"2000 working_days", "2000 working_days", "2000个工作日"},
	} {
		got, err := ParseTerm(c.written)
		if err != nil || got.String() != c.kept || got.Chinese() != c.chinese {
			t.Errorf("ParseTerm(%q) = %q, %q, %v; want %q, %q", c.written, got, got.Chinese(), err, c.kept, c.chinese)
		}
	}
}

func TestParseTermRefuses(t *testing.T) {
	for _, c := range []struct{ written, says string }{
		{"", "期限为空，应写成数量加单位，如3 working_days"},
		{" \n", "期限为空"},
		{"days", `"days"应以正整数开头`},
		{"three days", "应以正整数开头"},
		{"-3 days", "应以正整数开头"},
		{"+3 days", "应以正整数开头"},
		{"1.5 years", "应以正整数开头"},
		{"1_0 days", "应以正整数开头"},
		{"3days", "应以正整数开头"},
		{"\uff13 days", "应以正整数开头"}, // a full-width digit
		{"3", `"3"缺少单位，可用单位：working_days、days、months、years、hours、working_hours、minutes、seconds`},
		{"0 days", "数量为0，应为正整数"},
		{"3 weeks", `单位"weeks"不认识，可用单位：working_days、`},
		{"3 Days", `单位"Days"不认识`},
		{"3 working days of mine", `单位"working days of mine"不认识`},
		{"2001 working_days", "数量为2001，以working_days计的期限不得超过2000"},
		{"101 years", "不得超过100"},
		{"99999999999999999999 days", "数量过大"},
		{"3 " + strings.Repeat("天", 500), "…"},
	} {
		got, err := ParseTerm(c.written)
		if !errors.Is(err, ErrTerm) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("ParseTerm(%.30q) = %v, %v; want an error saying %s", c.written, got, err, c.says)
		}
		if err != nil && len([]rune(err.Error())) > 300 {
			t.Errorf("ParseTerm(%.30q): the error repeats a huge value", c.written)
		}
	}
}

func TestTermIsCarriedAsText(t *testing.T) {
	type step struct {
		Within Term `json:"within" yaml:"within"`
		Warn   Term `json:"warn,omitzero" yaml:"warn,omitempty"`
	}
	want := step{Within: Term{3, WorkingDays}}

	asJSON, err := json.Marshal(want)
	if err != nil || string(asJSON) != `{"within":"3 working_days"}` {
		t.Fatalf("JSON %s, %v", asJSON, err)
	}
	var got step
	if err := json.Unmarshal(asJSON, &got); err != nil || got != want {
		t.Errorf("JSON back: %+v, %v", got, err)
	}

	asYAML, err := yaml.Marshal(want)
	if err != nil || string(asYAML) != "within: 3 working_days\n" {
		t.Fatalf("YAML %s, %v", asYAML, err)
	}
	got = step{}
	if err := yaml.Unmarshal(asYAML, &got); err != nil || got != want {
		t.Errorf("YAML back: %+v, %v", got, err)
	}
	if err := json.Unmarshal([]byte(`{"within":"3 weeks"}`), &got); !errors.Is(err, ErrTerm) {
		t.Errorf("a faulty term in JSON: %v", err)
	}
}

func TestZeroTermMeansNoneSet(t *testing.T) {
	var none Term
	if !none.IsZero() || none.String() != "" || none.Chinese() != "" || !errors.Is(none.Validate(), ErrTerm) {
		t.Errorf("zero term: %q %q %v", none.String(), none.Chinese(), none.Validate())
	}
	text, err := none.MarshalText()
	if back := (Term{1, Days}); err != nil || back.UnmarshalText(text) != nil || !back.IsZero() {
		t.Errorf("zero term through text %q: %v", text, err)
	}
	for _, faulty := range []Term{{3, "weeks"}, {-1, Days}, {0, Days}, {101, Years}} {
		if _, err := faulty.MarshalText(); !errors.Is(err, ErrTerm) {
			t.Errorf("%+v was written: %v", faulty, err)
		}
	}
}
