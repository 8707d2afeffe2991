package worker

import (
	"context"
	"fmt"
	"time"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// alarmAt is how often a decision is delivered before somebody must learn that nothing
// comes of it: about four minutes after it was received. Every delivery stays in the
// history of its workflow, so the next ones come further and further apart.
const alarmAt = 8

// farthest is how far apart deliveries of a stuck decision get.
const farthest = 6 * time.Hour

// spaced is when a decision that was delivered is delivered again: one second, two, four,
// up to six hours.
func spaced(now models.Instant, delivered int) models.Instant {
	wait := min(time.Second<<min(delivered-1, 15), farthest)
	return now + models.Instant(wait.Microseconds())
}

// soon is when one that could not be delivered is tried again: the older it is the later,
// within a minute at most.
func soon(now, received models.Instant) models.Instant {
	wait := min(max((now-received)/8, models.Instant(time.Second.Microseconds())), models.Instant(time.Minute.Microseconds()))
	return now + wait
}

// alarm tells log and supervisors, these once, of a decision that nobody settles.
func (r *Relay) alarm(tx *store.Tx, c models.Command, now models.Instant) error {
	still, err := tx.Command(c.ID)
	if err != nil || still.Status != models.CommandReceived {
		return err
	}
	r.Log.Error("a decision is delivered and not settled", "case", c.CaseNumber, "command", c.ID, "delivered", c.Attempts, "received_at", c.ReceivedAt)
	var of models.Case
	if err := tx.Take(&of, "number = ?", c.CaseNumber).Error; err != nil {
		return err
	}
	n := models.Notice{
		ID: models.NoticeStuck + "/" + c.ID, CaseNumber: c.CaseNumber, TaskID: c.TaskID, Kind: models.NoticeStuck,
		Role: string(policy.Supervisor), OrganizationID: of.OrganizationID, CreatedAt: now,
		Text: fmt.Sprintf("%s于%s收到的决定已送达流程%d次而未办理，请联系系统管理员查明原因。该决定仍然有效，将继续送达。",
			c.CaseNumber, store.When(c.ReceivedAt), c.Attempts),
	}
	written, err := tx.Put(&n)
	if err != nil || !written {
		return err
	}
	return tx.Audit(c.CaseNumber, n.Kind, "system", now, map[string]any{
		"notice": n.ID, "decision": c.ID, "delivered": c.Attempts, "received_at": c.ReceivedAt, "told": n.Role, "organization": n.OrganizationID,
	})
}

// count shows how many decisions are stuck now.
func (r *Relay) count(ctx context.Context) error {
	if r.Stuck == nil {
		return nil
	}
	var n int64
	err := r.Store.Read(ctx).Model(&models.Command{}).Where("status = ? AND attempts >= ?", models.CommandReceived, alarmAt).Count(&n).Error
	if err == nil {
		r.Stuck.Set(float64(n))
	}
	return err
}
