package api_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chengxin/models"
	"chengxin/models/audit"
	"chengxin/policy"
	"chengxin/test/photo"
)

// upload sends a file as a program does.
func (r *rig) upload(t *testing.T, token, name string, raw []byte) reply {
	t.Helper()
	body, kind := formWith(t, "file", name, raw)
	return r.ask(t, token, "POST", "/api/v1/evidence", body, "Content-Type", kind)
}

func formWith(t *testing.T, field, name string, raw []byte) (body, kind string) {
	t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	w, err := form.CreateFormFile(field, name)
	if err == nil {
		_, err = w.Write(raw)
	}
	must(err)
	must(form.Close())
	return b.String(), form.FormDataContentType()
}

// vaulted is where the bytes of a sum lie.
func vaulted(t *testing.T, sum string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(theDir, "evidence", "*", sum))
	if err != nil || len(found) != 1 {
		t.Fatalf("%v %v", found, err)
	}
	return found[0]
}

// A photo goes with a report, its sum stands in the trail, and only who reads the case
// sees it. Jining's bureau of Yanzhou has nothing to do with Rencheng's.
func TestEvidenceIsHandedInAndReadBack(t *testing.T) {
	collector, elsewhere := the.as(policy.Collector, "rencheng_bureau"), the.as(policy.Handler, "yanzhou_bureau")
	shot := photo.Photo{At: time.Date(2026, 11, 20, 10, 31, 5, 0, models.Beijing), Lat: 35.41505, Long: 116.58724, Turn: 6}
	if now := time.Now(); now.Before(shot.At) {
		shot.At = now.Add(-time.Hour).In(models.Beijing).Truncate(time.Second)
	}
	raw := shot.JPEG()
	sum := sha256.Sum256(raw)
	u := the.upload(t, collector, `C:\DCIM\占道<1>.JPEG`, raw).want(t, http.StatusCreated)
	if u.str("sha256") != hex.EncodeToString(sum[:]) || u.str("type") != "image/jpeg" || u.str("name") != "占道1.jpg" ||
		u.str("taken_at") != shot.At.Format(time.RFC3339) || u.str("taken_where") != "35.41505,116.58724" {
		t.Errorf("uploaded: %s", u.raw)
	}
	path := "/api/v1/evidence/" + u.str("file")
	the.ask(t, collector, "GET", path, nil).want(t, http.StatusOK) // one's own, before it is handed in
	the.ask(t, the.as(policy.Handler, "rencheng_bureau"), "GET", path, nil).want(t, http.StatusNotFound, "evidence.unknown")

	in := report(the.company(t, 80))
	in["evidence"] = []any{map[string]any{"kind": "photo", "title": "现场照片", "file": u.str("file"), "kept": map[string]any{"sha256": "0000", "size": 1, "type": "x", "name": "y"}}}
	key := []string{"Idempotency-Key", "with a photo"}
	n := the.ask(t, collector, "POST", "/api/v1/violations", in, key...).want(t, http.StatusCreated).str("number")
	if again := the.ask(t, collector, "POST", "/api/v1/violations", in, key...).want(t, http.StatusCreated).str("number"); again != n {
		t.Errorf("sent twice: %s and %s", n, again)
	}
	trail := the.ask(t, collector, "GET", "/api/v1/cases/"+n+"/trail", nil).want(t, http.StatusOK)
	if s := string(trail.raw); !strings.Contains(s, hex.EncodeToString(sum[:])) || strings.Contains(s, `"0000"`) {
		t.Errorf("the trail holds what the caller said, or not the sum: %s", s)
	}
	got := the.ask(t, the.as(policy.Handler, "rencheng_bureau"), "GET", path, nil).want(t, http.StatusOK)
	if !bytes.Equal(got.raw, raw) || got.header.Get("Content-Type") != "image/jpeg" || got.header.Get("X-Content-Type-Options") != "nosniff" ||
		!strings.HasPrefix(got.header.Get("Content-Disposition"), "attachment;") || !strings.Contains(got.header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("read back %d bytes with %v", len(got.raw), got.header)
	}
	if part := the.ask(t, collector, "GET", path, nil, "Range", "bytes=0-1").want(t, http.StatusPartialContent); string(part.raw) != "\xff\xd8" {
		t.Errorf("a part: %q", part.raw)
	}
	the.ask(t, elsewhere, "GET", path, nil).want(t, http.StatusNotFound, "evidence.unknown")
	the.ask(t, "", "GET", path, nil).want(t, http.StatusUnauthorized)
	verified(t, 0)

	// The decision that follows brings a file of its own.
	reviewer := the.as(policy.Reviewer, "rencheng_bureau")
	paper := the.upload(t, reviewer, "立案审批表.pdf", []byte(onePage)).want(t, http.StatusCreated)
	task, _ := the.open(t, n, "filing")["id"].(string)
	decision := map[string]any{"choice": "filed", "reason": "属实", "evidence": []any{map[string]any{"kind": "document", "title": "审批表", "file": u.str("file")}}}
	the.ask(t, reviewer, "POST", "/api/v1/tasks/"+task+"/decision", decision).want(t, http.StatusUnprocessableEntity, "evidence.file_unknown") // another's upload
	decision["evidence"] = []any{map[string]any{"kind": "document", "title": "审批表", "file": paper.str("file")}}
	the.ask(t, reviewer, "POST", "/api/v1/tasks/"+task+"/decision", decision).want(t, http.StatusOK)
	the.ask(t, collector, "GET", "/api/v1/evidence/"+paper.str("file"), nil).want(t, http.StatusOK)
	verified(t, 0)
}

