package web

import (
	"strings"

	"chengxin/api/cases"
)

// serviceDetails ask how and when a document was served (送达回证).
var serviceDetails = details{
	ask: func(d *desk) []group {
		groups := askServed("details.", "期限自送达之次日起算")
		doc, said := saidToHave(d)
		if said == "" {
			return groups
		}
		groups[0].Hint = doc.Number + "已在本人入口签收：" + said + "。"
		if len(doc.Acknowledged) == 1 { // of several addressees each is served for itself
			at := doc.Acknowledged[0].At.Time().Format("2006-01-02T15:04:05")
			groups[0].preset(map[string]string{"method": "electronic", "served_at": at, "to": "当事人本人，在本人入口签收"})
		}
		return groups
	},
	read: func(r *reader) map[string]any { return readServed(r, "details.") },
}

// saidToHave is the document that waits to be served and was acknowledged, and by whom,
// with whoever handed over the code by which they had signed in.
func saidToHave(d *desk) (doc cases.DocumentView, said string) {
	for _, doc := range d.c.Links.Documents {
		if doc.ServedAt != 0 || len(doc.Acknowledged) == 0 {
			continue
		}
		var all []string
		for _, by := range doc.Acknowledged {
			how := "登录码发送到其确认的电子邮箱"
			if by.CodeBy != nil {
				how = "登录码由" + by.CodeBy.Name + "发放"
			}
			all = append(all, by.Subject.Name+"于"+moment(by.At)+"（"+how+"）")
		}
		return doc, strings.Join(all, "，")
	}
	return doc, ""
}

// preset fills fields in beforehand, by the last part of their names: the first of each.
func (g *group) preset(values map[string]string) {
	for i, f := range g.Fields {
		name := f.Name[strings.LastIndex(f.Name, ".")+1:]
		if v, ok := values[name]; ok {
			g.Fields[i].Value = v
			delete(values, name)
		}
	}
}

// mergeDetails ask into which case a report is merged (并案).
var mergeDetails = details{
	ask: func(*desk) []group {
		return []group{{Fields: []field{
			{Name: "details.into", Label: "并入的案件编号", Kind: "text", Required: true, Hint: "本管辖区正在办理的失信行为认定案件"},
		}}}
	},
	read: func(r *reader) map[string]any { return map[string]any{"into": r.text("details.into")} },
}

// referralDetails ask whose decision is attacked, and where to find that authority.
var referralDetails = details{
	ask: func(*desk) []group {
		return []group{{Legend: "告知申请人", Fields: []field{
			{Name: "details.authority", Label: "应向哪一机关提出", Kind: "text", Required: true},
			{Name: "details.address", Label: "该机关地址", Kind: "text", Required: true},
		}}}
	},
	read: func(r *reader) map[string]any {
		return map[string]any{"authority": r.text("details.authority"), "address": r.text("details.address")}
	},
}

// pointsDetails ask what of the points remains (部分成立).
var pointsDetails = details{
	ask: func(*desk) []group {
		return []group{{Fields: []field{
			{Name: "details.points", Label: "调整后的扣分", Kind: "number", Least: 1, Required: true, Hint: "须少于原扣分，至少1分"},
		}}}
	},
	read: func(r *reader) map[string]any { return map[string]any{"points": r.number("details.points")} },
}

// letterDetails ask for the answer of an office outside the system (复函).
var letterDetails = details{
	ask: func(*desk) []group {
		return []group{{Legend: "复函", Hint: "该办公室不在本系统内，以书面复函表示意见；扫描件请列入证据材料。", Fields: []field{
			{Name: "details.letter.number", Label: "复函文号", Kind: "text", Required: true},
			{Name: "details.letter.date", Label: "复函日期", Kind: "date", Required: true},
		}}}
	},
	read: func(r *reader) map[string]any {
		return map[string]any{"letter": map[string]any{"number": r.text("details.letter.number"), "date": r.instant("details.letter.date")}}
	},
}
