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

var common struct {
	sync.Mutex
	server *Server
}

// Common is one server for all tests of a package, started when the first of them asks.
// They share its register: a test may count on no number and no empty list.
func Common(t testing.TB) *Server {
	t.Helper()
	common.Lock()
	defer common.Unlock()
	if common.server == nil {
		data, err := os.MkdirTemp("", "chengxin-common")
		if err != nil {
			t.Fatal(err)
		}
		common.server = start(t, data)
	}
	return common.server
}

// Clean removes what Build made and ends the Common server; call it from TestMain.
func Clean() {
	if common.server != nil {
		common.server.Kill()
		_ = os.RemoveAll(common.server.Data)
	}
	if built.path != "" {
		_ = os.RemoveAll(filepath.Dir(built.path))
	}
}
