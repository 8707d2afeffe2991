package access

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// The cost of a guess: 19 MiB and two passes, as OWASP advises for argon2id.
const (
	memory  = 19 * 1024
	passes  = 2
	threads = 1
	keySize = 32
	salting = 16
)

// deriving bounds how many passwords are derived at once: each takes memory, and
// anyone may send passwords.
var deriving = make(chan struct{}, 4)

// HashPassword derives what is kept of a password, in the PHC form
// $argon2id$v=19$m=…,t=…,p=…$salt$hash.
func HashPassword(password string) string {
	salt := make([]byte, salting)
	_, _ = rand.Read(salt) // never fails
	key := derive(password, salt, passes, memory, threads, keySize)
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memory, passes, threads, b64(salt), b64(key))
}

// errHash marks a stored hash that cannot be read.
var errHash = errors.New("password hash cannot be read")

// CheckPassword says whether a password is the one that was hashed, at the cost the
// hash was made with.
func CheckPassword(hash, password string) (bool, error) {
	var (
		version, m, t int
		p             uint8
		parts         = strings.Split(hash, "$")
	)
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false, errHash
	}
	if _, err := fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=%d", &version, &m, &t, &p); err != nil || version != argon2.Version {
		return false, errHash
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	want, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil || len(want) == 0 {
		return false, errHash
	}
	got := derive(password, salt, uint32(t), uint32(m), p, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1, nil
}

func derive(password string, salt []byte, t, m uint32, p uint8, size uint32) []byte {
	deriving <- struct{}{}
	defer func() { <-deriving }()
	return argon2.IDKey([]byte(password), salt, t, m, p, size)
}

// nobody is what a name without an account is checked against, so that a refusal
// takes as long as a wrong password and tells nothing about who exists.
var nobody = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// NewToken draws an API token of 130 random bits. It is shown once; HashToken of it
// is what the register keeps.
func NewToken() string { return "cx_" + rand.Text() }

// HashToken is how the register knows a token. Tokens are random, so a plain hash is
// enough.
func HashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
