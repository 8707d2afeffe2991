package web

import (
	"html/template"
	"unicode"

	"chengxin/api/cases"
	"chengxin/models"
)

// What pages call things: domain.md's words. Keys without a word are shown as they are,
// so that something new is seen, not hidden.

var kindWords = map[string]string{
	"violation": "失信行为认定", "listing": "名单列入", "dispute": "异议", "breach": "违诺认定", "repair": "信用修复", "revocation": "撤销更正",
}

var stageWords = map[string]string{
	"reported": "已上报", "filed": "已立案", "declined": "不予立案", "merged": "已并案", "dispatched": "待派遣", "handling": "处置中", "verifying": "核查中",
	"recognition": "拟认定", "notified": "告知", "statement": "陈述申辩", "review": "复核", "legal_review": "法制审核", "approval": "审批",
	"decided": "已决定", "closed": "已办结", "proposed": "拟列入", "published": "公布中", "repairable": "公布中（可修复）", "received": "已收件",
	"supplement": "待补正", "investigating": "核查中", "sign_off": "签批中", "held": "等待异议处理", "confirming": "待确认",
}

var outcomeWords = map[string]string{
	"recognised": "予以认定", "no_record": "不予记录", "dropped": "撤销原意见", "refused": "不予批准", "declined": "不予立案", "merged": "并案", "withdrawn": "已撤回",
	"terminated": "已终止", "transferred_criminal": "移送司法机关", "founding_revoked": "依据文书被撤销", "repaired": "准予修复", "annulled": "已撤销",
	"superseded": "被吸收", "expired": "期满终止", "upheld": "异议成立", "partly_upheld": "异议部分成立", "rejected": "异议不成立", "not_ours": "不属本机关职责",
	"referred": "移送原决定机关", "abandoned": "视为放弃", "unfounded": "查无实据", "reversed": "已撤销", "not_revoked": "不予撤销", "entry_ended": "所涉记录已终止",
}

var listingWords = map[string]string{
	"proposed": "拟列入", "decided": "已决定未公布", "published": "公布中", "repaired": "已修复", "annulled": "已撤销",
	"superseded": "已被吸收", "expired": "期满终止", "dropped": "未列入",
}

var recognitionWords = map[string]string{
	"proposed": "拟认定", "notified": "已告知", "effective": "已生效", "reversed": "已撤销", "dropped": "未作出",
}

var stateWords = map[string]string{models.OnTime: "正常", models.DueSoon: "临期", models.Overdue: "超期", "open": "办理中", "closed": "已办结"}

var pauseWords = map[string]string{"suspended": "中止计时", "deferred": "缓办", "criminal": "移送司法机关，中止计时"}

var lookWords = map[string]string{"subject": "基本信息", "file": "一人一档", "score": "计分", "listings": "名单记录", "report": "信用报告", "evidence": "证据文件", "address": "送达地址确认书", "number": "公民身份号码全文", "copy": "个人信息副本"}

// conditionWords are how a condition of a repair stands.
var conditionWords = map[string]string{cases.ConditionMet: "已满足", cases.ConditionLacking: "尚缺", cases.ConditionToCheck: "待核"}

// matterWords are how a matter in a report stands: open where it has no outcome yet.
var matterWords = map[string]string{"": "办理中", "in_force": "生效中", "lifted": "已解除"}

func matter(key string) string {
	for _, words := range []map[string]string{matterWords, outcomeWords} {
		if w, ok := words[key]; ok {
			return w
		}
	}
	return key
}

var officeWords = map[string]string{
	"signed": "已签批", "refused": "不同意修复", "sent_back": "退回补充核查", "waiting": "待签", "ahead": "尚未轮到", "not_applicable": "不适用", "returned": "退回",
}

var stuckWords = map[string]string{cases.StuckDecision: "决定已送达而未办理", cases.StuckClock: "期限已到而未处理", cases.StuckMessage: "启动或者唤起未能送达"}

var methodWords = map[string]string{
	"direct": "直接送达", "left": "留置送达", "posted": "邮寄送达", "electronic": "电子送达", "public_notice": "公告送达",
}

func word(words map[string]string, key string) string {
	if w, ok := words[key]; ok {
		return w
	}
	return key
}

// functions are what templates may call.
func functions(a *assets, most int64) template.FuncMap {
	return template.FuncMap{
		"asset":       a.address,
		"date":        date,
		"lastday":     func(until models.Instant) string { return date(until - 1) },
		"moment":      moment,
		"deep":        func(depth int) int { return min(depth, 6) },
		"kind":        func(k string) string { return word(kindWords, k) },
		"stage":       func(k string) string { return word(stageWords, k) },
		"outcome":     func(k string) string { return word(outcomeWords, k) },
		"state":       func(k string) string { return word(stateWords, k) },
		"listing":     func(k string) string { return word(listingWords, k) },
		"recognition": func(k string) string { return word(recognitionWords, k) },
		"channel":     func(k string) string { return word(channelNames, k) },
		"recorded":    func(k string) string { return word(recordKinds, k) },
		"condition":   func(k string) string { return word(conditionWords, k) },
		"look":        func(k string) string { return word(lookWords, k) },
		"matter":      matter,
		"office":      func(k string) string { return word(officeWords, k) },
		"packstate":   func(k string) string { return word(packStates, k) },
		"jobstate":    func(k string) string { return word(jobStates, k) },
		"stuck":       func(k string) string { return word(stuckWords, k) },
		"method":      func(k string) string { return word(methodWords, k) },
		"full":        fullWidth,
		"add":         func(a, b int) int { return a + b },
		"material":    func(v any) string { return material(plain(v)) },
		"newkey":      newKey,
		"most":        func() string { return cases.Bytes(most) },
		"act": func(verb, label string, r workRow) rowAct {
			return rowAct{r.ID, verb, label, r.Key + verb, r.Back, r.Name + " " + r.Case}
		},
	}
}

// date is a day as people write it, 2026年11月24日; nothing for "not yet".
func date(i models.Instant) string {
	if i == 0 {
		return ""
	}
	return i.Time().Format("2006年1月2日")
}

// moment is a day with its time.
func moment(i models.Instant) string {
	if i == 0 {
		return ""
	}
	return i.Time().Format("2006年1月2日 15:04")
}

// fullWidth sets the punctuation of Chinese text as pages set it; a time of day keeps
// its colons.
func fullWidth(text string) string {
	wide := map[rune]rune{':': '：', ',': '，', ';': '；', '(': '（', ')': '）'}
	runes := []rune(text)
	for i, r := range runes {
		w, narrow := wide[r]
		inside := i > 0 && i+1 < len(runes) && latin(runes[i-1]) && latin(runes[i+1])
		if narrow && !inside {
			runes[i] = w
		}
	}
	return string(runes)
}

func latin(r rune) bool { return r < unicode.MaxASCII }
