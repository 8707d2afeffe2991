package imports

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// table reads a file row by row, whatever its size.
type table interface {
	// next gives the next row with its line in the file; io.EOF ends it. A *refusal is
	// a row that cannot be read: the ones after it can.
	next() (line int, cells []string, err error)
	close() error
}

// open reads .csv, in UTF-8 or as Chinese spreadsheets write it (GB 18030), and the
// first sheet of .xlsx.
func open(path string) (table, error) {
	switch ext := strings.ToLower(filepath.Ext(path)); ext {
	case ".csv":
		return openCSV(path)
	case ".xlsx":
		return openXLSX(path)
	default:
		return nil, fmt.Errorf("只能导入 .csv 或 .xlsx 文件，而文件为“%s”", filepath.Base(path))
	}
}

type csvTable struct {
	file *os.File
	csv  *csv.Reader
}

const byteOrderMark = "\xef\xbb\xbf"

func openCSV(path string) (table, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	b := bufio.NewReaderSize(f, 1<<16)
	head, err := b.Peek(1 << 16)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, errors.Join(err, f.Close())
	}
	var text io.Reader = b
	if strings.HasPrefix(string(head), byteOrderMark) {
		_, _ = b.Discard(len(byteOrderMark)) // it was peeked: it is there
	} else if !readable(head) {
		text = simplifiedchinese.GB18030.NewDecoder().Reader(b)
	}
	r := csv.NewReader(text)
	r.FieldsPerRecord = -1
	return &csvTable{f, r}, nil
}

// readable says whether the beginning of a file is UTF-8; its last character may be cut.
func readable(head []byte) bool {
	for cut := 0; cut < utf8.UTFMax && cut <= len(head); cut++ {
		if utf8.Valid(head[:len(head)-cut]) {
			return true
		}
	}
	return false
}

func (t *csvTable) next() (int, []string, error) {
	cells, err := t.csv.Read()
	var wrong *csv.ParseError
	if errors.As(err, &wrong) {
		return wrong.StartLine, nil, &refusal{reason: "引号不成对，无法分列，请用表格软件另存为CSV后重试"}
	}
	if err != nil {
		return 0, nil, err
	}
	line, _ := t.csv.FieldPos(0)
	return line, cells, nil
}

func (t *csvTable) close() error { return t.file.Close() }

type xlsxTable struct {
	book *excelize.File
	rows *excelize.Rows
	line int
}

func openXLSX(path string) (table, error) {
	book, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true})
	if err != nil {
		return nil, fmt.Errorf("表格文件无法打开: %w", err)
	}
	rows, err := book.Rows(book.GetSheetName(0))
	if err != nil {
		return nil, errors.Join(err, book.Close())
	}
	return &xlsxTable{book: book, rows: rows}, nil
}

func (t *xlsxTable) next() (int, []string, error) {
	if !t.rows.Next() {
		if err := t.rows.Error(); err != nil {
			return 0, nil, err
		}
		return 0, nil, io.EOF
	}
	t.line++
	// Raw values: a date comes as its serial number and not in whatever style it wears.
	cells, err := t.rows.Columns(excelize.Options{RawCellValue: true})
	return t.line, cells, err
}

func (t *xlsxTable) close() error { return errors.Join(t.rows.Close(), t.book.Close()) }
