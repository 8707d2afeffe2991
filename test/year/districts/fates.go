package districts

import (
	"fmt"
	"strconv"
	"time"
)

// What becomes of a report.
const (
	recognised  = "认定"
	declined    = "不予立案"
	merged      = "并案"
	corrected   = "轻微免记"
	noRecord    = "不予认定"
	minorPerson = "未满十八周岁"
	dropped     = "申辩成立"
	refusedBy   = "未予批准"
	criminal    = "移送司法"
	terminated  = "终止"
	countedOnce = "一事不二扣"
)

// fate is what becomes of a report for one of its subjects, and when.
type fate struct {
	number, code, outcome, into string
	charges                     string // what is recognised, where it is not what was reported
	points                      string // where the catalogue leaves a choice
	lighterTo, lighterPoints    string // after the subject was heard
	document                    string
	noticed, stated, reviewed   time.Time
	served, recorded            time.Time
}

// fate gives all subjects of a report the same outcome, at the year's ordinary pace, and
// gives the first one's.
func (y *year) fate(r *report, outcome string) *fate {
	noticed := weekday(HandedIn(r.month).AddDate(0, 0, y.IntN(5))).Add(time.Hour + time.Duration(y.IntN(90))*time.Minute)
	reviewed := weekday(noticed.AddDate(0, 0, 8+y.IntN(6))).Add(time.Duration(y.IntN(240)) * time.Minute)
	wait := 1 + y.IntN(6)
	if y.one(12) {
		wait += 4 + y.IntN(3) // too late: the supervisors hear of it
	}
	served := weekday(reviewed.AddDate(0, 0, wait)).Add(time.Duration(y.IntN(100)) * time.Minute)
	var first *fate
	for _, s := range r.subjects {
		f := &fate{number: r.number, code: s.code, outcome: outcome, noticed: noticed}
		switch outcome {
		case recognised, countedOnce:
			f.reviewed, f.served = reviewed, served
			f.document = fmt.Sprintf("济%s城管罚字〔%d〕%s号", r.by.short, Year, r.number[len(r.by.short)+6:])
		case dropped:
			f.stated, f.reviewed = noticed.AddDate(0, 0, 1), reviewed
		case refusedBy:
			f.reviewed = reviewed
		}
		y.fates = append(y.fates, f)
		if first == nil {
			first = f
		}
	}
	return first
}

// decide gives an ordinary report an ordinary fate.
func (y *year) decide(r *report) {
	item, n := catalogue[r.behaviour], y.IntN(100)
	switch {
	case n < 5:
		y.fate(r, declined)
	case n < 8:
		y.fate(r, noRecord)
	case n < 11:
		y.fate(r, dropped)
	case n < 13:
		y.fate(r, refusedBy)
	case n < 14:
		y.fate(r, terminated)
	case n < 15:
		y.fate(r, criminal)
	case n < 32 && item.minor:
		y.fate(r, corrected)
	default:
		y.fate(r, recognised)
		y.heard(r)
	}
}

// heard lets some who are recognised speak; some of them get off lighter. What was
// answered by an objection later is noted too.
func (y *year) heard(r *report) {
	fates := y.fates[len(y.fates)-len(r.subjects):]
	item := catalogue[r.behaviour]
	speaks := y.one(6)
	for _, f := range fates {
		if item.most > 0 {
			f.points = strconv.Itoa(item.least + y.IntN(item.most-item.least+1))
		}
		if speaks {
			f.stated = f.noticed.AddDate(0, 0, 1)
		}
	}
	first := fates[0]
	switch {
	case !speaks || y.one(2):
	case item.most > 0 && first.points != strconv.Itoa(item.least):
		first.lighterPoints = strconv.Itoa(item.least)
	case item.most == 0 && lighter[r.behaviour] != "":
		first.lighterTo = lighter[r.behaviour]
	}
	if y.one(22) && first.served.Year() == Year && first.served.Month() < 12 {
		filed := weekday(first.served.AddDate(0, 0, 3+y.IntN(40)))
		y.objects = append(y.objects, objection{
			number: r.number, code: first.code, filed: filed, answered: filed.Add(5 * time.Hour), outcome: pick(y, []string{upheld, upheld, rejected}),
		})
	}
}

func (y *year) decisions() [][]string {
	rows := [][]string{{"编号", "证件号", "结果", "并入编号", "认定行为", "扣分", "减轻为", "减轻后扣分", "依据文书", "告知时间", "申辩时间", "审查时间", "送达时间", "登记时间"}}
	for _, f := range y.fates {
		rows = append(rows, []string{
			f.number, f.code, f.outcome, f.into, f.charges, f.points, f.lighterTo, f.lighterPoints, f.document,
			moment(f.noticed), moment(f.stated), moment(f.reviewed), moment(f.served), moment(f.recorded),
		})
	}
	return rows
}

// What comes of an objection to a recognition.
const (
	upheld   = "成立"
	partly   = "部分成立"
	rejected = "不成立"
)

// objection is one to the recognition of a subject in a report's case.
type objection struct {
	number, code, outcome string
	lighterTo, points     string // what is left where it is partly upheld
	filed, answered       time.Time
}

func (y *year) objections() [][]string {
	rows := [][]string{{"编号", "证件号", "提出时间", "答复时间", "结果", "调整后行为", "调整后扣分"}}
	for _, o := range y.objects {
		rows = append(rows, []string{o.number, o.code, moment(o.filed), moment(o.answered), o.outcome, o.lighterTo, o.points})
	}
	return rows
}

// turn is what happens to a listing besides its ordinary way.
type turn struct {
	code, list, what string
	on               time.Time
}

func (y *year) listTurns() [][]string {
	rows := [][]string{{"证件号", "名单", "事项", "时间"}}
	for _, t := range y.turns {
		rows = append(rows, []string{t.code, t.list, t.what, moment(t.on)})
	}
	return rows
}
