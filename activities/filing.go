package activities

import (
	"encoding/json"

	"chengxin/models"
)

// fileCase confirms filing (立案): the whole case's limit runs from here.
func (a *act) fileCase(string) error {
	a.c.FiledAt = a.at
	a.note("filed", a.at)
	return nil
}

// declineFiling ends a report that is not filed, with reasons (不予立案).
func (a *act) declineFiling(string) error {
	return a.issue(DeclinedFiling, nil)
}

// mergeInto joins the report to an open case of the same incident (并案).
func (a *act) mergeInto(string) error {
	var to struct {
		Into string `json:"into"`
	}
	if err := a.details(&to); err != nil {
		return err
	}
	var n int64
	err := a.tx.Model(&models.Case{}).Where("number = ? AND number <> ? AND kind = ? AND jurisdiction = ? AND closed_at = 0",
		to.Into, a.c.Number, a.c.Kind, a.c.Jurisdiction).Count(&n).Error
	if err != nil {
		return err
	}
	if n == 0 {
		return a.refuse("filing.merge_target", "并入的案件无效", a.article("filing"),
			"“%s”不是本管辖区正在办理的失信行为认定案件,请填写并入案件的编号。", to.Into).Where(models.Field{Field: "details.into"})
	}
	a.c.Target = to.Into
	a.note("merged_into", to.Into)
	return nil
}

// accept confirms acceptance (受理).
func (a *act) accept(string) error {
	a.c.AcceptedAt = a.at
	a.note("accepted", a.at)
	return nil
}

// closeWithoutRecord ends a case without points. "Minor and corrected" is open only to
// behaviours the catalogue allows it for (行政处罚法 33).
func (a *act) closeWithoutRecord(why string) error {
	if why != "minor_corrected" {
		return a.dropRecognition("")
	}
	var intake struct {
		Behaviour string `json:"behaviour"`
	}
	if err := json.Unmarshal(a.c.Intake, &intake); err != nil {
		return err
	}
	b, _ := a.pack.Behaviour(intake.Behaviour)
	if b.FirstMinorCorrected != "no_record" {
		return a.refuse("verification.not_minor", "该行为不适用轻微免记", b.Article,
			"“%s”不属于轻微并及时改正即可不予记录的行为,请选择核查通过并进入认定。", b.Name)
	}
	a.note("no_record", b.Code)
	return nil
}
