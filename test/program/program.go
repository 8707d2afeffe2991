// Package program runs the built program for tests that kill it: what only a real
// process can show.
package program

import (
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

var built struct {
	sync.Once
	path string
	err  error
}

// Build compiles the program once per test binary and gives its path. CHENGXIN_BINARY
// names one that is built already.
func Build(t testing.TB) string {
	t.Helper()
	if path := os.Getenv("CHENGXIN_BINARY"); path != "" {
		return path
	}
	built.Do(func() {
		dir, err := os.MkdirTemp("", "chengxin-program")
		if err != nil {
			built.err = err
			return
		}
		built.path = filepath.Join(dir, "chengxin")
		out, err := exec.Command("go", "build", "-o", built.path, "chengxin").CombinedOutput()
		if err != nil {
			t.Logf("go build: %s", out)
		}
		built.err = err
	})
	if built.err != nil {
		t.Fatal(built.err)
	}
	return built.path
}

// Clean removes what Build made; call it from TestMain.
func Clean() {
	if built.path != "" {
		_ = os.RemoveAll(filepath.Dir(built.path))
	}
}
