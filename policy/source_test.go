package policy_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"chengxin/policy"
)

// What is no pack at all is refused at its place, quickly, whatever it is.
func TestHostileSources(t *testing.T) {
	for _, c := range []struct {
		what, src    string
		line, column int
		says         string
	}{
		{"empty", "", 1, 1, "没有内容"},
		{"comment only", "# 济宁市\n", 1, 1, "没有内容"},
		{"text", "济宁市", 1, 1, "一组“名称: 值”"},
		{"list", "- jurisdiction\n", 1, 1, "一组“名称: 值”"},
		{"bad indent", "jurisdiction:\n  key: jining\n code: x\n", 2, 1, "YAML格式有误"},
		{"open bracket", "lists: {yellow: {at: 20\n", 1, 1, "YAML格式有误"},
		{"tab", "jurisdiction:\n\tkey: jining\n", 2, 1, "YAML格式有误"},
		{"broken UTF-8", "version: 2026\nname: 济\xff\n", 2, 8, "第24个字节不是有效的UTF-8"},
		{"old Mac lines", "version: 2026\rname: \x01\r", 2, 7, "U+0001"},
		{"UTF-16", "\xff\xfev\x00e\x00", 1, 1, "UTF-8"},
		{"null byte", "version: \x00\n", 1, 10, "U+0000"},
		{"right-to-left mark", "version: \u202E2026.1\n", 1, 10, "U+202E"},
		{"zero width", "ver\u200Bsion: 2026.1\n", 1, 4, "U+200B"},
		{"huge", strings.Repeat("#", 1<<20+1), 1, 1, "超过上限"},
		{"alias", "version: &v 2026.1\neffective: *v\n", 1, 10, "引用"},
		{"billion laughs", laughs(), 1, 4, "引用"},
		{"tag", "version: !!binary aGk=\n", 1, 10, "标签"},
		{"own tag", "version: !lua x\n", 1, 10, "标签"},
		{"merge", "<<: {version: 2026.1}\n", 1, 1, "没有字段“<<”"},
		{"second document", "version: 2026.1\n---\nversion: 2026.2\n", 2, 1, "第二个文档"},
		{"key that is a list", "[a]: b\n", 1, 1, "字段名不是普通文字"},
		{"long key", strings.Repeat("k", 61) + ": 1\n", 1, 1, "过长"},
		{"deep", "version: " + strings.Repeat("[", 500) + strings.Repeat("]", 500), 1, 22, "嵌套超过"},
		{"very deep", strings.Repeat("[", 200_000), 1, 1, "YAML格式有误"},
		{"many", "version: [" + strings.Repeat("a,", 100_000) + "]", 1, 0, "内容超过"},
	} {
		t.Run(c.what, func(t *testing.T) {
			for _, p := range problems(t, c.src) {
				if p.Line == c.line && (p.Column == c.column || c.column == 0) && strings.Contains(p.Message, c.says) {
					return
				}
			}
			t.Errorf("want %d:%d …%s…, got %.2000s", c.line, c.column, c.says, fmt.Sprint(problems(t, c.src)))
		})
	}
}

func laughs() string {
	var b strings.Builder
	b.WriteString("a: &a [x,x,x,x,x,x,x,x,x]\n")
	for c := 'b'; c < 'z'; c++ {
		b.WriteString(string(c) + ": &" + string(c) + " [" + strings.Repeat("*"+string(c-1)+",", 9) + "]\n")
	}
	return b.String()
}

func TestByteOrderMarkAndWindowsLinesAreHarmless(t *testing.T) {
	src := "\uFEFF" + strings.ReplaceAll(jining(t), "\n", "\r\n")
	if _, _, err := policy.Load("jining.yaml", []byte(src)); err != nil {
		t.Error(err)
	}
}

// mustAnswer loads whatever it is given: a pack, or positions within the source.
func mustAnswer(t *testing.T, src []byte) {
	t.Helper()
	p, _, err := policy.Load("test.yaml", src)
	if err == nil {
		if p == nil || p.Hash == "" {
			t.Fatalf("neither pack nor error for %.200q", src)
		}
		policy.Words(p)
		return
	}
	var refused *policy.LoadError
	if p != nil || !errors.As(err, &refused) || len(refused.Problems) == 0 {
		t.Fatalf("refused without problems: %v", err)
	}
	lines := bytes.Count(src, []byte("\n")) + bytes.Count(src, []byte("\r")) + 2
	for _, problem := range refused.Problems {
		if problem.Line < 1 || problem.Line > lines || problem.Column < 1 || problem.Message == "" {
			t.Fatalf("no place: %+v", problem)
		}
	}
}

// Every flipped bit of Jining's pack either loads or is named with its place. A
// sample by default; CHENGXIN_EVERY_BYTE=1 flips one bit of every byte.
func TestFlippedBits(t *testing.T) {
	src := []byte(jining(t))
	step := 61
	if os.Getenv("CHENGXIN_EVERY_BYTE") != "" {
		step = 1
	}
	for i := 0; i < len(src); i += step {
		flipped := bytes.Clone(src)
		flipped[i] ^= 1 << (i / step % 8)
		mustAnswer(t, flipped)
	}
}

// Every beginning of the file is a file somebody saved too early.
func TestTruncatedSources(t *testing.T) {
	src := []byte(jining(t))
	for n := 0; n < len(src); n += 211 {
		mustAnswer(t, src[:n])
	}
}

func FuzzLoad(f *testing.F) {
	src := jining(f)
	f.Add([]byte(src))
	for _, section := range strings.SplitAfter(src, "\n\n") {
		f.Add([]byte(section))
	}
	f.Add([]byte(laughs()))
	f.Fuzz(mustAnswer)
}
