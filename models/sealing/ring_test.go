package sealing

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

const (
	old   = "the key of last year, kept in a safe"
	fresh = "the key of this year, drawn in March"
)

func texts(s ...string) string {
	for i := range s {
		s[i] = strings.ReplaceAll(s[i], " ", "-")
	}
	return strings.Join(s, " ")
}

func ring(t *testing.T, keys ...string) *Ring {
	t.Helper()
	r, err := New(texts(keys...))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// What was sealed before a new key came is still read, is taken over by it, and is then
// read by the new key alone.
func TestAKeyTakesTheOtherOnesPlace(t *testing.T) {
	before, both, after := ring(t, old), ring(t, fresh, old), ring(t, fresh)
	k, w, err := before.Fresh("S1")
	if err != nil {
		t.Fatal(err)
	}
	sealed := k.Seal("subject/S1", []byte("370811199003070010"))
	if bytes.Contains(sealed, []byte("3708")) {
		t.Fatal("readable")
	}
	if _, err := after.Open("S1", w); !errors.Is(err, ErrOtherKey) {
		t.Fatalf("opened without its key: %v", err)
	}
	taken, err := both.Rewrap("S1", w)
	if err != nil || taken.By != after.Name() || taken.By == w.By {
		t.Fatalf("taken over by %s: %v", taken.By, err)
	}
	k, err = after.Open("S1", taken)
	if err != nil {
		t.Fatal(err)
	}
	if data, err := k.Open("subject/S1", sealed); err != nil || string(data) != "370811199003070010" {
		t.Fatalf("read %q: %v", data, err)
	}
}

// A sealed thing moved to another place, another owner's key, or a changed byte opens
// nothing.
func TestSealedDataCannotBeMoved(t *testing.T) {
	r := ring(t, fresh)
	k, w, _ := r.Fresh("S1")
	other, _, _ := r.Fresh("S2")
	sealed := k.Seal("subject/S1", []byte("370811199003070010"))
	if _, err := k.Open("subject/S2", sealed); err == nil {
		t.Error("opened as another's")
	}
	if _, err := other.Open("subject/S1", sealed); err == nil {
		t.Error("opened by another's key")
	}
	if _, err := r.Open("S2", w); err == nil {
		t.Error("another owner's key opens")
	}
	sealed[len(sealed)-1] ^= 1
	if _, err := k.Open("subject/S1", sealed); err == nil {
		t.Error("changed, and opens")
	}
}

// A number is found under either key while both are set, and never by the bare hash.
func TestANumberIsFoundUnderEitherKey(t *testing.T) {
	number := "370811199003070010"
	before, both := ring(t, old), ring(t, fresh, old)
	hashes := both.Hashes(number)
	if len(hashes) != 2 || hashes[1] != before.Hash(number) || hashes[0] == hashes[1] {
		t.Errorf("hashes %v, before %s", hashes, before.Hash(number))
	}
	if before.Mark("a", "x") == before.Mark("b", "x") {
		t.Error("one use's mark is another's")
	}
}

func TestAShortKeyIsRefused(t *testing.T) {
	for _, text := range []string{"", "  ", "short", texts(fresh) + " short"} {
		if _, err := New(text); err == nil || !strings.Contains(err.Error(), "CHENGXIN_KEY") {
			t.Errorf("%q: %v", text, err)
		}
	}
}
