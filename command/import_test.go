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
)

// Files come in from the command line; a bad line leaves a report beside the
// file and a status that says so.
func TestImportFromTheCommandLine(t *testing.T) {
	if _, err := run("import", "subjects", "../docs/samples/subjects.csv", "--data", t.TempDir()); err == nil {
		t.Error("imported into a folder without a register")
	}
	data := folderWith(t, strings.Repeat("k", 64))
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
	exports(t, data)
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

// exports takes the reported case out of the house and proves it there; what is wrong with
// the call leaves no file.
func exports(t *testing.T, data string) {
	t.Helper()
	st, err := store.Open("sqlite:" + filepath.Join(data, "chengxin.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = st.Close() }()
	var c models.Case
	if err := st.Read(context.Background()).Take(&c, "kind = 'violation'").Error; err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(data, "case.zip")
	if _, err := run("archive", "export", "JN-none", "--data", data, "--out", out); err == nil || !strings.Contains(err.Error(), "没有案件") {
		t.Errorf("an unknown case: %v", err)
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("a file of an unknown case")
	}
	if said, err := run("archive", "export", c.Number, "--data", data, "--out", out); err != nil || !strings.Contains(said, "清单散列") {
		t.Errorf("export: %s %v", said, err)
	}
	if said, err := run("archive", "verify", out); err != nil {
		t.Errorf("verify: %s %v", said, err)
	}
	var n int64
	if err := st.Read(context.Background()).Model(&models.AuditEntry{}).Where("chain = ? AND action = 'archived'", store.AdminChain).Count(&n).Error; err != nil || n != 1 {
		t.Errorf("%d entries of the export: %v", n, err)
	}
}
