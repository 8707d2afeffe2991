package access

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"gorm.io/gorm"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// Place is an organization in the tree, as it was or is at an instant.
type Place struct {
	ID           string         `json:"id"`
	Jurisdiction string         `json:"jurisdiction"`
	Name         string         `json:"name"`
	Kind         string         `json:"kind"`
	KindName     string         `json:"kind_name"`
	Region       string         `json:"region,omitempty"`
	Parent       string         `json:"parent,omitempty"`
	ParentName   string         `json:"parent_name,omitempty"`
	Manager      string         `json:"manager,omitempty" doc:"日常管理机构（双重领导）"`
	ManagerName  string         `json:"manager_name,omitempty"`
	Since        models.Instant `json:"since,omitzero" doc:"自何时起如此；没有则早于系统启用"`
	ClosedAt     models.Instant `json:"closed_at,omitzero" doc:"撤销时间"`
	Posts        int            `json:"posts" doc:"其时在任职责数"`
	Depth        int            `json:"depth" doc:"在隶属树中的层次，自0起"`
}

// PlacePost is a post held in an organization.
type PlacePost struct {
	Post
	User     string `json:"user"`
	UserName string `json:"user_name"`
}

// PlaceSpan is an organization as it was, is or will be for a time.
type PlaceSpan struct {
	From        models.Instant `json:"from,omitzero" doc:"没有则早于系统启用"`
	Until       models.Instant `json:"until,omitzero"`
	State       string         `json:"state" enum:"future,present,past"`
	Name        string         `json:"name"`
	Parent      string         `json:"parent,omitempty"`
	ParentName  string         `json:"parent_name,omitempty"`
	Manager     string         `json:"manager,omitempty"`
	ManagerName string         `json:"manager_name,omitempty"`
	Basis       string         `json:"basis,omitempty" doc:"设立、变更的依据"`
	ActorName   string         `json:"actor_name,omitempty"`
	EndedBasis  string         `json:"ended_basis,omitempty" doc:"撤销的依据"`
}

// PlaceFile is one organization with its history and everybody who held a post in it.
type PlaceFile struct {
	Place
	History []PlaceSpan `json:"history"`
	People  []PlacePost `json:"people"`
	Below   []Place     `json:"below"`
}

// Tree gives the organizations of the actor's jurisdictions as they stood at an instant
// (0: now), each under its superior. Permission: any role there.
func (g *Gate) Tree(ctx context.Context, a Actor, at models.Instant) ([]Place, error) {
	db := g.Store.Read(ctx)
	all, err := g.places(db, a, cmp.Or(at, models.At(g.Now())))
	if err != nil {
		return nil, err
	}
	below := map[string][]Place{}
	there := map[string]bool{}
	for _, p := range all {
		there[p.ID] = true
	}
	for _, p := range all {
		up := p.Parent
		if !there[up] {
			up = ""
		}
		below[up] = append(below[up], p)
	}
	out := make([]Place, 0, len(all))
	var hang func(up string, depth int)
	hang = func(up string, depth int) {
		for _, p := range below[up] {
			p.Depth = depth
			out = append(out, p)
			hang(p.ID, depth+1)
		}
	}
	hang("", 0)
	return out, nil
}

// places reads every organization of the actor's jurisdictions as it was at an instant,
// the abolished left out.
func (g *Gate) places(db *gorm.DB, a Actor, at models.Instant) ([]Place, error) {
	var rows []models.Organization
	if err := db.Find(&rows, "jurisdiction IN ?", a.Jurisdictions(policy.Roles()...)).Error; err != nil {
		return nil, err
	}
	var spans []models.OrganizationSpan
	err := db.Where("organization_id IN (?)", db.Model(&models.Organization{}).Select("id").Where("jurisdiction IN ?", a.Jurisdictions(policy.Roles()...))).
		Find(&spans, "from_at <= ? AND (until_at = 0 OR until_at > ?)", at, at).Error
	if err != nil {
		return nil, err
	}
	var counts []struct {
		OrganizationID string
		N              int
	}
	err = db.Model(&models.Assignment{}).Select("organization_id, COUNT(*) AS n").Where("from_at <= ? AND (until_at = 0 OR until_at > ?)", at, at).
		Group("organization_id").Find(&counts).Error
	if err != nil {
		return nil, err
	}
	posts, called, was := map[string]int{}, map[string]string{}, map[string]models.OrganizationSpan{}
	for _, c := range counts {
		posts[c.OrganizationID] = c.N
	}
	for _, s := range spans {
		was[s.OrganizationID], called[s.OrganizationID] = s, s.Name
	}
	var out []Place
	for _, o := range rows {
		if s, ok := was[o.ID]; ok {
			p := placeOf(o, s, called)
			p.Posts = posts[o.ID]
			out = append(out, p)
		}
	}
	order := policy.OrganizationKinds()
	slices.SortFunc(out, func(a, b Place) int {
		return cmp.Or(strings.Compare(a.Jurisdiction, b.Jurisdiction), slices.Index(order, a.Kind)-slices.Index(order, b.Kind), strings.Compare(a.ID, b.ID))
	})
	return out, nil
}

