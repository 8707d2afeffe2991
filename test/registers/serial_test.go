package registers

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.temporal.io/sdk/client"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/policy/calendar"
	"chengxin/workflows/contract"
)

// paused are rules that keep the first who asks for a pack waiting, in the middle of its
// transaction, until whoever comes second has had its chance.
type paused struct {
	cases.Rules
	first  atomic.Bool
	inside chan struct{}
	goOn   chan struct{}
}

func (p *paused) Pack(ctx context.Context, hash string) (*policy.Pack, error) {
	if p.first.CompareAndSwap(false, true) {
		close(p.inside)
		<-p.goOn
	}
	return p.Rules.Pack(ctx, hash)
}

// away is a Temporal out of reach: what begins stays with the relay.
type away struct{ client.Client }

func (away) ExecuteWorkflow(context.Context, client.StartWorkflowOptions, any, ...any) (client.WorkflowRun, error) {
	return nil, errors.New("away")
}

// window is the API with pausing rules, and a window clerk.
func (b *bed) window(rules *paused) (*cases.Service, access.Actor) {
	s := &cases.Service{
		Store: b.Store, Rules: rules, Temporal: away{}, Now: func() time.Time { return now }, Patience: time.Second,
		Log: slog.New(slog.DiscardHandler),
	}
	return s, access.Actor{ID: "clerk", Username: "clerk", Grants: []access.Grant{{Role: policy.WindowClerk, Organization: "jining/rencheng_bureau"}}}
}

func (b *bed) pausing() *paused {
	return &paused{Rules: store.NewRules(b.Store, calendar.Builtin()), inside: make(chan struct{}), goOn: make(chan struct{})}
}

// second runs while the first is in the middle of its transaction; the first goes on when
// the second is done, or when it must be waiting.
func (p *paused) second(do func()) {
	<-p.inside
	done := make(chan struct{})
	go func() { defer close(done); do() }()
	select {
	case <-done:
	case <-time.After(500 * time.Millisecond):
	}
	close(p.goOn)
	<-done
}

// repairable is a listing open to repair, and its case.
func (b *bed) repairable(subject string) (listing string) {
	b.t.Helper()
	b.tx(func(tx *store.Tx) error {
		if err := tx.Create(&models.Subject{ID: subject, Jurisdiction: "jining", Kind: models.LegalPerson, Name: subject, Code: subject, Status: models.SubjectActive}).Error; err != nil {
			return err
		}
		c := models.Case{Kind: "listing", OrganizationID: "jining/rencheng_bureau", SubjectID: subject, Stage: "repairable", ReceivedAt: models.At(now)}
		if err := tx.Enter(b.pack, &c, "system", nil, models.At(now)); err != nil {
			return err
		}
		listing = c.Number
		return tx.Create(&models.Listing{
			Number: c.Number, Jurisdiction: "jining", SubjectID: subject, List: "yellow", Family: "dishonesty", Slot: "active", Cycle: "2025",
			State: models.ListingPublished, ProposedAt: 1, DecidedAt: 1, PublishedAt: 1, OpensAt: 2,
		}).Error
	})
	return listing
}

