package registers

import (
	"context"
	"strings"
	"testing"
	"time"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// tree is a city's administrator at a desk whose clock the test sets.
type tree struct {
	*bed
	gate  *access.Gate
	admin access.Actor
	now   time.Time
}

func newTree(b *bed) *tree {
	o := &tree{bed: b, now: now}
	o.gate = access.NewGate(b.Store, func() time.Time { return o.now }, false)
	o.admin = o.holds("admin", policy.Administrator, "jining/city_bureau")
	return o
}

func (o *tree) holds(user string, role policy.Role, organization string) access.Actor {
	o.tx(func(tx *store.Tx) error {
		if err := tx.PutUser(models.User{ID: user, Username: user, Name: user}); err != nil {
			return err
		}
		return tx.Assign(models.Assignment{ID: user + "/" + string(role), UserID: user, Role: string(role), OrganizationID: organization, FromAt: models.At(o.now)})
	})
	return access.Actor{ID: user, Username: user, Name: user, Grants: []access.Grant{{Role: role, Organization: organization}}}
}

func (o *tree) at(when string) {
	o.t.Helper()
	t, err := time.ParseInLocation("2006-01-02 15:04", when, models.Beijing)
	must(o.t, err)
	o.now = t
	_, err = o.Store.MakeDue(context.Background(), models.At(t))
	must(o.t, err)
}

func (o *tree) day(day string) models.Instant {
	t, err := time.ParseInLocation("2006-01-02", day, models.Beijing)
	must(o.t, err)
	return models.At(t)
}

// called is the name and the superior of an organization at a moment; empty where it is
// not there.
func (o *tree) called(key string, at models.Instant) (name, parent string) {
	o.t.Helper()
	all, err := o.gate.Tree(context.Background(), o.admin, at)
	must(o.t, err)
	for _, p := range all {
		if p.ID == "jining/"+key {
			return p.Name, strings.TrimPrefix(p.Parent, "jining/")
		}
	}
	return "", ""
}

func (o *tree) change(key string, in access.PlaceChange) error {
	in.Basis = "济编发〔2026〕3号"
	return o.gate.ChangePlace(context.Background(), o.admin, "jining/"+key, in)
}

func (o *tree) refused(err error, code string) {
	o.t.Helper()
	if p, ok := models.AsProblem(err); !ok || p.Code != code {
		o.t.Fatalf("not refused with %s: %v", code, err)
	}
}

func (o *tree) is(what string, got, want any) {
	o.t.Helper()
	if got != want {
		o.t.Errorf("%s: %v, not %v", what, got, want)
	}
}

// A district bureau is renamed from a day ahead: until then, and looked at as of a day
// before it ever after, it is called as it was (domain: organizations change over time).
func TestAnOrganizationIsRenamedFromADay(t *testing.T) {
	both(t, func(b *bed) {
		o, t := newTree(b), b.t
		old, renamed := "曲阜市城市管理局", "曲阜市综合行政执法局"
		change := access.PlaceChange{Name: renamed, Parent: "jining/city_bureau", Manager: "jining/qufu_government", From: o.day("2026-07-01")}
		must(t, o.change("qufu_bureau", change))
		o.refused(o.change("qufu_bureau", access.PlaceChange{Name: "曲阜局", Parent: "jining/city_bureau", Manager: "jining/qufu_government"}), "organization.planned")
		o.refused(o.change("zoucheng_bureau", access.PlaceChange{Name: renamed, Parent: "jining/city_bureau", Manager: "jining/zoucheng_government"}), "organization.name_taken")
		o.refused(o.change("zoucheng_bureau", access.PlaceChange{Name: "邹城市综合行政执法局", Parent: "jining/city_bureau", From: o.day("2026-02-01")}), "organization.incomplete")
		o.at("2026-06-30 23:59")
		name, _ := o.called("qufu_bureau", 0)
		o.is("the evening before", name, old)
		o.at("2026-07-01 00:01")
		name, _ = o.called("qufu_bureau", 0)
		o.is("on the day", name, renamed)
		name, _ = o.called("qufu_bureau", o.day("2026-06-30"))
		o.is("as of the day before", name, old)
		file, err := o.gate.Place(context.Background(), o.admin, "jining/qufu_bureau")
		must(t, err)
		o.is("spans", len(file.History), 2)
		o.is("the basis", file.History[1].Basis, "济编发〔2026〕3号")
		made, err := o.Store.MakeDue(context.Background(), models.At(o.now))
		must(t, err)
		o.is("made twice", made, 0)

		must(t, o.change("qufu_bureau", access.PlaceChange{Name: old, Parent: "jining/city_bureau", Manager: "jining/qufu_government", From: o.day("2026-08-01")}))
		must(t, o.gate.WithdrawChange(context.Background(), o.admin, "jining/qufu_bureau"))
		o.refused(o.gate.WithdrawChange(context.Background(), o.admin, "jining/qufu_bureau"), "organization.no_plan")
		o.at("2026-08-02 09:00")
		name, _ = o.called("qufu_bureau", 0)
		o.is("withdrawn", name, renamed)
	})
}

// Streets and grids are set up below a bureau; whoever holds a post above reaches them at
// once, and no longer after they went elsewhere. Nothing may end up above itself.
func TestStreetsAndGridsMove(t *testing.T) {
	both(t, func(b *bed) {
		o, t := newTree(b), b.t
		ctx := context.Background()
		set := func(key, name, kind, parent string) error {
			_, err := o.gate.SetUp(ctx, o.admin, access.NewPlace{Code: key, Name: name, Kind: kind, Parent: "jining/" + parent, Basis: "济编发〔2026〕4号"})
			return err
		}
		must(t, set("gucha", "古槐街道办事处", "street", "rencheng_bureau"))
		must(t, set("gucha_01", "古槐街道第一网格", "grid", "gucha"))
		o.refused(set("gucha", "另一街道", "street", "rencheng_bureau"), "organization.exists")
		o.refused(set("gucha_02", "古槐街道第一网格", "grid", "gucha"), "organization.name_taken")
		o.refused(set("gucha_02", "古槐街道第二网格", "castle", "gucha"), "organization.incomplete")
		o.refused(set("Gucha", "古槐街道第二网格", "grid", "gucha"), "organization.incomplete")

		handler := o.holds("handler", policy.Handler, "jining/rencheng_bureau")
		reaches := func() bool {
			yes, err := handler.Reaches(o.Store.Read(ctx), "jining/gucha_01", policy.Handler)
			must(t, err)
			return yes
		}
		o.is("the bureau reaches its grid", reaches(), true)
		o.refused(o.change("rencheng_bureau", access.PlaceChange{Name: "济宁市任城区城市管理局", Parent: "jining/gucha_01"}), "organization.circle")
		must(t, o.change("gucha", access.PlaceChange{Name: "古槐街道办事处", Parent: "jining/yanzhou_bureau", Manager: "jining/yanzhou_government"}))
		o.is("after the street went elsewhere", reaches(), false)
		name, parent := o.called("gucha", 0)
		o.is("name", name, "古槐街道办事处")
		o.is("parent", parent, "yanzhou_bureau")
		_, parent = o.called("gucha", models.At(o.now)-1)
		o.is("just before", parent, "")

		// Two changes that only together lead back, on a day that lies ahead.
		must(t, set("team", "任城区执法一中队", "team", "rencheng_bureau"))
		must(t, set("point", "任城区服务站", "service_point", "rencheng_bureau"))
		must(t, o.change("team", access.PlaceChange{Name: "任城区执法一中队", Parent: "jining/point", From: o.day("2026-09-02")}))
		o.refused(o.change("point", access.PlaceChange{Name: "任城区服务站", Parent: "jining/team", From: o.day("2026-09-01")}), "organization.circle")

		o.refused(o.gate.Abolish(ctx, o.admin, "jining/gucha", "济编发〔2026〕5号"), "organization.in_use")
		grid := o.holds("grid", policy.Collector, "jining/gucha_01")
		o.refused(o.gate.Abolish(ctx, o.admin, "jining/gucha_01", "济编发〔2026〕5号"), "organization.in_use")
		o.tx(func(tx *store.Tx) error {
			return tx.Model(&models.Assignment{}).Where("user_id = ?", grid.ID).Update("until_at", models.At(o.now)).Error
		})
		must(t, o.gate.Abolish(ctx, o.admin, "jining/gucha_01", "济编发〔2026〕5号"))
		must(t, o.gate.Abolish(ctx, o.admin, "jining/gucha", "济编发〔2026〕5号"))
		o.refused(o.gate.Abolish(ctx, o.admin, "jining/gucha", "济编发〔2026〕5号"), "organization.closed")
		o.refused(set("gucha_03", "古槐街道第三网格", "grid", "gucha"), "organization.incomplete")
		o.refused(o.gate.Restore(ctx, o.admin, "jining/gucha_01", "济编发〔2026〕6号"), "organization.superior_closed")
		o.at("2026-09-03 09:00")
		must(t, o.gate.Restore(ctx, o.admin, "jining/gucha", "济编发〔2026〕6号"))
		name, _ = o.called("gucha", o.day("2026-09-01"))
		o.is("while abolished", name, "")
		name, _ = o.called("gucha", 0)
		o.is("restored", name, "古槐街道办事处")
		_, parent = o.called("team", 0)
		o.is("the change that waited", parent, "point")
	})
}

// Where a rule pack still wants an office's signature, the office stays.
func TestAnOfficeThatSignsStays(t *testing.T) {
	both(t, func(b *bed) {
		o := newTree(b)
		o.refused(o.gate.Abolish(context.Background(), o.admin, "jining/leading_group_office", "济编发〔2026〕5号"), "organization.in_use")
		o.admin.Grants[0].Organization = "jining/city_government"
		o.refused(o.gate.Abolish(context.Background(), o.admin, "jining/city_government", "济编发〔2026〕5号"), "organization.top")
		district := o.holds("district", policy.Administrator, "jining/qufu_bureau")
		o.refused(o.gate.Abolish(context.Background(), district, "jining/city_bureau", "济编发〔2026〕5号"), "organization.unknown")
	})
}

// A new version of the pack changes what it says otherwise than the last one, from the
// day it takes effect, and leaves alone what an administrator changed meanwhile.
func TestAPackLeavesWhatItDoesNotSpeakOf(t *testing.T) {
	both(t, func(b *bed) {
		o, t := newTree(b), b.t
		must(t, o.change("qufu_bureau", access.PlaceChange{Name: "曲阜市综合行政执法局", Parent: "jining/city_bureau", Manager: "jining/qufu_government"}))
		src := strings.NewReplacer("version: 2026.1", "version: 2026.2", "effective: 2026-01-01", "effective: 2026-06-01",
			"name: 济宁市社会信用体系建设联席会议办公室", "name: 济宁市社会信用工作联席会议办公室",
			"joint_meeting: 济宁市社会信用体系建设联席会议办公室", "joint_meeting: joint_meeting_office",
		).Replace(string(policy.Builtin()[0].Data))
		next, findings, err := policy.Load("jining", []byte(src))
		if err != nil {
			t.Fatal(err, findings)
		}
		must(t, o.Store.LoadPack(context.Background(), next, []byte(src), "keeper", models.At(o.now.Add(time.Hour))))
		name, _ := o.called("joint_meeting_office", models.At(o.now.Add(2*time.Hour)))
		o.is("before it takes effect", name, "济宁市社会信用体系建设联席会议办公室")
		o.at("2026-06-01 00:01")
		name, _ = o.called("joint_meeting_office", 0)
		o.is("from that day", name, "济宁市社会信用工作联席会议办公室")
		name, _ = o.called("qufu_bureau", 0)
		o.is("what the administrator changed", name, "曲阜市综合行政执法局")
	})
}

// A change whose moment has come counts before anything else is decided, also where no
// sweep has made it yet; and a later pack takes nothing back of what an earlier one
// decided for its own day.
func TestWhatIsDueComesFirst(t *testing.T) {
	both(t, func(b *bed) {
		o := newTree(b)
		ctx := context.Background()
		_, err := o.gate.SetUp(ctx, o.admin, access.NewPlace{Code: "team", Name: "任城区执法一中队", Kind: "team", Parent: "jining/rencheng_bureau", Basis: "济编发〔2026〕4号"})
		must(b.t, err)
		must(b.t, o.change("team", access.PlaceChange{Name: "任城区执法一中队", Parent: "jining/yanzhou_bureau", From: o.day("2026-09-02")}))
		o.now = o.day("2026-09-02").Time().Add(30 * time.Second) // and nothing swept
		must(b.t, o.change("team", access.PlaceChange{Name: "执法一中队", Parent: "jining/yanzhou_bureau"}))
		file, err := o.gate.Place(ctx, o.admin, "jining/team")
		must(b.t, err)
		o.is("spans", len(file.History), 3)
		o.is("moved on its day", file.History[1].Parent, "jining/yanzhou_bureau")

		load := func(version, effective string, pairs ...string) {
			src := strings.NewReplacer(append([]string{"version: 2026.1", "version: " + version, "effective: 2026-01-01", "effective: " + effective}, pairs...)...).
				Replace(string(policy.Builtin()[0].Data))
			p, findings, err := policy.Load("jining", []byte(src))
			if err != nil {
				b.t.Fatal(err, findings)
			}
			o.now = o.now.Add(time.Minute)
			must(b.t, o.Store.LoadPack(ctx, p, []byte(src), "keeper", models.At(o.now)))
		}
		office := "  joint_meeting_office:    {name: 济宁市社会信用体系建设联席会议办公室, kind: office, region: \"370800\", parent: city_government}"
		renamed := strings.Replace(office, "济宁市社会信用体系建设联席会议办公室", "济宁市社会信用工作联席会议办公室", 1)
		moved := strings.Replace(renamed, "parent: city_government", "parent: city_bureau", 1)
		signs := []string{"joint_meeting: 济宁市社会信用体系建设联席会议办公室", "joint_meeting: joint_meeting_office"}
		load("2026.2", "2027-06-01", append(signs, office, renamed)...)
		load("2026.3", "2027-07-01", append(signs, office, moved)...)
		name, parent := o.called("joint_meeting_office", o.day("2027-06-15"))
		o.is("from June", name+" "+parent, "济宁市社会信用工作联席会议办公室 city_government")
		name, parent = o.called("joint_meeting_office", o.day("2027-07-15"))
		o.is("from July", name+" "+parent, "济宁市社会信用工作联席会议办公室 city_bureau")
		o.at("2027-07-02 09:00")
		name, parent = o.called("joint_meeting_office", 0)
		o.is("when both came due", name+" "+parent, "济宁市社会信用工作联席会议办公室 city_bureau")
	})
}
