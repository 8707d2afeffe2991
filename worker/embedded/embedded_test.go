package embedded

import (
	"context"
	"errors"
	"net"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"
)

const queue = "test"

// waiting is the smallest process: it waits until somebody decides and returns
// the decision.
func waiting(ctx workflow.Context) (string, error) {
	var decision string
	err := workflow.SetUpdateHandler(ctx, "decide", func(ctx workflow.Context, choice string) (string, error) {
		decision = choice
		return "heard " + choice, nil
	})
	if err != nil {
		return "", err
	}
	err = workflow.Await(ctx, func() bool { return decision != "" })
	return decision, err
}

func start(tb testing.TB, options Options) *Server {
	tb.Helper()
	s, err := Start(context.Background(), options)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(s.Stop)
	return s
}

// work dials the server and runs a worker for the process above; stop ends both.
func work(tb testing.TB, s *Server) (c client.Client, stop func()) {
	tb.Helper()
	c, err := s.Client(client.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	w := worker.New(c, queue, worker.Options{})
	w.RegisterWorkflow(waiting)
	if err := w.Start(); err != nil {
		tb.Fatal(err)
	}
	return c, func() { w.Stop(); c.Close() }
}

func decide(ctx context.Context, c client.Client, id string) (string, error) {
	update, err := c.UpdateWorkflow(ctx, client.UpdateWorkflowOptions{
		WorkflowID: id, UpdateName: "decide", Args: []any{"approve"},
		WaitForStage: client.WorkflowUpdateStageCompleted,
	})
	if err != nil {
		return "", err
	}
	var answer string
	return answer, update.Get(ctx, &answer)
}

func TestWorkflowContinuesAfterRestart(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	// A city may well keep its data in a folder with a Chinese name or worse.
	options := Options{File: filepath.Join(t.TempDir(), "济宁 100%?#.db"), Retention: 2 * time.Hour}

	first := start(t, options)
	c, stop := work(t, first)
	if _, err := c.ExecuteWorkflow(ctx, client.StartWorkflowOptions{ID: "case-1", TaskQueue: queue}, waiting); err != nil {
		t.Fatal(err)
	}
	stop()
	begin := time.Now()
	first.Stop()
	first.Stop()
	t.Logf("stopped in %v", time.Since(begin))

	options.Retention = 3 * time.Hour
	second := start(t, options)
	c, stop = work(t, second)
	defer stop()
	answer, err := decide(ctx, c, "case-1")
	if err != nil {
		t.Fatal(err)
	}
	if answer != "heard approve" {
		t.Errorf("answer = %q", answer)
	}
	ns, err := c.WorkflowService().DescribeNamespace(ctx, &workflowservice.DescribeNamespaceRequest{Namespace: second.Namespace()})
	if err != nil {
		t.Fatal(err)
	}
	if got := ns.GetConfig().GetWorkflowExecutionRetentionTtl().AsDuration(); got != 3*time.Hour {
		t.Errorf("retention = %v after the setting changed", got)
	}
}

func TestTwoServersInOneProcess(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for range 2 {
		s := start(t, Options{Namespace: "other"})
		c, stop := work(t, s)
		defer stop()
		// The same id in both: they must not share a file.
		if _, err := c.ExecuteWorkflow(ctx, client.StartWorkflowOptions{ID: "case-1", TaskQueue: queue}, waiting); err != nil {
			t.Fatal(err)
		}
		if _, err := decide(ctx, c, "case-1"); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSecondServerOnOneFileIsRefused(t *testing.T) {
	options := Options{File: filepath.Join(t.TempDir(), "temporal.db")}
	start(t, options)
	if _, err := Start(context.Background(), options); !errors.Is(err, ErrFileInUse) {
		t.Fatalf("err = %v, want ErrFileInUse", err)
	}
}

func TestOnlyThisMachineCanDial(t *testing.T) {
	s := start(t, Options{})
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range addresses {
		ip := a.(*net.IPNet).IP
		if ip.IsLoopback() || ip.IsLinkLocalUnicast() {
			continue
		}
		for _, port := range []int{s.ports.frontend, s.ports.history, s.ports.matching, s.ports.worker} {
			c, err := net.DialTimeout("tcp", net.JoinHostPort(ip.String(), strconv.Itoa(port)), time.Second)
			if err == nil {
				_ = c.Close()
				t.Errorf("port %d answers on %s", port, ip)
			}
		}
	}
}

func TestTakenPortIsNamed(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	if s, err := Start(context.Background(), Options{FrontendPort: l.Addr().(*net.TCPAddr).Port}); err == nil {
		s.Stop()
		t.Fatal("started on a taken port")
	}
}

// A port lost after it was picked must come back as an error to try again on,
// not end the process.
func TestLostPortIsAnError(t *testing.T) {
	s := &Server{logger: newLogger(nopLogger())}
	failing := func() (err error) {
		defer recoverFatal(&err)
		s.logger.Fatal("Failed to start gRPC listener")
		return nil
	}
	if err := failing(); !errors.Is(err, errListen) {
		t.Fatalf("err = %v, want errListen", err)
	}
}

func TestReservedPortsDiffer(t *testing.T) {
	seen := map[int]bool{}
	for range 50 {
		port, err := reservePort()
		if err != nil {
			t.Fatal(err)
		}
		if seen[port] {
			t.Fatalf("port %d given twice", port)
		}
		seen[port] = true
		l, err := net.Listen("tcp", ports{}.address(port))
		if err != nil {
			t.Fatalf("reserved port: %v", err)
		}
		_ = l.Close()
	}
}

// BenchmarkStart reports the time from nothing to a namespace that takes work,
// on a new file and on an existing one.
func BenchmarkStart(b *testing.B) {
	run := func(b *testing.B, file func() string) {
		var total time.Duration
		for range b.N {
			begin := time.Now()
			s := start(b, Options{File: file()})
			total += time.Since(begin)
			s.Stop()
		}
		b.ReportMetric(float64(total.Milliseconds())/float64(b.N), "ms/start")
	}
	b.Run("new", func(b *testing.B) {
		run(b, func() string { return filepath.Join(b.TempDir(), "temporal.db") })
	})
	b.Run("existing", func(b *testing.B) {
		file := filepath.Join(b.TempDir(), "temporal.db")
		start(b, Options{File: file}).Stop()
		run(b, func() string { return file })
	})
}
