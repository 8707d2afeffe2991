package paths

import (
	"context"
	"testing"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/policy"
	"chengxin/test/timeline"
)

// The leading group's office signs on 11 March 2027 and is renamed on the 12th, before
// the joint meeting's signs: the file names it as it was when it signed, and the second
// by the name it bears now (domain: sign-offs name the office as it was).
func TestASignOffNamesTheOfficeAsItWas(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		n := publishedOn(c, "SR-10", "black", "2026-02-27 10:00", "2026-03-02 11:00")
		r := c.At("2027-03-08 09:00").Apply(n)
		c.At("2027-03-09 09:00").Move(r, "acceptance", "accepted")
		c.At("2027-03-10 09:00").Move(r, "verification", "corrected")
		c.At("2027-03-11 09:00").Move(r, "sign_off_leading_group", "signed")
		admin := c.As(policy.Administrator, "city_government")
		gate := access.NewGate(c.Store, c.Now, false)
		rename := func(office, parent, name string) {
			t.Helper()
			err := gate.ChangePlace(context.Background(), admin, "jining/"+office, access.PlaceChange{Name: name, Parent: "jining/" + parent, Basis: "济编发〔2027〕1号"})
			if err != nil {
				t.Fatal(err)
			}
		}
		c.At("2027-03-12 09:00")
		rename("leading_group_office", "city_bureau", "济宁市城市管理信用工作专班办公室")
		rename("joint_meeting_office", "city_government", "济宁市社会信用工作联席会议办公室")
		file, err := (&cases.Queries{Store: c.Store, Rules: c.Service.Rules, Now: c.Now}).SignOff(context.Background(), c.As(policy.Handler, timeline.Bureau), r)
		if err != nil {
			t.Fatal(err)
		}
		called := map[string]string{}
		for _, o := range file.Offices {
			called[o.Office] = o.Name
		}
		same(t, "signed before", called["leading_group"], "济宁市城市管理信用体系建设工作领导小组办公室")
		same(t, "still to sign", called["joint_meeting"], "济宁市社会信用工作联席会议办公室")
		c.At("2027-03-15 09:00").Move(r, "sign_off_joint_meeting", "signed")
		same(t, "off the list", c.Listing(n).State, models.ListingRepaired)
	})
}
