package web

import (
	"fmt"

	"chengxin/api/cases"
)

// materials are what evidence may be; a pack's own papers are added by name.
var materials = []option{
	{Value: "photo", Label: "照片、录像"},
	{Value: "document", Label: "文书"},
	{Value: "receipt", Label: "送达回证"},
	{Value: "statement", Label: "陈述申辩材料"},
	{Value: "waiver", Label: "书面放弃声明"},
	{Value: "letter", Label: "复函"},
	{Value: "minute", Label: "会议纪要"},
	{Value: "authority_letter", Label: "授权委托书"},
	{Value: "commitment_letter", Label: "信用修复承诺书"},
	{Value: "proof_of_correction", Label: "纠正失信行为、履行义务的证明材料"},
	{Value: "court_ruling", Label: "法院裁定书"},
	{Value: "other", Label: "其他材料"},
}

// evidenceRows is how many materials a form has room for.
const evidenceRows = 3

// askEvidence asks for materials by what identifies them.
func askEvidence(required bool, kind string) []group {
	g := group{Legend: "证据材料", Hint: "写明名称和编号，能据以找到原件。", Three: true, Folded: !required}
	if !required {
		g.Legend = "证据材料（如有）"
	}
	for i := range evidenceRows {
		at := func(name string) string { return fmt.Sprintf("evidence[%d].%s", i, name) }
		label := ""
		if i > 0 {
			label = fmt.Sprint(i + 1)
		}
		k := field{Name: at("kind"), Label: "种类" + label, Kind: "select", Options: materials}
		if i == 0 {
			k.Value = kind
		}
		g.Fields = append(g.Fields,
			field{Name: at("title"), Label: "材料名称" + label, Kind: "text", Required: required && i == 0}, k,
			field{Name: at("number"), Label: "编号" + label, Kind: "text"})
	}
	return []group{g}
}

// readEvidence reads the materials that were named.
func readEvidence(r *reader) (list []cases.Evidence) {
	for i := range evidenceRows {
		at := func(name string) string { return fmt.Sprintf("evidence[%d].%s", i, name) }
		e := cases.Evidence{Kind: r.text(at("kind")), Title: r.text(at("title")), Number: r.text(at("number"))}
		switch {
		case e.Title != "" && e.Kind == "":
			e.Kind = "other"
		case e.Title == "" && e.Number != "":
			r.wrong(at("title"), "请写明材料名称")
		}
		if e.Title != "" {
			list = append(list, e)
		}
	}
	return list
}

// material is a kind of evidence in words.
func material(kind string) string {
	for _, m := range materials {
		if m.Value == kind {
			return m.Label
		}
	}
	return kind
}
