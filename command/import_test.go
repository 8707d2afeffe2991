package command

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// Files come in from the command line; a bad line leaves a report beside the
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
	yesterday := time.Now().In(models.Beijing).AddDate(0, 0, -1).Format(time.DateOnly)
	files := map[string]string{
		"subjects": "../docs/samples/subjects.csv",
		"listings": filepath.Join(data, "listings.csv"), "openings": filepath.Join(data, "openings.csv"),
		"reports": filepath.Join(data, "reports.csv"),
	}
	for what, line := range map[string]string{
		"listings": "证件号,名单,决定日期,公布日期,累计扣分,决定文书,认定部门\n91370811MAEX00010H,黄名单," + yesterday + "," + yesterday + ",20,文1号,rencheng_bureau\n",
		"reports":  "编号,填报机构,证件号,失信行为代码,发生时间,事实描述\n1,rencheng_bureau,92370881MAEX00037J,SR-01," + yesterday + ",占道经营\n",
		"openings": "证件号,计分周期,累计扣分,截至日期\n92370881MAEX00037J," + yesterday[:4] + ",8," + yesterday + "\n",
	} {
		if err := os.WriteFile(files[what], []byte(line), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, what := range []string{"subjects", "listings", "openings", "reports"} {
		out, err := run("import", what, files[what], "--data", data, "--report", report)
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
