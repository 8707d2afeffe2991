// Package program runs the built program for tests that kill it: what only a real
// process can show.
package program

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sync"
	"syscall"
	"testing"
	"time"
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

// Server is `chengxin dev` on a data folder and a port that stay the same however
// often it is killed and started.
type Server struct {
	Data, Address string
	t             testing.TB
	cmd           *exec.Cmd
	said          *transcript
	gone          chan struct{}
}

// Start runs a server on a data folder and waits until it serves.
func Start(t testing.TB, data string) *Server {
	t.Helper()
	s := &Server{Data: data, Address: "127.0.0.1:0", t: t}
	s.Restart()
	t.Cleanup(s.Kill)
	return s
}

// URL of the server.
func (s *Server) URL() string { return "http://" + s.Address }

// Kill ends the process as a power cut would: nothing is told, nothing is flushed.
func (s *Server) Kill() {
	if s.cmd == nil {
		return
	}
	_ = s.cmd.Process.Signal(syscall.SIGKILL)
	<-s.gone
	s.cmd = nil
}

// Stop ends the process in order, as an operator does.
func (s *Server) Stop() {
	if s.cmd == nil {
		return
	}
	_ = s.cmd.Process.Signal(syscall.SIGINT)
	<-s.gone
	s.cmd = nil
}

var addressLine = regexp.MustCompile(`地址\s+http://(\S+)`)

// startWithin is generous: a busy machine may take long to bring Temporal up.
const startWithin = time.Minute

// Restart starts the process again on the same data and the same port.
func (s *Server) Restart() {
	s.t.Helper()
	s.said, s.gone = &transcript{}, make(chan struct{})
	s.cmd = exec.Command(Build(s.t), "dev", "--data", s.Data, "--http", s.Address)
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	s.cmd.Stderr = s.said
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	address := make(chan string, 1)
	go func(cmd *exec.Cmd, gone chan struct{}) {
		lines := bufio.NewScanner(io.TeeReader(out, s.said))
		for lines.Scan() {
			if m := addressLine.FindStringSubmatch(lines.Text()); m != nil {
				address <- m[1]
			}
		}
		_ = cmd.Wait()
		close(gone)
	}(s.cmd, s.gone)
	select {
	case s.Address = <-address:
	case <-s.gone:
		s.t.Fatalf("the server ended at once:\n%s", s.said)
	case <-time.After(startWithin):
		s.t.Fatalf("the server never said where it is:\n%s", s.said)
	}
}

// Said is what the process wrote since it was last started.
func (s *Server) Said() string { return s.said.String() }

// transcript keeps what a process writes, for the reader of a failed test.
type transcript struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write keeps.
func (t *transcript) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.Write(b)
}

// String gives all of it.
func (t *transcript) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.String()
}
