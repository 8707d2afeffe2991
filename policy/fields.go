package policy

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
)

// fields are the named values of one mapping.
type fields struct {
	value
	byKey map[string]*yaml.Node
}

// fields reads a mapping that may hold the known keys and no others: a misspelt
// key would silently leave a rule without its figure.
func (v value) fields(known ...string) fields {
	f := fields{value: v, byKey: map[string]*yaml.Node{}}
	for _, e := range v.entries() {
		if !slices.Contains(known, e.key) {
			v.r.problem(e.line, e.column, e.path, "没有字段“%s”。写错的字段不会生效，故不予采用；%s", e.key, e.instead(known))
			continue
		}
		f.byKey[e.key] = e.node
	}
	return f
}

// suggestions bounds how many known words a message names and compares.
const suggestions = 40

// instead suggests what may have been meant.
func instead(key string, known []string) string {
	if len(known) == 0 {
		return "请先写出可供引用的内容"
	}
	known = known[:min(len(known), suggestions)]
	if near := nearest(key, known); near != "" {
		return "是否应写“" + near + "”?"
	}
	return "此处可写：" + strings.Join(known, "、")
}

// instead suggests what may have been meant by a key. A key of Chinese words with
// no value is the rest of a sentence that a half-width comma cut off.
func (e entry) instead(known []string) string {
	if e.node.Tag == "!!null" && e.node.Value == "" && !isASCII(e.key) {
		return "文字中的半角逗号会另起一个字段，请改为全角逗号，或者给整段文字加引号"
	}
	return instead(e.key, known)
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(c rune) bool { return c > unicode.MaxASCII })
}

func (f fields) optional(key string) value {
	return value{f.r, f.byKey[key], join(f.path, key)}
}

func (f fields) required(key, why string) value {
	v := f.optional(key)
	if v.missing() && !f.missing() && f.node.Kind == yaml.MappingNode {
		f.r.on(v.path, "缺少“%s”（%s）。请补写", key, why)
	}
	return v
}

func (f fields) has(key string) bool { return f.byKey[key] != nil }

// entry is one key with its value in a mapping whose keys the pack chooses.
type entry struct {
	value
	key          string
	line, column int // of the key
}

// entries reads a mapping in the order of the file. Duplicates were reported
// when the tree was walked; the first one counts.
func (v value) entries() []entry {
	if v.missing() {
		return nil
	}
	if v.node.Kind != yaml.MappingNode {
		v.wrong("应为一组“名称: 值”，而写的是%s", kindOf(v.node))
		return nil
	}
	return v.quietEntries()
}

// quietEntries is entries without a word about what is no mapping.
func (v value) quietEntries() []entry {
	if v.missing() || v.node.Kind != yaml.MappingNode {
		return nil
	}
	var list []entry
	seen := map[string]bool{}
	for i := 0; i+1 < len(v.node.Content); i += 2 {
		key, node := v.node.Content[i], v.node.Content[i+1]
		if key.Kind != yaml.ScalarNode || len(key.Value) > maxKey || seen[key.Value] {
			continue
		}
		seen[key.Value] = true
		list = append(list, entry{value{v.r, node, join(v.path, key.Value)}, key.Value, key.Line, key.Column})
	}
	return list
}

// items reads a list.
func (v value) items() []value {
	if v.missing() {
		return nil
	}
	if v.node.Kind != yaml.SequenceNode {
		v.wrong("应为列表，而写的是%s。请写成[…]或每项一行、以“- ”开头", kindOf(v.node))
		return nil
	}
	list := make([]value, len(v.node.Content))
	for i, node := range v.node.Content {
		list[i] = value{v.r, node, fmt.Sprintf("%s[%d]", v.path, i)}
	}
	return list
}

// keyPattern is how packs name their own things: the name travels into tables,
// addresses and histories, so it stays plain.
var keyPattern = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// name checks the key of an entry.
func (e entry) name() string {
	if !keyPattern.MatchString(e.key) {
		e.r.problem(e.line, e.column, e.path, "名称%s不合要求。请用小写英文字母开头，只含小写字母、数字和下划线，不超过40个字符", quote(e.key))
	}
	return e.key
}

// key reads a value that is itself such a name.
func (v value) key() string {
	s := v.text()
	if s != "" && !keyPattern.MatchString(s) {
		v.wrong("名称%s不合要求。请用小写英文字母开头，只含小写字母、数字和下划线，不超过40个字符", quote(s))
	}
	return s
}

// oneOf reads one of a fixed set of words, what naming what they are.
func oneOf[T ~string](v value, what string, allowed []T) T {
	s := v.text()
	if s == "" || slices.Contains(allowed, T(s)) {
		return T(s)
	}
	words := make([]string, len(allowed))
	for i, a := range allowed {
		words[i] = string(a)
	}
	v.wrong("没有这样的%s：%s。%s", what, quote(s), instead(s, words))
	return T(s)
}

// nearest finds the known word at most two slips away from key.
func nearest(key string, known []string) string {
	if len(key) > maxKey {
		return ""
	}
	best, distance := "", 3
	for _, k := range known {
		if d := slips(key, k); d < distance && d < len([]rune(k)) {
			best, distance = k, d
		}
	}
	return best
}

// slips counts insertions, deletions and replacements between two words.
func slips(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			cost := diagonal
			if x[i] != y[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)]
}
