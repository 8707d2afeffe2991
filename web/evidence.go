package web

import (
	"fmt"
	"net/url"

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

// evidenceRows is how many materials a form has room for at first, mostEvidence how many
// it may bring.
const (
	evidenceRows = 3
	mostEvidence = 50
)

// evidenceAt names a part of a row of evidence.
func evidenceAt(row int, part string) string { return fmt.Sprintf("evidence[%d].%s", row, part) }

// askEvidence asks for materials: files, or what identifies an original on paper.
func askEvidence(required bool, kind string) []group {
	g := group{Legend: "证据材料", Three: true, Folded: !required, Rows: func(i int) []field { return evidenceRow(i, "") }}
	if !required {
		g.Legend = "证据材料（如有）"
	}
	g.Fields = append(g.Fields, field{
		Name: "evidence.upload", Label: "照片、文件", Kind: "files", Wide: true,
		Hint: "可以拖到这里，可以多选，手机上可以直接拍照。没有电子件的，在下面写明名称和编号，能据以找到原件。",
	})
	for i := range evidenceRows {
		row := evidenceRow(i, "")
		if i == 0 {
			row = evidenceRow(i, kind)
			row[0].Required = required
		}
		g.Fields = append(g.Fields, row...)
	}
	return []group{g}
}

func evidenceRow(i int, kind string) []field {
	label := ""
	if i > 0 {
		label = fmt.Sprint(i + 1)
	}
	return []field{
		{Name: evidenceAt(i, "title"), Label: "材料名称" + label, Kind: "text", Or: true},
		{Name: evidenceAt(i, "kind"), Label: "种类" + label, Kind: "select", Options: materials, Value: kind},
		{Name: evidenceAt(i, "number"), Label: "编号" + label, Kind: "text"},
		{Name: evidenceAt(i, "file"), Label: "文件" + label, Kind: "file", Wide: true},
	}
}

// freeRow is the first row of evidence in which nothing stands.
func freeRow(in url.Values) string {
	for i := 0; ; i++ {
		if in.Get(evidenceAt(i, "title")) == "" && in.Get(evidenceAt(i, "number")) == "" && in.Get(evidenceAt(i, "file")) == "" {
			return fmt.Sprintf("evidence[%d]", i)
		}
	}
}

// readEvidence reads the materials that were named or uploaded.
func readEvidence(r *reader) (list []cases.Evidence) {
	if fault := r.text("evidence.fault"); fault != "" {
		r.wrong("evidence.upload", fault)
	}
	for i := range mostEvidence {
		e := cases.Evidence{
			Kind: r.text(evidenceAt(i, "kind")), Title: r.text(evidenceAt(i, "title")), Number: r.text(evidenceAt(i, "number")),
			File: r.file(fmt.Sprintf("evidence[%d]", i)),
		}
		switch {
		case e.Title != "" && e.Kind == "":
			e.Kind = "other"
		case e.Title == "" && (e.Number != "" || e.File != ""):
			r.wrong(evidenceAt(i, "title"), "请写明材料名称")
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