// signing is a repair of the listing that waits for its last signature, and the command
// that gives it.
func (b *bed) signing(listing string) contract.Transition {
	b.t.Helper()
	var number string
	step := b.pack.Repair.SignOff["yellow"][0]
	b.tx(func(tx *store.Tx) error {
		c := models.Case{Kind: "repair", OrganizationID: "jining/rencheng_bureau", Target: listing, Stage: "sign_off", ReceivedAt: models.At(now)}
		if err := tx.Enter(b.pack, &c, "clerk", map[string]any{}, models.At(now)); err != nil {
			return err
		}
		number = c.Number
		spec, err := json.Marshal(step)
		if err != nil {
			return err
		}
		task := contract.TaskID(number, step.Key, 1)
		for _, row := range []any{
			&models.Task{ID: task, CaseNumber: number, Step: step.Key, Occurrence: 1, Name: step.Name, Role: "office_member", Spec: spec, OpenedAt: models.At(now)},
			&models.JournalEntry{CaseNumber: number, Seq: 1, Step: step.Key, Occurrence: 1},
			&models.Command{ID: "sign", ActorID: "office", IdemKey: "sign", CaseNumber: number, Verb: "decide", TaskID: task, Choice: "signed", ReceivedAt: models.At(now), Status: models.CommandReceived},
		} {
			if err := tx.Create(row).Error; err != nil {
				return err
			}
		}
		return nil
	})
	return contract.Transition{
		Case: number, Command: "sign", At: now.Add(time.Minute), Stage: "sign_off", Outcome: "repaired",
		Answers: []contract.Entry{{Step: step.Key, Occurrence: 1, Answered: true, Choice: "signed"}},
		Effects: []contract.Effect{{Name: contract.SignRepair, Arg: step.Office}, {Name: contract.RepairEntry}},
	}
}

// A dispute that is being opened while the last signature of the repair comes in is seen
// by it: the signature waits and is refused (domain, repair: sign-off waits).
func TestTheLastSignatureSeesTheDisputeBeingOpened(t *testing.T) {
	both(t, func(b *bed) {
		listing := b.repairable("S")
		signature := b.signing(listing)
		rules := b.pausing()
		api, clerk := b.window(rules)
		var opened error
		var wg sync.WaitGroup
		wg.Add(1)
		go func() {
			defer wg.Done()
			_, opened = api.Dispute(context.Background(), clerk, cases.NewDispute{
				Target: listing, Applicant: "法定代表人", Reasons: "不服", Evidence: []cases.Evidence{{Kind: "paper"}},
			}, "")
		}()
		rules.second(func() {
			if _, err := b.Write(context.Background(), signature); err != nil {
				b.t.Errorf("signature: %v", err)
			}
		})
		wg.Wait()
		must(b.t, opened)
		b.count("open disputes", 1, &models.Case{}, "kind = ? AND closed_at = 0", "dispute")
		b.count("listings still public", 1, &models.Listing{}, "state = ?", models.ListingPublished)
		b.count("refused signatures", 1, &models.Command{}, "id = ? AND status = ?", "sign", models.CommandRefused)
		b.chains()
	})
}

// Two applications for one repair, and two disputes of one entry, at once: one is entered,
// the other is told so.
func TestOneApplicationAtATime(t *testing.T) {
	both(t, func(b *bed) {
		for kind, apply := range map[string]func(s *cases.Service, clerk access.Actor, listing string) error{
			"repair": func(s *cases.Service, clerk access.Actor, listing string) error {
				_, err := s.ApplyForRepair(context.Background(), clerk, cases.NewRepair{
					Listing: listing, Applicant: "法定代表人", Attachments: []cases.Evidence{{Kind: "commitment_letter"}, {Kind: "proof_of_correction"}},
				}, "")
				return err
			},
			"dispute": func(s *cases.Service, clerk access.Actor, listing string) error {
				_, err := s.Dispute(context.Background(), clerk, cases.NewDispute{
					Target: listing, Applicant: "法定代表人", Reasons: "不服", Evidence: []cases.Evidence{{Kind: "paper"}},
				}, "")
				return err
			},
		} {
			listing := b.repairable("S-" + kind)
			rules := b.pausing()
			api, clerk := b.window(rules)
			var first, second error
			var wg sync.WaitGroup
			wg.Add(1)
			go func() { defer wg.Done(); first = apply(api, clerk, listing) }()
			rules.second(func() { second = apply(api, clerk, listing) })
			wg.Wait()
			must(b.t, first)
			if p, ok := models.AsProblem(second); !ok || p.Code != kind+".already_open" {
				b.t.Errorf("second %s: %v", kind, second)
			}
			b.count("cases of "+kind, 1, &models.Case{}, "kind = ?", kind)
		}
	})
}
