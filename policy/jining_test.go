package policy_test

import (
	"strings"
	"testing"

	"chengxin/policy"
)

// JN-1, JN-14: the city bureau hosts the leading-group office; six pilot bureaus
// under dual leadership, each with a service point; the joint-meeting office beside.
func TestJiningOrganizations(t *testing.T) {
	p := builtin(t, "jining.yaml")
	count := map[string]int{}
	for _, o := range p.Organizations {
		count[o.Kind]++
		parent, _ := p.Organization(o.Parent)
		manager, _ := p.Organization(o.Manager)
		switch o.Kind {
		case "district_bureau":
			if parent.Key != "city_bureau" || manager.Kind != "government" || manager.Region != o.Region {
				t.Errorf("%s is led by %q, managed by %q", o.Name, parent.Name, manager.Name)
			}
		case "service_point":
			if parent.Kind != "district_bureau" || parent.Region != o.Region {
				t.Errorf("%s stands under %q", o.Name, parent.Name)
			}
		}
	}
	if len(p.Jurisdiction.Districts) != 6 || count["district_bureau"] != 6 || count["service_point"] != 6 {
		t.Errorf("%d districts, %v", len(p.Jurisdiction.Districts), count)
	}
	leading, _ := p.Office("leading_group")
	joint, _ := p.Office("joint_meeting")
	if o, _ := p.Organization(leading.Organization); o.Parent != "city_bureau" {
		t.Errorf("the leading-group office is hosted by %q", o.Parent)
	}
	if o, _ := p.Organization(joint.Organization); o.Parent == "city_bureau" || o.Key == leading.Organization {
		t.Errorf("the joint-meeting office is part of %q", o.Parent)
	}
}

// JN-2, JN-3, JN-4: seven sectors, each with rules of its own in both grades.
func TestJiningCatalogue(t *testing.T) {
	p := builtin(t, "jining.yaml")
	want := "市容环境卫生、户外广告管理、城乡规划执法、渣土运输管理、市政设施管养、园林绿化管养、环卫设施管养"
	var names []string
	for _, s := range p.Sectors {
		names = append(names, s.Name)
		grades := map[policy.Grade]int{}
		for _, b := range p.Behaviours {
			if b.Sector == s.Key {
				grades[b.Grade]++
			}
		}
		if grades[policy.General] < 2 || grades[policy.Serious] < 2 || grades[policy.General]+grades[policy.Serious] < 6 {
			t.Errorf("%s has %v", s.Name, grades)
		}
	}
	if got := strings.Join(names, "、"); got != want {
		t.Errorf("sectors %s", got)
	}
	for _, b := range p.Behaviours {
		if !strings.HasPrefix(b.Code, b.Sector+"-") || b.Article == "" || b.PointsArticle == "" {
			t.Errorf("%+v", b)
		}
		if b.Grade == policy.Serious && (b.Points < 20 || b.FirstMinorCorrected != "") {
			t.Errorf("%s is serious, yet costs %d points and may go unrecorded: %q", b.Code, b.Points, b.FirstMinorCorrected)
		}
	}
	if p.Score.Base != 100 || p.Score.Cycle != policy.NaturalYear || p.Score.CountedBy != policy.CountedByEffective {
		t.Errorf("score %+v", p.Score)
	}
}

// The choices and terms the processes rely on, as the rule has them.
func TestJiningProcesses(t *testing.T) {
	p := builtin(t, "jining.yaml")
	for _, c := range []struct{ what, got, want string }{
		{"case", p.Violation.Within.String() + " from " + string(p.Violation.From), "90 days from filed"},
		{"dispute", p.Dispute.Within.String() + " from " + string(p.Dispute.From), "3 working_days from complete"},
		{"dispute acceptance", p.Dispute.Step("acceptance").Within.String(), "1 working_day"},
		{"repair", p.Repair.Within.String() + " from " + string(p.Repair.From), "10 working_days from received"},
		{"repair acceptance", p.Repair.Step("acceptance").Within.String(), "3 working_days"},
		{"statement", p.Violation.Step("statement").Within.String() + " from " + string(p.Violation.Step("statement").From), "5 working_days from served"},
		{"listing statement lapses", p.Listing.Step("statement").Lapse, "none"},
		{"withdrawal", p.Revocation.WithdrawWithin.String(), "3 working_days"},
		{"approval", p.Violation.Approval[0].Key + " not " + strings.Join(p.Violation.Approval[0].Not, ", "), "approval not recognition, review"},
		{"legal review", strings.Join(p.Violation.Step("legal_review").Not, ", "), "recognition, review"},
		{"listing approval", p.Listing.Approval[0].Office, "city_bureau"},
		{"investigation", strings.Join(p.Dispute.Step("investigation").Not, ", "), "decided_the_matter"},
		{"needs", strings.Join(p.Repair.Needs, ", "), "commitment_letter, proof_of_correction"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %s, want %s", c.what, c.got, c.want)
		}
	}
}
