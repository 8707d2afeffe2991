package archive

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"path"
	"slices"
	"strings"

	"chengxin/models"
	"chengxin/models/files"
)

// Names within an archive.
const (
	manifest = "manifest.sha256"
	trail    = "trail.jsonl"
)

//go:embed verify.py
var verifyPy []byte

//go:embed page.html
var page string

var documentPage = template.Must(template.New("document").Funcs(template.FuncMap{
	"day": func(i models.Instant) string {
		if i == 0 {
			return ""
		}
		return i.Time().Format("2006年1月2日")
	},
}).Parse(page))

// Open gives the bytes of an evidence file by its sum, proven. Errors: files.ErrMissing,
// files.ErrDamaged.
type Open func(sum string) (io.ReadCloser, error)

// writer writes files one after another and sums each up.
type writer struct {
	zip  *zip.Writer
	at   models.Instant // of every file: the same state of a case gives the same bytes
	sums []string       // lines of the manifest
	err  error
}

func (w *writer) file(name string, from io.Reader) {
	if w.err != nil {
		return
	}
	var out io.Writer
	head := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: w.at.Time().UTC()}
	if out, w.err = w.zip.CreateHeader(head); w.err != nil {
		return
	}
	h := sha256.New()
	if _, w.err = io.Copy(io.MultiWriter(out, h), from); w.err == nil {
		w.sums = append(w.sums, hex.EncodeToString(h.Sum(nil))+"  "+name)
	}
}

func (w *writer) bytes(name string, raw []byte) { w.file(name, bytes.NewReader(raw)) }

func (w *writer) json(name string, v any) {
	raw, err := json.MarshalIndent(v, "", "  ")
	if err != nil && w.err == nil {
		w.err = err
	}
	w.bytes(name, append(raw, '\n'))
}

// Write writes the archive and gives the sum of its manifest, which covers all of it. The
// same state of a case gives the same bytes.
func (c *Case) Write(out io.Writer, open Open) (sum string, err error) {
	w := &writer{zip: zip.NewWriter(out), at: c.Row.ChangedAt}
	for _, e := range c.Entries {
		w.at = max(w.at, e.At)
	}
	w.json("case.json", c.facts())
	w.json("people.json", c.People)
	w.bytes("rules.yaml", c.Pack.Source)
	c.writeTrail(w)
	names := c.writeDocuments(w)
	missing := c.writeEvidence(w, open)
	w.bytes("verify.py", verifyPy)
	w.bytes("说明.txt", []byte(c.instructions(names, missing)))
	slices.SortFunc(w.sums, func(a, b string) int { return strings.Compare(a[66:], b[66:]) })
	all := []byte(strings.Join(w.sums, "\n") + "\n")
	w.bytes(manifest, all)
	if w.err == nil {
		w.err = w.zip.Close()
	}
	total := sha256.Sum256(all)
	return hex.EncodeToString(total[:]), w.err
}

// entry is a line of the trail, with all that its hash is taken of.
type entry struct {
	Chain    string `json:"chain"`
	Seq      int    `json:"seq"`
	AtMicros int64  `json:"at_micros"`
	At       string `json:"at"` // for readers
	Actor    string `json:"actor"`
	Action   string `json:"action"`
	Body     string `json:"body"` // as hashed
	PrevHash string `json:"prev_hash"`
	Hash     string `json:"hash"`
}

func (c *Case) writeTrail(w *writer) {
	var lines bytes.Buffer
	enc := json.NewEncoder(&lines)
	enc.SetEscapeHTML(false)
	for _, e := range c.Entries {
		_ = enc.Encode(entry{e.Chain, e.Seq, int64(e.At), e.At.String(), e.ActorID, e.Action, string(e.Body), e.PrevHash, e.Hash}) // strings and numbers
	}
	w.bytes(trail, lines.Bytes())
	w.json("head.json", map[string]any{"chain": c.Head.Chain, "seq": c.Head.Seq, "hash": c.Head.Hash})
}