const onePage = "%PDF-1.4\n%âã\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"

// verified walks the whole trail with the files and wants so many findings.
func verified(t *testing.T, want int) (said string) {
	t.Helper()
	sum, err := audit.Verify(context.Background(), the.store, audit.Options{
		File: the.api.Cases.Files.Vault.Prove, Tell: func(f audit.Finding) { said += f.Text + "\n" },
	})
	if err != nil || sum.Findings != want || sum.Files == 0 {
		t.Fatalf("%d findings, want %d, in %d files: %v\n%s", sum.Findings, want, sum.Files, err, said)
	}
	return said
}

func TestFilesThatAreNotTaken(t *testing.T) {
	handler := the.as(policy.Handler, "rencheng_bureau", 7)
	before := loose(t)
	for _, c := range []struct {
		name string
		raw  []byte
		code string
		says string
	}{
		{"现场.jpg", []byte("<html><script>alert(1)</script>"), "evidence.type", "与文件名无关"},
		{"空.jpg", nil, "evidence.empty", "“空.jpg”没有内容"},
		{"录像.pdf", append([]byte(onePage), make([]byte, 1<<20)...), "evidence.too_large", "“录像.pdf”超过1 MB"},
		{"病毒.pdf", []byte("%PDF-1.4\nharmful"), "evidence.infected", "被病毒扫描判为有害"},
		{"扫不了.pdf", []byte("%PDF-1.4\nunscannable"), "evidence.scanner_away", "没有保存"},
	} {
		the.api.Cases.Files.Scan = func(_ context.Context, path string) (bool, error) {
			raw, err := os.ReadFile(path)
			must(err)
			if bytes.Contains(raw, []byte("unscannable")) {
				return false, fmt.Errorf("scanner is away")
			}
			return !bytes.Contains(raw, []byte("harmful")), nil
		}
		got := the.upload(t, handler, c.name, c.raw)
		if got.str("code") != c.code || !strings.Contains(got.str("detail"), c.says) {
			t.Errorf("%s: %d %s, want %s saying %s", c.name, got.status, got.raw, c.code, c.says)
		}
	}
	the.api.Cases.Files.Scan = nil
	body, kind := formWith(t, "other", "a.pdf", []byte(onePage))
	the.ask(t, handler, "POST", "/api/v1/evidence", body, "Content-Type", kind).want(t, http.StatusBadRequest, "evidence.no_file")
	the.ask(t, handler, "POST", "/api/v1/evidence", body[:40], "Content-Type", kind).want(t, http.StatusBadRequest)
	the.ask(t, handler, "POST", "/api/v1/evidence", map[string]any{"file": "x"}).want(t, http.StatusBadRequest, "evidence.no_file")
	the.ask(t, the.as(policy.Auditor, "jining/leading_group"), "POST", "/api/v1/evidence", body, "Content-Type", kind).want(t, http.StatusForbidden)
	if after := loose(t); after != before {
		t.Errorf("%d files were kept", after-before)
	}
}

