// Package cases is the product's commands and queries: what pages and programs may
// do with cases. With package worker it is the only caller of Temporal.
package cases

import (
	"context"
	"log/slog"
	"time"

	"go.temporal.io/sdk/client"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/policy/calendar"
)

// Rules gives pinned packs and the calendar in force.
type Rules interface {
	Pack(ctx context.Context, hash string) (*policy.Pack, error)
	Calendar() *calendar.Calendar
	Base() *calendar.Calendar        // comes with the program, without the loaded years
	Renew(ctx context.Context) error // takes over a year that was just loaded
}

// Service carries out what people ask of cases.
type Service struct {
	Store    *store.Store
	Rules    Rules
	Temporal client.Client    // nil: new cases are left to the relay, and nothing can be decided
	Now      func() time.Time // when a request was received
	Log      *slog.Logger
	// Patience is how long a caller waits for a worker before the decision travels as
	// an approval signal instead.
	Patience time.Duration
	Files    *Files // nil: no files are kept
}

func (s *Service) now() models.Instant { return models.At(s.Now()) }
