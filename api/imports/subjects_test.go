package imports

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"chengxin/models"
)

const heading1 = "名称,类别,统一社会信用代码/证件号,地址\n"

// Good lines come in, every other line is told with its place and reason, and the same
// file again changes nothing.
func TestSubjectsAreImported(t *testing.T) {
	onBoth(t, func(b *bed) {
		path := b.file("subjects.csv", heading1+
			"示例有限公司1,社会法人,91370811MAEX00010H,示例路1号\n"+ // 2
			"示例商行3,个体工商户,92370881MAEX00037J,\n"+
			"自然人甲,自然人,370811199003070010,\n"+
			"示例有限公司1,社会法人,91370811MAEX00010H,\n"+ // 5: twice
			"校验错,社会法人,91370811MAEX00010J,\n"+
			"类别错,机关,91370812MAEX00029W,\n"+
			"国家机关,社会法人,11370811MB0000000T,\n"+
			",社会法人,91370812MAEX00029W,\n"+
			"\n"+
			"科学计数,社会法人,9.13708E+17,\n"+ // 11
			"=HYPERLINK(1),未知,91370812MAEX00029W,\n"+
			"身份证错,自然人,370811199003070011,\n")
		told := b.load(subjects, path, Result{Lines: 11, Written: 3, Refused: 8})
		b.says(told,
			[2]string{"5 统一社会信用代码/证件号", "与第2行重复"},
			[2]string{"6 统一社会信用代码/证件号", "校验码应为H"},
			[2]string{"7 类别", "应为社会法人"},
			[2]string{"8 统一社会信用代码/证件号", ""},
			[2]string{"9 名称", "名称"},
			[2]string{"11 统一社会信用代码/证件号", "科学计数"},
			[2]string{"12 名称", "公式"},
			[2]string{"13 统一社会信用代码/证件号", "校验码不符"},
		)
		b.load(subjects, path, Result{Lines: 11, Unchanged: 3, Refused: 8})
		var ss []models.Subject
		b.must(b.Store.Read(context.Background()).Find(&ss).Error)
		if len(ss) != 3 {
			b.Errorf("%d subjects, want 3", len(ss))
		}
		var n int64
		b.must(b.Store.Read(context.Background()).Model(&models.AuditEntry{}).Where("chain = ? AND action LIKE ?", "admin", "import%").Count(&n).Error)
		if n != 2 {
			b.Errorf("%d entries in the administrative trail, want begun and ended of the one import that changed something", n)
		}
	})
}

func TestAReportGivesNoFormulaAndNoPersonsNumberAway(t *testing.T) {
	b := newBed(t, "sqlite:"+t.TempDir()+"/register.db")
	path := b.file("subjects.csv", "名称,类别,证件号\n甲,\"=cmd|'/c calc'!A1\",370811199003070011\n乙,自然人,370811199003070011\n")
	var report strings.Builder
	if _, err := b.Subjects(context.Background(), path, &report); err != nil {
		t.Fatal(err)
	}
	if got := report.String(); !strings.Contains(got, "'=cmd") || strings.Contains(got, ",=cmd") || strings.Contains(got, "19900307") {
		t.Errorf("report:\n%s", got)
	}
}

// A name that differs from the registered one is told and changes nothing; a code whose
// check fails comes in with a reason.
func TestWhatIsRegisteredStays(t *testing.T) {
	b := newBed(t, "sqlite:"+t.TempDir()+"/register.db")
	b.load(subjects, b.file("1.csv", heading1+"示例有限公司1,企业,91370811MAEX00010H,\n"), Result{Lines: 1, Written: 1})
	told := b.load(subjects, b.file("2.csv", "名称,类别,统一社会信用代码,代码例外理由,传真\n"+
		"另一名称,企业,91370811MAEX00010H,,1\n例外公司,企业,91350100M0001TGQXM,登记机关赋予,\n"), Result{Lines: 2, Written: 1, Unchanged: 1, Warnings: 2})
	b.says(told, [2]string{"1 传真", "不认识"}, [2]string{"2 名称", "示例有限公司1"})
}

func TestAFileThatCannotBeReadStopsTheImport(t *testing.T) {
	b := newBed(t, "sqlite:"+t.TempDir()+"/register.db")
	for _, x := range []struct{ name, text, says string }{
		{"empty.csv", "", "文件是空的"},
		{"columns.csv", "名称,类别\n", "第一行缺少“统一社会信用代码/证件号”一列"},
		{"twice.csv", "名称,姓名,类别,证件号\n", "“名称”一列重复"},
		{"words.docx", "x", ".csv 或 .xlsx"},
		{"broken.xlsx", "not a workbook", "表格文件无法打开"},
	} {
		_, err := b.Subjects(context.Background(), b.file(x.name, x.text), &strings.Builder{})
		if err == nil || !strings.Contains(err.Error(), x.says) {
			t.Errorf("%s: %v, want %q", x.name, err, x.says)
		}
	}
}

// A spreadsheet's CSV (GB 18030) and its own format read alike.
func TestSpreadsheetsAreRead(t *testing.T) {
	b := newBed(t, "sqlite:"+t.TempDir()+"/register.db")
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(heading1 + "示例有限公司1,社会法人,91370811MAEX00010H,䶮路1号\n")
	b.must(err)
	b.load(subjects, b.file("gb.csv", gb), Result{Lines: 1, Written: 1})

	book := excelize.NewFile()
	for i, cells := range [][]any{{"名称", "类别", "统一社会信用代码/证件号"}, {"示例有限公司2", "社会法人", "91370812MAEX00029W"}, {}, {"数字", "社会法人", 913708120000000000}} {
		b.must(book.SetSheetRow("Sheet1", "A"+string(rune('1'+i)), &cells))
	}
	path := filepath.Join(b.dir, "subjects.xlsx")
	b.must(book.SaveAs(path))
	told := b.load(subjects, path, Result{Lines: 2, Written: 1, Refused: 1})
	b.says(told, [2]string{"4 统一社会信用代码/证件号", ""})
}

// An import that is stopped in the middle goes on where it stood by being run again.
func TestAStoppedImportGoesOn(t *testing.T) {
	b := newBed(t, "sqlite:"+t.TempDir()+"/register.db")
	sample, err := os.ReadFile("../../docs/samples/subjects.csv")
	b.must(err)
	path := b.file("subjects.csv", string(sample))
	ctx, cancel := context.WithCancel(context.Background())
	lines := 0
	first := *b.Importer
	first.Now = func() time.Time { // called for every line
		if lines++; lines > 3 {
			cancel()
		}
		return b.Now()
	}
	got, err := first.Subjects(ctx, path, &strings.Builder{})
	if !errors.Is(err, context.Canceled) || got.Written == 0 || got.Written == 6 {
		t.Fatalf("stopped after %+v, %v", got, err)
	}
	b.load(subjects, path, Result{Lines: 6, Written: 6 - got.Written, Unchanged: got.Written})
}
