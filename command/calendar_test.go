package command

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	notice2027    = "year: 2027\nnotice: 关于2027年放假安排的通知\nfestivals: [{name: 元旦, from: 2027-01-01, to: 2027-01-03}]\n"
	corrected2027 = "year: 2027\nnotice: 关于2027年放假安排的更正通知\nfestivals: [{name: 元旦, from: 2027-01-01, to: 2027-01-04}]\n"
)

// try runs one command line and gives what it said, and its error.
func try(args ...string) (string, error) {
	out := &screen{}
	root := Root()
	root.SetArgs(args)
	root.SetOut(out)
	err := root.ExecuteContext(context.Background())
	return out.String(), err
}

// Next year's notice from the file to the register: checked, read out, loaded, corrected.
func TestNextYearsNotice(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("CHENGXIN_DATABASE", "sqlite:"+filepath.Join(dir, "register.db"))
	call(t, "", "migrate")
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	first, second := file("2027.yaml", notice2027), file("2027-更正.yaml", corrected2027)
	wrong := file("wrong.yaml", "year: 2027\nnotice: 通知\nholidays: []\n")
	missing := filepath.Join(dir, "nothing.yaml")

	for _, c := range []struct {
		args  []string
		says  string
		fails string
	}{
		{[]string{"check", first, second}, "2027年放假安排没有错误，共1个节日。", ""},
		{[]string{"check", first, wrong}, `wrong.yaml：放假安排有误:第3行第1列：不认识的键"holidays"`, "1个文件未通过检查"},
		{[]string{"check", missing}, "无法读取", "1个文件未通过检查"},
		{[]string{"show", "2027"}, "", "日历中没有2027年的放假安排"},
		{[]string{"show", first}, "元旦：1月1日（周五）至3日（周日）放假，共3天。", ""},
		{[]string{"load", first, wrong}, "", "wrong.yaml"},
		{[]string{"show", "2027"}, "", "日历中没有2027年的放假安排"}, // nothing was loaded
		{[]string{"load", first}, "2027年放假安排已载入", ""},
		{[]string{"load", first}, "2027年放假安排与现行日历相同，未作更改", ""},
		{[]string{"show", "2027"}, "关于2027年放假安排的通知", ""},
		{[]string{"load", second}, "2027年放假安排已载入", ""},
		{[]string{"show"}, "关于2027年放假安排的更正通知\n元旦：1月1日（周五）至4日（周一）放假，共4天。", ""},
		{[]string{"show", "2026"}, "国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号，2025年11月4日）", ""},
	} {
		said, err := try(append([]string{"calendar"}, c.args...)...)
		if !strings.Contains(said, c.says) || (err == nil) != (c.fails == "") || err != nil && !strings.Contains(err.Error(), c.fails) {
			t.Errorf("calendar %v: %s, %v; want %s, %s", c.args, said, err, c.says, c.fails)
		}
	}
}
