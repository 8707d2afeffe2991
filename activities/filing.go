package activities

import "encoding/json"

// fileCase confirms filing (立案): the whole case's limit runs from here.
func (a *act) fileCase(string) error {
	a.c.FiledAt = a.at
	a.note("filed", a.at)
	return nil
}

// declineFiling ends a report that is not filed, with reasons (不予立案).
func (a *act) declineFiling(string) error {
	return a.issue(DeclinedFiling, map[string]any{"reason": a.reason()})
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
