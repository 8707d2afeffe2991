package activities

import (
	"chengxin/models"
	"chengxin/workflows/contract"
)

// upholdDispute gives the objection effect: the points are reversed and every listing
// that rests on them is judged anew, or the disputed listing is annulled; publication,
// bars and running repairs end with it, all by this decision.
func (a *act) upholdDispute(result string) error {
	if a.c.TargetItem != "" {
		return a.upholdAgainstRecognition(result)
	}
	if result == "partly_upheld" {
		return a.refuse("dispute.not_partly", "名单记录的异议不能部分成立", a.pack.Dispute.Article,
			"对名单或者违诺记录的异议,结论应为成立或者不成立;认为扣分过重的,请对所依据的认定提出异议。")
	}
	target, err := a.tx.Case(a.c.Target)
	if err != nil {
		return err
	}
	if target.Kind == string(contract.Breach) {
		return a.unbar(target.Number)
	}
	var l models.Listing
	if err := a.tx.Locked().Take(&l, "number = ?", a.c.Target).Error; err != nil {
		return err
	}
	if l.EndedAt != 0 && l.State != models.ListingSuperseded {
		return nil // ended on another ground meanwhile
	}
	if err := a.annul(l, "异议成立"); err != nil || l.Supersedes == "" {
		return err
	}
	return a.revive(l.Supersedes)
}

func (a *act) upholdAgainstRecognition(result string) error {
	var rec models.Recognition
	if err := a.tx.Locked().Take(&rec, "id = ?", a.c.TargetItem).Error; err != nil {
		return err
	}
	if result == "partly_upheld" {
		return a.lighten(rec)
	}
	return a.reverseRecognition(rec, "异议成立")
}

// unbar takes a breach back: its bar, what of it still runs, and a repair on its way.
func (a *act) unbar(breach string) error {
	if err := a.liftBars(breach); err != nil {
		return err
	}
	if err := a.closeAll(breach, string(contract.Repair), "entry_ended"); err != nil {
		return err
	}
	return a.closeOther(breach, "annulled")
}

// reverseRecognition takes a recognition back with everything that followed from it.
func (a *act) reverseRecognition(rec models.Recognition, reason string) error {
	if rec.State == models.RecognitionReversed {
		return nil
	}
	effective := rec.State == models.RecognitionEffective
	rec.State, rec.ReversedAt, rec.ReversedBy = models.RecognitionReversed, a.at, a.c.Number
	if err := a.tx.Save(&rec).Error; err != nil {
		return err
	}
	a.noteAt(rec.CaseNumber, "recognition_reversed", map[string]string{"recognition": rec.ID, "reason": reason})
	if err := a.closeDisputes(rec.ID); err != nil {
		return err
	}
	if err := a.closeIfEmpty(rec.CaseNumber); err != nil || !effective {
		return err
	}
	if rec.Behaviour == behaviourBreach {
		if err := a.unbar(rec.CaseNumber); err != nil {
			return err
		}
	}
	e, err := a.standing(rec)
	if err != nil {
		return err
	}
	return a.reverse(e, reason)
}

// lighten replaces a recognition's points by fewer (部分成立). The new entry takes the
// old one's place under every listing before the old one is reversed, so that a
// listing whose threshold is still reached never ends in between.
func (a *act) lighten(rec models.Recognition) error {
	var d Lightened
	if err := a.details(&d); err != nil {
		return err
	}
	if d.Points < 1 || d.Points >= rec.Points {
		return a.refuse("dispute.points", "调整后的扣分无效", a.pack.Dispute.Article,
			"部分成立须给出调整后的扣分(1至%d分),原扣分为%d分。", rec.Points-1, rec.Points).
			Where(models.Field{Field: "details.points", Value: d.Points})
	}
	rec, err := a.catalogued(rec, d)
	if err != nil {
		return err
	}
	a.noteAt(rec.CaseNumber, "recognition_lightened", map[string]any{"recognition": rec.ID, "behaviour": rec.Behaviour, "from": rec.Points, "to": d.Points})
	if rec.State != models.RecognitionEffective { // nothing posted yet: the decision to come is lighter
		rec.Points = d.Points
		return a.tx.Save(&rec).Error
	}
	e, err := a.standing(rec)
	if err != nil {
		return err
	}
	lighter := e
	lighter.ID, lighter.Points, lighter.CaseNumber, lighter.RecordedAt = "C-"+a.c.Number+"-"+rec.ID, d.Points, a.c.Number, a.now
	lighter.Note = "异议部分成立,调整扣分"
	if err := a.substitute(e, lighter); err != nil {
		return err
	}
	rec.Points = d.Points
	if err := a.tx.Save(&rec).Error; err != nil {
		return err
	}
	return a.reverse(e, "异议部分成立")
}

// Lightened is what a partly upheld objection leaves: fewer points, and the lighter
// behaviour they are for where the catalogue fixes them.
type Lightened struct {
	Points    int    `json:"points"`
	Behaviour string `json:"behaviour"` // unchanged when empty
}

// catalogued gives the recognition its lighter behaviour and holds the points against the
// catalogue of the pack it was made under. A broken commitment costs what the pack says,
// no less: there an objection is upheld or not.
func (a *act) catalogued(rec models.Recognition, d Lightened) (models.Recognition, error) {
	pack, err := a.packOf(rec.CaseNumber)
	if err != nil {
		return rec, err
	}
	if rec.Behaviour == behaviourBreach {
		return rec, a.refuse("dispute.not_partly", "违诺扣分不能部分成立", a.pack.Dispute.Article,
			"违诺的扣分由认定标准固定为%d分，对其异议的结论应为成立或者不成立。", rec.Points)
	}
	rec, _ = applied(rec, Revised{Behaviour: d.Behaviour}, pack)
	return rec, asError(models.Judged(pack.CheckPoints(rec.Behaviour, d.Points)))
}

// asError keeps a nil problem a nil error.
func asError(p *models.Problem) error {
	if p == nil {
		return nil
	}
	return p
}

// substitute adds an entry that takes another's place under every listing.
func (a *act) substitute(old, new models.ScoreEntry) error {
	if _, err := a.tx.Put(&new); err != nil {
		return err
	}
	row, err := a.lockCycle(new.SubjectID, new.Cycle)
	if err != nil {
		return err
	}
	repaired, err := a.repaired(old.ID)
	if err != nil {
		return err
	}
	row.Total += new.Points
	if !repaired {
		row.Counted += new.Points
	}
	if err := a.saveCycle(row); err != nil {
		return err
	}
	var grounds []models.Ground
	if err := a.tx.Order("listing_number").Find(&grounds, "entry_id = ?", old.ID).Error; err != nil {
		return err
	}
	for _, g := range grounds {
		g.EntryID = new.ID
		if _, err := a.tx.Put(&g); err != nil {
			return err
		}
		a.noteAt(g.ListingNumber, "ground_replaced", map[string]string{"entry": new.ID, "instead_of": old.ID})
	}
	a.note("points", map[string]any{"entry": new.ID, "points": new.Points, "instead_of": old.ID})
	return nil
}

// standing is the one entry of a recognition that has not been reversed.
func (a *act) standing(rec models.Recognition) (e models.ScoreEntry, err error) {
	err = a.tx.Take(&e, `recognition_id = ? AND kind <> ? AND id NOT IN
		(SELECT reverses FROM score_entries WHERE recognition_id = ? AND kind = ?)`,
		rec.ID, models.Reversal, rec.ID, models.Reversal).Error
	return e, err
}
