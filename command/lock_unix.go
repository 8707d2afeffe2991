//go:build unix

package command

import (
	"errors"
	"os"
	"syscall"
)

var errLocked = errors.New("locked")

func lock(f *os.File) error {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return errLocked
	}
	return err
}
