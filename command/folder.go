package command

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"chengxin/models/sealing"
)

// folder is a data folder held by this process alone.
type folder struct {
	path string
	lock *os.File
}

// openFolder makes the folder where it is missing and takes it for this process. The
// operating system gives the lock back however the process ends, so nothing has to
// be cleaned up after a kill. Whoever comes second is told who was first.
func openFolder(path string) (*folder, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("无法建立数据目录：%w", err)
	}
	f, err := os.OpenFile(filepath.Join(path, "chengxin.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("无法使用数据目录：%w", err)
	}
	if err := lock(f); err != nil {
		defer func() { _ = f.Close() }()
		if !errors.Is(err, errLocked) {
			return nil, err
		}
		return nil, fmt.Errorf("数据目录%s正由另一个城信进程使用（进程号%s）。请先停止它，或者用 --data 指定另一目录", path, holder(f))
	}
	if err := f.Truncate(0); err != nil {
		return nil, err
	}
	_, err = f.WriteAt(fmt.Appendf(nil, "%d\n", os.Getpid()), 0)
	return &folder{path, f}, err
}

func holder(f *os.File) string {
	raw := make([]byte, 20)
	n, _ := f.ReadAt(raw, 0)
	if pid := strings.TrimSpace(string(raw[:n])); pid != "" {
		return pid
	}
	return "不详"
}

// file is a path in the folder.
func (f *folder) file(name string) string { return filepath.Join(f.path, name) }

func (f *folder) close() { _ = f.lock.Close() }

// keys reads the folder's secret keys, drawing one at the first start. Personal data can
// only be found and read with them: they belong into every backup, though not beside the
// register's.
func (f *folder) keys() (*sealing.Ring, error) {
	raw, err := os.ReadFile(f.file("key"))
	if err == nil {
		return sealing.New(string(raw))
	}
	if !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	fresh := make([]byte, 32)
	_, _ = rand.Read(fresh) // never fails
	text := hex.EncodeToString(fresh)
	if err := replaceFile(f.file("key"), []byte(text+"\n")); err != nil {
		return nil, err
	}
	return sealing.New(text)
}

// replaceFile writes a file whole or not at all, for its owner's eyes alone.
func replaceFile(path string, data []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(tmp.Name()) }()
	_, err = tmp.Write(data)
	if err := errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}
