package program

import (
	"bufio"
	"bytes"
	"io"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Process is one command of the program that can be killed and started again.
type Process struct {
	t     testing.TB
	args  func() []string
	ready func(line string) bool
	cmd   *exec.Cmd
	said  *transcript
	gone  chan struct{}
}

// Run starts a command and waits until a line of its output says that it is ready. It
// is killed when the test ends.
func Run(t testing.TB, ready string, args ...string) *Process {
	t.Helper()
	p := &Process{t: t, args: func() []string { return args }, ready: func(line string) bool { return strings.Contains(line, ready) }}
	p.Restart()
	t.Cleanup(p.Kill)
	return p
}

// Do runs a command to its end and gives what it wrote.
func Do(t testing.TB, input string, args ...string) string {
	t.Helper()
	cmd := exec.Command(Build(t), args...)
	cmd.Stdin = strings.NewReader(input)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("chengxin %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// Kill ends the process as a power cut would: nothing is told, nothing is flushed.
func (p *Process) Kill() { p.end(syscall.SIGKILL) }

// Stop ends the process in order, as an operator does.
func (p *Process) Stop() { p.end(syscall.SIGINT) }

func (p *Process) end(by syscall.Signal) {
	if p.cmd == nil {
		return
	}
	_ = p.cmd.Process.Signal(by)
	<-p.gone
	p.cmd = nil
}

// readyWithin is generous: a busy machine may take long to bring Temporal up.
const readyWithin = time.Minute

// Restart starts the command again, the same as before.
func (p *Process) Restart() {
	p.t.Helper()
	p.said, p.gone = &transcript{}, make(chan struct{})
	p.cmd = exec.Command(Build(p.t), p.args()...)
	out, in := io.Pipe()
	p.cmd.Stdout, p.cmd.Stderr = in, in
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	ready := make(chan struct{})
	go func() {
		lines := bufio.NewScanner(io.TeeReader(out, p.said))
		lines.Buffer(nil, 1<<20)
		var once sync.Once
		for lines.Scan() {
			if p.ready(lines.Text()) {
				once.Do(func() { close(ready) })
			}
		}
	}()
	go func(cmd *exec.Cmd, gone chan struct{}) {
		_ = cmd.Wait()
		_ = in.Close()
		close(gone)
	}(p.cmd, p.gone)
	select {
	case <-ready:
	case <-p.gone:
		p.t.Fatalf("the process ended at once:\n%s", p.said)
	case <-time.After(readyWithin):
		p.t.Fatalf("the process never said that it is ready:\n%s", p.said)
	}
}

// Said is what the process wrote since it was last started.
func (p *Process) Said() string { return p.said.String() }

// Server is `chengxin dev` on a data folder and a port that stay the same however
// often it is killed and started.
type Server struct {
	*Process
	Data, Address string
}

var addressLine = regexp.MustCompile(`地址\s+http://(\S+)`)

// Start runs a server on a data folder and waits until it serves.
func Start(t testing.TB, data string) *Server {
	t.Helper()
	return StartWith(t, data)
}

// StartWith is Start with more arguments.
func StartWith(t testing.TB, data string, more ...string) *Server {
	t.Helper()
	s := start(t, data, more...)
	t.Cleanup(s.Kill)
	return s
}

func start(t testing.TB, data string, more ...string) *Server {
	t.Helper()
	s := &Server{Data: data, Address: "127.0.0.1:0"}
	s.Process = &Process{
		t:    t,
		args: func() []string { return append([]string{"dev", "--data", s.Data, "--http", s.Address}, more...) },
		ready: func(line string) bool {
			m := addressLine.FindStringSubmatch(line)
			if m != nil {
				s.Address = m[1]
			}
			return m != nil
		},
	}
	s.Restart()
	return s
}

// URL of the server.
func (s *Server) URL() string { return "http://" + s.Address }

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
