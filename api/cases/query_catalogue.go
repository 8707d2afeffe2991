package cases

import (
	"context"
	"slices"

	"chengxin/policy"
)

// Catalogue is what a pack offers to choose from.
type Catalogue struct {
	Pack    string
	Sectors []SectorView
	Lists   []policy.List
	Needs   []NeedView // what an application for repair must bring
	Article string     // of the needs
}

// SectorView is a field with its behaviours.
type SectorView struct {
	Key        string
	Name       string
	Behaviours []BehaviourView
}

// BehaviourView is an item of the catalogue.
type BehaviourView struct {
	Code, Name, Grade, Article string
	Serious                    bool
	Least, Most                int // points
}

// NeedView is a kind of paper with its name.
type NeedView struct{ Kind, Name string }

// Catalogue gives the behaviours of the pack with this hash, or of the one in force in
// the jurisdiction where the hash is empty. Permission: whoever is signed in. Errors:
// policy.none_in_force.
func (q *Queries) Catalogue(ctx context.Context, jurisdiction, hash string) (Catalogue, error) {
	pack, err := q.pack(ctx, jurisdiction, hash)
	if err != nil {
		return Catalogue{}, err
	}
	out := Catalogue{Pack: pack.Name(), Lists: pack.Lists, Article: pack.Repair.Article}
	for _, n := range pack.Repair.Needs {
		out.Needs = append(out.Needs, NeedView{n, policy.AttachmentName(n)})
	}
	for _, s := range pack.Sectors {
		v := SectorView{Key: s.Key, Name: s.Name}
		for _, b := range pack.Behaviours {
			if b.Sector != s.Key {
				continue
			}
			least, most := b.Range()
			v.Behaviours = append(v.Behaviours, BehaviourView{b.Code, b.Name, b.Grade.Label(), b.Article, b.Grade == policy.Serious, least, most})
		}
		out.Sectors = append(out.Sectors, v)
	}
	return out, nil
}

// Behaviour finds an item by its code; the zero one where there is none.
func (c Catalogue) Behaviour(code string) BehaviourView {
	for _, s := range c.Sectors {
		at := slices.IndexFunc(s.Behaviours, func(b BehaviourView) bool { return b.Code == code })
		if at >= 0 {
			return s.Behaviours[at]
		}
	}
	return BehaviourView{}
}

// Said is a line of a rule with its heading.
type Said = policy.Said

// BehaviourWords say of a behaviour of the pack in force what it costs and leads to, on
// what that rests, and which terms begin. Nothing where there is no such behaviour.
// Permission: whoever is signed in. Errors: policy.none_in_force.
func (q *Queries) BehaviourWords(ctx context.Context, jurisdiction, code string) ([]policy.Said, error) {
	pack, err := q.pack(ctx, jurisdiction, "")
	if err != nil {
		return nil, err
	}
	b, ok := pack.Behaviour(code)
	if !ok {
		return nil, nil
	}
	return pack.BehaviourWords(b), nil
}

// List finds a list's name by its key.
func (c Catalogue) List(key string) string {
	for _, l := range c.Lists {
		if l.Key == key {
			return l.Name
		}
	}
	return key
}
