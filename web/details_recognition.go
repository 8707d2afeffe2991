package web

import (
	"fmt"
	"strings"
	"time"

	"chengxin/api/cases"
	"chengxin/models"
)

// charges is how many behaviours of one act a form has room for; the heaviest counts.
const charges = 3

// proposalDetails ask for the handlers' proposal: one recognition for each subject of
// the incident, the behaviours of its act, and the document it rests on.
var proposalDetails = details{ask: askProposal, read: readProposal}

func askProposal(d *desk) []group {
	groups := []group{{Legend: "承办人", Hint: "认定意见由两名具有执法资格的承办人共同提出（行政处罚法第四十二条）。", Fields: []field{
		{Name: "details.co_handler", Label: "另一名承办人", Kind: "select", Required: true, Options: colleagues(d.colleagues)},
	}}}
	i := 0
	for _, p := range d.parties {
		if p.Settled {
			continue
		}
		groups = append(groups, askRecognition(d, i, p)...)
		i++
	}
	return groups
}

func colleagues(all []cases.Colleague) (out []option) {
	for _, c := range all {
		label := c.Name
		if c.Certificate != "" {
			label += "（" + c.Certificate + "）"
		}
		out = append(out, option{Value: c.Username, Label: label})
	}
	return out
}

// askRecognition asks about one subject.
func askRecognition(d *desk, i int, p cases.Party) []group {
	at := func(name string) string { return fmt.Sprintf("details.recognitions[%d].%s", i, name) }
	g := group{Legend: p.Name + "的失信行为", Hint: "同一行为有几种表现的逐一列出，按最重的一种扣分（一事不二扣）。", Pairs: true, Fields: []field{
		{Name: at("subject"), Kind: "hidden", Value: p.ID},
		{Name: at("act_at"), Label: "行为发生时间", Kind: "datetime", Required: true, Wide: true, Value: occurred(d)},
	}}
	behaviours := behaviourOptions(d.catalogue)
	for n := range charges {
		b, pts := "行为", "扣分"
		if n > 0 {
			b, pts = fmt.Sprintf("行为之%d（如有）", n+1), fmt.Sprintf("行为之%d的扣分", n+1)
		}
		f := field{Name: fmt.Sprintf("%s[%d].behaviour", at("charges"), n), Label: b, Kind: "select", Options: behaviours, Required: n == 0}
		if n == 0 {
			f.Value = reportedOf(d, p.ID)
		}
		g.Fields = append(g.Fields, f, field{
			Name: fmt.Sprintf("%s[%d].points", at("charges"), n), Label: pts, Kind: "number", Least: 1, Hint: "不填按目录最低分",
		})
	}
	return []group{g, {Legend: p.Name + "的认定依据文书", Hint: "认定须以生效法律文书为依据。", Fields: []field{
		{Name: at("founding.number"), Label: "文号", Kind: "text", Required: true},
		{Name: at("founding.body"), Label: "作出机关", Kind: "text", Required: true},
		{Name: at("founding.issued_at"), Label: "文书日期", Kind: "datetime", Required: true},
	}}}
}

// reportedOf is the behaviour that was reported of a subject.
func reportedOf(d *desk, subject string) string {
	acts, _ := d.c.Intake["acts"].([]any)
	for _, a := range acts {
		own, _ := a.(map[string]any)
		if code, _ := own["behaviour"].(string); own["subject"] == subject && code != "" {
			return code
		}
	}
	code, _ := d.c.Intake["behaviour"].(string)
	return code
}

func occurred(d *desk) string {
	text, _ := d.c.Intake["occurred_at"].(string)
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return ""
	}
	return local(models.At(t))
}

// behaviourOptions are the catalogue by sector, with grade and points.
func behaviourOptions(c cases.Catalogue) (out []option) {
	for _, s := range c.Sectors {
		for _, b := range s.Behaviours {
			out = append(out, option{Value: b.Code, Label: fmt.Sprintf("%s %s（%s，%s）", b.Code, b.Name, b.Grade, pointsOf(b)), Group: s.Name})
		}
	}
	return out
}

func pointsOf(b cases.BehaviourView) string {
	if b.Most > b.Least {
		return fmt.Sprintf("%d至%d分", b.Least, b.Most)
	}
	return fmt.Sprintf("%d分", b.Least)
}

// readProposal reads as many recognitions as were sent.
func readProposal(r *reader) map[string]any {
	list := []map[string]any{}
	for i := 0; ; i++ {
		at := func(name string) string { return fmt.Sprintf("details.recognitions[%d].%s", i, name) }
		if !r.in.Has(at("subject")) {
			break
		}
		list = append(list, map[string]any{
			"subject": r.text(at("subject")), "act_at": r.instant(at("act_at")), "charges": readCharges(r, at("charges")),
			"founding": map[string]any{
				"number": r.text(at("founding.number")), "body": r.text(at("founding.body")), "issued_at": r.instant(at("founding.issued_at")),
			},
		})
	}
	return map[string]any{"co_handler": r.text("details.co_handler"), "recognitions": list}
}

func readCharges(r *reader, at string) []map[string]any {
	list := []map[string]any{}
	for n := range charges {
		code := r.text(fmt.Sprintf("%s[%d].behaviour", at, n))
		points := fmt.Sprintf("%s[%d].points", at, n)
		if code == "" {
			if r.text(points) != "" {
				r.wrong(points, "请先选择行为")
			}
			continue
		}
		list = append(list, map[string]any{"behaviour": code, "points": r.number(points)})
	}
	return list
}

// revisionDetails ask what of the proposal changes after statement and review.
var revisionDetails = details{
	ask: func(d *desk) []group {
		g := group{Legend: "变更内容", Hint: "只填须变更的；扣分不填的不变更。", Pairs: true}
		i := 0
		for _, rec := range d.c.Links.Recognitions {
			if rec.State == "reversed" || rec.State == "dropped" {
				continue
			}
			at := func(name string) string { return fmt.Sprintf("details.recognitions[%d].%s", i, name) }
			g.Fields = append(g.Fields,
				field{Name: at("subject"), Kind: "hidden", Value: rec.Subject},
				field{Name: at("behaviour"), Label: d.party(rec.Subject) + "的失信行为", Kind: "select", Value: rec.Behaviour, Options: behaviourOptions(d.catalogue)},
				field{Name: at("points"), Label: fmt.Sprintf("变更后的扣分（原拟扣%d分）", rec.Points), Kind: "number", Least: 1},
			)
			i++
		}
		return []group{g}
	},
	read: func(r *reader) map[string]any {
		list := []map[string]any{}
		for i := 0; ; i++ {
			at := func(name string) string { return fmt.Sprintf("details.recognitions[%d].%s", i, name) }
			if !r.in.Has(at("subject")) {
				break
			}
			if r.text(at("points")) == "" {
				continue
			}
			list = append(list, map[string]any{"subject": r.text(at("subject")), "behaviour": r.text(at("behaviour")), "points": r.number(at("points"))})
		}
		return map[string]any{"recognitions": list}
	},
}

// leastPoints fills in the catalogue's own points where none were given.
func leastPoints(c cases.Catalogue, read map[string]any) {
	list, _ := read["recognitions"].([]map[string]any)
	for _, r := range list {
		all, _ := r["charges"].([]map[string]any)
		for _, ch := range all {
			if code, _ := ch["behaviour"].(string); ch["points"] == 0 {
				ch["points"] = c.Behaviour(strings.TrimSpace(code)).Least
			}
		}
	}
}
