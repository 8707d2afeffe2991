package policy

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"chengxin/policy/calendar"
)

// reader takes values out of a parsed source and gathers what is wrong with them.
// It never stops at a mistake: whoever wrote the file sees all of them at once.
type reader struct {
	problems []Problem
	warnings []Warning
	where    map[string]position // of every value, by path
	nodes    int
	examples []string // paths of values marked 示例
	offices  []Office // as read, for steps that name them
}

type position struct{ line, column int }

// maxProblems is where listing more mistakes helps nobody.
const maxProblems = 1000

func (r *reader) problem(line, column int, path, format string, args ...any) {
	switch n := len(r.problems); {
	case n < maxProblems:
		r.problems = append(r.problems, Problem{line, column, path, fmt.Sprintf(format, args...)})
	case n == maxProblems:
		r.problems = append(r.problems, Problem{line, column, path, "错误过多，其余不再列出。请先改正以上各处"})
	}
}

func (r *reader) at(n *yaml.Node, path, format string, args ...any) {
	r.problem(n.Line, n.Column, path, format, args...)
}

// on reports a mistake at a path, for what is found only by comparing values. A
// value that is not written is reported where it belongs. What is already known
// to be wrong there is not compared: one mistake, one message.
func (r *reader) on(path, format string, args ...any) {
	if slices.ContainsFunc(r.problems, func(p Problem) bool { return p.Path == path }) {
		return
	}
	p := r.find(path)
	r.problem(p.line, p.column, path, format, args...)
}

func (r *reader) warn(path string, code WarningCode, format string, args ...any) {
	p := r.find(path)
	r.warnings = append(r.warnings, Warning{p.line, p.column, path, code, fmt.Sprintf(format, args...)})
}

// find gives the position of a path, or of the nearest value around it.
func (r *reader) find(path string) position {
	for {
		if p, ok := r.where[path]; ok {
			return p
		}
		if path == "" {
			return position{1, 1}
		}
		path = path[:max(strings.LastIndexAny(path, ".["), 0)]
	}
}

// value is one place in the source; its node is nil where nothing is written.
type value struct {
	r    *reader
	node *yaml.Node
	path string
}

func (v value) missing() bool { return v.node == nil }

func (v value) scalar() bool { return !v.missing() && v.node.Kind == yaml.ScalarNode }

func (v value) wrong(format string, args ...any) {
	v.r.at(v.node, v.path, format, args...)
}

// text reads a non-empty text of at most 300 characters. Numbers and dates that
// YAML recognises are read as they are written.
func (v value) text() string {
	if v.missing() {
		return ""
	}
	if v.node.Kind != yaml.ScalarNode || v.node.Tag == "!!null" {
		v.wrong("应为文字，而写的是%s。请写成一行文字", kindOf(v.node))
		return ""
	}
	s := strings.TrimSpace(v.node.Value)
	switch {
	case s == "":
		v.wrong("没有写内容。请填写；确无依据的值请写“示例”")
	case s != v.node.Value:
		v.wrong("首尾有空格或换行。请删除")
	case strings.ContainsAny(s, "\n\r\t"):
		v.wrong("含有换行或制表符。请写成一行")
	case len([]rune(s)) > 300:
		v.wrong("超过300个字。请改短，细节写入依据文件")
	}
	if strings.Contains(s, exampleMark) {
		v.r.examples = append(v.r.examples, v.path)
	}
	return s
}

// exampleMark labels a value nobody could source.
const exampleMark = "示例"

// whole reads a whole number between least and most, with or without the unit
// a bureau would write ("20", "20 points").
func (v value) whole(least, most int, unit string) int {
	if v.missing() {
		return 0
	}
	if v.node.Kind != yaml.ScalarNode {
		v.wrong("应为整数，而写的是%s。请写成一个数字，如%d", kindOf(v.node), most)
		return 0
	}
	digits := strings.TrimSpace(strings.TrimSuffix(v.node.Value, unit))
	n, err := strconv.Atoi(digits)
	if err != nil || strings.Trim(digits, "0123456789") != "" {
		v.wrong("%s不是整数。请写%d至%d之间的数字", quote(v.node.Value), least, most)
		return 0
	}
	if n < least || n > most {
		v.wrong("%d不在%d至%d之间。请改为范围内的数字", n, least, most)
	}
	return n
}

// boolean accepts true and false only: yes, on and 1 mean different things to
// different readers.
func (v value) boolean() bool {
	if v.missing() {
		return false
	}
	if v.node.Kind != yaml.ScalarNode || (v.node.Value != "true" && v.node.Value != "false") {
		v.wrong("应写true（是）或false（否）")
		return false
	}
	return v.node.Value == "true"
}

// term reads a length of time as rules state it.
func (v value) term() calendar.Term {
	if v.missing() {
		return calendar.Term{}
	}
	if v.node.Kind != yaml.ScalarNode {
		v.wrong("应为期限，而写的是%s。请写成“3 working_days”的样子", kindOf(v.node))
		return calendar.Term{}
	}
	t, err := calendar.ParseTerm(v.node.Value)
	if err != nil {
		v.wrong("%s", err)
		return calendar.Term{}
	}
	return t
}

// date reads a day.
func (v value) date() calendar.Date {
	if v.missing() {
		return calendar.Date{}
	}
	if v.node.Kind != yaml.ScalarNode {
		v.wrong("应为日期，而写的是%s。请写成2026-01-01", kindOf(v.node))
		return calendar.Date{}
	}
	d, err := calendar.ParseDate(v.node.Value)
	if err != nil {
		v.wrong("%s", err)
		return calendar.Date{}
	}
	if y := d.Year(); y < 1949 || y > 2199 {
		v.wrong("%d年不在合理范围内。请核对年份", y)
	}
	return d
}

func kindOf(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "一组字段"
	case n.Kind == yaml.SequenceNode:
		return "列表"
	case n.Kind == yaml.AliasNode:
		return "引用"
	case n.Tag == "!!null":
		return "空值"
	}
	return "单个值"
}

// quote repeats a value in a message, shortened so that it cannot fill a page.
func quote(s string) string {
	const limit = 40
	if runes := []rune(s); len(runes) > limit {
		s = string(runes[:limit]) + "…"
	}
	return "“" + s + "”"
}
