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
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"chengxin/models"
	"chengxin/models/store"
)

// mostFile bounds what is unpacked of one file: an archive may come from anybody.
const mostFile = 2 << 30

// Proof is what came of proving an archive.
type Proof struct {
	Found   []string // what does not hold
	Notes   []string // evidence that could not be had when the case was archived
	Entries int      // of the trail
}

// String is the proof in a sentence.
func (p Proof) String() string {
	switch {
	case len(p.Found) > 0:
		return fmt.Sprintf("发现%d处问题。", len(p.Found))
	case len(p.Notes) > 0:
		return fmt.Sprintf("已核对留痕%d条。除上述未能归档的证据外，全部相符。", p.Entries)
	}
	return fmt.Sprintf("已核对留痕%d条。全部相符。", p.Entries)
}

// Verify proves an archive as its own verify.py does, and says what does not hold. Errors
// are of reading; a changed archive is findings.
func Verify(r io.ReaderAt, size int64) (Proof, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return Proof{}, fmt.Errorf("不是案件归档：%w", err)
	}
	p := &proof{files: map[string]*zip.File{}}
	for _, f := range z.File {
		if p.files[f.Name] != nil {
			p.say("%s：有两份，系插入", f.Name)
		}
		p.files[f.Name] = f
	}
	if err := p.manifest(); err != nil {
		return Proof{}, err
	}
	chain, err := p.chain()
	if err != nil {
		return Proof{}, err
	}
	p.Entries = len(chain)
	var said []map[string]any
	for _, e := range chain {
		p.imported = p.imported || e.Action == "imported"
		var body map[string]any
		if json.Unmarshal([]byte(e.Body), &body) == nil {
			said = append(said, body)
		}
	}
	for _, prove := range []func([]map[string]any) error{p.documents, p.evidence, p.rules} {
		if err := prove(said); err != nil {
			return Proof{}, err
		}
	}
	return p.Proof, nil
}

type proof struct {
	Proof
	files    map[string]*zip.File
	imported bool // from an earlier system, whose documents came with it
}

func (p *proof) say(text string, args ...any) { p.Found = append(p.Found, fmt.Sprintf(text, args...)) }

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
	if raw == nil {
		p.say("%s：缺失，系被删除", trail)
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
	if len(all) == 0 {
		p.say("留痕：没有一条记录，系被删除")
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

// drawn are the documents that the trail tells of, with their sums, and when each was
// served.
func drawn(said []map[string]any) (issued, served map[string]string) {
	issued, served = map[string]string{}, map[string]string{}
	for _, body := range said {
		acts, _ := body["acts"].([]any)
		for _, a := range acts {
			act, _ := a.(map[string]any)
			what, _ := act["what"].(map[string]any)
			if number, ok := what["number"].(string); ok && act["did"] == "issued" {
				issued[number], _ = what["sum"].(string)
			}
			if number, ok := what["document"].(string); ok && act["did"] == "served" {
				served[number], _ = what["at"].(string)
			}
		}
	}
	return issued, served
}

// listed is a document as the archive lists it.
type listed struct {
	File, Number, Title string
	IssuedAt            string `json:"issued_at"`
	ServedAt            string `json:"served_at"`
}

func (p *proof) documents(said []map[string]any) error {
	issued, served := drawn(said)
	var all []listed
	if err := p.list("documents.json", &all); err != nil {
		return err
	}
	for _, d := range all {
		want, told := issued[d.Number]
		delete(issued, d.Number)
		raw, err := p.read(d.File)
		if err != nil {
			return err
		}
		if raw == nil {
			p.say("文书%s：缺失，系被删除", d.Number)
			continue
		}
		if !told && !p.imported {
			p.say("文书%s：留痕中没有作出的记录，系插入", d.Number)
		}
		if sum := sha256.Sum256(raw); want != "" && hex.EncodeToString(sum[:]) != want {
			p.say("文书%s：内容与作出时留痕所记散列不符，系被改动", d.Number)
		}
		if !p.imported && d.ServedAt != served[d.Number] {
			p.say("文书%s：送达时间与留痕所记不符，系被改动", d.Number)
		}
		page := strings.TrimSuffix(d.File, ".json") + ".html"
		shown, err := p.read(page)
		if err != nil {
			return err
		}
		if shownText(string(shown)) != d.text(raw) {
			p.say("文书%s：%s 与文书内容不符，系被改动", d.Number, page)
		}
	}
	for _, number := range slices.Sorted(maps.Keys(issued)) {
		p.say("文书%s：已作出而不在归档中，系被删除", number)
	}
	return nil
}

// text is all that a document's page says, without spaces.
func (d listed) text(raw []byte) string {
	var body models.DocumentBody
	_ = json.Unmarshal(raw, &body)
	var b strings.Builder
	if body.Trial {
		b.WriteString("试运行，不具法律效力")
	}
	b.WriteString(body.Issuer + d.Title + d.Number)
	if body.To != "" {
		b.WriteString(body.To + "：")
	}
	if len(body.Paragraphs) == 0 {
		b.WriteString("本文书由原有系统带入，原件存卷。")
	}
	b.WriteString(strings.Join(body.Paragraphs, "") + body.Issuer)
	if at, err := time.Parse(time.RFC3339, d.IssuedAt); err == nil {
		b.WriteString(at.Format("2006年1月2日"))
	}
	return squeezed(b.String())
}

var (
	within = regexp.MustCompile(`(?s)<body>(.*)</body>`)
	tags   = regexp.MustCompile(`<[^>]*>`)
)

func shownText(page string) string {
	if m := within.FindStringSubmatch(page); m != nil {
		page = m[1]
	}
	return squeezed(html.UnescapeString(tags.ReplaceAllString(page, "")))
}

func squeezed(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
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
		switch want, told := handed[f.File]; {
		case !told:
			p.say("证据%s：留痕中没有提交的记录，系插入", f.Name)
		case want != f.SHA256:
			p.say("证据%s：所记散列与提交时不符，系被改动", f.Name)
		}
		delete(handed, f.File)
		if f.Wrong != "" {
			p.Notes = append(p.Notes, "证据"+f.Name+"：归档时"+f.Wrong)
			continue
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
	switch {
	case err == nil && sum == "":
		p.say("rules.yaml：缺失，系被删除")
	case err == nil && sum != said[at]["pack_hash"]:
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
