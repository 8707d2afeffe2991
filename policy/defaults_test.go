package policy_test

import (
	"slices"
	"strings"
	"testing"

	"chengxin/policy"
)

// A pack that says little gets what a cautious lawyer would choose.
func TestDefaults(t *testing.T) {
	src := jining(t)
	// The dispute's rule in its fewest words.
	start := strings.Index(src, "\ndispute:")
	end := strings.Index(src, "\nbreach:")
	src = src[:start] + `
dispute:
  within: 3 working_days
  steps:
    - {key: acceptance}
    - {key: supplement, within: 5 working_days}
    - {key: investigation, reason: always}
` + src[end:]
	p, _, err := policy.Load("test.yaml", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	d := p.Dispute
	if d.From != policy.Complete || d.OpenWhile != policy.ProposedOrPublic {
		t.Errorf("the clock runs from %s, open while %s", d.From, d.OpenWhile)
	}
	if s := d.Step("acceptance"); s.Name != "异议受理" || s.Role != policy.Handler || s.From != "" {
		t.Errorf("acceptance: %+v", s)
	}
	if s := d.Step("supplement"); s.From != policy.Served || s.Lapse != "abandoned" || s.Role != policy.WindowClerk {
		t.Errorf("supplement: %+v", s)
	}
	if s := d.Step("investigation"); !slices.Equal(s.Not, []string{"decided_the_matter"}) {
		t.Errorf("investigation: %+v", s)
	}
}

// A choice against someone needs a reason; a claimed document must be there.
func TestChoicesHaveWordsAndDuties(t *testing.T) {
	p := builtin(t, "jining.yaml")
	for _, c := range []struct {
		step             policy.Step
		choice, label    string
		reason, evidence bool
	}{
		{p.Violation.Step("filing"), "filed", "准予立案", false, false},
		{p.Violation.Step("filing"), "declined", "不予立案", true, false},
		{p.Repair.Step("acceptance"), "declined", "不予受理", true, false},
		{p.Violation.Step("notice"), "served", "已送达", false, true},
		{p.Violation.Step("verification"), "passed", "核查通过", false, false},
		{p.Violation.Step("legal_review"), "passed", "审核通过", false, false},
		{p.Violation.Step("statement"), "none", "未陈述申辩", false, false},
		{p.Violation.Approval[0], "refused", "不予批准", true, false},
		{p.Dispute.Step("acceptance"), "incomplete", "一次性告知补正", true, false},
		{p.Dispute.Step("investigation"), "upheld", "异议成立", true, false},
		{p.Repair.Step("verification"), "not_corrected", "未改正", true, true},
		{p.Repair.SignOff["black"][1], "refused", "不同意修复", true, false},
		{p.Repair.SignOff["black"][1], "signed", "同意修复", false, false},
	} {
		got, ok := c.step.Choice(c.choice)
		want := policy.Choice{Key: c.choice, Label: c.label, Reason: c.reason, Evidence: c.evidence}
		if !ok || got != want {
			t.Errorf("%s: got %+v, want %+v", c.step.Key, got, want)
		}
	}
	for _, process := range [][]policy.Step{p.Violation.Steps, p.Violation.Approval, p.Listing.Steps, p.Listing.Approval, p.Dispute.Steps, p.Breach.Steps, p.Repair.Steps, p.Repair.SignOff["black"], p.Revocation.Steps} {
		for _, s := range process {
			for _, c := range s.Choices {
				if c.Label == "" {
					t.Errorf("%s.%s has no words", s.Key, c.Key)
				}
			}
		}
	}
}

func TestChoicesInOwnWords(t *testing.T) {
	src := changed(t, "choices: [corrected, not_corrected]", "choices: [{key: corrected, label: 整改到位, evidence: false}, {key: not_corrected, reason: false}]")
	p, _, err := policy.Load("test.yaml", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	got := p.Repair.Step("verification").Choices
	want := []policy.Choice{{Key: "corrected", Label: "整改到位"}, {Key: "not_corrected", Label: "未改正", Evidence: true}}
	if !slices.Equal(got, want) {
		t.Errorf("got %+v", got)
	}
}

// JN-9: yellow one office; black two offices and two people.
func TestSignOff(t *testing.T) {
	p := builtin(t, "jining.yaml")
	yellow, black := p.Repair.SignOff["yellow"], p.Repair.SignOff["black"]
	if len(yellow) != 1 || yellow[0].Office != "leading_group" {
		t.Errorf("yellow: %+v", yellow)
	}
	if len(black) != 2 || black[0].Office != "leading_group" || black[1].Office != "joint_meeting" {
		t.Fatalf("black: %+v", black)
	}
	second := black[1]
	if second.Key != "sign_off_joint_meeting" || second.Name != "济宁市社会信用体系建设联席会议办公室签批" || second.Role != policy.OfficeMember {
		t.Errorf("second office: %+v", second)
	}
	if !slices.Equal(second.Not, []string{"verification", "sign_off_leading_group"}) || !slices.Equal(second.ReturnTo, []string{"verification"}) {
		t.Errorf("the second office may be signed for by %v, returns to %v", second.Not, second.ReturnTo)
	}
}
