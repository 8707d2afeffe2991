package archive

import (
	"archive/zip"
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"chengxin/models"
	"chengxin/models/store"
)

// mostFile bounds what is unpacked of one file: an archive may come from anybody.
const mostFile = 2 << 30

// Verify proves an archive as its own verify.py does, and says what does not hold. Errors
// are of reading; a changed archive is findings.
func Verify(r io.ReaderAt, size int64) (found []string, entries int, err error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, 0, fmt.Errorf("不是案件归档：%w", err)
	}
	p := &proof{files: map[string]*zip.File{}}
	for _, f := range z.File {
		if p.files[f.Name] != nil {
			p.say("%s：有两份，系插入", f.Name)
		}
		p.files[f.Name] = f
	}
	if err := p.manifest(); err != nil {
		return nil, 0, err
	}
	chain, err := p.chain()
	if err != nil {
		return nil, 0, err
	}
	var said []map[string]any
	for _, e := range chain {
		var body map[string]any
		if json.Unmarshal([]byte(e.Body), &body) == nil {
			said = append(said, body)
		}
	}
	for _, prove := range []func([]map[string]any) error{p.documents, p.evidence, p.rules} {
		if err := prove(said); err != nil {
			return nil, 0, err
		}
	}
	return p.found, len(chain), nil
}

type proof struct {
	files map[string]*zip.File
	found []string
}

func (p *proof) say(text string, args ...any) { p.found = append(p.found, fmt.Sprintf(text, args...)) }

// sum sums a file up; empty where there is none.
func (p *proof) sum(name string) (string, error) {
	f := p.files[name]
	if f == nil {
		return "", nil
	}
	in, err := f.Open()
	if err != nil {
		return "", err
	}
	defer func() { _ = in.Close() }()
	h := sha256.New()
	n, err := io.Copy(h, io.LimitReader(in, mostFile+1))
	if err == nil && n > mostFile {
		err = fmt.Errorf("%s大于%d字节", name, int64(mostFile))
	}
	if err == zip.ErrChecksum { //nolint:errorlint // as archive/zip returns it
		return "broken", nil
	}
	return hex.EncodeToString(h.Sum(nil)), err
}

// read gives a small file whole; nil where there is none.
func (p *proof) read(name string) ([]byte, error) {
	f := p.files[name]
	if f == nil {
		return nil, nil
	}
	in, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = in.Close() }()
	raw, err := io.ReadAll(io.LimitReader(in, 256<<20))
	if err == zip.ErrChecksum { //nolint:errorlint // as archive/zip returns it
		err = nil // the manifest says what was changed
	}
	return raw, err
}

func (p *proof) manifest() error {
	raw, err := p.read(manifest)
	if err != nil {
		return err
	}
	if raw == nil {
		p.say("%s：缺失，系被删除", manifest)
		return nil
	}
	listed := map[string]bool{manifest: true}
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimRight(line, "\r\n")
		if len(line) < 67 {
			continue
		}
		name := line[66:]
		listed[name] = true
		switch sum, err := p.sum(name); {
		case err != nil:
			return err
		case sum == "":
			p.say("%s：缺失，系被删除", name)
		case sum != line[:64]:
			p.say("%s：内容与清单所记散列不符，系被改动", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.files)) {
		if !listed[name] {
			p.say("%s：不在清单中，系插入", name)
		}
	}
	return nil
}

func (p *proof) chain() (all []entry, err error) {
	raw, err := p.read(trail)
	if err != nil {
		return nil, err
	}
	prev := store.Genesis
	lines := bufio.NewScanner(bytes.NewReader(raw))
	lines.Buffer(nil, 64<<20)
	for n := 1; lines.Scan(); n++ {
		var e entry
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			p.say("留痕第%d行：无法识别，系被改动", n)
			continue
		}
		sum := store.AuditHash(models.AuditEntry{
			Chain: e.Chain, Seq: e.Seq, At: models.Instant(e.AtMicros), ActorID: e.Actor, Action: e.Action, Body: []byte(e.Body), PrevHash: e.PrevHash,
		})
		if sum != e.Hash {
			p.say("留痕第%d条：内容与散列不符，系被改动", e.Seq)
		}
		if e.Seq != len(all)+1 || e.PrevHash != prev {
			p.say("留痕第%d条：与前一条不相衔接，其前有记录被删除、插入或者替换", e.Seq)
		}
		prev, all = e.Hash, append(all, e)
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	var head struct {
		Seq  int
		Hash string
	}
	if raw, err = p.read("head.json"); err != nil {
		return nil, err
	}
	if json.Unmarshal(raw, &head) != nil || head.Seq != len(all) || head.Hash != prev {
		p.say("留痕：链头为第%d条，与末条不符，其后有记录被删除或者插入", head.Seq)
	}
	return all, nil
}

