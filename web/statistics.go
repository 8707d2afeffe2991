package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/gin-gonic/gin"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
)

func (s *Site) statisticsRoutes() []route {
	return []route{{http.MethodGet, "/statistics", access.Holders(cases.Overseers()...), s.statistics}}
}

// periods are the stretches that are reported on.
var periods = []option{{Value: "week", Label: "周报"}, {Value: "month", Label: "月报"}, {Value: "quarter", Label: "季报"}, {Value: "year", Label: "年报"}}

// statisticsPage is a report, as page and on paper.
type statisticsPage struct {
	cases.Statistics
	Period, On    string
	Title         string
	Periods       []option
	Organizations []option
	Whose         string // the organization it is narrowed to
	Earlier       string
	Later         string // empty: nothing later has begun
	Export        []way
	Wrong         string
	here          url.Values
}

// stretch is the period of a kind that a day lies in.
func stretch(period string, day time.Time) (from, until time.Time) {
	y, m, d := day.Date()
	at := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, models.Beijing) }
	switch period {
	case "month":
		return at(y, m, 1), at(y, m+1, 0)
	case "quarter":
		first := m - (m-1)%3
		return at(y, first, 1), at(y, first+3, 0)
	case "year":
		return at(y, 1, 1), at(y, 12, 31)
	}
	monday := at(y, m, d-(int(day.Weekday())+6)%7)
	return monday, monday.AddDate(0, 0, 6)
}

// statisticsOf reads what an address asks for: a kind of period and a day in it; without
// a day the last one that is over.
func (s *Site) statisticsOf(ctx context.Context, q url.Values) (v statisticsPage, err error) {
	v.Period, v.On, v.Periods, v.here = q.Get("period"), q.Get("on"), periods, q
	called := optionLabels(periods)
	if called[v.Period] == "" {
		v.Period = "week"
	}
	today := models.At(s.Cases.Now()).Time()
	day, err := time.ParseInLocation(time.DateOnly, v.On, models.Beijing)
	if err != nil {
		if v.On != "" {
			v.Wrong = "日期须为年-月-日，如2026-11-24；现按最近结束的期间统计"
		}
		first, _ := stretch(v.Period, today)
		day = first.AddDate(0, 0, -1)
	}
	from, until := stretch(v.Period, day)
	days, err := cases.Days(from.Format(time.DateOnly), until.Format(time.DateOnly))
	if err != nil {
		return v, err
	}
	v.Earlier = v.to(from.AddDate(0, 0, -1))
	if next := until.AddDate(0, 0, 1); !next.After(today) {
		v.Later = v.to(next)
	}
	v.On = from.Format(time.DateOnly)
	v.Title = "案件办理" + called[v.Period]
	v.Statistics, err = s.queries.Statistics(ctx, actor(ctx), days, q.Get("organization"))
	return v, err
}

func optionLabels(all []option) map[string]string {
	out := map[string]string{}
	for _, o := range all {
		out[o.Value] = o.Label
	}
	return out
}

func (v statisticsPage) to(day time.Time) string {
	return address("/statistics", url.Values{"period": {v.Period}, "on": {day.Format(time.DateOnly)}, "organization": {v.here.Get("organization")}})
}

func (s *Site) statistics(c *gin.Context) error {
	q := c.Request.URL.Query()
	v, err := s.statisticsOf(c.Request.Context(), q)
	if err != nil {
		return err
	}
	if v.Organizations, err = s.reached(c, me(c)); err != nil {
		return err
	}
	v.Whose = optionLabels(v.Organizations)[v.Organization]
	v.Export = exports("statistics", address("/statistics", url.Values{"period": {v.Period}, "on": {v.On}, "organization": {v.Organization}}))
	return s.show(c, http.StatusOK, "statistics", v.Title, v)
}

// Cases is the list behind a figure: what was received or closed in the period, of a
// kind, or of one organization itself.
func (v statisticsPage) Cases(what, kind, organization string) string {
	q := url.Values{"kind": {kind}, "organization": {v.Organization}}
	if organization != "" {
		q.Set("organization", organization)
		q.Set("own", "1")
	}
	q.Set(what+"_from", v.From.String())
	q.Set(what+"_until", v.Until.String())
	return address("/cases", q)
}

// Recognitions is the list of cases behind a figure of recognitions: of a behaviour, a
// sector or a grade.
func (v statisticsPage) Recognitions(what, id string) string {
	q := url.Values{"organization": {v.Organization}, "recognised_from": {v.From.String()}, "recognised_until": {v.Until.String()}}
	q.Set(what, id)
	return address("/cases", q)
}

// Change says how a figure stands to that of the period before.
func (v statisticsPage) Change(now, before int) string {
	switch {
	case now == before:
		return "持平"
	case before == 0:
		return fmt.Sprintf("增%d件", now-before)
	case now > before:
		return fmt.Sprintf("增%d件（%.1f%%）", now-before, 100*float64(now-before)/float64(before))
	}
	return fmt.Sprintf("减%d件（%.1f%%）", before-now, 100*float64(before-now)/float64(before))
}

// exportStatistics is the same figures as a table: each with the part of the report it
// stands in.
func (s *Site) exportStatistics(ctx context.Context, q url.Values) (exported, error) {
	v, err := s.statisticsOf(ctx, q)
	if err != nil {
		return exported{}, err
	}
	period := v.From.String() + "至" + v.Until.String()
	var rows [][]any
	add := func(part, item, figure string, value any) {
		rows = append(rows, []any{period, part, item, figure, value})
	}
	figures := func(part, name string, f cases.CaseFigures) {
		add(part, name, "期间内收到", f.Received)
		add(part, name, "期间内办结", f.Closed)
		add(part, name, "办结且有全案期限", f.Termed)
		add(part, name, "期限内办结", f.InTime)
		add(part, name, "期末未办结", f.Open)
	}
	figures("总计", "全部案件", v.Total)
	figures("上期", "全部案件", v.Before)
	for _, k := range v.Kinds {
		figures("按类别", word(kindWords, k.ID), k)
	}
	for _, o := range v.Statistics.Organizations {
		figures("按机构", o.Name.Name, o)
	}
	for _, part := range []struct {
		name   string
		counts []cases.CountOf
	}{{"按领域", v.Sectors}, {"按等级", v.Grades}, {"按失信行为", v.Recognised}} {
		for _, n := range part.counts {
			add(part.name, n.Name.Name, "认定", n.Count)
			add(part.name, n.Name.Name, "扣分", n.Points)
		}
	}
	for _, l := range v.Lists {
		add("名单", l.Name.Name, "公布", l.Published)
		add("名单", l.Name.Name, "修复", l.Repaired)
		add("名单", l.Name.Name, "其他终止", l.Ended)
		add("名单", l.Name.Name, "期末公布中", l.Standing)
	}
	for _, o := range v.Outcomes {
		add("办理结果", word(kindWords, o.Kind), word(outcomeWords, o.Outcome), o.Count)
	}
	for _, r := range v.Ratios {
		add("比率", r.Name, "分子", r.Of)
		add("比率", r.Name, "分母", r.In)
		add("比率", r.Name, r.Words, r.Percent())
	}
	return exported{
		title:   v.Title,
		columns: []column{{"期间", 24}, {"部分", 12}, {"项目", 40}, {"指标", 36}, {"数值", 12}},
		page:    func(string) ([][]any, string, error) { return rows, "", nil },
	}, nil
}