func loose(t *testing.T) (n int64) {
	t.Helper()
	must(the.store.Read(context.Background()).Model(&models.EvidenceFile{}).Where("linked_at = 0").Count(&n).Error)
	return n
}

// An act that is refused takes no file with it; the file waits to be handed in rightly.
func TestARefusedActLeavesTheFileLoose(t *testing.T) {
	collector := the.as(policy.Collector, "rencheng_bureau")
	u := the.upload(t, collector, "a.pdf", []byte(onePage+"\n1")).want(t, http.StatusCreated)
	in := report(the.company(t, 81))
	in["evidence"] = []any{
		map[string]any{"kind": "document", "title": "记录", "file": u.str("file")},
		map[string]any{"kind": "document", "title": "别的", "file": "NOSUCHFILE"},
	}
	var before, after int64
	must(the.store.Read(context.Background()).Model(&models.Case{}).Count(&before).Error)
	p := the.ask(t, collector, "POST", "/api/v1/violations", in).want(t, http.StatusUnprocessableEntity, "evidence.file_unknown")
	if !strings.Contains(string(p.raw), "evidence[1].file") {
		t.Errorf("which file: %s", p.raw)
	}
	must(the.store.Read(context.Background()).Model(&models.Case{}).Count(&after).Error)
	var f models.EvidenceFile
	must(the.store.Read(context.Background()).Take(&f, "id = ?", u.str("file")).Error)
	if f.LinkedAt != 0 || after != before {
		t.Errorf("linked at %v, %d new cases", f.LinkedAt, after-before)
	}
}

// What nobody handed in within a day goes, its bytes with it, unless another handed in
// the same bytes; handed in too late it is refused.
func TestUploadedAndForgotten(t *testing.T) {
	collector := the.as(policy.Collector, "rencheng_bureau")
	both, alone := []byte(onePage+"\nboth"), []byte(onePage+"\nalone")
	kept := the.upload(t, collector, "kept.pdf", both).want(t, http.StatusCreated)
	in := report(the.company(t, 82))
	in["evidence"] = []any{map[string]any{"kind": "document", "title": "记录", "file": kept.str("file")}}
	the.ask(t, collector, "POST", "/api/v1/violations", in).want(t, http.StatusCreated)
	twin, forgotten := the.upload(t, collector, "twin.pdf", both), the.upload(t, collector, "forgotten.pdf", alone)
	place := vaulted(t, forgotten.str("sha256"))

	tomorrow := *the.api.Cases
	tomorrow.Now = func() time.Time { return time.Now().Add(25 * time.Hour) }
	early, err := the.api.Cases.SweepFiles(context.Background())
	must(err)
	if _, err := os.Stat(place); early != 0 || err != nil {
		t.Fatalf("swept %d before a day was over: %v", early, err)
	}
	if swept, err := tomorrow.SweepFiles(context.Background()); err != nil || swept < 2 {
		t.Errorf("swept %d: %v", swept, err)
	}
	if _, err := os.Stat(place); !os.IsNotExist(err) {
		t.Errorf("the forgotten file is still there: %v", err)
	}
	the.ask(t, collector, "GET", "/api/v1/evidence/"+kept.str("file"), nil).want(t, http.StatusOK)
	for _, gone := range []string{twin.str("file"), forgotten.str("file")} {
		in["evidence"] = []any{map[string]any{"kind": "document", "title": "记录", "file": gone}}
		the.ask(t, collector, "POST", "/api/v1/violations", in).want(t, http.StatusUnprocessableEntity, "evidence.file_unknown")
	}
}

