package cases

import (
	"context"
	"encoding/json"
	"errors"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/policy/calendar"
)

const verbLoadYear = "load_year"

// YearLoaded is what became of a year's days off that somebody brought.
type YearLoaded struct {
	Year     calendar.Year `json:"year"`
	Words    string        `json:"words"`
	Changed  bool          `json:"changed" doc:"false：与现行日历相同，未作更改"`
	Seq      int           `json:"seq,omitempty"`
	Calendar string        `json:"calendar" doc:"载入后日历的摘要"`
}

// YearKeepers are the roles that may load a year's days off.
func YearKeepers() []policy.Role { return []policy.Role{policy.RuleKeeper} }

// LoadYear puts a year's days off in force, once per key: what every jurisdiction of the
// register counts by from now on. Deadlines that run are counted again by the workers.
// Permission: the route's, YearKeepers. Errors: calendar.year, idempotency.*.
func (s *Service) LoadYear(ctx context.Context, actor access.Actor, src []byte, key string) (out YearLoaded, err error) {
	cmd := models.Command{
		ID: newID(), ActorID: actor.ID, IdemKey: key, Verb: verbLoadYear, BodyHash: hashOf([]any{verbLoadYear, string(src)}),
		ReceivedAt: s.now(), SettledAt: s.now(), Status: models.CommandCounted,
	}
	if key == "" {
		cmd.IdemKey = cmd.ID
	}
	for range 2 { // a second time where the same key came in twice at once
		earlier, err := s.repeated(ctx, cmd)
		if err != nil {
			return out, err
		}
		if earlier != nil {
			return out, json.Unmarshal(earlier.Details, &out)
		}
		err = s.Store.Tx(ctx, func(tx *store.Tx) error {
			out, err = s.putYear(tx, cmd, src)
			return err
		})
		if err == nil {
			if err := s.Rules.Renew(context.WithoutCancel(ctx)); err != nil { // it is loaded; this process follows in a moment
				s.Log.Warn("calendar is not renewed yet", "err", err)
			}
			return out, nil
		}
		if !errors.Is(err, errRaced) {
			return YearLoaded{}, err
		}
	}
	return YearLoaded{}, errRaced
}

func (s *Service) putYear(tx *store.Tx, cmd models.Command, src []byte) (YearLoaded, error) {
	l, err := tx.LoadYear(s.Rules.Base(), src, cmd.ActorID, cmd.ReceivedAt)
	if err != nil {
		return YearLoaded{}, err
	}
	out := YearLoaded{Year: l.Year, Words: l.Year.Words(), Changed: l.Changed, Seq: l.Seq, Calendar: l.Calendar}
	if cmd.Details, err = json.Marshal(out); err != nil {
		return out, err
	}
	written, err := tx.Put(&cmd)
	if err == nil && !written {
		err = errRaced
	}
	return out, err
}
