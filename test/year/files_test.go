// Package year plays a year of what six districts report through the real engine, and
// compares scores and lists with a calculation of its own.
package year

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chengxin/models"
	"chengxin/test/year/districts"
)

// The files are what the program in districts makes, to the byte: whoever changes one
// changes the other (go run ./test/year/generate test/year/data).
func TestTheYearIsMadeAsItLies(t *testing.T) {
	reports := 0
	for _, f := range districts.Files() {
		lies, err := os.ReadFile(filepath.Join("data", f.Name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(lies, f.Data) {
			t.Errorf("data/%s is not what the program makes", f.Name)
		}
		if strings.HasPrefix(f.Name, "reports-") {
			reports += len(records(t, f.Name))
		}
	}
	if reports < 500 {
		t.Errorf("a year of %d reports, want several hundred", reports)
	}
}

// record is a line of a file, by column.
type record map[string]string

// records reads a file of the year.
func records(t testing.TB, name string) (rs []record) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("data", name))
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, raw)
}

func parse(t testing.TB, raw []byte) (rs []record) {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) == 0 {
		return nil
	}
	for _, row := range rows[1:] {
		r := record{}
		for i, cell := range row {
			r[rows[0][i]] = cell
		}
		rs = append(rs, r)
	}
	return rs
}

// when reads a moment of a file; the zero time where it names none.
func (r record) when(column string) (t time.Time) {
	t, _ = time.ParseInLocation(districts.Layout, r[column], models.Beijing)
	return t
}
