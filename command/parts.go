package command

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/spf13/cobra"
	"go.temporal.io/sdk/client"
	sdklog "go.temporal.io/sdk/log"

	"chengxin/api"
	"chengxin/models/sealing"
	"chengxin/models/store"
	"chengxin/worker"
)

// serveAPI answers HTTP against a register and a Temporal cluster of their own. Any
// number of them may run. It starts also while either is away, and says so in /readyz.
func serveAPI() *cobra.Command {
	var o settings
	c := &cobra.Command{
		Use: "api", Short: "HTTP 服务（集群）", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			keys, err := sealing.New(o.Key)
			if err != nil {
				return err
			}
			provider, err := o.provider()
			if err != nil {
				return err
			}
			e, err := o.engine(c.Context())
			if err != nil {
				return err
			}
			defer e.close()
			e.store.Keys = keys
			if e.files, err = o.evidence(o.Evidence); err != nil {
				return err
			}
			channels, err := o.channels() // mail alone: it takes no other setting
			if err != nil {
				return err
			}
			l, err := net.Listen("tcp", o.HTTP)
			if err != nil {
				return err
			}
			s, err := e.server(api.Options{Secure: !o.Plain, PublicURL: o.PublicURL, Proxies: o.proxies(), Mail: byMail(channels), Provider: provider})
			if err != nil {
				return err
			}
			e.log.Info("listening", "address", l.Addr().String(), "version", Version)
			return e.serve(c.Context(), l, s)
		},
	}
	o.bind(c, append([]string{
		"database", "temporal", "namespace", "http", "key", "evidence", "evidence-limit", "scanner", "proxies", "public-url", "smtp",
	}, providerSettings...)...)
	c.Flags().BoolVar(&o.Plain, "plain-http", os.Getenv("CHENGXIN_PLAIN_HTTP") == "true", "会话 Cookie 也可经 HTTP 传送，仅供内网试用（CHENGXIN_PLAIN_HTTP=true）")
	return c
}

// runWorker carries cases out. Any number of them may run.
func runWorker() *cobra.Command {
	var o settings
	c := &cobra.Command{
		Use: "worker", Short: "执行端（集群）", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			ctx := c.Context()
			e, err := o.engine(ctx)
			if err != nil {
				return err
			}
			defer e.close()
			l, err := net.Listen("tcp", o.HTTP)
			if err != nil {
				return err
			}
			if e.channels, err = o.channels(); err != nil {
				return err
			}
			e.link = o.PublicURL
			stop, err := e.workWhenThere(ctx)
			if err != nil {
				return err
			}
			defer stop()
			s, err := e.server(api.Options{Bare: true})
			if err != nil {
				return err
			}
			return e.serve(ctx, l, s)
		},
	}
	o.bind(c, append([]string{"database", "temporal", "namespace", "http"}, channelSettings...)...)
	return c
}

// migrate brings the register's schema up to date.
func migrate() *cobra.Command {
	var o settings
	c := &cobra.Command{
		Use: "migrate", Short: "升级登记库结构", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			st, err := o.store()
			if err != nil {
				return err
			}
			if err := errors.Join(st.Migrate(c.Context()), st.Close()); err != nil {
				return err
			}
			fmt.Fprintln(c.OutOrStdout(), "登记库已是最新结构。")
			return nil
		},
	}
	o.bind(c, "database")
	return c
}

func (s *settings) store() (*store.Store, error) {
	if s.Database == "" {
		return nil, usage{errors.New("没有指定登记库，请设 --database 或 CHENGXIN_DATABASE")}
	}
	return store.Open(s.Database)
}

// engine connects without insisting: what is away may come.
func (s *settings) engine(context.Context) (*engine, error) {
	log := logger(os.Stderr, slog.LevelInfo)
	st, err := s.store()
	if err != nil {
		return nil, err
	}
	metrics := prometheus.NewRegistry()
	t, err := client.NewLazyClient(client.Options{
		HostPort: s.Temporal, Namespace: s.Namespace,
		Logger: sdklog.NewStructuredLogger(log), MetricsHandler: worker.Metrics(metrics),
	})
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return newEngine(st, t, metrics, log), nil
}

func (e *engine) close() {
	e.temporal.Close()
	if err := e.store.Close(); err != nil {
		e.log.Warn("register did not close", "err", err)
	}
}

// workWhenThere starts the worker, and tries again until Temporal is there.
func (e *engine) workWhenThere(ctx context.Context) (stop func(), err error) {
	for pause := time.Second; ; pause = min(2*pause, 30*time.Second) {
		if stop, err = e.work(ctx); err == nil {
			e.log.Info("working", "version", Version)
			return stop, nil
		}
		e.log.Warn("worker waits for Temporal", "err", err)
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(pause):
		}
	}
}
