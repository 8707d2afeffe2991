package cases

import (
	"strconv"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// What a receipt is among documents, and its entry in the trail.
const (
	kindReceipt = "receipt" // 收件回执
	verbReceipt = "receipt"
)

// giveReceipt gives the applicant a receipt for what was handed in (收件回执): what, when, under
// which number, and by when the department must answer. It is handed over at the window,
// or lies in the entrance of whoever applied there, so it counts as served with it.
func (s *Service) giveReceipt(tx *store.Tx, actor access.Actor, pack *policy.Pack, c models.Case, applicant string, papers []Evidence) error {
	var about models.Subject
	if err := tx.Take(&about, "id = ?", c.SubjectID).Error; err != nil {
		return err
	}
	rule := pack.Process(c.Kind)
	k := models.Clock{Event: string(policy.Received), From: c.ReceivedAt, Term: rule.Within.String()}
	if err := k.Count(s.Rules.Calendar(), pack.Counting()); err != nil {
		return err
	}
	f := policy.Facts{
		Words: map[string]string{
			"案号": c.Number, "案由": c.Title, "主体": about.Name, "申请人": applicant, "收到日期": day(c.ReceivedAt.Time()),
			"办理期限": rule.Within.Chinese(), "答复日期": day(k.DueAt.Time()), "办理依据": rule.Article,
		},
		Lists: map[string][]map[string]string{},
	}
	for i, e := range papers {
		title := e.Title
		if e.Number != "" {
			title += "（" + e.Number + "）"
		}
		f.Lists["材料"] = append(f.Lists["材料"], map[string]string{"序号": strconv.Itoa(i + 1), "材料": title})
	}
	issued, err := tx.Issue(pack, c, store.Draft{Kind: kindReceipt, Facts: f, To: about.Name, By: actor.ID, At: s.now()})
	if err != nil {
		return err
	}
	doc := models.Document{}
	if err := tx.Take(&doc, "case_number = ? AND kind = ?", c.Number, kindReceipt).Error; err != nil {
		return err
	}
	to := applicant
	if actor.Subject != "" {
		to = "申请人，在本人入口提交时当即出具"
	}
	told, err := tx.Served(pack, s.Rules.Calendar(), c, &doc, store.Service{Method: "direct", To: to}, nil, actor.ID, s.now())
	if err != nil {
		return err
	}
	return tx.Audit(c.Number, verbReceipt, actor.ID, s.now(), map[string]any{
		"acts": []any{map[string]any{"did": "issued", "what": issued}, map[string]any{"did": "served", "what": told}},
	})
}