// A file that was tampered with, or lost, is told and not given out; the proof of the
// whole register names it.
func TestTamperedEvidenceIsFoundOut(t *testing.T) {
	collector := the.as(policy.Collector, "rencheng_bureau")
	raw := []byte(onePage + "\ntampered")
	u := the.upload(t, collector, "记录.pdf", raw).want(t, http.StatusCreated)
	in := report(the.company(t, 83))
	in["evidence"] = []any{map[string]any{"kind": "document", "title": "记录", "file": u.str("file")}}
	n := the.ask(t, collector, "POST", "/api/v1/violations", in).want(t, http.StatusCreated).str("number")
	place, path := vaulted(t, u.str("sha256")), "/api/v1/evidence/"+u.str("file")

	must(os.WriteFile(place, append([]byte("%PDF"), raw[5:]...), 0o600))
	p := the.ask(t, collector, "GET", path, nil).want(t, http.StatusConflict, "evidence.damaged")
	if !strings.Contains(p.str("detail"), u.str("sha256")) {
		t.Errorf("what to look for in the backup: %s", p.raw)
	}
	if said := verified(t, 1); !strings.Contains(said, n) || !strings.Contains(said, "记录.pdf）的内容与提交时的 SHA-256 不符") {
		t.Errorf("found: %s", said)
	}
	must(os.Remove(place))
	the.ask(t, collector, "GET", path, nil).want(t, http.StatusConflict, "evidence.missing")
	if said := verified(t, 1); !strings.Contains(said, "不在存放处") {
		t.Errorf("found: %s", said)
	}
	must(os.WriteFile(place, raw, 0o600))

	// The register changed instead: another file passed off as the one handed in.
	change := func(sql string, args ...any) {
		must(the.store.Tx(context.Background(), func(tx *storeTx) error { return tx.Exec(sql, args...).Error }))
	}
	other := the.upload(t, collector, "别的.pdf", []byte(onePage+"\nother")).want(t, http.StatusCreated)
	change("UPDATE evidence_files SET sha256 = ? WHERE id = ?", other.str("sha256"), u.str("file"))
	if said := verified(t, 1); !strings.Contains(said, "所记散列与提交时不符") {
		t.Errorf("found: %s", said)
	}
	change("UPDATE evidence_files SET sha256 = ? WHERE id = ?", u.str("sha256"), u.str("file"))
	change("UPDATE evidence_links SET case_number = ? WHERE file_id = ?", "0000", u.str("file"))
	if said := verified(t, 1); !strings.Contains(said, "已提交而没有登记") {
		t.Errorf("found: %s", said)
	}
	change("UPDATE evidence_links SET case_number = ? WHERE file_id = ?", n, u.str("file"))
	change("INSERT INTO evidence_links (case_number, file_id, command_id, linked_at) SELECT ?, ?, id, 1 FROM commands WHERE case_number = ? AND verb = 'begin'", n, other.str("file"), n)
	if said := verified(t, 1); !strings.Contains(said, "没有提交的留痕") {
		t.Errorf("found: %s", said)
	}
	change("DELETE FROM evidence_links WHERE file_id = ?", other.str("file"))
	verified(t, 0)
}

// Who leaves two hundred files lying about is told to hand them in first.
func TestTooManyLooseFiles(t *testing.T) {
	who := the.as(policy.Collector, "rencheng_bureau", 9)
	var id string
	must(the.store.Read(context.Background()).Model(&models.User{}).Where("id LIKE ?", "%rencheng_bureau/collector9").Pluck("id", &id).Error)
	must(the.store.Tx(context.Background(), func(tx *storeTx) error {
		for i := range 200 {
			must(tx.Create(&models.EvidenceFile{ID: fmt.Sprintf("loose%d", i), UploadedBy: id, UploadedAt: models.At(time.Now())}).Error)
		}
		return nil
	}))
	the.upload(t, who, "a.pdf", []byte(onePage)).want(t, http.StatusTooManyRequests, "evidence.too_many")
	must(the.store.Tx(context.Background(), func(tx *storeTx) error {
		return tx.Delete(&models.EvidenceFile{}, "uploaded_by = ?", id).Error
	}))
	the.upload(t, who, "a.pdf", []byte(onePage)).want(t, http.StatusCreated)
}

