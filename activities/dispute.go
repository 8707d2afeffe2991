package activities

import (
	"chengxin/models"
	"chengxin/policy"
)

// askForSupplement stops the clock that runs from complete materials, of a dispute or a
// repair, until they are. Only one notice is allowed, and only one given in time moves
// the clock's start (补正).
func (a *act) askForSupplement(string) error {
	step := a.process().Step("acceptance")
	var asked int64
	err := a.tx.Model(&models.Document{}).Where("case_number = ? AND kind = ?", a.c.Number, SupplementNotice).Count(&asked).Error
	if err != nil {
		return err
	}
	if asked > 0 {
		return a.refuse(a.c.Kind+".supplement_once", "补正通知只能发出一次", step.Article,
			"本案已发出补正通知。须一次性告知全部需补正内容,现应受理或说明不予受理的理由。")
	}
	if err := a.issue(SupplementNotice, nil); err != nil {
		return err
	}
	task, _, err := a.closing()
	if err != nil {
		return err
	}
	if late := task.DueAt != 0 && a.at > task.DueAt; late {
		a.note("clock_unmoved", "补正通知逾期发出,期限仍自首次收到申请起算")
		return nil
	}
	a.note("clock_stopped", "等待补正")
	a.c.CompleteAt = 0
	return nil
}

// startClockOnCompletion starts the clock when the supplement came in, unless a late
// notice had left it running.
func (a *act) startClockOnCompletion(string) error {
	if a.c.CompleteAt == 0 {
		a.c.CompleteAt = a.at
		a.note("clock_started", map[string]any{"event": policy.Complete, "at": a.at})
	}
	return nil
}

// replyToDispute issues the written reply with reasons and further remedies.
func (a *act) replyToDispute(result string) error {
	a.c.DecidedAt = a.at
	var to Referral
	if err := a.details(&to); err != nil {
		return err
	}
	if result == "referred" && (to.Authority == "" || to.Address == "") {
		return a.refuse("dispute.referral", "缺少移送机关及地址", a.article("acceptance"),
			"对其他机关处罚决定的异议,须告知应向哪一机关提出及其地址。").Where(models.Field{Field: "details.authority"})
	}
	if result == "not_ours" {
		return a.issue(NotAccepted, nil)
	}
	return a.issue(DisputeReply, Content{"结果": a.answerWords(result), "移送机关": to.Authority, "移送地址": to.Address})
}

// Referral names the authority whose decision is attacked, and where to find it.
type Referral struct {
	Authority string `json:"authority,omitempty"`
	Address   string `json:"address,omitempty"`
}

// unmarkDisputed takes 异议处理中 off the public entry when its last dispute ends.
func (a *act) unmarkDisputed() error {
	a.note("dispute_mark", "lifted")
	return a.undisputed(*a.c)
}

func (a *act) reason() string {
	if a.cmd == nil {
		return ""
	}
	return a.cmd.Reason
}
