package web

import "chengxin/models"

// askServed asks how and when a document was served: what every method needs, and what
// only some do.
func askServed(prefix, from string) []group {
	at := func(name string) string { return prefix + name }
	return []group{
		{Legend: "送达", Fields: []field{
			{Name: at("method"), Label: "送达方式", Kind: "select", Required: true, Options: options(methodWords, "direct", "left", "posted", "electronic", "public_notice")},
			{Name: at("served_at"), Label: "送达时间", Kind: "datetime", Hint: join("不填为现在；公告送达自动推算", from)},
			{Name: at("receipt"), Label: "送达回证编号", Kind: "text", Hint: "邮寄送达填邮件号码"},
			{Name: at("to"), Label: "签收人", Kind: "text", Hint: "代收的，写明与受送达人的关系"},
		}},
		{Legend: "留置送达的", Folded: true, Fields: []field{
			{Name: at("refusal"), Label: "拒收的事由和日期", Kind: "text", Wide: true},
			{Name: at("witness"), Label: "见证人", Kind: "text", Wide: true, Hint: "没有见证人的，以照片、录像记录送达过程，附在证据材料中"},
		}},
		{Legend: "邮件被退回的", Folded: true, Fields: []field{
			{Name: at("returned"), Label: "邮件被退回，受送达人签有送达地址确认书，退回之日视为送达", Kind: "check", Wide: true},
		}},
		{Legend: "公告送达的", Hint: "下落不明，或者以其他方式无法送达的，方可公告送达；公告期满之日为送达之日。公告期间可以由负责人中止计时。", Folded: true, Fields: []field{
			{Name: at("tried"), Label: "此前送达未成的经过", Kind: "text", Wide: true},
			{Name: at("notice"), Label: "公告刊登、张贴之处", Kind: "text"},
			{Name: at("notice_at"), Label: "公告发出之日", Kind: "date"},
		}},
	}
}

func join(a, b string) string {
	if b == "" {
		return a
	}
	return a + "。" + b
}

// readServed reads it as the program takes it.
func readServed(r *reader, prefix string) map[string]any {
	out := map[string]any{"method": r.text(prefix + "method")}
	for _, name := range []string{"receipt", "to", "refusal", "witness", "tried", "notice"} {
		if text := r.text(prefix + name); text != "" {
			out[name] = text
		}
	}
	for _, name := range []string{"served_at", "notice_at"} {
		if at := r.instant(prefix + name); at != models.Instant(0) {
			out[name] = at
		}
	}
	if r.text(prefix+"returned") != "" {
		out["returned"] = true
	}
	return out
}
