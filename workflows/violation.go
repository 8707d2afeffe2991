package workflows

import (
	"go.temporal.io/sdk/workflow"

	"chengxin/policy"
	"chengxin/workflows/contract"
	"chengxin/workflows/desk"
)

// Violation carries a reported behaviour from filing through the city loop to
// recognition (失信行为认定; JN-2…JN-5, 行政处罚法 44–61). Points take effect when the
// decision is served.
func Violation(ctx workflow.Context, c contract.Case) error {
	return desk.Run(ctx, c, func(ctx workflow.Context, d *desk.Desk) string {
		return (&violation{d, d.Opening().Violation}).run(ctx)
	})
}

type violation struct {
	*desk.Desk
	rule *policy.Violation
}

func (p *violation) run(ctx workflow.Context) string {
	emergency := p.Opening().Facts.Emergency
	if !emergency {
		var end string
		if end, emergency = p.file(ctx); end != "" {
			return end
		}
	}
	if end := p.handle(ctx, emergency); end != "" {
		return end
	}
	for {
		if end := p.recognise(ctx); end != "" {
			return end
		}
		if p.passesLegalReview(ctx) {
			break
		}
	}
	for _, step := range p.rule.Approval { // by people who did not propose
		p.Stage("approval")
		if p.Ask(ctx, step).Is("refused") {
			return p.drop("refused")
		}
	}
	p.Do(contract.DecideRecognition)
	p.Stage("decided")
	p.Ask(ctx, p.rule.Step("service"))
	p.Do(contract.PostPoints) // a crossing proposes one listing
	return p.close("recognised")
}

// file decides on filing (立案). A reviewer who sees an emergency leaves it open: the
// case is dispatched first.
func (p *violation) file(ctx workflow.Context) (end string, emergency bool) {
	p.Stage("reported")
	switch answer := p.Ask(ctx, p.rule.Step("filing")); {
	case answer.Is("declined"):
		p.Do(contract.DeclineFiling)
		return "declined", false
	case answer.Is("merged"):
		p.Do(contract.MergeInto)
		return "merged", false
	case answer.Is("emergency"):
		return "", true
	}
	p.Do(contract.FileCase)
	return "", false
}

// handle has the behaviour dealt with on the spot and checked; what fails the check
// is dispatched again and counted as rework. In an emergency filing is confirmed
// after dispatch.
func (p *violation) handle(ctx workflow.Context, emergency bool) (end string) {
	for round := 1; ; round++ {
		p.Stage("dispatched")
		if p.Ask(ctx, p.rule.Step("dispatch")).Is("transferred_criminal") {
			if end := p.handOver(ctx); end != "" {
				return end
			}
		}
		for open := emergency && round == 1; open; {
			if end, open = p.file(ctx); end != "" {
				return end
			}
		}
		p.Stage("handling")
		p.Ask(ctx, p.rule.Step("handling"))
		p.Stage("verifying")
		switch answer := p.Ask(ctx, p.rule.Step("verification")); {
		case answer.Is("minor_corrected"): // minor and corrected, or first and slight
			p.Do(contract.CloseWithoutRecord, "minor_corrected")
			return p.close("no_record")
		case answer.Is("passed"):
			return ""
		}
	}
}

// handOver gives the matter to criminal justice (行刑衔接): no points, and the clock
// stands still until it says whether it prosecutes or gives the matter back.
func (p *violation) handOver(ctx workflow.Context) (end string) {
	p.Stage("criminal")
	p.Do(contract.StopClocks, "criminal")
	if p.Ask(ctx, p.rule.Step("criminal_return")).Is("taken_over") {
		return p.close("transferred_criminal")
	}
	p.Do(contract.StartClocks)
	return ""
}

// recognise proposes, gives notice, hears and reviews. A worse outcome than notified
// needs a new notice; defending oneself never makes it worse without one.
func (p *violation) recognise(ctx workflow.Context) (end string) {
	p.Stage("recognition")
	if p.Ask(ctx, p.rule.Step("recognition")).Is("no_record") {
		p.Do(contract.CloseWithoutRecord)
		return p.close("no_record")
	}
	p.Do(contract.ProposeRecognition)
	for {
		p.Stage("notified")
		p.Ask(ctx, p.rule.Step("notice"))
		p.Do(contract.ServeNotice)
		p.Stage("statement")
		p.Ask(ctx, p.rule.Step("statement"))
		p.Stage("review")
		switch answer := p.Ask(ctx, p.rule.Step("review")); {
		case answer.Is("dropped"):
			return p.drop("dropped")
		case answer.Is("maintained"):
			return ""
		case answer.Is("lighter"):
			p.Do(contract.ReviseRecognition, "lighter")
			return ""
		}
		p.Do(contract.ReviseRecognition, "heavier")
	}
}

// passesLegalReview asks for legal review where grade or points demand it (行政处罚法
// 58); an objection sends the matter back to recognition.
func (p *violation) passesLegalReview(ctx workflow.Context) bool {
	if p.Fact(ctx, contract.LegalReviewNeeded) != "needed" {
		return true
	}
	p.Stage("legal_review")
	return p.Ask(ctx, p.rule.Step("legal_review")).Is("passed")
}

func (p *violation) drop(outcome string) string {
	p.Do(contract.DropRecognition)
	return p.close(outcome)
}

func (p *violation) close(outcome string) string {
	p.Stage("closed")
	return outcome
}
