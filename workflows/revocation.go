package workflows

import (
	"go.temporal.io/sdk/workflow"

	"chengxin/workflows/contract"
	"chengxin/workflows/desk"
)

// Revocation follows the end of a founding document (复议、诉讼、自行纠正; 行政处罚法 48):
// points and everything that rests on them are reversed, at any time. Pending
// litigation alone suspends nothing and never becomes a revocation.
func Revocation(ctx workflow.Context, c contract.Case) error {
	return desk.Run(ctx, c, revocation)
}

func revocation(ctx workflow.Context, d *desk.Desk) string {
	d.Stage("confirming")
	if d.Ask(ctx, d.Opening().Revocation.Step("confirmation")).Is("not_revoked") {
		return "not_revoked"
	}
	d.Do(contract.ReverseFounded)
	return "reversed"
}
