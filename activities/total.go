package activities

import (
	"fmt"
	"strings"

	"chengxin/models"
)

// sums are what a listing's counting grounds add up to, cycle by cycle.
func (a *act) sums(l models.Listing) (sums []models.Cycle, err error) {
	err = a.tx.Table("grounds").Select("score_entries.cycle AS cycle, SUM(score_entries.points) AS counted").
		Joins("JOIN score_entries ON score_entries.id = grounds.entry_id").
		Where("grounds.listing_number = ? AND grounds.state = ?", l.Number, models.GroundCounts).
		Group("score_entries.cycle").Order("score_entries.cycle").Scan(&sums).Error
	return sums, err
}

// total sets what a listing rests on, total and cycle, and gives the words of its public
// reason: every cycle that reaches a list, with the total that stands now.
func (a *act) total(l *models.Listing) (reason string, err error) {
	pack, err := a.packOf(l.Number)
	if err != nil {
		return "", err
	}
	sums, err := a.sums(*l)
	if err != nil {
		return "", err
	}
	var reached []string
	best := models.Cycle{}
	for _, s := range sums {
		if s.Counted > best.Counted || s.Counted == best.Counted && s.Cycle == l.Cycle {
			best = s
		}
		if list, on := pack.ListAt(l.Family, s.Counted); on {
			reached = append(reached, fmt.Sprintf("%s年度累计扣分%d分，达到%s标准（%d分）", s.Cycle, s.Counted, list.Name, list.At))
		}
	}
	if best.Counted > 0 {
		l.Cycle, l.Total = best.Cycle, best.Counted
	}
	return strings.Join(reached, "；"), nil
}
