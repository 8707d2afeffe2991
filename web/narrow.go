package web

import (
	"net/url"
	"strings"

	"chengxin/api/cases"
	"chengxin/models"
)

// What a list's address may ask for, also beyond the form above the list: figures of the
// board lead to just the rows they count.

// taskFilterOf reads what an address asks of a worklist. Errors: span.invalid.
func taskFilterOf(q url.Values, mine bool) (cases.TaskFilter, error) {
	f := cases.TaskFilter{
		Mine: mine, State: q.Get("state"), Kind: q.Get("kind"), Organization: q.Get("organization"), Own: q.Get("own") != "",
		Step: q.Get("step"), Assignee: q.Get("assignee"), Post: q.Get("post"),
	}
	then, err := cases.Days("", q.Get("overdue_at"))
	if !then.Until.IsZero() {
		f.OverdueAt = models.At(then.Until.End())
	}
	return f, err
}

// caseFilterOf reads what an address asks of the list of cases. Errors: span.invalid.
func caseFilterOf(q url.Values) (f cases.CaseFilter, err error) {
	f = cases.CaseFilter{
		Kind: q.Get("kind"), Stage: q.Get("stage"), State: q.Get("state"), Organization: q.Get("organization"), Own: q.Get("own") != "",
		Subject: q.Get("subject"), Q: q.Get("q"), Limit: q.Get("near"),
		Behaviour: q.Get("behaviour"), Sector: q.Get("sector"), Grade: q.Get("grade"),
	}
	if f.Recognised, err = cases.Days(q.Get("recognised_from"), q.Get("recognised_until")); err != nil {
		return f, err
	}
	if f.Received, err = cases.Days(q.Get("received_from"), q.Get("received_until")); err == nil {
		f.Closed, err = cases.Days(q.Get("closed_from"), q.Get("closed_until"))
	}
	return f, err
}

// listingFilterOf reads what an address asks of the lists.
func listingFilterOf(q url.Values) cases.ListingFilter {
	f := cases.ListingFilter{
		List: q.Get("list"), Subject: q.Get("subject"), Organization: q.Get("organization"), Own: q.Get("own") != "", Lingering: q.Get("lingering") != "",
	}
	if over := q.Get("active"); over != "" {
		active := over == "true"
		f.Active = &active
	}
	return f
}

// narrow tells what a list is narrowed to beyond its form.
func (f *filter) narrow(path string, q url.Values, assignee string) {
	f.Chips, f.Kept = narrowed(path, q, assignee)
	f.Active = f.Active || len(f.Chips) > 0
}

// assigneeOf names whose tasks these are.
func assigneeOf(rows []cases.TaskLine, id string) string {
	if id == cases.Unclaimed {
		return "待认领"
	}
	if len(rows) > 0 && rows[0].Assignee != nil {
		return rows[0].Assignee.Name
	}
	return id
}

// chip is something a list is narrowed to that the form above it does not show.
type chip struct {
	Text    string
	Without string // the list's address without it
}

// narrowed are the chips of an address, and what a form must carry on.
func narrowed(path string, q url.Values, assignee string) (chips []chip, kept []pair) {
	for _, n := range []struct {
		names []string
		text  func(values []string) string
	}{
		{[]string{"own"}, func([]string) string { return "仅该机构自身，不含下级" }},
		{[]string{"assignee"}, func([]string) string { return "办理人：" + assignee }},
		{[]string{"overdue_at"}, func(v []string) string { return day(v[0]) + "终了时超期（按现有期限）" }},
		{[]string{"received_from", "received_until"}, func(v []string) string { return "收到：" + days(v) }},
		{[]string{"closed_from", "closed_until"}, func(v []string) string { return "办结：" + days(v) }},
		{[]string{"recognised_from", "recognised_until"}, func(v []string) string { return "认定生效：" + days(v) }},
		{[]string{"behaviour"}, func(v []string) string { return "认定的失信行为：" + v[0] }},
		{[]string{"sector"}, func(v []string) string { return "认定的领域：" + v[0] }},
		{[]string{"grade"}, func(v []string) string { return "认定的等级：" + cases.GradeLabel(v[0]) }},
		{[]string{"near"}, func(v []string) string { return nearWords[v[0]] }},
		{[]string{"lingering"}, func([]string) string { return "应当撤下而仍在公布" }},
		{[]string{"step"}, func(v []string) string {
			if !strings.Contains(v[0], ",") {
				return "" // the form shows it
			}
			return "文书制作后等待送达"
		}},
	} {
		var values []string
		some, on := false, url.Values{}
		for k, v := range q {
			on[k] = v
		}
		for _, name := range n.names {
			values, some = append(values, q.Get(name)), some || q.Get(name) != ""
			on.Del(name)
		}
		on.Del("cursor")
		text := n.text(values)
		if !some || text == "" {
			continue
		}
		chips = append(chips, chip{text, address(path, on)})
		for i, name := range n.names {
			kept = append(kept, pair{name, values[i]})
		}
	}
	if post := q.Get("post"); post != "" { // shown above the form
		kept = append(kept, pair{"post", post})
	}
	return chips, kept
}

var nearWords = map[string]string{cases.LimitWhole: "全案期限将届满", cases.LimitAct: "所报行为的追究时效将届满、尚未立案"}

// day writes an address's day as people do; what is none stays as it is.
func day(text string) string {
	if d, err := cases.Days("", text); err == nil {
		return d.Until.Chinese()
	}
	return text
}

func days(v []string) string {
	switch {
	case v[0] == "":
		return day(v[1]) + "以前"
	case v[1] == "":
		return day(v[0]) + "以后"
	}
	return day(v[0]) + "至" + day(v[1])
}
