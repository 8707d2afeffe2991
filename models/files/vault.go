// Package files keeps what evidence files hold: each under the SHA-256 of its bytes, in a
// folder, written once and never changed. What a file is called, whose it is and where
// it belongs is the register's; here are only bytes.
package files

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"time"
)

// Errors of a vault.
var (
	ErrTooLarge = errors.New("file is larger than allowed")
	ErrEmpty    = errors.New("file is empty")
	ErrMissing  = errors.New("file is not there")
	ErrDamaged  = errors.New("file is not what it was")
)

// Vault is a folder of files by their sums. Several processes may share one. It is safe
// for concurrent use.
type Vault struct{ dir string }

// Folders of a vault beside the files themselves.
const (
	incoming = "incoming" // not yet whole, or not yet in the register
	leaving  = "leaving"  // about to be removed
	made     = "made"     // made from a kept file, and can be made again
)

// Open opens the vault in a folder, which is made where it is missing.
func Open(dir string) (*Vault, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	for _, sub := range []string{incoming, leaving, made} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o700); err != nil {
			return nil, fmt.Errorf("evidence folder: %w", err)
		}
	}
	return &Vault{dir}, nil
}

// Reading is the vault in a folder for reading alone: nothing is made there.
func Reading(dir string) *Vault { return &Vault{dir} }

// Prove says whether a kept file is what it was. Errors: ErrMissing, ErrDamaged.
func (v *Vault) Prove(of string) error {
	f, err := v.Open(of)
	if err != nil {
		return err
	}
	return f.Close()
}

var sum = regexp.MustCompile(`^[0-9a-f]{64}$`)

// path is where a sum's file lies. A sum that is none lies nowhere.
func (v *Vault) path(of string) (string, error) {
	if !sum.MatchString(of) {
		return "", fmt.Errorf("%w: %q is no sum", ErrMissing, of)
	}
	return filepath.Join(v.dir, of[:2], of), nil
}

// Incoming is a file that came in whole and is not kept yet.
type Incoming struct {
	SHA256 string
	Size   int64
	Path   string // where it lies meanwhile, for whoever looks into it
	vault  *Vault
}

// Receive writes what comes in to the disk and sums it up. Nothing is kept until Keep.
// Errors: ErrTooLarge beyond most bytes, ErrEmpty, and the reader's own.
func (v *Vault) Receive(r io.Reader, most int64) (in *Incoming, err error) {
	f, err := os.CreateTemp(filepath.Join(v.dir, incoming), "*")
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = f.Close()
			_ = os.Remove(f.Name())
		}
	}()
	h := sha256.New()
	n, err := io.Copy(io.MultiWriter(f, h), io.LimitReader(r, most+1))
	switch {
	case err != nil:
		return nil, err
	case n > most:
		return nil, ErrTooLarge
	case n == 0:
		return nil, ErrEmpty
	}
	if err = errors.Join(f.Sync(), f.Close()); err != nil {
		return nil, err
	}
	return &Incoming{SHA256: hex.EncodeToString(h.Sum(nil)), Size: n, Path: f.Name(), vault: v}, nil
}

// Keep puts the file into its place. Its row must be in the register by then: Remove
// looks there, and nowhere else, for whether a file is needed.
func (in *Incoming) Keep() error {
	place, err := in.vault.path(in.SHA256)
	if err != nil {
		return err
	}
	folder := filepath.Dir(place)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	if err := os.Rename(in.Path, place); err != nil {
		return err
	}
	return settle(folder)
}

// Discard drops what was not kept; after Keep it does nothing.
func (in *Incoming) Discard() { _ = os.Remove(in.Path) }

// settle makes a rename last through a loss of power.
func settle(folder string) error {
	d, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Open opens a kept file after proving it: what is read is what was kept. Errors:
// ErrMissing, ErrDamaged.
func (v *Vault) Open(of string) (*os.File, error) {
	f, err := v.open(of)
	if err != nil {
		return nil, err
	}
	h := sha256.New()
	_, err = io.Copy(h, f)
	if err == nil && hex.EncodeToString(h.Sum(nil)) != of {
		err = fmt.Errorf("%w: %s", ErrDamaged, of)
	}
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}

func (v *Vault) open(of string) (*os.File, error) {
	place, err := v.path(of)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(place)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s", ErrMissing, of)
	}
	return f, err
}

// Remove takes a file away unless it is needed. needed is asked once more after the file
// was put aside: whoever wrote its row before that is heard and the file goes back;
// whoever writes it later puts the file there anew, for Keep comes after the row.
func (v *Vault) Remove(of string, needed func() (bool, error)) (removed bool, err error) {
	place, err := v.path(of)
	if err != nil {
		return false, err
	}
	if still, err := needed(); err != nil || still {
		return false, err // its readers never miss it
	}
	return v.remove(of, place, needed)
}

func (v *Vault) remove(of, place string, needed func() (bool, error)) (removed bool, err error) {
	aside := filepath.Join(v.dir, leaving, of)
	if err := os.Rename(place, aside); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	still, err := needed()
	if err != nil || still {
		if back := os.Rename(aside, place); back != nil && !errors.Is(back, fs.ErrNotExist) {
			err = errors.Join(err, back)
		}
		return false, err
	}
	if err := os.Remove(aside); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	return true, v.forget(of)
}

// Tidy finishes what a process that ended in between left: files that were put aside are
// removed or put back, and what never came in whole is dropped once it is old.
func (v *Vault) Tidy(before time.Time, needed func(sum string) (bool, error)) error {
	aside, err := os.ReadDir(filepath.Join(v.dir, leaving))
	if err != nil {
		return err
	}
	for _, e := range aside {
		place, err := v.path(e.Name())
		if err != nil {
			continue // none of ours
		}
		if _, err := v.remove(e.Name(), place, func() (bool, error) { return needed(e.Name()) }); err != nil {
			return err
		}
	}
	left, err := os.ReadDir(filepath.Join(v.dir, incoming))
	if err != nil {
		return err
	}
	for _, e := range left {
		if info, gone := e.Info(); gone == nil && info.ModTime().Before(before) {
			_ = os.Remove(filepath.Join(v.dir, incoming, e.Name()))
		}
	}
	return nil
}