// writeDocuments writes each document twice: the bytes whose sum the trail holds, and a
// page that any browser shows and prints.
func (c *Case) writeDocuments(w *writer) (names []string) {
	for i, d := range c.Documents {
		var body models.DocumentBody
		_ = json.Unmarshal(d.Body, &body) // what came from an earlier system may hold anything
		base := fmt.Sprintf("documents/%02d", i+1)
		w.bytes(base+".json", d.Body)
		var shown bytes.Buffer
		if err := documentPage.Execute(&shown, map[string]any{"Document": d, "Body": body}); err != nil && w.err == nil {
			w.err = err
		}
		w.bytes(base+".html", shown.Bytes())
		names = append(names, fmt.Sprintf("%s.html　%s《%s》", base, d.Number, d.Title))
	}
	type line struct {
		File     string          `json:"file"`
		Kind     string          `json:"kind"`
		Title    string          `json:"title"`
		Number   string          `json:"number"`
		IssuedAt models.Instant  `json:"issued_at"`
		ServedAt models.Instant  `json:"served_at,omitzero"`
		Method   string          `json:"method,omitempty"`
		Service  json.RawMessage `json:"service,omitempty"`
		ServedBy string          `json:"served_by,omitempty"`
	}
	all := []line{}
	for i, d := range c.Documents {
		all = append(all, line{fmt.Sprintf("documents/%02d.json", i+1), d.Kind, d.Title, d.Number, d.IssuedAt, d.ServedAt, d.Method, d.Service, c.named(d.ServedBy)})
	}
	w.json("documents.json", all)
	return names
}

// writeEvidence writes the evidence files, each once, and says which could not be had.
func (c *Case) writeEvidence(w *writer, open Open) (missing []string) {
	type line struct {
		File   string `json:"file"` // its number in the register
		Path   string `json:"path,omitempty"`
		SHA256 string `json:"sha256"`
		Size   int64  `json:"size"`
		Type   string `json:"type"`
		Name   string `json:"name"`
		Wrong  string `json:"wrong,omitempty"`
	}
	all, written := []line{}, map[string]bool{}
	for _, f := range c.Files {
		l := line{File: f.ID, Path: "evidence/" + f.SHA256 + path.Ext(f.Name), SHA256: f.SHA256, Size: f.Size, Type: f.Type, Name: f.Name}
		if !written[l.Path] {
			in, err := open(f.SHA256)
			if err != nil {
				l.Path, l.Wrong = "", unavailable(err)
				missing = append(missing, f.Name+"："+l.Wrong)
			} else {
				w.file(l.Path, in)
				_ = in.Close()
				written[l.Path] = true
			}
		}
		all = append(all, l)
	}
	w.json("evidence.json", all)
	return missing
}

func unavailable(err error) string {
	switch {
	case errors.Is(err, files.ErrDamaged):
		return "存放的文件与提交时的 SHA-256 不符"
	case errors.Is(err, files.ErrMissing):
		return "文件不在存放处"
	}
	return "文件无法读取"
}

func (c *Case) instructions(documents, missing []string) string {
	var b strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	say("案件归档　%s", c.Row.Number)
	say("%s　%s　%s", c.Office.Name, c.Subject.Name, c.Row.Title)
	say("")
	say("一、内容")
	say("case.json　案件的事实、期限、决定；people.json　经办人姓名；rules.yaml　办理所依据的规则包原文。")
	say("trail.jsonl　留痕，每行一条；head.json　链头。")
	say("documents.json、documents/　文书及其送达；evidence.json、evidence/　证据文件，以 SHA-256 命名。")
	for _, name := range documents {
		say("  %s", name)
	}
	say("")
	say("二、核验（不需要本系统）")
	say("1．解压后在本目录执行：python3 verify.py（任何装有 Python 3 的计算机）。全部相符时显示“全部相符”。")
	say("2．没有 Python 的，可执行：sha256sum -c %s，只核对各文件未经改动。", manifest)
	say("核验的内容：各文件的 SHA-256；留痕逐条的散列、衔接、序号与链头；文书与作出时留痕所记的散列；证据与提交时留痕所记的散列；规则包与受理时所记的散列。")
	say("留痕每条的散列，是对 chain、seq、at_micros、actor、action、body、prev_hash 依次写作“字节长度:内容”后连接，取 SHA-256。")
	say("case.json、people.json 是便于阅读的摘要，只由清单核对；与留痕不一致的，以留痕为准。页面只核对文字。")
	say("本目录连同 %s 一并被替换的，可将 %s 自身的 SHA-256 与作出机关导出时管理留痕所记的相对照；留痕末尾被删去的，可与作出机关的每日锚点相对照。", manifest, manifest)
	if len(missing) > 0 {
		say("")
		say("三、未能归档的证据文件（登记库有记载而无法取得）")
		for _, m := range missing {
			say("  %s", m)
		}
	}
	return b.String()
}
