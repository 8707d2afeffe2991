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

// The sample files come in from the command line; a bad line leaves a report beside the
// file and a status that says so.
func TestImportFromTheCommandLine(t *testing.T) {
	data, ctx := t.TempDir(), context.Background()
	if _, err := run("import", "subjects", "../docs/samples/subjects.csv", "--data", data); err == nil {
		t.Error("imported into a folder without a register")
	}
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
	if err := os.WriteFile(filepath.Join(data, "key"), []byte(strings.Repeat("k", 64)), 0o600); err != nil {
		t.Fatal(err)
	}
	report := filepath.Join(data, "report.csv")
	for _, what := range []string{"subjects", "listings", "openings"} {
		out, err := run("import", what, "../docs/samples/"+what+".csv", "--data", data, "--report", report)
		if err != nil || !strings.Contains(out, "未导入0行") {
			t.Errorf("%s: %s %v", what, out, err)
		}
	}
	if _, err := os.Stat(report); err == nil {
		t.Error("an empty report was left behind")
	}
	bad := filepath.Join(data, "bad.csv")
	if err := os.WriteFile(bad, []byte("名称,类别,证件号\n甲,企业,91370811MAEX00010J\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := run("import", "subjects", bad, "--data", data); err == nil || !strings.Contains(out, "导入报告") {
		t.Errorf("a bad line: %s %v", out, err)
	}
	if text, err := os.ReadFile(filepath.Join(data, "bad.导入报告.csv")); err != nil || !strings.Contains(string(text), "校验码应为H") {
		t.Errorf("report: %s %v", text, err)
	}
}
