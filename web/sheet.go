package web

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"chengxin/models"
)

// sheet is a table being written, row by row: however many there are, no more than one
// is held. A cell is a text, a number or an instant.
type sheet interface {
	row(cells ...any) error
	finish() error
}

// column is one column of a table that leaves the house.
type column struct {
	head  string
	width float64 // in characters, for a spreadsheet
}

// inert keeps a text from being read as a formula by whatever opens the file.
func inert(text string) string {
	if text != "" && strings.ContainsAny(text[:1], "=+-@\t\r") {
		return "'" + text
	}
	return text
}

// commas is a CSV file that spreadsheets open as what it is: in UTF-8, which they want
// marked.
type commas struct {
	to *bufio.Writer
	w  *csv.Writer
}

func newCommas(to io.Writer, columns []column) (sheet, error) {
	buffered := bufio.NewWriter(to)
	if _, err := buffered.WriteString("\ufeff"); err != nil {
		return nil, err
	}
	s := &commas{buffered, csv.NewWriter(buffered)}
	s.w.UseCRLF = true
	heads := make([]any, len(columns))
	for i, c := range columns {
		heads[i] = c.head
	}
	return s, s.row(heads...)
}

func (s *commas) row(cells ...any) error {
	line := make([]string, len(cells))
	for i, cell := range cells {
		switch v := cell.(type) {
		case models.Instant:
			if v != 0 {
				line[i] = v.Time().Format("2006-01-02 15:04")
			}
		case string:
			line[i] = inert(v)
		default:
			line[i] = fmt.Sprint(v)
		}
	}
	return s.w.Write(line)
}

func (s *commas) finish() error {
	s.w.Flush()
	if err := s.w.Error(); err != nil {
		return err
	}
	return s.to.Flush()
}

// workbook is an XLSX file; its dates are dates, in Beijing time.
type workbook struct {
	to   io.Writer
	book *excelize.File
	out  *excelize.StreamWriter
	date int // the style of a date
	next int // row
}

func newWorkbook(to io.Writer, title string, columns []column) (sheet, error) {
	s := &workbook{to: to, book: excelize.NewFile(), next: 1}
	name := s.book.GetSheetName(0)
	if err := s.book.SetSheetName(name, title); err != nil {
		return nil, err
	}
	format := "yyyy-mm-dd hh:mm"
	var err error
	if s.date, err = s.book.NewStyle(&excelize.Style{CustomNumFmt: &format, Alignment: &excelize.Alignment{Horizontal: "left"}}); err != nil {
		return nil, err
	}
	bold, err := s.book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, err
	}
	if s.out, err = s.book.NewStreamWriter(title); err != nil {
		return nil, err
	}
	heads := make([]any, len(columns))
	for i, c := range columns {
		if err := s.out.SetColWidth(i+1, i+1, c.width); err != nil {
			return nil, err
		}
		heads[i] = excelize.Cell{StyleID: bold, Value: c.head}
	}
	if err := s.out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return nil, err
	}
	return s, s.put(heads)
}

func (s *workbook) row(cells ...any) error {
	line := make([]any, len(cells))
	for i, cell := range cells {
		switch v := cell.(type) {
		case models.Instant:
			if v != 0 {
				line[i] = excelize.Cell{StyleID: s.date, Value: wall(v)}
			}
		case string:
			line[i] = inert(v)
		default:
			line[i] = v
		}
	}
	return s.put(line)
}

func (s *workbook) put(cells []any) error {
	at, err := excelize.CoordinatesToCellName(1, s.next)
	if err != nil {
		return err
	}
	s.next++
	return s.out.SetRow(at, cells)
}

func (s *workbook) finish() error {
	if err := s.out.Flush(); err != nil {
		return err
	}
	if _, err := s.book.WriteTo(s.to); err != nil {
		return err
	}
	return s.book.Close()
}

// wall is what the clock in Beijing showed: a spreadsheet knows no zones.
func wall(i models.Instant) time.Time {
	t := i.Time()
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}
