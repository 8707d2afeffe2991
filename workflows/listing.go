package workflows

import (
	"go.temporal.io/sdk/workflow"

	"chengxin/policy"
	"chengxin/workflows/contract"
	"chengxin/workflows/desk"
)

// Listing is a subject's way onto a list and its time on it (名单列入; JN-5, JN-8, 国办发
// 〔2020〕49号). Repair, dispute and revocation end it from outside; else it ends at its
// maximum.
func Listing(ctx workflow.Context, c contract.Case) error {
	return desk.Run(ctx, c, func(ctx workflow.Context, d *desk.Desk) string {
		return (&listing{d, d.Opening().Listing}).run(ctx)
	})
}

type listing struct {
	*desk.Desk
	rule *policy.Listing
}

func (p *listing) run(ctx workflow.Context) string {
	p.Stage("proposed")
	if !p.Opening().Facts.NoticeCovered { // else the recognition's notice covered list and total
		if !p.hear(ctx) {
			return p.drop()
		}
	}
	for _, step := range p.rule.Approval {
		p.Stage("approval")
		if p.Ask(ctx, step).Is("refused") {
			return p.drop()
		}
	}
	p.Do(contract.DecideListing)
	p.Stage("decided")
	p.Ask(ctx, p.rule.Step("service"))
	p.Do(contract.ServeDecision)
	p.Ask(ctx, p.rule.Step("publication"))
	p.Do(contract.PublishListing)

	p.Stage("published")
	p.Wait(ctx, contract.Minimum)
	p.Stage("repairable")
	p.Wait(ctx, contract.Maximum)
	p.Do(contract.ExpireListing)
	return "expired"
}

// hear gives notice of reasons, basis and rights, and hears what the subject says.
func (p *listing) hear(ctx workflow.Context) bool {
	p.Do(contract.IssueListingNotice)
	p.Ask(ctx, p.rule.Step("notice"))
	p.Do(contract.ServeNotice)
	p.Stage("statement")
	if p.Ask(ctx, p.rule.Step("statement")).Is("none") {
		return true
	}
	p.Stage("review")
	return p.Ask(ctx, p.rule.Step("review")).Is("maintained")
}

func (p *listing) drop() string {
	p.Do(contract.DropListing)
	return "dropped"
}
