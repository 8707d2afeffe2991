package workflows

import (
	"go.temporal.io/sdk/workflow"

	"chengxin/policy"
	"chengxin/workflows/contract"
	"chengxin/workflows/desk"
)

// Repair takes a subject off a list (信用修复; JN-8, JN-9, SJ-7, ZB-6). An application
// before the minimum is full never becomes a case.
func Repair(ctx workflow.Context, c contract.Case) error {
	return desk.Run(ctx, c, func(ctx workflow.Context, d *desk.Desk) string {
		return (&repair{d, d.Opening().Repair}).run(ctx)
	})
}

type repair struct {
	*desk.Desk
	rule *policy.Repair
}

func (p *repair) run(ctx workflow.Context) string {
	if end := p.accept(ctx); end != "" {
		return end
	}
	for {
		p.Stage("verifying")
		if p.Ask(ctx, p.rule.Step("verification")).Is("not_corrected") {
			return p.refused()
		}
		switch p.signOff(ctx) {
		case "refused":
			return p.refused()
		case "signed":
			p.Do(contract.RepairEntry) // unpublish, end measures, lift the bar
			return "repaired"
		}
	}
}

// accept decides on acceptance; missing material is asked for.
func (p *repair) accept(ctx workflow.Context) (end string) {
	for {
		p.Stage("received")
		answer := p.Ask(ctx, p.rule.Step("acceptance"))
		if answer.Is("declined") {
			return p.refused()
		}
		if answer.Is("accepted") {
			p.Do(contract.Accept)
			return ""
		}
		p.Stage("supplement")
		p.Do(contract.AskForSupplement) // one notice naming everything missing
		if p.Ask(ctx, p.rule.Step("supplement")).Is("abandoned") {
			return "abandoned"
		}
		p.Do(contract.StartClockOnCompletion)
	}
}

// signOff collects the offices' signatures in the pack's order: for yellow one, for
// black two different offices by two different people. It waits for open disputes.
func (p *repair) signOff(ctx workflow.Context) string {
	list := p.Opening().List
	if list == nil {
		return "signed" // a breach: no list, nobody to sign
	}
	for _, office := range p.rule.SignOff[list.Key] {
		p.Hold(ctx, contract.Undisputed, "held")
		p.Stage("sign_off")
		if answer := p.Ask(ctx, office); !answer.Is("signed") {
			return answer.Choice
		}
		p.Do(contract.SignRepair, office.Office)
	}
	return "signed"
}

func (p *repair) refused() string {
	p.Do(contract.RefuseRepair)
	return "refused"
}
