// Package sealing keeps personal data unreadable to whoever holds the database without
// the key: each subject's data is sealed under a key of its own, and these keys under the
// ring's. Destroying one subject's key destroys what was sealed under it, in every copy
// and backup; a new ring key takes the place of an old one without sealing anything anew.
package sealing

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// Shortest is how many characters of text a key is made of at least.
const Shortest = 32

// ErrOtherKey says that something was sealed under a key that the ring does not hold.
var ErrOtherKey = errors.New("sealing: sealed under a key that is not set")

// Ring holds the keys of one installation. The first seals and finds; the others still
// open and find what the first has not taken over yet. It is safe for concurrent use.
type Ring struct{ keys []key }

type key struct {
	name string // tells keys apart and gives nothing away
	find []byte // finds numbers by their keyed hash
	mark []byte // marks browsers and the like
	wrap cipher.AEAD
}

// New makes a ring of a setting's text: keys parted by spaces, the one in use first.
func New(text string) (*Ring, error) {
	r := &Ring{}
	for _, t := range strings.Fields(text) {
		if len(t) < Shortest {
			return nil, fmt.Errorf("密钥至少须有%d个字符（CHENGXIN_KEY），其中不含空格。可用 openssl rand -hex 32 生成，请妥善保管", Shortest)
		}
		k, err := newKey(t)
		if err != nil {
			return nil, err
		}
		r.keys = append(r.keys, k)
	}
	if len(r.keys) == 0 {
		return nil, fmt.Errorf("没有设置密钥（CHENGXIN_KEY），至少须有%d个字符。可用 openssl rand -hex 32 生成，请妥善保管", Shortest)
	}
	return r, nil
}

func newKey(text string) (key, error) {
	find := sha256.Sum256([]byte("chengxin identity " + text))
	made := map[string][]byte{}
	for _, use := range []string{"name", "mark", "wrap"} {
		b, err := hkdf.Key(sha256.New, []byte(text), nil, "chengxin "+use, sha256.Size)
		if err != nil {
			return key{}, err
		}
		made[use] = b
	}
	wrap, err := box(made["wrap"])
	return key{hex.EncodeToString(made["name"][:6]), find[:], made["mark"], wrap}, err
}

func box(k []byte) (cipher.AEAD, error) {
	b, err := aes.NewCipher(k)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(b)
}

// Name is the key in use; what carries another name waits to be taken over.
func (r *Ring) Name() string { return r.keys[0].name }

// Hash is the keyed hash by which a number is found again.
func (r *Ring) Hash(number string) string { return r.Hashes(number)[0] }

// Hashes are the keyed hashes under which a number may stand: of the key in use first.
func (r *Ring) Hashes(number string) (out []string) {
	for _, k := range r.keys {
		h := hmac.New(sha256.New, k.find)
		h.Write([]byte(number))
		out = append(out, hex.EncodeToString(h.Sum(nil)))
	}
	return out
}

// Mark is a keyed hash of text for some use: it tells the same text again, and nothing
// else.
func (r *Ring) Mark(use, text string) string {
	h := hmac.New(sha256.New, r.keys[0].mark)
	h.Write([]byte(use + "\x00" + text))
	return hex.EncodeToString(h.Sum(nil))
}

// Wrapped is a subject's key as it is kept: under a key of the ring, by name.
type Wrapped struct {
	By  string
	Key []byte
}

// Fresh draws a key for an owner, and gives it both open and wrapped.
func (r *Ring) Fresh(owner string) (Key, Wrapped, error) {
	raw := make([]byte, sha256.Size)
	_, _ = rand.Read(raw) // never fails
	k, err := box(raw)
	return Key{k}, r.wrap(owner, raw), err
}

func (r *Ring) wrap(owner string, raw []byte) Wrapped {
	return Wrapped{r.keys[0].name, r.keys[0].wrap.Seal(nil, nil, raw, []byte(owner))}
}

// Open unwraps an owner's key. Errors: ErrOtherKey.
func (r *Ring) Open(owner string, w Wrapped) (Key, error) {
	raw, err := r.unwrap(owner, w)
	if err != nil {
		return Key{}, err
	}
	k, err := box(raw)
	return Key{k}, err
}

// Rewrap puts an owner's key under the ring's key in use. Errors: ErrOtherKey.
func (r *Ring) Rewrap(owner string, w Wrapped) (Wrapped, error) {
	raw, err := r.unwrap(owner, w)
	if err != nil {
		return w, err
	}
	return r.wrap(owner, raw), nil
}

func (r *Ring) unwrap(owner string, w Wrapped) ([]byte, error) {
	for _, k := range r.keys {
		if k.name == w.By {
			return k.wrap.Open(nil, nil, w.Key, []byte(owner))
		}
	}
	return nil, fmt.Errorf("%w: %s", ErrOtherKey, w.By)
}

// Key is one owner's key, open.
type Key struct{ box cipher.AEAD }

// Seal makes data unreadable; it can only be opened as what it was sealed as.
func (k Key) Seal(as string, data []byte) []byte { return k.box.Seal(nil, nil, data, []byte(as)) }

// Open reads what was sealed; an error where anything of it was changed or it was sealed
// as something else.
func (k Key) Open(as string, sealed []byte) ([]byte, error) {
	return k.box.Open(nil, nil, sealed, []byte(as))
}
