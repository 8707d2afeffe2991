// Package demo runs the program as its first user does: start it, play the stories,
// lose it in the middle, play them again.
package demo

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"chengxin/test/program"
)

func TestMain(m *testing.M) {
	code := m.Run()
	program.Clean()
	os.Exit(code)
}

// play runs `chengxin demo` and hands each line to whoever wants to act on it.
func play(t *testing.T, hear func(line string), args ...string) (said string, status int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, program.Build(t), append([]string{"demo"}, args...)...)
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		all.WriteString(lines.Text() + "\n")
		hear(lines.Text())
	}
	err = cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return all.String() + complaints.String(), cmd.ProcessState.ExitCode()
}

func silent(string) {}

// Started for the first time, the program plays every story and refuses what must be
// refused. Killed twice on the way, in the middle of a case and while a listing waits
// its term, it ends the story all the same: nothing decided is lost, and the term ends
// when it should (R1, NX-4, NX-6).
func TestDemo(t *testing.T) {
	server := program.Start(t, t.TempDir())
	address := []string{"--server", server.URL(), "--data", server.Data}

	t.Run("every story holds", func(t *testing.T) {
		said, status := play(t, silent, address...)
		if status != 0 || strings.Contains(said, "✗") || !strings.Contains(said, "✓ audit rebuild") || !strings.Contains(said, "全部符合") {
			t.Fatalf("exit %d:\n%s\nserver:\n%s", status, said, server.Said())
		}
	})

	t.Run("killed twice, the story ends", func(t *testing.T) {
		kills := map[string]bool{"提出认定意见｜": false, "距可申请修复还有": false}
		said, status := play(t, func(line string) {
			for moment, done := range kills {
				if !done && strings.Contains(line, moment) {
					kills[moment] = true
					server.Kill()
					time.Sleep(time.Second)
					server.Restart()
				}
			}
		}, append(address, "--scenario", "story")...)
		if status != 0 || !strings.Contains(said, "重试") || !strings.Contains(said, "全部符合") {
			t.Fatalf("exit %d:\n%s\nserver:\n%s", status, said, server.Said())
		}
	})
}

// Pointed elsewhere, the demonstration says what is wrong and what to do.
func TestWrongServer(t *testing.T) {
	other := httptest.NewServer(http.NotFoundHandler())
	defer other.Close()
	empty := t.TempDir()
	users := t.TempDir() + "/demo-users.json"
	if err := os.WriteFile(users, []byte("[]"), 0o600); err != nil {
		t.Fatal(err)
	}
	folder := strings.TrimSuffix(users, "/demo-users.json")
	for _, c := range []struct {
		what, want string
		args       []string
		status     int
	}{
		{"nobody listens", "请核对 --server", []string{"--server", "http://127.0.0.1:1", "--data", folder}, 1},
		{"another server", "不是城信服务", []string{"--server", other.URL, "--data", folder}, 1},
		{"no demo users", "请用 --data 指定", []string{"--server", other.URL, "--data", empty}, 1},
		{"no such story", "可选：story、refusals、all", []string{"--scenario", "comedy"}, 2},
	} {
		t.Run(c.what, func(t *testing.T) {
			said, status := play(t, silent, c.args...)
			if status != c.status || !strings.Contains(said, c.want) {
				t.Errorf("exit %d: %s", status, said)
			}
		})
	}
}
