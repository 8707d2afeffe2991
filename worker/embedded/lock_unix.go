//go:build unix

package embedded

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// fileLock keeps a second server away from a file: SQLite would let both write,
// and both would run the same workflows.
type fileLock struct{ f *os.File }

// lockFile takes file+".lock". The kernel gives it back when the process ends,
// however it ends, so nothing has to be cleaned up after a kill.
func lockFile(file string) (*fileLock, error) {
	f, err := os.OpenFile(file+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", file, err)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		_ = f.Close()
		return nil, fmt.Errorf("%w：%s 正由另一个进程使用，请先停止那个进程，或用 --data 指定另一个目录", ErrFileInUse, file)
	}
	if err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("lock %s: %w", file, err)
	}
	return &fileLock{f}, nil
}

func (l *fileLock) unlock() {
	if l != nil {
		_ = l.f.Close()
	}
}
