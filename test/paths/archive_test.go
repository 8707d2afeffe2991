package paths

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"chengxin/api/cases"
	"chengxin/models/archive"
	"chengxin/models/files"
	"chengxin/policy"
	"chengxin/test/photo"
	"chengxin/test/timeline"
)

// A case that led to the black list a year ago is taken out of the house, unpacked where
// nothing of ours is, and proven by what lies in it; whatever is changed, removed or put
// in is found and named (issue: "exported, moved to another machine, verified there,
// tampered with and found out"; ZZ-7, NX-5).
func TestAYearOldCaseIsProvenElsewhere(t *testing.T) {
	c := timeline.New(t, timeline.Options{})
	vault, err := files.Open(filepath.Join(t.TempDir(), "evidence"))
	if err != nil {
		t.Fatal(err)
	}
	c.Files = &cases.Files{Vault: vault, Most: 1 << 20}
	number := blacklistedWithAPhoto(t, c)
	c.At("2027-03-02 09:00")
	auditor := c.As(policy.Auditor, "city_bureau")
	var taken, again bytes.Buffer
	for _, out := range []*bytes.Buffer{&taken, &again} {
		if err := c.Archive(context.Background(), auditor, number, out); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(taken.Bytes(), again.Bytes()) {
		t.Error("the same case archived twice gives two archives")
	}
	c.Problem(c.Archive(context.Background(), c.As(policy.Collector, timeline.Bureau), number, io.Discard), "archive.not_yours")
	c.Problem(c.Archive(context.Background(), c.As(policy.Handler, "yanzhou_bureau"), number, io.Discard), "case.unknown")
	if told := c.Entries("admin"); !strings.Contains(string(told[len(told)-1].Body), number) {
		t.Errorf("who took it is not in the administrative trail: %s", told[len(told)-1].Body)
	}

	folder := unpack(t, taken.Bytes())
	said, sound := proven(t, folder)
	if !sound || !strings.Contains(said, "全部相符") {
		t.Fatalf("untouched, it says: %s", said)
	}
	if p, err := archive.Verify(bytes.NewReader(taken.Bytes()), int64(taken.Len())); err != nil || len(p.Found)+len(p.Notes) > 0 || p.Entries < 10 || !strings.Contains(p.String(), "全部相符") {
		t.Fatalf("untouched: %+v, %v", p, err)
	}
	text, err := os.ReadFile(filepath.Join(folder, "说明.txt"))
	if err != nil || !strings.Contains(string(text), "python3 verify.py") || !strings.Contains(string(text), "失信行为认定决定书") {
		t.Errorf("the instructions: %s %v", text, err)
	}
	for _, name := range listed(t, folder) {
		if name == "verify.py" {
			continue // it is what proves; sha256sum has it in the manifest
		}
		says := name
		if name == "manifest.sha256" {
			says = "与清单所记散列不符" // of whatever its changed line is about
		}
		t.Run("changed "+name, func(t *testing.T) { spoiled(t, taken.Bytes(), name, flip, says) })
		t.Run("removed "+name, func(t *testing.T) { spoiled(t, taken.Bytes(), name, remove, name) })
	}
	t.Run("put in", func(t *testing.T) {
		spoiled(t, taken.Bytes(), "documents/99.html", func(string) []byte { return []byte("伪造的文书") }, "documents/99.html：不在清单中，系插入")
	})
	// Whoever also writes the manifest anew is found by the trail, and by the sums in it.
	t.Run("an entry rewritten, manifest and all", func(t *testing.T) {
		forged(t, taken.Bytes(), "trail.jsonl", func(raw string) string { return strings.Replace(raw, "经核查", "未核查", 1) }, "内容与散列不符")
	})
	t.Run("an entry taken out, manifest and all", func(t *testing.T) {
		forged(t, taken.Bytes(), "trail.jsonl", func(raw string) string {
			lines := strings.SplitAfter(raw, "\n")
			return strings.Join(slices.Delete(lines, 4, 5), "")
		}, "不相衔接")
	})
	t.Run("the last entry taken out, manifest and all", func(t *testing.T) {
		forged(t, taken.Bytes(), "trail.jsonl", func(raw string) string {
			lines := strings.SplitAfter(strings.TrimSuffix(raw, "\n"), "\n")
			return strings.Join(lines[:len(lines)-1], "")
		}, "链头为第")
	})
	t.Run("a document reworded, manifest and all", func(t *testing.T) {
		forged(t, taken.Bytes(), "documents/01.json", func(raw string) string { return strings.Replace(raw, "40分", "20分", 1) }, "与作出时留痕所记散列不符")
	})
	t.Run("its page reworded, manifest and all", func(t *testing.T) {
		forged(t, taken.Bytes(), "documents/01.html", func(raw string) string { return strings.Replace(raw, "40分", "20分", 1) }, "与文书内容不符")
	})
	t.Run("a sentence added to a page, manifest and all", func(t *testing.T) {
		forged(t, taken.Bytes(), "documents/02.html", func(raw string) string {
			return strings.Replace(raw, "</body>", "<p>另罚款一万元。</p></body>", 1)
		}, "与文书内容不符")
	})
	t.Run("a date of service changed, manifest and all", func(t *testing.T) {
		forged(t, taken.Bytes(), "documents.json", func(raw string) string {
			return strings.Replace(raw, `"served_at": "2026-03-10`, `"served_at": "2026-03-01`, 1)
		}, "送达时间与留痕所记不符")
	})
	t.Run("a document put in, manifest and all", func(t *testing.T) {
		forged(t, taken.Bytes(), "documents.json", func(raw string) string {
			return strings.Replace(raw, "[", `[{"file": "documents/01.json", "number": "任城管信认〔2026〕99号", "title": "失信行为认定决定书", "issued_at": "2026-03-10T09:00:00+08:00"},`, 1)
		}, "99号：留痕中没有作出的记录，系插入")
	})
	t.Run("evidence put in, manifest and all", func(t *testing.T) {
		forged(t, taken.Bytes(), "evidence.json", func(raw string) string {
			return strings.Replace(raw, "[", `[{"file": "FORGED", "path": "case.json", "sha256": "", "name": "补的.jpg"},`, 1)
		}, "补的.jpg：留痕中没有提交的记录，系插入")
	})
	t.Run("trail and head taken out, manifest and all", func(t *testing.T) {
		gone(t, taken.Bytes(), "trail.jsonl：缺失，系被删除", "trail.jsonl", "head.json")
	})
	t.Run("the rules taken out, manifest and all", func(t *testing.T) { gone(t, taken.Bytes(), "rules.yaml：缺失", "rules.yaml") })
	t.Run("the rules changed, manifest and all", func(t *testing.T) {
		forged(t, taken.Bytes(), "rules.yaml", func(raw string) string { return raw + "\n" }, "所记规则包的散列不符")
	})
}

// blacklistedWithAPhoto reports, recognises and lists a company; a photo was handed in
// with the report.
func blacklistedWithAPhoto(t *testing.T, c *timeline.City) (violation string) {
	t.Helper()
	c.Company("S1")
	c.At("2026-02-26 09:00")
	collector := c.As(policy.Collector, timeline.Bureau)
	u, err := c.Upload(context.Background(), collector, "现场.jpg", bytes.NewReader(photo.Photo{At: timeline.Instant(t, "2026-02-25 10:00").Time(), Lat: 35.4, Long: 116.6}.JPEG()))
	if err != nil {
		t.Fatal(err)
	}
	begun, err := c.ReportViolation(context.Background(), collector, cases.NewViolation{
		Organization: "jining/" + timeline.Bureau, Subjects: []string{"S1"}, Behaviour: "SR-10", OccurredAt: timeline.Instant(t, "2026-02-25 10:00"),
		Description: "阻碍执行公务", Evidence: []cases.Evidence{{Kind: "photo", Title: "现场照片", File: u.File}},
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	n := begun.Number
	c.ToRecognition(n)
	c.Move(n, "recognition", "proposed", c.Proposal("SR-10", "S1"))
	c.Move(n, "notice", "served", timeline.Direct)
	c.At("2026-03-10 09:00").Move(n, "review", "maintained")
	c.Move(n, "legal_review", "passed")
	c.Move(n, "approval", "approved")
	c.Move(n, "service", "served", timeline.Direct)
	c.Publish(c.Open("S1", "black").Number)
	return n
}

func unpack(t *testing.T, raw []byte) (folder string) {
	t.Helper()
	folder = t.TempDir()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(folder, z); err != nil {
		t.Fatal(err)
	}
	return folder
}

// proven runs what lies in the archive itself.
func proven(t *testing.T, folder string) (said string, sound bool) {
	t.Helper()
	out, err := exec.Command("python3", "-B", filepath.Join(folder, "verify.py")).CombinedOutput()
	if ended := new(exec.ExitError); err != nil && !errors.As(err, &ended) {
		t.Fatalf("python3: %v", err)
	}
	return string(out), err == nil
}

func listed(t *testing.T, folder string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			name, _ := filepath.Rel(folder, path)
			names = append(names, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil || len(names) < 12 {
		t.Fatalf("%v, %v", names, err)
	}
	return names
}

// What somebody does to a file: nil takes it away.
func flip(raw string) []byte {
	out := []byte(raw)
	out[len(out)/2] ^= 1
	return out
}

func remove(string) []byte { return nil }

// spoiled changes one file and expects both proofs to name it.
func spoiled(t *testing.T, raw []byte, name string, change func(string) []byte, says string) {
	t.Helper()
	files := contents(t, raw)
	if files[name] = string(change(files[name])); files[name] == "" {
		delete(files, name)
	}
	found(t, files, says)
}

// forged changes one file and makes the manifest agree with it again.
func forged(t *testing.T, raw []byte, name string, change func(string) string, says string) {
	t.Helper()
	files := contents(t, raw)
	was := files[name]
	files[name] = change(was)
	if files[name] == was {
		t.Fatalf("%s was not changed", name)
	}
	files["manifest.sha256"] = strings.Replace(files["manifest.sha256"], sumOf(was), sumOf(files[name]), 1)
	found(t, files, says)
}

// gone takes files out, and out of the manifest too.
func gone(t *testing.T, raw []byte, says string, names ...string) {
	t.Helper()
	files := contents(t, raw)
	for _, name := range names {
		line := sumOf(files[name]) + "  " + name + "\n"
		if !strings.Contains(files["manifest.sha256"], line) {
			t.Fatalf("%s is not in the manifest", name)
		}
		files["manifest.sha256"] = strings.Replace(files["manifest.sha256"], line, "", 1)
		delete(files, name)
	}
	found(t, files, says)
}

func sumOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func contents(t *testing.T, raw []byte) map[string]string {
	t.Helper()
	folder := unpack(t, raw)
	files := map[string]string{}
	for _, name := range listed(t, folder) {
		b, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		files[name] = string(b)
	}
	return files
}

func found(t *testing.T, files map[string]string, says string) {
	t.Helper()
	folder := t.TempDir()
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	for name, text := range files {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if said, sound := proven(t, folder); sound || !strings.Contains(said, says) {
		t.Errorf("verify.py: %v, does not say %q:\n%s", sound, says, said)
	}
	told, err := archive.Verify(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
	if err != nil || !strings.Contains(strings.Join(told.Found, "\n"), says) {
		t.Errorf("the program: %v, does not say %q: %v", err, says, told.Found)
	}
}

// Evidence that was lost from its folder is said to be missing, in the archive too.
func TestAnArchiveSaysWhatIsMissing(t *testing.T) {
	c := timeline.New(t, timeline.Options{})
	folder := filepath.Join(t.TempDir(), "evidence")
	vault, err := files.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	c.Files = &cases.Files{Vault: vault, Most: 1 << 20}
	number := blacklistedWithAPhoto(t, c)
	kept, err := filepath.Glob(filepath.Join(folder, "??", "*"))
	if err != nil || len(kept) != 1 {
		t.Fatal(kept, err)
	}
	if err := os.Remove(kept[0]); err != nil {
		t.Fatal(err)
	}
	var taken bytes.Buffer
	if err := c.Archive(context.Background(), c.Decider(number, "approval"), number, &taken); err != nil {
		t.Fatal(err)
	}
	away := unpack(t, taken.Bytes())
	text, _ := os.ReadFile(filepath.Join(away, "说明.txt"))
	if !strings.Contains(string(text), "现场.jpg：文件不在存放处") {
		t.Errorf("the instructions: %s", text)
	}
	if said, sound := proven(t, away); !sound || !strings.Contains(said, "现场.jpg：归档时文件不在存放处") || !strings.Contains(said, "除上述未能归档的证据外") {
		t.Errorf("verify.py: %v %s", sound, said)
	}
	p, err := archive.Verify(bytes.NewReader(taken.Bytes()), int64(taken.Len()))
	if err != nil || len(p.Found) > 0 || len(p.Notes) != 1 || !strings.Contains(p.String(), "除上述未能归档的证据外") {
		t.Errorf("the program: %+v %v", p, err)
	}
}
