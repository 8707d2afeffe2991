package workflows

import (
	"go.temporal.io/sdk/workflow"

	"chengxin/workflows/contract"
	"chengxin/workflows/desk"
)

// Breach establishes that a credit commitment was false or broken (违诺; SJ-4, ZB-3).
// The subject is then barred from notification-commitment until repaired.
func Breach(ctx workflow.Context, c contract.Case) error {
	return desk.Run(ctx, c, breach)
}

func breach(ctx workflow.Context, d *desk.Desk) string {
	rule := d.Opening().Breach

	d.Stage("verifying")
	if d.Ask(ctx, rule.Step("verification")).Is("unfounded") {
		return "unfounded"
	}
	d.Do(contract.IssueBreachNotice)
	d.Stage("notified")
	d.Ask(ctx, rule.Step("notice"))
	d.Do(contract.ServeNotice)
	d.Stage("statement")
	d.Ask(ctx, rule.Step("statement"))
	d.Stage("recognition")
	if d.Ask(ctx, rule.Step("recognition")).Is("unfounded") {
		return "unfounded"
	}
	d.Do(contract.RecogniseBreach)
	return "recognised"
}
