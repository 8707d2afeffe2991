package policy_test

import (
	"strings"
	"testing"

	"chengxin/policy"
)

// What a countersign's votes decide, and when.
func TestTally(t *testing.T) {
	choices := []policy.Choice{{Key: "approved"}, {Key: "sent_back"}, {Key: "refused"}}
	for _, c := range []struct {
		name string
		need int
		veto bool   // anyone's
		vote string // a approved, r refused, s sent back, . awaited; upper case: holds a veto
		want string
	}{
		{"all: one is awaited", 3, false, "aa.", ""},
		{"all: complete", 3, false, "aaa", "approved"},
		{"all: one no puts agreement out of reach", 3, false, "a.r", "refused"},
		{"any: the first yes decides", 1, false, "r.a", "approved"},
		{"any: noes wait for the last", 1, false, "rr.", ""},
		{"any: nobody agreed", 1, false, "rrr", "refused"},
		{"2 of 3: reached before the third answers", 2, false, "a.a", "approved"},
		{"2 of 3: one no leaves it open", 2, false, "ar.", ""},
		{"2 of 3: out of reach", 2, false, "r.r", "refused"},
		{"of noes the one most gave", 3, false, "sas", "sent_back"},
		{"of equal noes the one listed last", 2, false, "sr.", "refused"},
		{"anyone's veto ends it", 2, true, "ar.", "refused"},
		{"a holder's veto ends it", 1, false, ".R.", "refused"},
		{"another's no does not", 1, false, ".rA", "approved"},
	} {
		step := policy.Step{Choices: choices, Countersign: &policy.Countersign{Need: c.need, Veto: c.veto}}
		var votes []policy.Vote
		for _, v := range c.vote {
			key := map[string]string{"a": "approved", "r": "refused", "s": "sent_back"}[strings.ToLower(string(v))]
			votes = append(votes, policy.Vote{Choice: key, Veto: v >= 'A' && v <= 'Z'})
		}
		got, decided := step.Tally(votes)
		if got != c.want || decided != (c.want != "") {
			t.Errorf("%s: %q %v, want %q", c.name, got, decided, c.want)
		}
	}
}

// Mistakes in what belongs to the desk are refused where they stand.
func TestMistakesInTheDesk(t *testing.T) {
	const approval = "{role: approver, within: 3 working_days, warn: 1 working_day, not: [recognition, review],"
	const handling = "claim_within: 1 working_day,"
	const dispute = "role: handler, within: 1 working_day, from: received,"
	for _, c := range []struct{ name, old, new, path, says string }{
		{"rungs out of order", "{to: [approver, supervisor]}", "{after: 4 working_days, to: supervisor}", "desk.escalation[1]", "永远轮不到"},
		{"a rung to nobody", "to: leading_group}", "to: leading_grup}", "desk.escalation[1].to", "leading_group"},
		{"the same audience twice", "[approver, supervisor]", "[supervisor, supervisor]", "desk.escalation[0].to[1]", "重复"},
		{"before and after", "after: 3 working_days, to", "before: 1 day, after: 3 working_days, to", "desk.escalation[1].after", "只写"},
		{"a rung before the step begins", dispute, dispute + " escalation: [{before: 2 working_days, to: supervisor}],", "dispute.steps[0].escalation[0].before", "早于环节"},
		{"a rung behind a lapse", "within: 5 working_days, from: served, warn: 1 working_day,\n       lapse: none,", "within: 5 working_days, from: served, warn: 1 working_day,\n       lapse: none, escalation: [{to: supervisor}],", "violation.steps[6].escalation[0]", "自动了结"},
		{"claiming longer than deciding", handling, "claim_within: 11 working_days,", "violation.steps[2].claim_within", "永远不会提醒"},
		{"an unknown way of assigning", handling, handling + " assign: lottery,", "violation.steps[2].assign", "least_loaded"},
		{"one signer", approval, approval + " countersign: {signers: [{role: approver}], rule: all},", "violation.approval[0].countersign.signers", "至少须有两人"},
		{"a rule nobody can read", approval, approval + " countersign: {signers: [{}, {}], rule: most},", "violation.approval[0].countersign.rule", "2 of 3"},
		{"a rule for others", approval, approval + " countersign: {signers: [{}, {}], rule: 2 of 3},", "violation.approval[0].countersign.rule", "会签人有2人"},
		{"countersigning what needs content", handling, handling + " countersign: {signers: [{}, {}], rule: all},", "violation.steps[2].countersign", "不能由多人会签"},
		{"an office that is none", approval, approval + " countersign: {signers: [{office: mayor}, {}], rule: all},", "violation.approval[0].countersign.signers[0].office", "没有系统内的办公室"},
		{"standing still at no step", "steps: [dispatch, handling, verification]", "steps: [dispatch, lunch]", "violation.deferral.steps[1]", "lunch"},
		{"more time without end", "{times: 2, each: 5 working_days, by: approver}", "{times: 2, by: approver}", "violation.steps[2].extension.each", "缺少"},
		{"more time of no limit", "listing:\n  article", "listing:\n  extension: {times: 1, each: 1 day}\n  article", "listing.extension", "没有全案期限"},
	} {
		t.Run(c.name, func(t *testing.T) {
			refusedAt(t, c.old, c.new, c.path, c.says)
		})
	}
}

// refusedAt changes Jining's pack and wants it refused at a path, with words.
func refusedAt(t *testing.T, old, changed, path, says string) {
	t.Helper()
	src := jining(t)
	if !strings.Contains(src, old) {
		t.Fatalf("%q does not stand in the pack", old)
	}
	_, _, err := policy.Load("test.yaml", []byte(strings.Replace(src, old, changed, 1)))
	load, ok := err.(*policy.LoadError) //nolint:errorlint // Load wraps nothing
	if !ok {
		t.Fatalf("not refused: %v", err)
	}
	for _, p := range load.Problems {
		if p.Path == path && strings.Contains(p.Message, says) {
			return
		}
	}
	t.Errorf("want %s: …%s…, got %v", path, says, load.Problems)
}
