package policy_test

import (
	"strings"
	"testing"

	"chengxin/policy"
	"chengxin/policy/calendar"
)

func trial(t *testing.T, src string, opts policy.TrialOptions) (*policy.Pack, string) {
	t.Helper()
	out, err := policy.Trial([]byte(src), opts)
	if err != nil {
		t.Fatal(err)
	}
	p, warned, err := policy.Load("trial.yaml", out)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range warned {
		if w.Code == policy.DepartsFromNational {
			t.Errorf("a trial is no rule to compare: %v", w)
		}
	}
	return p, string(out)
}

// A trial runs in seconds, and is the same rule otherwise.
func TestTrial(t *testing.T) {
	p, out := trial(t, jining(t), policy.TrialOptions{})
	if !p.Trial || p.Name() != "jining 2026.1-trial" {
		t.Errorf("trial %v, name %s", p.Trial, p.Name())
	}
	yellow, black := listOf(t, p, "yellow"), listOf(t, p, "black")
	for _, c := range []struct {
		what string
		got  calendar.Term
		want string
	}{
		{"yellow minimum", yellow.RepairAfter, "6 seconds"},
		{"black minimum", black.RepairAfter, "12 seconds"},
		{"yellow maximum", yellow.EndsAfter, "5110 seconds"},
		{"dispute", p.Dispute.Within, "60 seconds"},
		{"whole case", p.Violation.Within, "1260 seconds"},
		{"statement", p.Violation.Step("statement").Within, "100 seconds"},
		{"warning", p.Violation.Step("statement").Warn, "20 seconds"},
		{"signature", p.Repair.SignOff["black"][1].Within, "40 seconds"},
		{"withdrawal", p.Revocation.WithdrawWithin, "60 seconds"},
		{"bar", p.Repair.BarredFor, "5110 seconds"},
	} {
		if c.got.String() != c.want {
			t.Errorf("%s: %s, want %s", c.what, c.got, c.want)
		}
	}
	if !strings.Contains(out, "# 受理、核查、答复共用一个期限") || strings.Count(out, "\n") != strings.Count(jining(t), "\n")+1 {
		t.Error("a trial keeps comments and lines")
	}
	original := builtin(t, "jining.yaml")
	if len(p.Behaviours) != len(original.Behaviours) || p.Behaviours[0] != original.Behaviours[0] || p.Hash == original.Hash {
		t.Error("a trial keeps the catalogue and has a hash of its own")
	}
	if said := policy.Words(p); !strings.Contains(said, "试运行：期限以秒计，不作为执法依据。") || !strings.Contains(said, "自送达起100秒内") {
		t.Error("a trial says so")
	}
}

func TestTrialInOwnSeconds(t *testing.T) {
	p, _ := trial(t, jining(t), policy.TrialOptions{WorkingDay: 2, MinimumMonth: 3})
	if got := listOf(t, p, "yellow").RepairAfter.String(); got != "18 seconds" {
		t.Errorf("minimum %s", got)
	}
	if got := p.Dispute.Within.String(); got != "6 seconds" {
		t.Errorf("dispute %s", got)
	}
}

// A trial may stand beside the rules it tries out, as a jurisdiction of its own.
func TestTrialJurisdiction(t *testing.T) {
	p, _ := trial(t, jining(t), policy.TrialOptions{Key: "jining_trial", Name: "济宁市（试运行）"})
	if p.Name() != "jining_trial 2026.1-trial" || p.Jurisdiction.Name != "济宁市（试运行）" || p.Jurisdiction.Code != "370800" {
		t.Errorf("jurisdiction %+v", p.Jurisdiction)
	}
	if _, err := policy.Trial([]byte(jining(t)), policy.TrialOptions{Key: "Not a key"}); err == nil {
		t.Error("a key that no pack may have")
	}
}

func TestTrialOfAnySpelling(t *testing.T) {
	for what, src := range map[string]string{
		"quoted terms":    strings.NewReplacer("6 months", `"6 months"`, "3 working_days", "'3 working_days'").Replace(jining(t)),
		"quoted version":  changed(t, "version: 2026.1", `version: "2026.1"`),
		"trial: false":    changed(t, "\nversion: 2026.1\n", "\nversion: 2026.1\ntrial: false\n"),
		"byte order mark": "\uFEFF" + jining(t),
		"Windows lines":   strings.ReplaceAll(jining(t), "\n", "\r\n"),
	} {
		t.Run(what, func(t *testing.T) {
			if p, _ := trial(t, src, policy.TrialOptions{}); !p.Trial || p.Version != "2026.1-trial" {
				t.Errorf("trial %v, version %s", p.Trial, p.Version)
			}
		})
	}
}

func TestTrialOfATrialIsItself(t *testing.T) {
	_, once := trial(t, jining(t), policy.TrialOptions{})
	_, twice := trial(t, once, policy.TrialOptions{WorkingDay: 5})
	if once != twice {
		t.Error("a trial must not be scaled again")
	}
}

func TestTrialRefuses(t *testing.T) {
	if _, err := policy.Trial([]byte("version: 1\n"), policy.TrialOptions{}); err == nil {
		t.Error("a faulty pack has no trial")
	}
	if _, err := policy.Trial([]byte(jining(t)), policy.TrialOptions{WorkingDay: -1}); err == nil {
		t.Error("negative seconds")
	}
	folded := changed(t, "within: 90 days", "within: \"90\\x20days\"")
	if _, err := policy.Trial([]byte(folded), policy.TrialOptions{}); err == nil || !strings.Contains(err.Error(), "请写在一行内") {
		t.Errorf("escaped term: %v", err)
	}
}
