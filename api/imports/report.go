package imports

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
)

// report tells of every line that did not come in, or came in with something to look
// at, in a file that a spreadsheet opens.
type report struct {
	to    *csv.Writer
	wrote bool
}

func newReport(w io.Writer) *report { return &report{to: csv.NewWriter(w)} }

// Kinds of lines in a report.
const (
	refused = "未导入"
	warned  = "提示"
)

func (r *report) add(line int, kind, column, value, reason string) error {
	if !r.wrote {
		r.wrote = true
		// The mark makes spreadsheets read it as UTF-8.
		if err := r.to.Write([]string{byteOrderMark + "行号", "结果", "列", "填写内容", "原因"}); err != nil {
			return err
		}
	}
	if column == columnCode.name {
		value = masked(value)
	}
	err := r.to.Write([]string{strconv.Itoa(line), kind, Neutral(column), Neutral(value), Neutral(reason)})
	r.to.Flush()
	if err == nil {
		err = r.to.Error()
	}
	return err
}

// Neutral keeps a spreadsheet from taking a text for a formula.
func Neutral(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r＝＋－＠", []rune(s)[0]) {
		return "'" + s
	}
	return s
}

// masked hides the middle of what may be persons' numbers: reports travel.
func masked(s string) string {
	for _, number := range several(s) {
		s = strings.ReplaceAll(s, number, mask(number))
	}
	return s
}

func mask(s string) string {
	runes := []rune(s)
	if len(runes) < 15 || strings.HasPrefix(s, "9") { // codes of companies are public
		return s
	}
	for i := 4; i < len(runes)-2; i++ {
		runes[i] = '*'
	}
	return string(runes)
}
