package command

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chengxin/models/store"
	"chengxin/policy"
)

// folderWith makes a data folder with a register under Jining's rules and a key.
func folderWith(t *testing.T, key string) string {
	t.Helper()
	data, ctx := t.TempDir(), context.Background()
	st, err := store.Open("sqlite:" + filepath.Join(data, "chengxin.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = st.Close() }()
	src := policy.Builtin()[0]
	pack, _, err := policy.Load(src.Name, src.Data)
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	if err := st.LoadPack(ctx, pack, src.Data, "system", 1); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(data, "key"), key)
	return data
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// A new key is put before the old one, takes over, and works alone: the same person is
// still found. Without the old key nothing is turned and nothing lost.
func TestTheKeyIsChanged(t *testing.T) {
	former, latter := strings.Repeat("f", 64), strings.Repeat("l", 64)
	data := folderWith(t, former+"\n")
	key, people := filepath.Join(data, "key"), filepath.Join(data, "people.csv")
	write(t, people, "名称,类别,证件号,地址\n自然人甲,自然人,370811199003070010,示例小区1号\n")
	load := func(want string) {
		t.Helper()
		if out, err := run("import", "subjects", people, "--data", data); err != nil || !strings.Contains(out, want) {
			t.Fatalf("import: %s %v", out, err)
		}
	}
	load("导入1行")
	write(t, key, latter+"\n")
	if out, err := run("keys", "turn", "--data", data); err == nil {
		t.Fatalf("turned without the former key: %s", out)
	}
	write(t, key, latter+"\n"+former+"\n")
	if out, err := run("keys", "status", "--data", data); err != nil || !strings.Contains(out, "chengxin keys turn") {
		t.Fatalf("status: %s %v", out, err)
	}
	if out, err := run("keys", "turn", "--data", data); err != nil || !strings.Contains(out, "转入1个主体，重新计算检索摘要1个") {
		t.Fatalf("turn: %s %v", out, err)
	}
	write(t, key, latter+"\n")
	if out, err := run("keys", "status", "--data", data); err != nil || strings.Contains(out, "keys turn") {
		t.Fatalf("status: %s %v", out, err)
	}
	load("导入0行")
	write(t, key, "short\n")
	if _, err := run("keys", "status", "--data", data); err == nil || !strings.Contains(err.Error(), "至少须有32个字符") {
		t.Fatalf("a short key: %v", err)
	}
}
