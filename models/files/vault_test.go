package files

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

func fresh(t *testing.T) *Vault {
	t.Helper()
	v, err := Open(filepath.Join(t.TempDir(), "evidence"))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func keep(t *testing.T, v *Vault, text string) string {
	t.Helper()
	in, err := v.Receive(strings.NewReader(text), 1000)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Discard()
	if err := in.Keep(); err != nil {
		t.Fatal(err)
	}
	return in.SHA256
}

// onDisk lists what lies in the vault, whatever for.
func onDisk(t *testing.T, v *Vault) (names []string) {
	t.Helper()
	err := filepath.WalkDir(v.dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestAFileIsKeptUnderItsSum(t *testing.T) {
	v := fresh(t)
	sum := keep(t, v, "占道经营现场照片")
	want := sha256.Sum256([]byte("占道经营现场照片"))
	if sum != hex.EncodeToString(want[:]) {
		t.Errorf("sum %s, want %x", sum, want)
	}
	if again := keep(t, v, "占道经营现场照片"); again != sum || len(onDisk(t, v)) != 1 {
		t.Errorf("kept twice: %v", onDisk(t, v))
	}
	f, err := v.Open(sum)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if raw, _ := io.ReadAll(f); string(raw) != "占道经营现场照片" {
		t.Errorf("read %q", raw)
	}
}

func TestWhatIsRefusedLeavesNothing(t *testing.T) {
	v := fresh(t)
	broken := errors.New("line went dead")
	for _, c := range []struct {
		what string
		from io.Reader
		want error
	}{
		{"one byte too many", strings.NewReader(strings.Repeat("x", 1001)), ErrTooLarge},
		{"nothing", strings.NewReader(""), ErrEmpty},
		{"half a file", io.MultiReader(strings.NewReader("half"), iotest.ErrReader(broken)), broken},
	} {
		if _, err := v.Receive(c.from, 1000); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.what, err, c.want)
		}
	}
	in, err := v.Receive(strings.NewReader("not wanted after all"), 1000)
	if err != nil {
		t.Fatal(err)
	}
	in.Discard()
	if left := onDisk(t, v); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if in, err := v.Receive(strings.NewReader(strings.Repeat("x", 1000)), 1000); err != nil || in.Size != 1000 {
		t.Errorf("exactly as large as allowed: %v", err)
	}
}

func TestAChangedOrLostFileIsToldNotGiven(t *testing.T) {
	v := fresh(t)
	sum := keep(t, v, "送达回证")
	place, _ := v.path(sum)
	if err := os.WriteFile(place, []byte("送达回正"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := v.Open(sum); !errors.Is(err, ErrDamaged) {
		t.Errorf("changed: %v", err)
	}
	if err := os.Remove(place); err != nil {
		t.Fatal(err)
	}
	if err := v.Prove(sum); !errors.Is(err, ErrMissing) {
		t.Errorf("lost: %v", err)
	}
	for _, odd := range []string{"", "../../etc/passwd", strings.Repeat("A", 64), sum + "0"} {
		if _, err := v.Open(odd); !errors.Is(err, ErrMissing) {
			t.Errorf("%q: %v", odd, err)
		}
		if _, err := v.Made(odd, "240.jpg", nil); !errors.Is(err, ErrMissing) {
			t.Errorf("made of %q: %v", odd, err)
		}
	}
}

func TestAFileGoesOnlyWhenNobodyNeedsIt(t *testing.T) {
	v := fresh(t)
	sum := keep(t, v, "照片")
	answers := func(said ...bool) func() (bool, error) {
		return func() (bool, error) {
			now := said[0]
			said = said[1:]
			return now, nil
		}
	}
	if gone, err := v.Remove(sum, answers(true)); gone || err != nil {
		t.Fatalf("removed although needed: %v", err)
	}
	// Somebody handed it in just as it was put aside.
	if gone, err := v.Remove(sum, answers(false, true)); gone || err != nil || v.Prove(sum) != nil {
		t.Fatalf("not put back: %v %v", err, v.Prove(sum))
	}
	made, err := v.Made(sum, "240.jpg", func(_ io.ReadSeeker, out io.Writer) error { _, err := out.Write([]byte("small")); return err })
	if err != nil {
		t.Fatal(err)
	}
	_ = made.Close()
	if gone, err := v.Remove(sum, answers(false, false)); !gone || err != nil {
		t.Fatalf("not removed: %v", err)
	}
	if left := onDisk(t, v); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// A process that was killed while it removed a file left it aside; another that was
// killed while a file came in left a piece.
func TestTidyFinishesWhatAKilledProcessBegan(t *testing.T) {
	v := fresh(t)
	needed, loose := keep(t, v, "needed"), keep(t, v, "loose")
	for _, sum := range []string{needed, loose} {
		place, _ := v.path(sum)
		if err := os.Rename(place, filepath.Join(v.dir, leaving, sum)); err != nil {
			t.Fatal(err)
		}
	}
	old, young := filepath.Join(v.dir, incoming, "old"), filepath.Join(v.dir, incoming, "young")
	for _, name := range []string{old, young} {
		if err := os.WriteFile(name, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	yesterday := time.Now().Add(-24 * time.Hour)
	if err := os.Chtimes(old, yesterday, yesterday); err != nil {
		t.Fatal(err)
	}
	if err := v.Tidy(time.Now().Add(-time.Hour), func(sum string) (bool, error) { return sum == needed, nil }); err != nil {
		t.Fatal(err)
	}
	if v.Prove(needed) != nil || !errors.Is(v.Prove(loose), ErrMissing) {
		t.Errorf("needed: %v, loose: %v", v.Prove(needed), v.Prove(loose))
	}
	place, _ := v.path(needed)
	if left, want := onDisk(t, v), []string{place, young}; !slices.Equal(slices.Sorted(slices.Values(left)), slices.Sorted(slices.Values(want))) {
		t.Errorf("left: %v, want %v", left, want)
	}
}