func placeOf(o models.Organization, s models.OrganizationSpan, called map[string]string) Place {
	return Place{
		ID: o.ID, Jurisdiction: o.Jurisdiction, Name: s.Name, Kind: s.Kind, KindName: policy.OrganizationKind(s.Kind), Region: s.Region,
		Parent: s.ParentID, ParentName: called[s.ParentID], Manager: s.ManagerID, ManagerName: called[s.ManagerID], Since: s.FromAt, ClosedAt: o.ClosedAt,
	}
}

// Place gives one organization with its history, those who held, hold and will hold a
// post there, and what is directly below it. Permission: as Tree. Errors:
// organization.unknown.
func (g *Gate) Place(ctx context.Context, a Actor, id string) (PlaceFile, error) {
	db, now := g.Store.Read(ctx), models.At(g.Now())
	var f PlaceFile
	var o models.Organization
	err := db.Limit(1).Find(&o, "id = ? AND jurisdiction IN ?", id, a.Jurisdictions(policy.Roles()...)).Error
	if err != nil || o.ID == "" {
		return f, cmp.Or(err, error(noPlace()))
	}
	all, err := store.Spans(db, []string{id})
	if err != nil {
		return f, err
	}
	ids, people := []string{o.ParentID, o.ManagerID}, []string{}
	for _, s := range all[id] {
		ids, people = append(ids, s.ParentID, s.ManagerID), append(people, s.ActorID)
	}
	near, err := store.Spans(db, ids)
	if err != nil {
		return f, err
	}
	users, err := store.UserNames(db, people)
	if err != nil {
		return f, err
	}
	// What stands above is named as it was when the span ended, or as it is now.
	named := func(id string, at models.Instant) string {
		s, ok := models.SpanAt(near[id], at)
		if n := len(near[id]); !ok && n > 0 {
			s = near[id][n-1]
		}
		return s.Name
	}
	f.Place = placeOf(o, models.OrganizationSpan{
		Name: o.Name, Kind: o.Kind, Region: o.Region, ParentID: o.ParentID, ManagerID: o.ManagerID, FromAt: o.Since,
	}, map[string]string{o.ParentID: named(o.ParentID, now), o.ManagerID: named(o.ManagerID, now)})
	for _, s := range all[id] {
		at, state := now, "present"
		switch {
		case s.FromAt > now:
			at, state = s.FromAt, "future"
		case s.UntilAt != 0 && s.UntilAt <= now:
			at, state = s.UntilAt-1, "past"
		}
		f.History = append(f.History, PlaceSpan{
			From: s.FromAt, Until: s.UntilAt, State: state, Name: s.Name, Parent: s.ParentID, ParentName: named(s.ParentID, at),
			Manager: s.ManagerID, ManagerName: named(s.ManagerID, at), Basis: s.Basis, ActorName: users[s.ActorID], EndedBasis: s.EndedBasis,
		})
	}
	if f.People, err = g.heldIn(db, id, now); err != nil {
		return f, err
	}
	f.Below = []Place{}
	tree, err := g.places(db, a, now)
	for _, p := range tree {
		if p.Parent == id || p.Manager == id {
			f.Below = append(f.Below, p)
		}
		if p.ID == id {
			f.Posts = p.Posts
		}
	}
	return f, err
}

func noPlace() *models.Problem {
	return models.Refuse(models.Unknown, "organization.unknown", "没有这个机构", "机构不存在，或者不在您任职的管辖区内。")
}

// heldIn lists the posts of an organization, those in force first.
func (g *Gate) heldIn(db *gorm.DB, organization string, now models.Instant) ([]PlacePost, error) {
	var rows []models.Assignment
	if err := db.Order("from_at, id").Find(&rows, "organization_id = ?", organization).Error; err != nil {
		return nil, err
	}
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.UserID
	}
	users, err := store.UserNames(db, ids)
	out := make([]PlacePost, 0, len(rows))
	for _, r := range rows {
		out = append(out, PlacePost{
			Post: Post{ID: r.ID, Role: policy.Role(r.Role), RoleName: policy.Role(r.Role).Label(), Organization: organization, From: r.FromAt, Until: r.UntilAt, State: stateOf(r, now)},
			User: r.UserID, UserName: users[r.UserID],
		})
	}
	order := []string{"present", "future", "past"}
	slices.SortStableFunc(out, func(a, b PlacePost) int { return slices.Index(order, a.State) - slices.Index(order, b.State) })
	return out, err
}

// Administers says whether the actor may change an organization.
func (g *Gate) Administers(ctx context.Context, a Actor, id string) (bool, error) {
	return a.Reaches(g.Store.Read(ctx), id, policy.Administrator)
}

// PlaceKind is a kind of organization.
type PlaceKind struct{ Key, Name string }

// PlaceKinds lists them from the highest down.
func PlaceKinds() (out []PlaceKind) {
	for _, k := range policy.OrganizationKinds() {
		out = append(out, PlaceKind{k, policy.OrganizationKind(k)})
	}
	return out
}
