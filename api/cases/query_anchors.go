package cases

import (
	"context"

	"chengxin/api/access"
	"chengxin/models"
)

// AnchorView is a day's anchor of the whole trail.
type AnchorView struct {
	Day    string         `json:"day"`
	At     models.Instant `json:"at" doc:"生成时间"`
	Chains int            `json:"chains" doc:"自上一锚点以来有新记录的链"`
	Root   string         `json:"root" doc:"散列，概括当日及以前的全部留痕"`
}

// mostAnchors is a little over a year.
const mostAnchors = 400

// Anchors lists the daily anchors, the newest first: to be kept outside the house.
// Permission: auditors (the route's rule).
func (q *Queries) Anchors(ctx context.Context, _ access.Actor) ([]AnchorView, error) {
	var rows []models.Anchor
	if err := q.db(ctx).Order("day DESC").Limit(mostAnchors).Find(&rows).Error; err != nil {
		return nil, err
	}
	all := make([]AnchorView, len(rows))
	for i, r := range rows {
		all[i] = AnchorView{r.Day, r.At, r.Chains, r.Root}
	}
	return all, nil
}
