package web

import (
	"strings"
)

// serviceDetails ask how and when a document was served (送达回证).
var serviceDetails = details{
	ask: func(d *desk) []group {
		groups := askServed("details.", "期限自送达之次日起算")
		for _, doc := range d.c.Links.Documents {
			if doc.ServedAt == 0 && doc.AcknowledgedAt != 0 { // its addressee said so: what is left is to register it
				groups[0].Hint = "当事人已于" + moment(doc.AcknowledgedAt) + "在本人入口签收" + doc.Number + "。"
				groups[0].preset(map[string]string{"method": "electronic", "served_at": doc.AcknowledgedAt.Time().Format("2006-01-02T15:04:05"), "to": "当事人本人，在本人入口签收"})
			}
		}
		return groups
	},
	read: func(r *reader) map[string]any { return readServed(r, "details.") },
}

// preset fills fields in beforehand, by the last part of their names.
func (g *group) preset(values map[string]string) {
	for i, f := range g.Fields {
		if v, ok := values[f.Name[strings.LastIndex(f.Name, ".")+1:]]; ok {
			g.Fields[i].Value = v
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
