package command

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chengxin/models"
	"chengxin/models/store"
)

// run calls the command line as a shell does.
func run(args ...string) (out string, err error) {
	root := Root()
	var b bytes.Buffer
	root.SetArgs(args)
	root.SetOut(&b)
	root.SetErr(&b)
	err = root.ExecuteContext(context.Background())
	return b.String(), err
}

func TestAuditSaysByItsExitStatusWhetherTheTrailIsWhole(t *testing.T) {
	data := t.TempDir()
	if _, err := run("audit", "verify", "--data", data); err == nil || !strings.Contains(err.Error(), "没有登记库文件") {
		t.Fatalf("an empty folder: %v", err)
	}
	if names, _ := os.ReadDir(data); len(names) > 0 {
		t.Errorf("the proof made %v", names)
	}
	st, err := store.Open("sqlite:" + filepath.Join(data, "chengxin.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = st.Close() }() // open all the while, as under a running server
	if err := st.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	tx := func(f func(tx *store.Tx) error) {
		t.Helper()
		if err := st.Tx(context.Background(), f); err != nil {
			t.Fatal(err)
		}
	}
	tx(func(tx *store.Tx) error {
		return tx.Audit(store.AdminChain, "user_opened", "system", 1, map[string]string{"user": "u"})
	})
	for _, proof := range []string{"verify", "rebuild"} {
		if out, err := run("audit", proof, "--data", data); err != nil || !strings.Contains(out, "全部相符") {
			t.Fatalf("%s: %s %v", proof, out, err)
		}
	}
	tx(func(tx *store.Tx) error {
		if err := tx.Exec("UPDATE audit_entries SET actor_id = 'another'").Error; err != nil {
			return err
		}
		return tx.Create(&models.Cycle{SubjectID: "S", Jurisdiction: "jining", Cycle: "2026", Total: 5}).Error
	})
	if out, err := run("audit", "verify", "--data", data); err == nil || !strings.Contains(out, "管理留痕第1条") {
		t.Errorf("verify: %s %v", out, err)
	}
	if out, err := run("audit", "rebuild", "--database", "sqlite:"+filepath.Join(data, "chengxin.db")); err == nil || !strings.Contains(out, "存有累计5分") {
		t.Errorf("rebuild: %s %v", out, err)
	}
}
