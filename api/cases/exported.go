package cases

import (
	"context"

	"chengxin/api/access"
	"chengxin/models/store"
)

// Exported keeps in the administrative trail that somebody took a list out of the house:
// which, narrowed to what, how many rows. It is written before the first byte is sent.
// Permission: whoever may read the list.
func (s *Service) Exported(ctx context.Context, actor access.Actor, list, narrowed string, rows int) error {
	return s.Store.Tx(ctx, func(tx *store.Tx) error {
		return tx.Audit(store.AdminChain, "exported", actor.ID, s.now(), map[string]any{"list": list, "narrowed": narrowed, "rows": rows})
	})
}