// Pages take the same forms with files in them, and without a script; what is refused
// comes back at its field with everything else that was filled in.
func TestAPagesFormBringsItsFiles(t *testing.T) {
	collector := the.as(policy.Collector, "rencheng_bureau")
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	text := func(name, value string) { must(form.WriteField(name, value)) }
	file := func(field, name string, raw []byte) {
		w, err := form.CreateFormFile(field, name)
		must(err)
		_, err = w.Write(raw)
		must(err)
	}
	text("organization", "jining/rencheng_bureau")
	text("description", "占道经营，详见照片")
	file("evidence.upload", "好的.jpg", photo.Photo{At: time.Now(), Shade: 7}.JPEG())
	file("evidence.upload", "坏的.jpg", []byte("no photo"))
	text("evidence[0].title", "")
	must(form.Close())
	page := the.ask(t, collector, "POST", "/intake/violation", b.String(), "Content-Type", form.FormDataContentType())
	for _, w := range []string{"占道经营，详见照片", "“坏的.jpg”按其内容不是可以作为证据存放的文件", `name="evidence[0].file"`, "好的.jpg（", `value="好的"`, "/picture/240"} {
		if !strings.Contains(string(page.raw), w) {
			t.Errorf("the page that came back (%d) lacks %s", page.status, w)
		}
	}
	boundary := form.FormDataContentType()
	// More files than one form may bring: as many as it may are kept.
	var many bytes.Buffer
	form = multipart.NewWriter(&many)
	for i := range 23 {
		file("evidence.upload", fmt.Sprintf("第%d页.pdf", i), []byte(onePage+fmt.Sprint(i)))
	}
	must(form.Close())
	page = the.ask(t, collector, "POST", "/intake/violation", many.String(), "Content-Type", form.FormDataContentType())
	if n := strings.Count(string(page.raw), `].file" value=`); n != 20 || !strings.Contains(string(page.raw), "一次至多上传20个文件") {
		t.Errorf("%d of 23 files were kept", n)
	}
	// The whole form twice, as a double click sends it: one case.
	var whole bytes.Buffer
	form = multipart.NewWriter(&whole)
	for name, value := range map[string]string{
		"key": "twice, with files", "organization": "jining/rencheng_bureau", "subjects[0]": the.company(t, 84), "behaviour": "SR-01", "description": "占道经营",
		"occurred_at": time.Now().Add(-time.Hour).In(models.Beijing).Format("2006-01-02T15:04"),
	} {
		text(name, value)
	}
	file("evidence.upload", "两次.jpg", photo.Photo{At: time.Now(), Shade: 9}.JPEG())
	must(form.Close())
	first := the.ask(t, collector, "POST", "/intake/violation", whole.String(), "Content-Type", form.FormDataContentType()).want(t, http.StatusSeeOther)
	again := the.ask(t, collector, "POST", "/intake/violation", whole.String(), "Content-Type", form.FormDataContentType()).want(t, http.StatusSeeOther)
	if at := first.header.Get("Location"); !strings.HasPrefix(at, "/cases/") || again.header.Get("Location") != at {
		t.Errorf("sent twice: %s and %s", at, again.header.Get("Location"))
	}

	big := b.String()[:200] + strings.Repeat("x", 2<<20)
	the.ask(t, collector, "POST", "/intake/violation", big, "Content-Type", boundary).want(t, http.StatusBadRequest)
	the.ask(t, "", "POST", "/intake/violation", b.String(), "Content-Type", boundary).want(t, http.StatusSeeOther)
}
