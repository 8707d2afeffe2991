package files

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Made opens what was made from a kept file under a name (a smaller picture), making it
// where it is not there. make is given the file's proven bytes. What is made is no
// evidence: it may be thrown away at any time.
func (v *Vault) Made(of, name string, make func(in io.ReadSeeker, out io.Writer) error) (*os.File, error) {
	if _, err := v.path(of); err != nil {
		return nil, err
	}
	place := filepath.Join(v.madePath(of), name)
	f, err := os.Open(place)
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return f, err
	}
	in, err := v.Open(of)
	if err != nil {
		return nil, err
	}
	defer func() { _ = in.Close() }()
	out, err := os.CreateTemp(filepath.Join(v.dir, incoming), "*")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.Remove(out.Name()) }() // gone by then, unless something failed
	if err := errors.Join(make(in, out), out.Close(), os.MkdirAll(filepath.Dir(place), 0o700)); err != nil {
		return nil, err
	}
	if err := os.Rename(out.Name(), place); err != nil {
		return nil, err
	}
	return os.Open(place)
}

func (v *Vault) madePath(of string) string { return filepath.Join(v.dir, made, of[:2], of) }

// forget drops what was made from a file.
func (v *Vault) forget(of string) error { return os.RemoveAll(v.madePath(of)) }
