package cases

import (
	"cmp"
	"context"

	"chengxin/api/access"
	"chengxin/models"
)

// Batch does the same to many tasks: decide, transfer, urge or supervise. Each item stands for
// itself: what is refused is told, the others count.
type Batch struct {
	Verb  string      `json:"verb" enum:"decide,transfer,urge,supervise"`
	Items []BatchItem `json:"items" minItems:"1" maxItems:"200"`
	// For all items that say nothing of their own.
	Choice string `json:"choice,omitempty" maxLength:"64"`
	Reason string `json:"reason,omitempty" maxLength:"5000"`
	To     string `json:"to,omitempty" maxLength:"128" doc:"转办给（用户名）"`
}

// BatchItem is one task of a batch.
type BatchItem struct {
	Task     string     `json:"task" minLength:"1" maxLength:"200"`
	Choice   string     `json:"choice,omitempty" maxLength:"64"`
	Reason   string     `json:"reason,omitempty" maxLength:"5000"`
	Evidence []Evidence `json:"evidence,omitempty" maxItems:"50"`
}

// BatchResult is what became of one item.
type BatchResult struct {
	Task    string   `json:"task"`
	Status  string   `json:"status" enum:"counted,received,refused"`
	Refusal *Refusal `json:"refusal,omitempty"`
}

// Refusal says of one item what a problem says of a request.
type Refusal struct {
	Code   string         `json:"code"`
	Title  string         `json:"title"`
	Detail string         `json:"detail"`
	Rule   *models.Rule   `json:"rule,omitempty"`
	Errors []models.Field `json:"errors,omitempty"`
}

// Batch works a batch off in its order. Under a key the whole may be sent again: what
// counted stays, what was not reached is done. An error that is no refusal ends it.
// Permission and errors: those of each act; batch.twice, idempotency.reused.
func (s *Service) Batch(ctx context.Context, actor access.Actor, b Batch, key string) ([]BatchResult, error) {
	out := make([]BatchResult, 0, len(b.Items))
	seen := map[string]bool{}
	for _, item := range b.Items {
		if seen[item.Task] {
			return nil, models.Refuse(models.Invalid, "batch.twice", "批量中有重复的待办", "待办%s出现两次，请删除其中一个。", item.Task).Where(models.Field{Field: "items", Value: item.Task})
		}
		seen[item.Task] = true
	}
	key, err := s.batchKey(ctx, actor, b, key)
	if err != nil {
		return nil, err
	}
	for _, item := range b.Items {
		r := BatchResult{Task: item.Task, Status: models.CommandCounted}
		status, err := s.each(ctx, actor, b, item, key)
		refusal, refused := models.AsProblem(err)
		switch {
		case refused && refusal.Class != models.Unavailable:
			r.Status = models.CommandRefused
			r.Refusal = &Refusal{refusal.Code, refusal.Title, refusal.Detail, refusal.Rule, refusal.Fields}
		case err != nil:
			return out, err
		case status != "":
			r.Status = status
		}
		out = append(out, r)
	}
	return out, nil
}

// batchKey is what the keys of a batch's items begin with. It holds the batch's content,
// so that another batch under the caller's key shows; and no caller can send its first
// character, so that it meets no key of a single act.
func (s *Service) batchKey(ctx context.Context, actor access.Actor, b Batch, key string) (string, error) {
	if key == "" {
		return "", nil
	}
	all := "\x1f" + hashOf(key)[:32] + "/"
	mine := all + hashOf(b)[:32] + "/"
	const over = "g" // after every digit of a hash
	var others int64
	err := s.Store.Read(ctx).Model(&models.Command{}).Where("actor_id = ? AND idem_key > ? AND idem_key < ? AND (idem_key < ? OR idem_key > ?)",
		actor.ID, all, all+over, mine, mine+over).Count(&others).Error
	if err == nil && others > 0 {
		err = keyReused()
	}
	return mine, err
}

func (s *Service) each(ctx context.Context, actor access.Actor, b Batch, item BatchItem, key string) (status string, err error) {
	if key != "" {
		key += hashOf(item.Task)[:16]
	}
	choice, reason := cmp.Or(item.Choice, b.Choice), cmp.Or(item.Reason, b.Reason)
	switch b.Verb {
	case "decide":
		out, err := s.Decide(ctx, actor, item.Task, Decision{Choice: choice, Reason: reason, Evidence: item.Evidence}, key)
		return out.Status, err
	case "transfer":
		_, err = s.Transfer(ctx, actor, item.Task, Transfer{To: b.To, Reason: reason}, key)
	case "urge":
		_, err = s.Urge(ctx, actor, item.Task, reason, key)
	case "supervise":
		out, err := s.Supervise(ctx, actor, item.Task, reason, key)
		return out.Status, err
	}
	return "", err
}