func (p *proof) documents(said []map[string]any) error {
	issued := map[string]string{}
	for _, body := range said {
		acts, _ := body["acts"].([]any)
		for _, a := range acts {
			act, _ := a.(map[string]any)
			what, _ := act["what"].(map[string]any)
			if number, ok := what["number"].(string); ok && act["did"] == "issued" {
				issued[number], _ = what["sum"].(string)
			}
		}
	}
	var all []struct{ File, Number string }
	if err := p.list("documents.json", &all); err != nil {
		return err
	}
	for _, d := range all {
		raw, err := p.read(d.File)
		if err != nil {
			return err
		}
		want := issued[d.Number]
		delete(issued, d.Number)
		if raw == nil {
			p.say("文书%s：缺失，系被删除", d.Number)
			continue
		}
		if sum := sha256.Sum256(raw); want != "" && hex.EncodeToString(sum[:]) != want {
			p.say("文书%s：内容与作出时留痕所记散列不符，系被改动", d.Number)
		}
		page := strings.TrimSuffix(d.File, ".json") + ".html"
		shown, err := p.read(page)
		if err != nil {
			return err
		}
		var body models.DocumentBody
		_ = json.Unmarshal(raw, &body)
		text := html.UnescapeString(string(shown))
		if slices.ContainsFunc(body.Paragraphs, func(paragraph string) bool { return !strings.Contains(text, paragraph) }) {
			p.say("文书%s：%s 与文书内容不符，系被改动", d.Number, page)
		}
	}
	for _, number := range slices.Sorted(maps.Keys(issued)) {
		p.say("文书%s：已作出而不在归档中，系被删除", number)
	}
	return nil
}

func (p *proof) evidence(said []map[string]any) error {
	handed := map[string]string{}
	for _, body := range said {
		keptIn(body, handed)
	}
	var all []struct{ File, Path, SHA256, Name, Wrong string }
	if err := p.list("evidence.json", &all); err != nil {
		return err
	}
	for _, f := range all {
		if want := handed[f.File]; want != "" && want != f.SHA256 {
			p.say("证据%s：所记散列与提交时不符，系被改动", f.Name)
		}
		delete(handed, f.File)
		if f.Wrong != "" {
			continue // said when it was archived
		}
		switch sum, err := p.sum(f.Path); {
		case err != nil:
			return err
		case sum == "":
			p.say("证据%s：缺失，系被删除", f.Name)
		case sum != f.SHA256:
			p.say("证据%s：内容与提交时的 SHA-256 不符，系被改动", f.Name)
		}
	}
	for _, file := range slices.Sorted(maps.Keys(handed)) {
		p.say("证据文件%s：已提交而不在归档中，系被删除", file)
	}
	return nil
}

// keptIn finds the evidence files that the trail tells of, wherever they stand.
func keptIn(v any, into map[string]string) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			keptIn(item, into)
		}
	case map[string]any:
		file, _ := v["file"].(string)
		if kept, ok := v["kept"].(map[string]any); ok && file != "" {
			into[file], _ = kept["sha256"].(string)
			return
		}
		for _, item := range v {
			keptIn(item, into)
		}
	}
}

func (p *proof) rules(said []map[string]any) error {
	at := slices.IndexFunc(said, func(body map[string]any) bool { return body["pack_hash"] != nil })
	if at < 0 {
		return nil
	}
	sum, err := p.sum("rules.yaml")
	if err == nil && sum != "" && sum != said[at]["pack_hash"] {
		p.say("rules.yaml：与受理时留痕所记规则包的散列不符，系被改动")
	}
	return err
}

func (p *proof) list(name string, into any) error {
	raw, err := p.read(name)
	if err == nil && json.Unmarshal(raw, into) != nil {
		p.say("%s：缺失或者无法识别", name)
	}
	return err
}

// Said counts findings in words.
func Said(found []string, entries int) string {
	if len(found) > 0 {
		return "发现" + strconv.Itoa(len(found)) + "处问题。"
	}
	return "已核对留痕" + strconv.Itoa(entries) + "条。全部相符。"
}
