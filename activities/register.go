// Package activities holds the workflows' hands: what they read from the register
// and the one transaction in which everything between two questions is written.
package activities

import (
	"context"
	"fmt"

	"go.temporal.io/sdk/temporal"
	"gorm.io/gorm"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/policy/calendar"
	"chengxin/workflows/contract"
)

// Rules gives pinned packs and the calendar in force.
type Rules interface {
	Pack(ctx context.Context, hash string) (*policy.Pack, error)
	Calendar() *calendar.Calendar
}

// Register is the workflows' side of the register. Its exported methods are the
// activities, named in contract.
type Register struct {
	Store *store.Store
	Rules Rules
}

// Open gives a process its facts, its section of the pinned pack, and how far it
// has come.
func (r *Register) Open(ctx context.Context, ref contract.Case) (contract.Opening, error) {
	o := contract.Opening{Case: ref}
	err := r.Store.Snapshot(ctx, func(db *gorm.DB) error {
		tx := &store.Tx{DB: db}
		var c models.Case
		if err := tx.Take(&c, "number = ?", ref.Number).Error; err != nil {
			return err
		}
		pack, err := r.Rules.Pack(ctx, c.PackHash)
		if err != nil {
			return err
		}
		if err := opening(tx, &o, c, pack); err != nil {
			return err
		}
		o.State, err = state(tx, c)
		return err
	})
	if store.Missing(err) {
		return o, temporal.NewNonRetryableApplicationError("no case "+ref.Number, "missing", err)
	}
	return o, err
}

// opening fills in the section and the facts that the case's kind needs.
func opening(tx *store.Tx, o *contract.Opening, c models.Case, pack *policy.Pack) error {
	o.Facts.Emergency = c.Emergency
	switch contract.Kind(c.Kind) {
	case contract.Violation:
		o.Violation = &pack.Violation
	case contract.Listing:
		o.Listing = &pack.Listing
		return listingFacts(tx, o, c.Number, pack)
	case contract.Dispute:
		o.Dispute = &pack.Dispute
	case contract.Breach:
		o.Breach = &pack.Breach
	case contract.Repair:
		o.Repair = &pack.Repair
		return listingFacts(tx, o, c.Target, pack)
	case contract.Revocation:
		o.Revocation = &pack.Revocation
	}
	return nil
}

func listingFacts(tx *store.Tx, o *contract.Opening, number string, pack *policy.Pack) error {
	var l models.Listing
	if err := tx.Limit(1).Find(&l, "number = ?", number).Error; err != nil || l.Number == "" {
		return err // the repair of a breach has no list
	}
	for i := range pack.Lists {
		if pack.Lists[i].Key == l.List {
			o.List = &pack.Lists[i]
		}
	}
	if o.List == nil {
		return fmt.Errorf("listing %s is on list %q, which pack %s does not have", l.Number, l.List, pack.Name())
	}
	o.Facts.NoticeCovered = l.NoticeCovered
	return nil
}

// Read gives the register's state of a case.
func (r *Register) Read(ctx context.Context, number string) (s contract.State, err error) {
	err = r.Store.Snapshot(ctx, func(db *gorm.DB) error {
		tx := &store.Tx{DB: db}
		var c models.Case
		if err := tx.Take(&c, "number = ?", number).Error; err != nil {
			return err
		}
		s, err = state(tx, c)
		return err
	})
	return s, err
}

// state reads the journal as the workflow carries it.
func state(tx *store.Tx, c models.Case) (contract.State, error) {
	s := contract.State{Version: c.Version, Last: map[string]int{}, Closed: !c.Open()}
	var rows []models.JournalEntry
	if err := tx.Order("seq").Find(&rows, "case_number = ?", c.Number).Error; err != nil {
		return s, err
	}
	for _, row := range rows {
		s.Last[row.Step] = max(s.Last[row.Step], row.Occurrence)
		if row.Struck {
			continue
		}
		e := contract.Entry{
			Step: row.Step, Occurrence: row.Occurrence, Fact: row.Fact, Answered: row.Answered, Choice: row.Choice,
		}
		s.Journal = append(s.Journal, e)
	}
	if s.Closed {
		return s, nil
	}
	var next models.Instant
	err := tx.Model(&models.Task{}).Where("case_number = ? AND closed_at = 0 AND next_at > 0", c.Number).
		Select("COALESCE(MIN(next_at), 0)").Scan(&next).Error
	if err != nil {
		return s, err
	}
	s.NextAt = utc(next)
	waiting, ok := s.Open()
	if !ok {
		return s, nil
	}
	var t models.Task
	if err := tx.Take(&t, "id = ?", contract.TaskID(c.Number, waiting.Step, waiting.Occurrence)).Error; err != nil {
		return s, err
	}
	at, err := lapsesAt(t)
	s.Journal[len(s.Journal)-1].LapsesAt = utc(at)
	return s, err
}
