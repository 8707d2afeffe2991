package web

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"chengxin/api/cases"
	"chengxin/models"
)

// fact is one line of what was reported or applied for.
type fact struct{ Label, Value, Address string }

// factLabels are the parts of an intake in the order in which they are read. What is
// told elsewhere on the page is left out.
var factLabels = []struct{ key, label string }{
	{"description", "情况"},
	{"reasons", "异议理由"},
	{"behaviour", "上报的失信行为"},
	{"occurred_at", "发生时间"},
	{"place", "地点"},
	{"source", "来源"},
	{"commitment", "承诺书"},
	{"number", "承诺书编号"},
	{"committed_at", "承诺日期"},
	{"fulfil_by", "履行期限"},
	{"content", "承诺内容"},
	{"related", "作出承诺的案件"},
	{"type", "承诺类型"},
	{"applicant", "申请人"},
	{"authority_letter", "授权委托书"},
	{"channel", "申请渠道"},
	{"received_at", "实际收到"},
	{"document", "被撤销的文书"},
	{"revoked_by", "撤销机关"},
	{"ground", "撤销事由"},
	{"decision", "撤销决定"},
	{"revoked_at", "撤销日期"},
	{"reorganisation", "重整裁定书"},
	{"list", "名单"},
	{"cycle", "计分周期"},
	{"total", "累计扣分"},
	{"because", "起因案件"},
}

var groundWords = map[string]string{
	"review": "行政复议", "litigation": "行政诉讼", "self_correction": "自行纠正", "false_material": "以虚假材料取得修复",
}

var channelWords = map[string]string{"window": "窗口", "credit_china": "信用中国", "own": "本人入口"}

func facts(d *desk) (out []fact) {
	out = append(out, contact(d)...)
	for _, l := range factLabels {
		v, there := d.c.Intake[l.key]
		if !there || v == "" || v == nil {
			continue
		}
		f := fact{Label: l.label, Value: plain(v)}
		switch l.key {
		case "behaviour":
			if b := d.catalogue.Behaviour(f.Value); b.Name != "" {
				f.Value = fmt.Sprintf("%s %s（%s，%s）", b.Code, b.Name, b.Grade, pointsOf(b))
			}
		case "list":
			f.Value = d.catalogue.List(f.Value)
		case "ground":
			f.Value = word(groundWords, f.Value)
		case "channel":
			f.Value = word(channelWords, f.Value)
		case "committed_at", "fulfil_by":
			f.Value = onDay(fmt.Sprint(v))
		case "because", "related":
			f.Address = "/cases/" + f.Value
		}
		out = append(out, f)
		if l.key == "behaviour" {
			out = append(out, ownActs(d)...)
		}
	}
	return out
}

// ownActs are what each of several subjects did, where it differs.
func ownActs(d *desk) (out []fact) {
	acts, _ := d.c.Intake["acts"].([]any)
	for _, a := range acts {
		own, _ := a.(map[string]any)
		who, _ := own["subject"].(string)
		said, _ := own["description"].(string)
		if b := d.catalogue.Behaviour(reportedOf(d, who)); b.Name != "" {
			out = append(out, fact{Label: d.party(who) + "的行为", Value: fmt.Sprintf("%s %s（%s，%s）", b.Code, b.Name, b.Grade, pointsOf(b))})
		}
		if said != "" {
			out = append(out, fact{Label: d.party(who) + "的情况", Value: said})
		}
	}
	return out
}

// contact is how those who brought the case in are reached, and on whose authority an
// agent acts.
func contact(d *desk) (out []fact) {
	add := func(label, value string) {
		if value != "" {
			out = append(out, fact{Label: label, Value: value})
		}
	}
	if c := d.c.Contact; c != nil {
		add("联系电话", c.Phone)
		add("代理人", c.Agent)
		add("代理人身份号码", c.AgentIDMask)
		add("代理人电话", c.AgentPhone)
	}
	agent, _ := d.c.Intake["agent"].(map[string]any)
	letter, _ := agent["letter"].(map[string]any)
	if letter != nil {
		until := "至本事项办结"
		if text, ok := letter["valid_until"].(string); ok {
			until = "至" + onDay(text)
		}
		signed, _ := letter["signed_at"].(string)
		add("委托权限", onDay(signed)+"签署，有效期"+until)
	}
	return out
}

// onDay writes the day of a time of JSON.
func onDay(text string) string {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return text
	}
	return date(models.At(t))
}

// plain writes a value of JSON for a reader: times as people write them.
func plain(v any) string {
	switch v := v.(type) {
	case string:
		if t, err := time.Parse(time.RFC3339, v); err == nil {
			return moment(models.At(t))
		}
		return v
	case bool:
		return map[bool]string{true: "是", false: "否"}[v]
	}
	return fmt.Sprint(v)
}

// exhibit is a material, where in the case it came in, and the file it is.
type exhibit struct {
	Title, Kind, Number, From string
	File, Name, Size, Sum     string
	TakenAt                   models.Instant
	Where                     string // where the camera says it was
}

// Picture says that the file can be shown as one.
func (e exhibit) Picture() bool { return e.File != "" && pictured(e.Name) }

func exhibits(d *desk) (out []exhibit) {
	add := func(from string, raw any) {
		text, _ := json.Marshal(raw)
		var list []cases.Evidence
		if json.Unmarshal(text, &list) != nil {
			return
		}
		for _, e := range list {
			x := exhibit{Title: e.Title, Kind: material(e.Kind), Number: e.Number, From: from}
			if k := e.Kept; k != nil {
				x.File, x.Name, x.Size, x.Sum, x.TakenAt = e.File, k.Name, cases.Bytes(k.Size), k.SHA256, k.TakenAt
				if lat, long, ok := strings.Cut(k.TakenWhere, ","); ok {
					x.Where = "纬度" + lat + "，经度" + long
				}
			}
			out = append(out, x)
		}
	}
	add("收件", d.c.Intake["evidence"])
	add("收件", d.c.Intake["attachments"])
	for _, h := range d.c.History {
		if len(h.Evidence) > 0 {
			add(h.Name, h.Evidence)
		}
	}
	return out
}
