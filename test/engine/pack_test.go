package engine

import (
	"strings"
	"testing"

	"chengxin/models"
	"chengxin/policy"
	"chengxin/test/city"
)

// altered is Jining's pack with other thresholds, the offices in the other order and
// one signature more: no line of Go knows of it (NX-1).
func altered(t *testing.T) []byte {
	t.Helper()
	const black = `    black:
      - {office: leading_group, within: 2 working_days, warn: 1 working_day, article: 示例}
      - {office: joint_meeting, within: 2 working_days, warn: 1 working_day, article: 示例}
`
	src := string(policy.Builtin()[0].Data)
	for _, change := range [][2]string{
		{"at: 20 points", "at: 17 points"},
		{"at: 40 points", "at: 33 points"},
		{"version: 2026.1", "version: 2026.2"},
		{black, `    black:
      - {office: joint_meeting, within: 2 working_days, warn: 1 working_day, article: 示例}
      - {office: leading_group, within: 2 working_days, warn: 1 working_day, article: 示例}
      - {office: city_bureau, role: approver, within: 2 working_days, warn: 1 working_day, article: 示例}
`},
	} {
		if !strings.Contains(src, change[0]) {
			t.Fatalf("the pack no longer says %q", change[0])
		}
		src = strings.Replace(src, change[0], change[1], 1)
	}
	out, err := policy.Trial([]byte(src), policy.TrialOptions{WorkingDay: 30, MinimumMonth: 1})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAnotherPackAnotherOutcome(t *testing.T) {
	c := city.New(t, city.Options{Source: altered(t)})
	defer c.Prove()
	c.Subject("P1")
	c.Recognise("GH-05", "P1") // 10
	c.Recognise("ZT-03", "P1") // 20: over 17
	yellow := c.Listing("P1", "yellow")
	if yellow.Total != 20 {
		t.Fatalf("yellow at %d, want proposed at 20", yellow.Total)
	}
	c.Recognise("ZT-02", "P1") // 25
	if l := c.Listing("P1", "black"); l.Number != "" {
		t.Fatalf("black at %d", l.Total)
	}
	c.Recognise("GH-01", "P1") // 33: exactly
	black := c.Listing("P1", "black")
	if black.Total != 33 {
		t.Fatalf("black: %+v, want proposed at exactly 33", black)
	}
	c.List(black.Number)
	await(t, "black open to repair", func() bool { return c.Case(black.Number).Stage == "repairable" })
	r, err := repair(c, black.Number)
	if err != nil {
		t.Fatal(err)
	}
	c.Move(r.Number, "acceptance", "accepted")
	c.Move(r.Number, "verification", "corrected")
	for _, step := range []string{"sign_off_joint_meeting", "sign_off_leading_group", "sign_off_city_bureau"} {
		c.Move(r.Number, step, "signed")
	}
	if got := c.Case(r.Number); got.Outcome != "repaired" {
		t.Errorf("repair ended as %q", got.Outcome)
	}
	if l := c.Listing("P1", "yellow"); l.Number != "" {
		t.Errorf("a repaired black fell back to yellow: %+v", l)
	}
}

// An office outside the system signs by letter, entered by someone who gave no other
// signature on the file.
func TestAnOutsideOfficeSignsByLetter(t *testing.T) {
	src := strings.Replace(string(policy.Builtin()[0].Data), "joint_meeting: 济宁市社会信用体系建设联席会议办公室",
		"joint_meeting: {organization: joint_meeting_office, external: true}", 1)
	trial, err := policy.Trial([]byte(src), policy.TrialOptions{WorkingDay: 30, MinimumMonth: 1})
	if err != nil {
		t.Fatal(err)
	}
	c := city.New(t, city.Options{Source: trial})
	defer c.Prove()
	c.Subject("P2")
	c.Recognise("SR-10", "P2") // 40 at once
	black := c.Listing("P2", "black")
	c.List(black.Number)
	await(t, "black open to repair", func() bool { return c.Case(black.Number).Stage == "repairable" })
	r, err := repair(c, black.Number)
	if err != nil {
		t.Fatal(err)
	}
	c.Move(r.Number, "acceptance", "accepted")
	c.Move(r.Number, "verification", "corrected")
	c.Move(r.Number, "sign_off_leading_group", "signed")
	if _, err := c.TryAs(c.As(policy.Handler, city.District, 2), r.Number, "sign_off_joint_meeting", "signed"); code(err) != "repair.letter" {
		t.Errorf("signed without a letter: %v", err)
	}
	letter := map[string]any{"letter": map[string]any{"number": "济信联办函〔2026〕7号", "date": models.At(c.Now().Add(-1))}}
	if _, err := c.TryAs(c.As(policy.Handler, city.District, 2), r.Number, "sign_off_joint_meeting", "signed", letter); err != nil {
		t.Error(err)
	}
	if got := c.Case(r.Number).Outcome; got != "repaired" {
		t.Errorf("repair ended as %q", got)
	}
}
