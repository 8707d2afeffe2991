package activities

import (
	"context"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/workflows/contract"
)

// Settle refuses a command that no open task of its case waits for. A command that
// is settled already stays as it is.
func (r *Register) Settle(ctx context.Context, s contract.Aside) error {
	return r.Store.Tx(ctx, func(tx *store.Tx) error {
		c, err := tx.Command(s.Command.ID)
		if err != nil || c.Status != models.CommandReceived {
			return err
		}
		return store.SettleStale(tx, c, max(models.At(s.At), c.ReceivedAt))
	})
}

// overtaken settles the command of a transition that came too late, unless its task
// still waits: then the process takes it up again.
func (r *Register) overtaken(tx *store.Tx, t contract.Transition) (settled bool, err error) {
	if t.Command == "" {
		return false, nil
	}
	cmd, err := tx.Command(t.Command)
	if err != nil || cmd.Status != models.CommandReceived {
		return err == nil, err
	}
	waits, err := store.Awaits(tx, cmd)
	if err != nil || waits {
		return false, err
	}
	return true, store.SettleStale(tx, cmd, models.At(t.At))
}
