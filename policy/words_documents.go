package policy

import "strings"

// sayDocuments says how documents are numbered and which of them a pack words itself.
func (c *clauses) sayDocuments() {
	c.section = "文书"
	for _, o := range c.pack.Organizations {
		if o.Word != "" {
			c.say("organizations."+o.Key+".word", "%s制作的文书编号以“%s信”起头，按文种、年度连续编号。", o.Name, o.Word)
		}
	}
	for _, t := range c.pack.Documents {
		var text []string
		for _, p := range t.Paragraphs {
			text = append(text, p.words())
		}
		c.say("documents."+t.Key, "《%s》（文种代字“%s”）的正文为：%s", t.Title, t.Word, strings.Join(text, "／"))
	}
	c.say("documents", "其余文书按标准式样制作。")
}

// words is a paragraph with the condition under which it is written.
func (p Paragraph) words() string {
	switch {
	case p.Each != "":
		return "（按“" + p.Each + "”逐项）" + p.Text
	case p.When != "":
		return "（有“" + p.When + "”时）" + p.Text
	}
	return p.Text
}
