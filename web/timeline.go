package web

import (
	"encoding/json"
	"fmt"
	"strings"

	"chengxin/api/cases"
	"chengxin/models"
)

// event is one entry of the trail in words.
type event struct {
	Seq     int
	At      models.Instant
	Who     string
	Title   string
	Lines   []string
	Reason  string
	Version int
	Hash    string
}

// body is what entries of the trail hold, as far as pages tell it.
type body struct {
	Acts    []actDone `json:"acts"`
	Version int       `json:"version"`
	Task    string    `json:"task"`
	Reason  string    `json:"reason"`
	Note    string    `json:"note"`
	ByCase  string    `json:"by_case"`
	Outcome string    `json:"outcome"`
	Verb    string    `json:"verb"`
	Choice  string    `json:"choice"`
	Told    string    `json:"told"`
}

type actDone struct {
	Did  string `json:"did"`
	What any    `json:"what"`
}

// events tells the trail, latest first.
func events(d *desk, entries []cases.TrailEntry) (out []event) {
	for i := len(entries) - 1; i >= 0; i-- {
		e := entries[i]
		var b body
		_ = json.Unmarshal(e.Body, &b) // what cannot be read is told by its action alone
		v := event{
			Seq: e.Seq, At: e.At, Who: e.Actor.Name, Reason: b.Reason, Version: b.Version, Hash: e.Hash, Title: titleOf(d, e.Action, b),
		}
		for _, a := range b.Acts {
			if line := actLine(d, a); line != "" {
				v.Lines = append(v.Lines, line)
			}
		}
		if b.Note != "" {
			v.Lines = append(v.Lines, "附言："+b.Note)
		}
		out = append(out, v)
	}
	return out
}

var actionWords = map[string]string{
	"received": "收件登记", "begin": "开始办理", "clock": "期限届满", "claim": "认领", "release": "放回", "urge": "催办", "warning": "临期提醒",
	"overdue": "超期提醒", "reopened": "恢复办理", "dispute_ended": "异议处理完毕，继续办理", "ground_added": "名单增加新的扣分", "imported": "自原有系统导入",
	"refused": "决定未被接受", "transfer": "转办", "recuse": "回避", "co_sign": "加签", "call_off": "撤回", "copy": "抄送", "appeal": "超期申诉",
	"extend": "申请延期", "suspend": "中止计时", "resume": "恢复计时", "supervise": "督办", "succession": "待办改由他人接办", "recounted": "放假安排变动，重新计算期限",
	"changed_by_other": "因其他案件变动", "dispute_mark": "加注“异议处理中”", "correct": "更正文书", "issue_report": "出具信用报告", "serve_document": "登记送达", "service_address": "登记送达地址确认书", "correct_subject": "更正主体信息", "erase": "删除个人信息", "open_shop": "登记门店", "close_shop": "停用门店码", "settle_feedback": "答复群众反映", "receipt": "出具收件回执", "record": "过程记录", "acknowledge": "当事人签收文书", "entrance_code": "发放登录码", "entered": "当事人登录", "code_ended": "登录码因多次输错失效", "load_pack": "载入规则包", "withdraw_pack": "撤回规则包", "process_restarted": "重新启动流程", "process_restart_asked": "申请重新启动流程",
	"silent": "逾期未处理告警", "stuck": "流转告警", "ground_taken": "名单减少扣分", "ground_restored": "恢复扣分",
}

func titleOf(d *desk, action string, b body) string {
	verb, choice, _ := strings.Cut(action, ":")
	switch verb {
	case "decide":
		return fmt.Sprintf("%s：%s", d.taskName(b.Task), d.label(b.Task, choice))
	case "return":
		return fmt.Sprintf("%s：退回到“%s”", d.step(stepIn(b.Task)).Name, d.step(choice).Name)
	case "withdraw":
		return "结束案件：" + word(outcomeWords, choice)
	case "changed_by_other":
		return "因" + b.ByCase + "变动"
	case "closed_by_other":
		return fmt.Sprintf("因%s办结：%s", b.ByCase, word(outcomeWords, b.Outcome))
	case "claim", "release", "urge", "warning", "overdue", "transfer", "recuse", "co_sign", "call_off", "copy", "appeal", "extend", "resume", "supervise", "succession":
		return fmt.Sprintf("%s：%s", word(actionWords, verb), d.taskName(b.Task))
	case "suspend":
		return fmt.Sprintf("%s：%s", word(pauseWords, choice), d.taskName(b.Task))
	case "refused":
		if words, other := actionWords[b.Verb]; other {
			return fmt.Sprintf("%s：%s未被接受", words, d.taskName(b.Task))
		}
		return fmt.Sprintf("%s：%s的决定未被接受", d.taskName(b.Task), d.label(b.Task, b.Choice))
	}
	return word(actionWords, action)
}

func stepIn(task string) string { _, step := ofTask(task); return step }

