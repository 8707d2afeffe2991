package activities

import (
	"fmt"

	"chengxin/models"
	"chengxin/workflows/contract"
)

// performers carry out what processes ask for, by name. Each writes through the
// act's transaction and notes in its trail what it did.
var performers = map[string]func(a *act, arg string) error{
	contract.FileCase:           (*act).fileCase,
	contract.DeclineFiling:      (*act).declineFiling,
	contract.MergeInto:          (*act).mergeInto,
	contract.ProposeRecognition: (*act).proposeRecognition,
	contract.ReviseRecognition:  (*act).reviseRecognition,
	contract.ServeNotice:        (*act).serveNotice,
	contract.DropRecognition:    (*act).dropRecognition,
	contract.DecideRecognition:  (*act).decideRecognition,
	contract.PostPoints:         (*act).postPoints,
	contract.CloseWithoutRecord: (*act).closeWithoutRecord,
	contract.StopClocks:         (*act).stopClocks,
	contract.StartClocks:        (*act).startClocks,

	contract.IssueListingNotice: (*act).issueListingNotice,
	contract.DropListing:        (*act).dropListing,
	contract.DecideListing:      (*act).decideListing,
	contract.ServeDecision:      (*act).serveDecision,
	contract.PublishListing:     (*act).publishListing,
	contract.ExpireListing:      (*act).expireListing,

	contract.AskForSupplement:       (*act).askForSupplement,
	contract.StartClockOnCompletion: (*act).startClockOnCompletion,
	contract.Accept:                 (*act).accept,
	contract.UpholdDispute:          (*act).upholdDispute,
	contract.ReplyToDispute:         (*act).replyToDispute,

	contract.IssueBreachNotice: (*act).issueBreachNotice,
	contract.RecogniseBreach:   (*act).recogniseBreach,

	contract.RefuseRepair: (*act).refuseRepair,
	contract.SignRepair:   (*act).signRepair,
	contract.RepairEntry:  (*act).repairEntry,

	contract.ReverseFounded: (*act).reverseFounded,
}

// effects carries out what the process asked for, in its order.
func (a *act) effects() error {
	for _, e := range a.t.Effects {
		perform := performers[e.Name]
		if perform == nil {
			return fmt.Errorf("no performer for effect %q: a worker older than its workflow", e.Name)
		}
		if err := perform(a, e.Arg); err != nil {
			return err
		}
	}
	return nil
}

// closed does what the end of a case of this kind always brings.
func (a *act) closed() error {
	switch contract.Kind(a.c.Kind) {
	case contract.Dispute:
		return a.unmarkDisputed()
	case contract.Violation:
		return a.dropRecognition("") // what took no effect by now never will: withdrawn, ended
	}
	return nil
}

// refuse makes a problem that names the case's pack and the article.
func (a *act) refuse(code, title, article, detail string, args ...any) *models.Problem {
	return models.Refuse(models.Invalid, code, title, detail, args...).By(a.pack.Name(), article)
}

// conflict refuses what the rule allows and the case, as it stands now, does not.
func (a *act) conflict(code, title, article, detail string, args ...any) *models.Problem {
	return models.Refuse(models.Conflict, code, title, detail, args...).By(a.pack.Name(), article)
}
