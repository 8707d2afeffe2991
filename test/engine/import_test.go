package engine

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chengxin/api/imports"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/test/city"
)

// load imports a text as a file and wants every line in.
func load(c *city.City, what func(*imports.Importer, context.Context, string) (imports.Result, error), lines ...string) {
	c.T.Helper()
	path := filepath.Join(c.T.TempDir(), "import.csv")
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		c.T.Fatal(err)
	}
	m := &imports.Importer{Store: c.Store, Rules: c.Rules.(*store.Rules), Now: c.Now, Jurisdiction: "jining"}
	got, err := what(m, context.Background(), path)
	if err != nil || got.Written != len(lines)-1 {
		c.T.Fatalf("import: %+v, %v", got, err)
	}
}

// Two listings come from before this register: one published seven months ago, one a
// month ago. The first is open to repair and is repaired; the second waits for its
// minimum, and when the subject crosses 40 black replaces it (JN-5, JN-8, JN-9).
func TestImportedListingsRunOn(t *testing.T) {
	c := city.New(t, city.Options{})
	defer c.Prove()
	ago := func(months int) string { return c.Now().In(models.Beijing).AddDate(0, -months, 0).Format("2006-01-02") }
	year := c.Now().In(models.Beijing).Year()
	load(c, func(m *imports.Importer, ctx context.Context, file string) (imports.Result, error) {
		return m.Subjects(ctx, file, testWriter{t})
	}, "名称,类别,统一社会信用代码", "示例有限公司1,社会法人,91370811MAEX00010H", "示例有限公司2,社会法人,91370812MAEX00029W")
	load(c, func(m *imports.Importer, ctx context.Context, file string) (imports.Result, error) {
		return m.Listings(ctx, file, testWriter{t})
	}, "统一社会信用代码,名单,决定日期,公布日期,累计扣分,决定文书,认定部门,计分周期",
		fmt.Sprintf("91370811MAEX00010H,黄名单,%s,%s,20,文1号,rencheng_bureau,%d", ago(7), ago(7), year),
		fmt.Sprintf("91370812MAEX00029W,黄名单,%s,%s,25,文2号,rencheng_bureau,%d", ago(1), ago(1), year))

	first, second := imported(c, "文1号"), imported(c, "文2号")
	if task := c.Task(first.Number, "maximum"); task.DueAt != first.EndsAt {
		t.Errorf("the first ends %s, its clock %s", first.EndsAt, task.DueAt)
	}
	r, err := repair(c, first.Number)
	if err != nil {
		t.Fatal(err)
	}
	c.Move(r.Number, "acceptance", "accepted")
	c.Move(r.Number, "verification", "corrected")
	c.Move(r.Number, "sign_off_leading_group", "signed")
	await(t, "the first listing's end", func() bool { return c.Case(first.Number).Outcome == "repaired" })

	if task := c.Task(second.Number, "minimum"); task.DueAt != second.OpensAt || task.DueAt < models.At(time.Now()) {
		t.Errorf("the second opens %s, its clock %s", second.OpensAt, task.DueAt)
	}
	if _, err := repair(c, second.Number); code(err) != "repair.too_early" {
		t.Errorf("repair of the second: %v", err)
	}
	c.Recognise("SR-08", second.SubjectID) // 20 more: 45
	black := c.Listing(second.SubjectID, "black")
	if black.Total != 45 {
		t.Fatalf("black: %+v", black)
	}
	c.List(black.Number)
	await(t, "yellow's end", func() bool { return c.Case(second.Number).Outcome == "superseded" })
}

func imported(c *city.City, document string) (l models.Listing) {
	c.T.Helper()
	db := c.Store.Read(context.Background())
	if err := db.Take(&l, "number IN (?)", db.Model(&models.Document{}).Select("case_number").Where("number = ?", document)).Error; err != nil {
		c.T.Fatal(err)
	}
	return l
}

// testWriter shows an import's report where a test fails.
type testWriter struct{ t *testing.T }

// Write logs.
func (w testWriter) Write(p []byte) (int, error) {
	w.t.Log(string(p))
	return len(p), nil
}
