package calendar

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// largestYearFile bounds a data file in bytes; a real one has under 2 KB.
const largestYearFile = 64 << 10

// ParseYear reads one year's notice from YAML:
//
//	year: 2026
//	notice: 国务院办公厅关于2026年部分节假日安排的通知
//	number: 国办发明电〔2025〕7号      # optional
//	published: 2025-11-04              # optional
//	festivals:
//	  - name: 国庆节
//	    from: 2026-10-01
//	    to: 2026-10-07
//	    make_up: [2026-09-20, 2026-10-10]   # optional
//
// It is strict: an unknown or repeated key, a wrong type, a second document or
// anything Validate refuses is an error that wraps ErrYear and names the line
// and column where it can.
func ParseYear(data []byte) (Year, error) {
	root, err := yamlRoot(data)
	if err != nil {
		return Year{}, err
	}
	var y Year
	err = eachKey(root, map[string]func(*yaml.Node) error{
		"year":      func(n *yaml.Node) error { return readInt(n, &y.Year) },
		"notice":    func(n *yaml.Node) error { return readString(n, &y.Notice) },
		"number":    func(n *yaml.Node) error { return readString(n, &y.Number) },
		"published": func(n *yaml.Node) error { return readDate(n, &y.Published) },
		"festivals": func(n *yaml.Node) error {
			return eachItem(n, func(item *yaml.Node) error {
				f, err := readFestival(item)
				y.Festivals = append(y.Festivals, f)
				return err
			})
		},
	})
	if err != nil {
		return Year{}, err
	}
	return y, y.Validate()
}

func readFestival(n *yaml.Node) (Festival, error) {
	var f Festival
	err := eachKey(n, map[string]func(*yaml.Node) error{
		"name": func(n *yaml.Node) error { return readString(n, &f.Name) },
		"from": func(n *yaml.Node) error { return readDate(n, &f.From) },
		"to":   func(n *yaml.Node) error { return readDate(n, &f.To) },
		"make_up": func(n *yaml.Node) error {
			return eachItem(n, func(item *yaml.Node) error {
				var d Date
				err := readDate(item, &d)
				f.MakeUp = append(f.MakeUp, d)
				return err
			})
		},
	})
	if err == nil && (f.From.IsZero() || f.To.IsZero()) {
		err = faultAt(n, "节日缺少from或to")
	}
	return f, err
}

// yamlRoot returns the mapping of the one document in data.
func yamlRoot(data []byte) (*yaml.Node, error) {
	if len(data) > largestYearFile {
		return nil, fmt.Errorf("%w：文件超过%d字节", ErrYear, largestYearFile)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var document, more yaml.Node
	if err := decoder.Decode(&document); errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w：文件为空", ErrYear)
	} else if err != nil {
		return nil, fmt.Errorf("%w：%s", ErrYear, syntaxFault(err))
	}
	if err := decoder.Decode(&more); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w：一个文件只能写一个年份", ErrYear)
	}
	if len(document.Content) != 1 {
		return nil, fmt.Errorf("%w：文件为空", ErrYear)
	}
	return document.Content[0], nil
}

// syntaxFault puts the parser's English error into Chinese: what a person needs
// of it is the line.
func syntaxFault(err error) string {
	const fault = "不是有效的YAML，请检查缩进、冒号和引号"
	_, rest, found := strings.Cut(err.Error(), "line ")
	line, _, _ := strings.Cut(rest, ":")
	if _, numeric := strconv.Atoi(line); !found || numeric != nil {
		return fault
	}
	return "第" + line + "行" + fault
}

// eachKey hands the value of every key of a mapping to its reader.
func eachKey(n *yaml.Node, readers map[string]func(*yaml.Node) error) error {
	if n.Kind != yaml.MappingNode {
		return faultAt(n, "此处应为“键: 值”")
	}
	seen := make(map[string]bool)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		read, ok := readers[key.Value]
		if !ok {
			return faultAt(key, "不认识的键"+quote(key.Value))
		}
		if seen[key.Value] {
			return faultAt(key, "重复的键"+quote(key.Value))
		}
		seen[key.Value] = true
		if err := read(value); err != nil {
			return err
		}
	}
	return nil
}

func eachItem(n *yaml.Node, read func(*yaml.Node) error) error {
	if n.Kind != yaml.SequenceNode {
		return faultAt(n, "此处应为列表")
	}
	for _, item := range n.Content {
		if err := read(item); err != nil {
			return err
		}
	}
	return nil
}

func readString(n *yaml.Node, to *string) error {
	if n.Kind != yaml.ScalarNode || n.Tag != "!!str" {
		return faultAt(n, "此处应为文字")
	}
	*to = n.Value
	return nil
}

func readInt(n *yaml.Node, to *int) error {
	v, err := strconv.Atoi(n.Value)
	if n.Kind != yaml.ScalarNode || err != nil {
		return faultAt(n, "此处应为整数")
	}
	*to = v
	return nil
}

func readDate(n *yaml.Node, to *Date) error {
	if n.Kind != yaml.ScalarNode {
		return faultAt(n, "此处应为日期")
	}
	d, err := ParseDate(n.Value)
	if err != nil {
		return faultAt(n, err.Error())
	}
	*to = d
	return nil
}

func faultAt(n *yaml.Node, what string) error {
	return fmt.Errorf("%w：第%d行第%d列：%s", ErrYear, n.Line, n.Column, what)
}
