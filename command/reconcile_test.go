package command

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// A data folder whose Temporal file is gone: check names the open case and fails,
// reconcile starts it, check is content, and a second run starts nothing (R5).
func TestReconcileOnADataFolder(t *testing.T) {
	data := t.TempDir()
	st, err := store.Open("sqlite:" + filepath.Join(data, "chengxin.db"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, src := context.Background(), policy.Builtin()[0]
	if err := st.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	pack, _, err := policy.Load(src.Name, src.Data)
	if err != nil {
		t.Fatal(err)
	}
	if err := st.LoadPack(ctx, pack, src.Data, "system", 1); err != nil {
		t.Fatal(err)
	}
	c := models.Case{Kind: "violation", OrganizationID: "jining/rencheng_bureau", Stage: "reported", ReceivedAt: 1_770_000_000_000_000}
	if err := st.Tx(ctx, func(tx *store.Tx) error { return tx.Enter(pack, &c, "system", nil, c.ReceivedAt) }); err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		args  []string
		fails bool
		says  string
	}{
		{[]string{"--check"}, true, "案件" + c.Number + "未办结，而没有流程"},
		{nil, false, "未办结案件1件：重新启动流程1件"},
		{[]string{"--check"}, false, "发现0处差异"},
		{nil, false, "重新启动流程0件，唤起1件"},
	} {
		out, err := run(append([]string{"reconcile", "--data", data}, x.args...)...)
		if (err != nil) != x.fails || !strings.Contains(out, x.says) {
			t.Errorf("reconcile %v: %v\n%s", x.args, err, out)
		}
	}
	if _, err := run("reconcile", "--data", filepath.Join(data, "elsewhere")); err == nil {
		t.Error("a folder that is not there was reconciled")
	}
	if _, err := os.Stat(filepath.Join(data, "elsewhere")); err == nil {
		t.Error("reconcile made a folder")
	}
}
