package workflows

import (
	"go.temporal.io/sdk/workflow"

	"chengxin/workflows/contract"
	"chengxin/workflows/desk"
)

// Dispute answers an objection to a recognition, a listing or a publication
// (异议; JN-7). One clock, from the day after receipt of a complete application, holds
// acceptance, investigation and reply.
func Dispute(ctx workflow.Context, c contract.Case) error {
	return desk.Run(ctx, c, dispute)
}

func dispute(ctx workflow.Context, d *desk.Desk) string {
	rule := d.Opening().Dispute

	d.Stage("received")
	for {
		answer := d.Ask(ctx, rule.Step("acceptance"))
		if answer.Is("not_ours", "referred") { // another authority's penalty: told where to go
			d.Do(contract.ReplyToDispute, answer.Choice)
			return answer.Choice
		}
		if answer.Is("accepted") {
			d.Do(contract.Accept)
			break
		}
		d.Stage("supplement")
		d.Do(contract.AskForSupplement) // one notice naming everything missing; the clock stops
		if d.Ask(ctx, rule.Step("supplement")).Is("abandoned") {
			return "abandoned"
		}
		d.Stage("received")
		d.Do(contract.StartClockOnCompletion)
	}

	d.Stage("investigating")
	result := d.Ask(ctx, rule.Step("investigation"))
	if result.Is("upheld", "partly_upheld") {
		d.Do(contract.UpholdDispute, result.Choice) // points, listing, publication and measures, all by this decision
	}
	d.Do(contract.ReplyToDispute, result.Choice)
	return result.Choice
}
