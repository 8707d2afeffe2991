package web

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"chengxin/api/cases"
	"chengxin/models"
)

// tilesOf are the figures that stand by themselves.
func tilesOf(b cases.Board) []tile {
	at := b.Organization
	out := []tile{
		{Label: "超期待办", Address: tasksAt(at, "state", models.Overdue), N: b.Tasks.Overdue, Bad: true},
		{Label: "临期待办", Address: tasksAt(at, "state", models.DueSoon), N: b.Tasks.DueSoon},
		{Label: "全部待办", Address: tasksAt(at), N: b.Tasks.Open},
		{
			Label: "文书逾期未送达", Hint: "文书已制作，送达期限已过", N: b.Unserved, Bad: true,
			Address: tasksAt(at, "state", models.Overdue, "step", strings.Join(cases.Serving(), ",")),
		},
		{
			Label: "应撤未撤的公布", Hint: "公布期满或者名单已终止，仍在公布", N: b.Lingering, Bad: true,
			Address: listAt("/listings", at, []string{"lingering", "yes"}),
		},
	}
	for _, l := range b.Limits {
		t := tile{N: l.Cases, Address: casesAt(at, "kind", l.Kind, "near", l.Limit), Hint: "期限" + l.Term + "，届满前" + l.Warn + "起列入"}
		if t.Label = shortKinds[l.Kind] + "期限将届满"; l.Limit == cases.LimitAct {
			t.Label, t.Hint = "追究时效将届满", "自行为发生之日起"+l.Term+"，尚未立案，届满前"+l.Warn+"起列入"
		}
		out = append(out, t)
	}
	several := len(b.Near) > 0 && b.Near[0].Jurisdiction != b.Near[len(b.Near)-1].Jurisdiction
	for _, n := range b.Near {
		t := tile{
			Label: "将达" + n.List.Name, Hint: fmt.Sprintf("距%d分不超过%d分，全管辖区，不含自然人", n.At, n.Within), N: n.Subjects,
			Address: address("/subjects", url.Values{"near": {n.List.ID}, "jurisdiction": {n.Jurisdiction}}),
		}
		if several {
			t.Hint = n.Jurisdiction + "，" + t.Hint
		}
		out = append(out, t)
	}
	return out
}

// shortKinds are kinds of cases where there is little room.
var shortKinds = map[string]string{"violation": "认定", "listing": "列入", "dispute": "异议", "breach": "违诺", "repair": "修复", "revocation": "撤销"}

var loadSeries = []string{"超期", "临期"}

// byPlace is of the organizations' own tasks, not of those below: each task counts once.
func byPlace(b cases.Board) figure {
	f := figure{ID: "by-place", Title: "各机构", Shape: "bars", Of: "机构", Series: loadSeries}
	for _, o := range b.Organizations {
		link := func(state string) string {
			return address("/", url.Values{"of": {"all"}, "state": {state}, "organization": {o.ID}, "own": {"yes"}})
		}
		f.add(o.Name.Name, o.Load, link)
	}
	return f
}

func byKind(b cases.Board) figure {
	f := figure{ID: "by-kind", Title: "各类案件", Shape: "bars", Of: "类别", Series: loadSeries}
	for _, k := range b.Kinds {
		f.add(word(kindWords, k.ID), k.Load, func(state string) string { return tasksAt(b.Organization, "state", state, "kind", k.ID) })
	}
	return f
}

// add is a row of what is overdue and what soon will be; where there is neither, there
// is no row.
func (f *figure) add(label string, l cases.Load, link func(state string) string) {
	if l.Overdue+l.DueSoon > 0 {
		f.Rows = append(f.Rows, figureRow{label, []figureCell{{l.Overdue, link(models.Overdue)}, {l.DueSoon, link(models.DueSoon)}}})
	}
}

func trend(b cases.Board) figure {
	f := figure{ID: "trend", Title: "近八周", Shape: "lines", Of: "周", Series: []string{"收到案件", "办结案件", "周末超期待办"}}
	for i, w := range b.Weeks {
		at, from, until := b.Organization, w.From.String(), w.Until.String()
		overdue := tasksAt(at, "overdue_at", until)
		if i == len(b.Weeks)-1 { // not over yet: now
			overdue = tasksAt(at, "state", models.Overdue)
		}
		f.Rows = append(f.Rows, figureRow{short(w.From) + "—" + short(w.Until), []figureCell{
			{w.Received, casesAt(at, "received_from", from, "received_until", until)},
			{w.Closed, casesAt(at, "closed_from", from, "closed_until", until)},
			{w.Overdue, overdue},
		}})
	}
	return f
}

// short is a day where there is little room.
func short(d interface {
	Civil() (int, time.Month, int)
},
) string {
	_, m, day := d.Civil()
	return fmt.Sprintf("%d.%d", int(m), day)
}
