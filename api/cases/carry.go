package cases

import (
	"context"
	"encoding/json"
	"errors"

	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"gorm.io/gorm"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/workflows/contract"
)

// errRaced means the same key was being stored by a second request.
var errRaced = models.Refuse(models.Conflict, "idempotency.in_progress", "同一请求正在处理", "请稍候以同一 Idempotency-Key 重试。")

// carry sends a stored command to its case and waits for the register's word. When no
// worker answers in time, the same command goes as an approval signal, which Temporal
// keeps even while no worker runs; where Temporal is away too, the relay sends it.
func (s *Service) carry(ctx context.Context, cmd models.Command) (Settled, error) {
	msg := contract.NewCommand(cmd.ID, cmd.Verb, cmd.TaskID, cmd.Choice)
	waiting, cancel := context.WithTimeout(ctx, s.Patience)
	defer cancel()
	h, err := s.Temporal.UpdateWorkflow(waiting, client.UpdateWorkflowOptions{
		UpdateID: cmd.ID, WorkflowID: cmd.CaseNumber, UpdateName: contract.UpdateDecide,
		Args: []any{msg}, WaitForStage: client.WorkflowUpdateStageCompleted,
	})
	if err == nil {
		err = h.Get(waiting, nil)
	}
	if err != nil {
		s.fallBack(context.WithoutCancel(ctx), msg, cmd, err)
	}
	return s.read(context.WithoutCancel(ctx), cmd.ID)
}

// fallBack does what is left when the update was not answered. Nothing is lost here:
// the row stands, and the relay tries again.
func (s *Service) fallBack(ctx context.Context, msg contract.Command, cmd models.Command, cause error) {
	var gone *serviceerror.NotFound
	if errors.As(cause, &gone) {
		if err := s.settleIfOver(ctx, cmd.ID); err != nil {
			s.Log.Warn("command stays with the relay", "case", cmd.CaseNumber, "command", cmd.ID, "err", err)
		}
		return
	}
	ctx, cancel := context.WithTimeout(ctx, s.Patience)
	defer cancel()
	if err := s.Temporal.SignalWorkflow(ctx, cmd.CaseNumber, "", contract.SignalDecide, msg); err != nil {
		s.Log.Warn("command stays with the relay", "case", cmd.CaseNumber, "command", cmd.ID, "err", errors.Join(cause, err))
	}
}

// settleIfOver refuses a command whose case no longer waits for it: its workflow has
// ended, and with it whoever could answer.
func (s *Service) settleIfOver(ctx context.Context, id string) error {
	return s.Store.Tx(ctx, func(tx *store.Tx) error {
		cmd, err := tx.Command(id)
		if err != nil || cmd.Status != models.CommandReceived {
			return err
		}
		waits, err := store.Awaits(tx, cmd)
		if err != nil || waits {
			return err
		}
		return store.SettleStale(tx, cmd, s.now())
	})
}

// read gives the register's word on a command.
func (s *Service) read(ctx context.Context, id string) (Settled, error) {
	var cmd models.Command
	if err := s.Store.Read(ctx).Take(&cmd, "id = ?", id).Error; err != nil {
		return Settled{}, err
	}
	return outcome(cmd)
}

// outcome turns a command's row into an answer: a refusal is an error.
func outcome(cmd models.Command) (Settled, error) {
	out := Settled{Command: cmd.ID, Status: cmd.Status, Case: cmd.CaseNumber}
	if cmd.Status != models.CommandRefused {
		return out, nil
	}
	out.Refusal = new(models.Problem)
	if err := json.Unmarshal(cmd.Refusal, out.Refusal); err != nil {
		return out, err
	}
	return out, out.Refusal
}

func organizationName(db *gorm.DB, id string) string {
	var o models.Organization
	if db.Limit(1).Find(&o, "id = ?", id).Error != nil || o.Name == "" {
		return id
	}
	return o.Name
}

func either(err error, p *models.Problem) error {
	if err != nil {
		return err
	}
	return p
}
