package browser

import (
	"bytes"
	"encoding/csv"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// file downloads an address as the browser does.
func (p *plain) file(address string) (raw []byte, header http.Header, status int) {
	p.t.Helper()
	res, err := p.Get(p.base + address)
	must(p.t, err)
	defer func() { _ = res.Body.Close() }()
	raw, err = io.ReadAll(res.Body)
	must(p.t, err)
	return raw, res.Header, res.StatusCode
}

// A list leaves the house whole: all rows that its address asks for and the reader may
// see, dates as dates, and no text that a spreadsheet would run.
func TestAListLeavesTheHouse(t *testing.T) {
	o := office(t)
	var s struct{ ID string }
	o.api(t, "qufu.collector1", http.MethodPost, "/subjects", http.StatusCreated, map[string]any{
		"jurisdiction": "jining", "kind": "legal_person", "name": `=HYPERLINK("http://example.invalid")`, "code": "91370811MA00007447", "address": "@示例路",
	}, &s)
	var numbers []string
	for range 31 { // more than a page
		var c struct{ Number string }
		o.api(t, "qufu.collector1", http.MethodPost, "/violations", http.StatusCreated, map[string]any{
			"organization": "jining/qufu_bureau", "subjects": []string{s.ID}, "behaviour": "SR-01", "occurred_at": time.Now().Add(-time.Hour), "description": "占道经营",
		}, &c)
		numbers = append(numbers, c.Number)
	}
	p := o.plain(t, "qufu.reviewer1")
	p.open("/cases?kind=violation")
	p.sees("导出全部", "/export/cases.xlsx?kind=violation")
	raw, header, _ := p.file("/export/cases.xlsx?kind=violation")
	day := time.Now().In(beijing).Format("2006-01-02")
	if d := header.Get("Content-Disposition"); !strings.Contains(d, "cases-"+day+".xlsx") || !strings.Contains(d, "%E6%A1%88%E4%BB%B6-"+day+".xlsx") {
		t.Errorf("file name %s", d)
	}
	book, err := excelize.OpenReader(bytes.NewReader(raw))
	must(t, err)
	rows, err := book.GetRows("案件", excelize.Options{RawCellValue: true})
	must(t, err)
	if len(rows) != 32 || rows[0][0] != "案件编号" || rows[0][9] != "收到" {
		t.Fatalf("%d rows under %v", len(rows), rows[0])
	}
	if rows[1][0] != numbers[30] || rows[31][0] != numbers[0] {
		t.Errorf("the newest is %s, the oldest %s", rows[1][0], rows[31][0])
	}
	if rows[1][3] != `'=HYPERLINK("http://example.invalid")` {
		t.Errorf("the subject's name runs: %s", rows[1][3])
	}
	serial, err := strconv.ParseFloat(rows[1][9], 64)
	must(t, err)
	received, err := excelize.ExcelDateToTime(serial, false)
	if err != nil || received.Format("2006-01-02") != day {
		t.Errorf("received on %v, %v", received, err)
	}
	shown, err := book.GetCellValue("案件", "J2")
	if err != nil || !strings.HasPrefix(shown, day+" ") {
		t.Errorf("a spreadsheet shows %q", shown)
	}
	readCSV(t, p, numbers)

	if raw, _, status := p.file("/export/nothing.xlsx"); status != http.StatusNotFound || !strings.Contains(string(raw), "没有这个导出") {
		t.Errorf("an unknown list: %d", status)
	}
	if _, _, status := p.file("/export/cases.csv?received_from=yesterday"); status != http.StatusBadRequest {
		t.Errorf("a day that is none: %d", status)
	}
	foreign := o.plain(t, "zoucheng.reviewer1")
	if raw, _, _ := foreign.file("/export/cases.csv?organization=jining/qufu_bureau"); strings.Contains(string(raw), numbers[0]) {
		t.Error("another district's cases leave by its export")
	}
	keeper := o.plain(t, "jining.rule_keeper1")
	if _, _, status := keeper.file("/export/cases.csv"); status != http.StatusForbidden {
		t.Errorf("the keeper of the rules exports cases: %d", status)
	}
	browser := o.as(t, "qufu.reviewer1")
	browser.open("/cases")
	browser.look("cases-export")
	browser.open("/subjects")
	browser.look("subjects-export")
}

func readCSV(t *testing.T, p *plain, numbers []string) {
	t.Helper()
	for address, want := range map[string]struct {
		rows int
		head string
	}{
		"/export/work.csv?of=all&kind=violation": {31, "时限"},
		"/export/work.csv?state=overdue":         {0, "时限"},
		"/export/cases.csv":                      {31, "案件编号"},
		"/export/listings.csv":                   {0, "记录"},
	} {
		raw, _, status := p.file(address)
		text, marked := strings.CutPrefix(string(raw), "\ufeff")
		rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil || status != http.StatusOK || !marked || len(rows) != want.rows+1 || rows[0][0] != want.head {
			t.Errorf("%s: %d, %v, marked %v, %d rows", address, status, err, marked, len(rows))
		}
	}
	raw, _, _ := p.file("/export/subjects.csv?name=%3DHYPERLINK")
	if !strings.Contains(string(raw), `"'=HYPERLINK(""http://example.invalid"")"`) || !strings.Contains(string(raw), ",'@示例路,") {
		t.Errorf("what a spreadsheet would run: %s", raw)
	}
	raw, _, _ = p.file("/export/work.csv?of=all")
	if !strings.Contains(string(raw), numbers[0]) || !strings.Contains(string(raw), "立案审批") {
		t.Errorf("no work: %s", raw)
	}
}