// label is a choice as the pack words it.
func (d *desk) label(task, choice string) string {
	for _, h := range d.c.History {
		if h.ID == task && h.Choice == choice {
			return h.Label
		}
	}
	for _, t := range d.c.Tasks {
		for _, c := range t.Choices {
			if t.ID == task && c.Key == choice {
				return c.Label
			}
		}
	}
	return word(outcomeWords, choice)
}

// actLine tells one thing that was done; empty for what a reader need not know.
func actLine(d *desk, a actDone) string {
	w, _ := a.What.(map[string]any)
	get := func(key string) string {
		if v, ok := w[key]; ok && v != nil {
			return plain(v)
		}
		return ""
	}
	switch a.Did {
	case "stage":
		return "进入“" + word(stageWords, plain(a.What)) + "”"
	case "asked":
		if get("role") == "" || get("due_at") == "" {
			return ""
		}
		return fmt.Sprintf("等待“%s”，%s到期", d.taskName(get("task")), get("due_at"))
	case "answered", "established", "filed", "accepted", "grounds", "closed":
		return ""
	case "issued":
		return "制作" + get("number") + after("，更正%s", get("corrects"))
	case "extended":
		return fmt.Sprintf("期限由%s延至%s", get("from"), get("to"))
	case "recounted":
		return after("期限由%s", get("from")) + after("改为%s", get("to"))
	case "clocks_stopped":
		return "计时停止" + after("，最迟%s恢复", get("UntilAt"))
	case "recognition_lightened":
		return fmt.Sprintf("认定扣分由%s分变更为%s分", get("from"), get("to"))
	case "supersedes":
		return "取代" + get("listing")
	case "dispute_mark":
		return "取消“异议处理中”标注"
	case "served":
		return fmt.Sprintf("%s于%s%s", get("document"), get("at"), word(methodWords, get("method")))
	case "points":
		return fmt.Sprintf("扣%s分%s", get("points"), after("，累计扣分%s分", get("total")))
	case "reversed":
		return fmt.Sprintf("冲减%s分，累计扣分%s分（%s）", get("points"), get("total"), get("reason"))
	case "proposed":
		return fmt.Sprintf("产生拟列入%s：%s", d.catalogue.List(get("list")), get("listing"))
	case "listed":
		return "列入" + d.catalogue.List(get("list")) + after("，替代%s", get("supersedes"))
	case "published":
		return fmt.Sprintf("公布，自%s起可以申请修复，至%s自动终止", get("opens_at"), get("ends_at"))
	case "listing_ended":
		return fmt.Sprintf("%s终止：%s", get("listing"), get("reason"))
	case "proposed_recognition":
		return fmt.Sprintf("拟认定%s，扣%s分，依据%s", d.behaviour(get("behaviour")), get("points"), get("founding"))
	case "announced":
		return fmt.Sprintf("告知：扣%s分，累计扣分将为%s分%s", get("points"), get("total"), after("，将列入%s", d.lists(get("list"))))
	case "revised":
		return fmt.Sprintf("扣分由%s分变更为%s分", get("from"), get("to"))
	case "ground_added", "ground_taken":
		return fmt.Sprintf("计入名单%s，自%s起可以申请修复", get("listing"), get("opens_at"))
	}
	return wordOf(a)
}

// wordOf tells what has no numbers.
func wordOf(a actDone) string {
	words := map[string]string{
		"merged_into": "并入%s", "signed": "签批", "revived": "恢复名单%s", "dropped_recognition": "不作出认定", "no_record": "不予记录", "barred": "限制适用告知承诺",
		"bars_lifted": "解除限制", "clock_stopped": "计时停止：%s", "clock_unmoved": "%s", "clock_started": "计时开始", "returned": "退回",
		"clocks_started": "计时恢复", "ground_replaced": "扣分依据变更", "recognition_reversed": "认定撤销", "reinstated_as_superseded": "恢复为被取代的名单",
		"repair_revoked":   "信用修复撤销",
		"grounds_repaired": "所涉扣分不再计入名单（%s条）", "grounds_counts": "所涉扣分恢复计入名单（%s条）", "carried_by_later": "由以后的扣分支持",
	}
	w, known := words[a.Did]
	if !known {
		return a.Did // something new is seen, not hidden
	}
	if strings.Contains(w, "%s") {
		return fmt.Sprintf(w, plain(a.What))
	}
	return w
}

func (d *desk) behaviour(code string) string {
	if b := d.catalogue.Behaviour(code); b.Name != "" {
		return "“" + b.Name + "”"
	}
	return code
}

// lists names lists that are parted by commas, one of each family.
func (d *desk) lists(keys string) string {
	if keys == "" {
		return ""
	}
	var names []string
	for _, k := range strings.Split(keys, ",") {
		names = append(names, d.catalogue.List(k))
	}
	return strings.Join(names, "、")
}

func after(format, value string) string {
	if value == "" {
		return ""
	}
	return fmt.Sprintf(format, value)
}
