package city

import (
	"context"

	"chengxin/models/audit"
)

// Prove demands that trail, ledger and listings bear each other out, as `chengxin audit`
// does.
func (c *City) Prove() {
	c.T.Helper()
	o := audit.Options{Tell: func(f audit.Finding) { c.T.Error(f) }}
	_, err := audit.Verify(context.Background(), c.Store, o)
	must(c.T, err)
	_, err = audit.Rebuild(context.Background(), c.Store, o)
	must(c.T, err)
}
