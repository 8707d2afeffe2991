package faults

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"chengxin/command/call"
	"chengxin/test/program"
	"chengxin/worker/embedded"
)

// parts are the API and a worker as processes of their own, beside a Temporal that
// stays. One of them is killed, the other one in the next round.
type parts struct {
	api, worker *program.Process
	workerNext  bool
}

func (p *parts) victim() *program.Process {
	if p.workerNext {
		return p.worker
	}
	return p.api
}

// Kill ends one part.
func (p *parts) Kill() { p.victim().Kill() }

// Restart starts it again; the other part is next.
func (p *parts) Restart() {
	p.victim().Restart()
	p.workerNext = !p.workerNext
}

// Said is what both wrote.
func (p *parts) Said() string { return p.api.Said() + p.worker.Said() }

// posts of the city that the races need, and where.
var posts = map[string][]string{
	"rencheng_bureau": {"collector1", "reviewer1", "reviewer2", "dispatcher1", "handler1", "handler2", "inspector1", "legal_reviewer1", "approver1"},
	"city_bureau":     {"supervisor1"},
}

func apart(t *testing.T) *city {
	temporal, err := embedded.Start(context.Background(), embedded.Options{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(temporal.Stop)
	database := "sqlite:" + filepath.Join(t.TempDir(), "register.db")
	program.Do(t, "", "migrate", "--database", database)
	program.Do(t, "", "policy", "load", "--database", database, "../../policy/packs/jining.yaml")

	c := &city{T: t, token: map[string]string{}, register: []string{"--database", database}}
	for bureau, roles := range posts {
		place := strings.Replace(strings.TrimSuffix(bureau, "_bureau"), "city", "jining", 1)
		for _, post := range roles {
			user := place + "." + post
			said := program.Do(t, "a long password\n", "user", "add", "--database", database, "--username", user, "--name", user,
				"--role", strings.TrimRight(post, "12"), "--organization", "jining/"+bureau, "--certificate", "示例-"+user)
			_, token, _ := strings.Cut(strings.TrimSpace(said), "令牌（只显示一次）：")
			c.token[user] = token
		}
	}
	common := []string{"--database", database, "--temporal", temporal.HostPort(), "--namespace", temporal.Namespace()}
	at := free(t)
	key := strings.Repeat("示例密钥", 8)
	c.server = &parts{
		worker: program.Run(t, `"working"`, append([]string{"worker", "--http", free(t)}, common...)...),
		api:    program.Run(t, `"listening"`, append([]string{"api", "--plain-http", "--key", key, "--http", at}, common...)...),
	}
	c.api = call.New(at)
	return c
}

// free is an address nobody listens at.
func free(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return fmt.Sprint(l.Addr())
}

// The same races where only the API dies, its answers with it, or only the worker,
// between the register's commit and Temporal's: what it had begun is taken up by the
// next one, and what was received meanwhile is kept for it.
func TestPartsKilledWhileDeciding(t *testing.T) {
	apart(t).rounds(max(rounds(t)/4, 2))
}
