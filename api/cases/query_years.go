package cases

import (
	"context"
	"slices"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy/calendar"
)

// YearsView is what the calendar in force knows of days off.
type YearsView struct {
	Calendar string     `json:"calendar" doc:"现行日历的摘要；期限所记摘要与此不同的，将自动重新计算"`
	Items    []YearView `json:"items" doc:"年份大的在前"`
}

// YearView is one year's days off, and how they came to be in force.
type YearView struct {
	calendar.Year
	Words  string      `json:"words" doc:"以文字读出，供与通知原文核对"`
	Source string      `json:"source" enum:"program,loaded" doc:"随程序提供，或者载入"`
	Loads  []YearLoads `json:"loads" doc:"历次载入，新的在前；第一项为现行"`
}

// YearLoads is one time a year was loaded.
type YearLoads struct {
	Seq      int            `json:"seq"`
	Hash     string         `json:"hash"`
	LoadedAt models.Instant `json:"loaded_at"`
	LoadedBy Name           `json:"loaded_by"`
}

// Years lists the years the calendar knows. Permission: whoever is signed in: notices
// are public.
func (q *Queries) Years(ctx context.Context) (YearsView, error) {
	rows, err := store.Years(q.db(ctx))
	if err != nil {
		return YearsView{}, err
	}
	if err := q.Rules.Renew(ctx); err != nil { // so that list and calendar agree
		return YearsView{}, err
	}
	var who []string
	for _, r := range rows {
		who = append(who, r.LoadedBy)
	}
	called, err := userNames(q.db(ctx), who)
	if err != nil {
		return YearsView{}, err
	}
	loads := map[int][]YearLoads{}
	for _, r := range slices.Backward(rows) {
		loads[r.Year] = append(loads[r.Year], YearLoads{r.Seq, r.Hash, r.LoadedAt, Name{r.LoadedBy, called[r.LoadedBy]}})
	}
	cal := q.Rules.Calendar()
	out := YearsView{Calendar: cal.ID(), Items: []YearView{}}
	for _, y := range slices.Backward(cal.Years()) {
		v := YearView{Year: y, Words: y.Words(), Source: "program", Loads: []YearLoads{}}
		if loads[y.Year] != nil {
			v.Source, v.Loads = "loaded", loads[y.Year]
		}
		out.Items = append(out.Items, v)
	}
	return out, nil
}
