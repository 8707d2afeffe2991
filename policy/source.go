package policy

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

const (
	// maxSource bounds a pack's file. The largest catalogue known (2048 indicators)
	// is a quarter of it; more is not a pack but an attack or a wrong file.
	maxSource = 1 << 20
	// maxNodes, maxDepth and maxKey bound the tree itself, so that a small hostile
	// file cannot grow into a large one while its mistakes are named.
	maxNodes = 60_000
	maxDepth = 12
	maxKey   = 60
)

// parse reads source into a YAML tree that holds plain data and nothing else:
// no aliases, tags, duplicate keys or second document. It returns nil when the
// tree cannot be read at all.
func (r *reader) parse(src []byte) *yaml.Node {
	if !r.readable(src) {
		return nil
	}
	root, err := decode(src)
	if err != nil {
		line, text := yamlMistake(err)
		r.problem(line, 1, "", "YAML格式有误（%s）。请检查该行及其前后各行的缩进、冒号后的空格、括号和引号", text)
		return nil
	}
	if root == nil {
		r.problem(1, 1, "", "文件没有内容。请提供完整的规则包")
		return nil
	}
	r.plain(root, "", 0)
	return root
}

// readable refuses what no parser should see: huge files, broken UTF-8, control
// characters. It names the place of the first such byte.
func (r *reader) readable(src []byte) bool {
	if len(src) > maxSource {
		r.problem(1, 1, "", "文件有%d字节，超过上限%d字节。规则包只放规则，请移出其他数据", len(src), maxSource)
		return false
	}
	line, column := 1, 1
	for i := 0; i < len(src); {
		c, n := utf8.DecodeRune(src[i:])
		if c == utf8.RuneError && n <= 1 {
			r.problem(line, column, "", "第%d个字节不是有效的UTF-8文字。请将文件另存为UTF-8编码", i+1)
			return false
		}
		if unprintable(c) && !(c == byteOrderMark && i == 0) {
			r.problem(line, column, "", "含有控制字符U+%04X。它不可见，可能使所见与所载不一致，请删除", c)
			return false
		}
		if c == '\n' || c == '\r' && !bytes.HasPrefix(src[i+n:], []byte("\n")) { // as YAML counts lines
			line, column = line+1, 0
		}
		i, column = i+n, column+1
	}
	return true
}

// byteOrderMark is what some editors put in front of a file; harmless there.
const byteOrderMark = '\uFEFF'

// unprintable reports characters that a reader cannot see but a rule would hold:
// controls, zero-width and reordering marks, line separators YAML breaks at.
func unprintable(c rune) bool {
	if c == '\n' || c == '\r' || c == '\t' {
		return false
	}
	return unicode.In(c, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// decode parses exactly one document. A fault of the parser itself on hostile
// input is an answer about the input, never the end of the program.
func decode(src []byte) (root *yaml.Node, err error) {
	defer func() {
		if p := recover(); p != nil {
			root, err = nil, fmt.Errorf("yaml: %v", p)
		}
	}()
	dec := yaml.NewDecoder(bytes.NewReader(src))
	var doc, second yaml.Node
	switch err := dec.Decode(&doc); {
	case errors.Is(err, io.EOF):
		return nil, nil
	case err != nil:
		return nil, err
	}
	switch err := dec.Decode(&second); {
	case err == nil:
		return nil, fmt.Errorf("yaml: line %d: 文件含有第二个文档", max(second.Line, 1))
	case !errors.Is(err, io.EOF):
		return nil, err
	}
	if len(doc.Content) == 0 {
		return nil, nil
	}
	return doc.Content[0], nil
}

var yamlLine = regexp.MustCompile(`line (\d+): `)

// yamlMistake takes line and text from the parser's error.
func yamlMistake(err error) (line int, text string) {
	text = strings.TrimPrefix(err.Error(), "yaml: ")
	line = 1
	if m := yamlLine.FindStringSubmatch(text); m != nil {
		line, _ = strconv.Atoi(m[1])
		text = strings.Replace(text, m[0], "", 1)
	}
	return max(line, 1), text
}

// plain walks the tree and reports everything that is more than data. It also
// records where each value stands, for mistakes found later by comparing values.
func (r *reader) plain(n *yaml.Node, path string, depth int) {
	if r.nodes++; r.nodes > maxNodes {
		if r.nodes == maxNodes+1 {
			r.at(n, path, "内容超过%d项。规则包没有这样多的内容，请检查文件", maxNodes)
		}
		return
	}
	r.where[path] = position{n.Line, n.Column}
	if depth > maxDepth {
		r.at(n, path, "嵌套超过%d层。规则包没有这样深的内容，请检查缩进或括号", maxDepth)
		return
	}
	if n.Anchor != "" || n.Kind == yaml.AliasNode {
		r.at(n, path, "使用了YAML引用（&或*）。引用会使所见与所载不一致，请直接写出内容")
		return
	}
	if n.Style&yaml.TaggedStyle != 0 {
		r.at(n, path, "使用了YAML标签%s。规则包只含普通的文字和数字，请删除标签", n.Tag)
	}
	switch n.Kind {
	case yaml.MappingNode:
		r.plainMapping(n, path, depth)
	case yaml.SequenceNode:
		for i, item := range n.Content {
			r.plain(item, fmt.Sprintf("%s[%d]", path, i), depth+1)
		}
	}
}

func (r *reader) plainMapping(n *yaml.Node, path string, depth int) {
	first := make(map[string]int, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind != yaml.ScalarNode || key.Anchor != "" {
			r.at(key, path, "字段名不是普通文字。请写成“名称: 值”")
			continue
		}
		if len(key.Value) > maxKey {
			r.at(key, path, "字段名%s过长。请检查冒号的位置", quote(key.Value))
			continue
		}
		at := join(path, key.Value)
		if line, ok := first[key.Value]; ok {
			r.at(key, at, "字段“%s”在第%d行已经写过。同一字段只能有一个值，请删除其中一处", key.Value, line)
			continue
		}
		first[key.Value] = key.Line
		r.plain(value, at, depth+1)
	}
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
