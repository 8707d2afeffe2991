package cases

import (
	"context"
	"slices"
	"strings"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/workflows/contract"
)

// StepNames lists the steps of a kind of process, or of all, by what the packs in force
// in the actor's jurisdictions call them: for filters. A key that several processes use
// has all their names.
func (q *Queries) StepNames(ctx context.Context, a access.Actor, kind string) ([]Name, error) {
	called := map[string][]string{}
	var order []string
	for _, j := range a.Jurisdictions(access.Readers()...) {
		pack, err := q.packNow(ctx, j)
		if _, none := models.AsProblem(err); none {
			continue // nothing in force there just now
		}
		if err != nil {
			return nil, err
		}
		for _, k := range contract.Kinds {
			if kind != "" && kind != string(k) {
				continue
			}
			steps := drawn(pack, string(k), "")
			for _, l := range pack.Lists {
				if k == contract.Repair {
					steps = append(steps, pack.Repair.SignOff[l.Key]...)
				}
			}
			for _, s := range steps {
				if called[s.Key] == nil {
					order = append(order, s.Key)
				}
				if !slices.Contains(called[s.Key], s.Name) {
					called[s.Key] = append(called[s.Key], s.Name)
				}
			}
		}
	}
	out := make([]Name, 0, len(order))
	for _, key := range order {
		out = append(out, Name{key, strings.Join(called[key], "、")})
	}
	return out, nil
}
