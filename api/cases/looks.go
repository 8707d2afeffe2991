package cases

import (
	"context"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
)

// lookSpan is how long further views of the same thing by the same person are the same
// look. It begins with the quarter of an hour in which the first falls.
const lookSpan = 15 * time.Minute

// mostPurpose is how long a stated purpose may be.
const mostPurpose = 200

type purposeKey struct{}

// WithPurpose says for what the reads under the context look at personal data (用途).
func WithPurpose(ctx context.Context, purpose string) context.Context {
	purpose = strings.TrimSpace(purpose)
	if utf8.RuneCountInString(purpose) > mostPurpose {
		purpose = string([]rune(purpose)[:mostPurpose])
	}
	return context.WithValue(ctx, purposeKey{}, purpose)
}

// looked writes that a natural person's data was looked at, once in a short while, with
// an entry in the person's own trail.
func (q *Queries) looked(ctx context.Context, a access.Actor, s models.Subject, what string) error {
	if s.Kind != models.NaturalPerson {
		return nil
	}
	purpose, _ := ctx.Value(purposeKey{}).(string)
	now := q.now()
	span := now.Time().Truncate(lookSpan).Unix()
	row := models.Look{
		ID:           hashOf([]string{s.ID, a.ID, what, purpose, strconv.FormatInt(span, 10)}),
		Jurisdiction: s.Jurisdiction, SubjectID: s.ID, UserID: a.ID, What: what, Purpose: purpose, At: now,
	}
	var seen int64
	if err := q.db(ctx).Model(&models.Look{}).Where("id = ?", row.ID).Count(&seen).Error; err != nil || seen > 0 {
		return err
	}
	return q.Store.Tx(store.Regardless(ctx), func(tx *store.Tx) error { return writeLook(tx, row) })
}

// writeLook adds a look and its trail, both or neither, once.
func writeLook(tx *store.Tx, row models.Look) error {
	written, err := tx.Put(&row)
	if err != nil || !written {
		return err
	}
	action := "viewed"
	if row.What == "report" {
		action = verbReport
	}
	return tx.Audit(store.SubjectChain(row.SubjectID), action, row.UserID, row.At, map[string]string{"what": row.What, "purpose": row.Purpose})
}

// LookOnly has every command under a context refuse with why: a form that is to be shown
// again as it was filled in does nothing, whatever it is about.
func LookOnly(ctx context.Context, why *models.Problem) context.Context {
	return store.LookOnly(ctx, why)
}
