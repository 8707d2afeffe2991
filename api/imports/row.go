package imports

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"chengxin/models"
	"chengxin/policy/calendar"
)

// column is one column of an import: its heading, other headings people give it, and
// what every cell must keep to.
type column struct {
	name     string
	also     []string
	optional bool // the column may be missing altogether
	most     int  // characters; 0: 100
}

// refusal is a row that cannot come in, and why.
type refusal struct {
	column, value, reason string
}

func (r *refusal) Error() string { return r.reason }

// row is one line of the file, by column.
type row struct {
	line  int
	cells map[string]string
}

func (r row) get(column string) string { return r.cells[column] }

func (r row) refuse(column, reason string, args ...any) *refusal {
	return &refusal{column, r.cells[column], fmt.Sprintf(reason, args...)}
}

// headings finds each column's place. A column that is missing stops the import before
// anything is written; one that nobody knows is only told.
func headings(cells []string, want []column) (at map[int]column, unknown []string, err error) {
	at = map[int]column{}
	found := map[string]bool{}
	for i, cell := range cells {
		cell = strings.TrimSpace(cell)
		c, ok := heading(cell, want)
		switch {
		case !ok && cell != "":
			unknown = append(unknown, cell)
		case ok && found[c.name]:
			return nil, nil, fmt.Errorf("“%s”一列重复，请删除其中一列", c.name)
		case ok:
			at[i], found[c.name] = c, true
		}
	}
	for _, c := range want {
		if !c.optional && !found[c.name] {
			names := make([]string, len(want))
			for i, c := range want {
				names[i] = c.name
			}
			return nil, nil, fmt.Errorf("第一行缺少“%s”一列。各列为：%s", c.name, strings.Join(names, "、"))
		}
	}
	return at, unknown, nil
}

func heading(cell string, want []column) (column, bool) {
	for _, c := range want {
		for _, name := range append(c.also, c.name) {
			if cell == name {
				return c, true
			}
		}
	}
	return column{}, false
}

// read takes the cells of a line; ok is false for an empty one.
func read(line int, cells []string, at map[int]column) (r row, ok bool, err error) {
	r = row{line: line, cells: map[string]string{}}
	for i, cell := range cells {
		c, known := at[i]
		if !known {
			continue
		}
		cell = strings.TrimSpace(cell)
		r.cells[c.name] = cell
		ok = ok || cell != ""
		most := c.most
		if most == 0 {
			most = 100
		}
		switch {
		case !utf8.ValidString(cell):
			return r, true, &refusal{c.name, strings.ToValidUTF8(cell, "�"), "含有无法识别的字符，请以UTF-8或者GB18030编码保存"}
		case strings.ContainsFunc(cell, unicode.IsControl):
			return r, true, r.refuse(c.name, "含有换行、制表等控制字符，请删除")
		case utf8.RuneCountInString(cell) > most:
			return r, true, r.refuse(c.name, "超过%d个字", most)
		case formula(cell):
			return r, true, r.refuse(c.name, "以“%c”开头，表格软件会当作公式执行，请改写", []rune(cell)[0])
		}
	}
	return r, ok, nil
}

// formula says that a spreadsheet would take a text for something to be carried out. A
// number may have its sign.
func formula(cell string) bool {
	_, err := strconv.ParseFloat(cell, 64)
	return err != nil && Neutral(cell) != cell
}

// layouts of dates as people write them.
var layouts = []string{"2006-1-2", "2006/1/2", "2006.1.2", "2006年1月2日", "20060102"}

// hours are how people write the time of a day.
var hours = []string{" 15:04", " 15:04:05", "T15:04:05-07:00"}

// moment reads a day, with its hour where the line gives one.
func (r row) moment(column string) (models.Instant, error) {
	for _, layout := range layouts {
		for _, hour := range hours {
			if t, err := time.ParseInLocation(layout+hour, r.get(column), models.Beijing); err == nil {
				return r.plausible(column, t)
			}
		}
	}
	return r.date(column)
}

// date reads a day: as people write it, or as a spreadsheet counts it.
func (r row) date(column string) (models.Instant, error) {
	text := r.get(column)
	if text == "" {
		return 0, r.refuse(column, "须填写日期")
	}
	for _, layout := range layouts {
		if t, err := time.ParseInLocation(layout, text, models.Beijing); err == nil {
			return r.plausible(column, t)
		}
	}
	if n, err := strconv.Atoi(text); err == nil && n > 36525 && n < 73050 { // 2000 to 2099
		return r.plausible(column, time.Date(1899, 12, 30+n, 0, 0, 0, 0, models.Beijing))
	}
	return 0, r.refuse(column, "不是日期，应写成2026-09-24，且为真实存在的一天")
}

func (r row) plausible(column string, t time.Time) (models.Instant, error) {
	if t.Year() < 2000 || t.Year() > 2099 {
		return 0, r.refuse(column, "年份不合理，请核对")
	}
	return models.At(t), nil
}

// whole reads a whole number in a range.
func (r row) whole(column string, least, most int) (int, error) {
	n, err := strconv.Atoi(strings.TrimSuffix(r.get(column), "分"))
	if err != nil || n < least || n > most {
		return 0, r.refuse(column, "应为%d至%d的整数", least, most)
	}
	return n, nil
}

func day(i models.Instant) calendar.Date { return calendar.From(i.Time()) }
