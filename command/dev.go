package command

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"slices"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/spf13/cobra"
	"go.temporal.io/sdk/client"
	sdklog "go.temporal.io/sdk/log"

	"chengxin/api"
	"chengxin/models/store"
	"chengxin/worker"
	"chengxin/worker/embedded"
)

type devOptions struct {
	data, http    string
	policy, trial []string
	verbose       bool
	settings      settings
}

func dev() *cobra.Command {
	var o devOptions
	c := &cobra.Command{
		Use: "dev", Short: "在一个进程内运行全部（试用）", Args: cobra.NoArgs,
		Long: "在一个进程内运行登记库、Temporal、执行端与 HTTP 服务，供试用与演示。\n首次启动载入规则包并生成演示用户；数据全部在 --data 目录内。",
		RunE: func(c *cobra.Command, _ []string) error {
			if len(o.policy) > 0 && !c.Flags().Changed("trial") {
				o.trial = nil
			}
			return runDev(c.Context(), o, c.OutOrStdout())
		},
	}
	c.Flags().StringVar(&o.data, "data", "./data", "数据目录")
	c.Flags().StringVar(&o.http, "http", "127.0.0.1:8080", "监听地址，仅限本机；端口为0时自动选择")
	c.Flags().StringSliceVar(&o.policy, "policy", nil, "规则包文件，可多次指定；缺省为内置规则包")
	c.Flags().StringSliceVar(&o.trial, "trial", []string{"jining"}, "另设试运行管辖区（代号加 _trial），规则相同而期限以秒计；用 --policy 时缺省不设")
	o.settings.bind(c, slices.Concat([]string{"evidence-limit", "scanner"}, channelSettings, providerSettings)...)
	c.Flags().BoolVarP(&o.verbose, "verbose", "v", false, "记录每个请求")
	return c
}

// runDev holds everything up until it is told to stop, and takes it down in order:
// requests first, then the worker, then Temporal, then the register.
func runDev(ctx context.Context, o devOptions, tell io.Writer) (err error) {
	level := slog.LevelWarn
	if o.verbose {
		level = slog.LevelInfo
	}
	log := logger(os.Stderr, level)
	provider, err := o.settings.provider()
	if err != nil {
		return err
	}
	listener, err := loopback(o.http)
	if err != nil {
		return err
	}
	defer func() { _ = listener.Close() }()
	data, err := openFolder(o.data)
	if err != nil {
		return err
	}
	defer data.close()
	keys, err := data.keys()
	if err != nil {
		return err
	}

	lost := data.temporalLost()
	st, server, err := openStores(ctx, data, log)
	if err != nil {
		return err
	}
	st.Keys = keys
	defer func() { err = errors.Join(err, st.Close()) }()
	defer server.Stop()
	packs, err := loadPacks(ctx, st, o.policy, o.trial, true, tell)
	if err != nil {
		return err
	}
	users, err := demoUsers(ctx, st, packs, data.file("demo-users.json"))
	if err != nil {
		return fmt.Errorf("演示用户：%w", err)
	}
	metrics := prometheus.NewRegistry()
	t, err := server.Client(client.Options{Logger: sdklog.NewStructuredLogger(log), MetricsHandler: worker.Metrics(metrics)})
	if err != nil {
		return err
	}
	defer t.Close()
	e := newEngine(st, t, metrics, log)
	if e.channels, err = o.settings.channels(); err != nil {
		return err
	}
	e.link = cmp.Or(o.settings.PublicURL, "http://"+listener.Addr().String())
	if e.files, err = o.settings.evidence(data.file("evidence")); err != nil {
		return err
	}
	stop, err := e.work(ctx)
	if err != nil {
		return err
	}
	defer stop()
	if lost {
		if err := e.recover(ctx, tell); err != nil {
			return err
		}
	}
	s, err := e.server(api.Options{Trial: true, PublicURL: o.settings.PublicURL, Mail: byMail(e.channels), Provider: provider})
	if err != nil {
		return err
	}
	welcome(tell, data, listener.Addr().String(), packs, users)
	return e.serve(ctx, listener, s)
}

// openStores opens the register and Temporal side by side: both take a moment.
func openStores(ctx context.Context, data *folder, log *slog.Logger) (*store.Store, *embedded.Server, error) {
	type started struct {
		server *embedded.Server
		err    error
	}
	temporal := make(chan started, 1)
	go func() {
		s, err := embedded.Start(ctx, embedded.Options{File: data.file("temporal.db"), Logger: log})
		temporal <- started{s, err}
	}()
	st, err := store.Open("sqlite:" + data.file("chengxin.db"))
	if err == nil {
		err = st.Migrate(ctx)
	}
	second := <-temporal
	if err == nil && second.err == nil {
		return st, second.server, nil
	}
	if st != nil {
		_ = st.Close()
	}
	if second.server != nil {
		second.server.Stop()
	}
	return nil, nil, errors.Join(err, second.err)
}

// loopback listens for this machine alone: a trial has demo users whose passwords lie
// in a file.
func loopback(address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, usage{fmt.Errorf("监听地址%s有误，应如 127.0.0.1:8080: %w", address, err)}
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, usage{fmt.Errorf("chengxin dev 仅供本机试用，不能监听%s。请用 127.0.0.1；正式部署请用 chengxin api", address)}
	}
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("无法监听%s，该端口可能已被占用：%w", address, err)
	}
	return l, nil
}
