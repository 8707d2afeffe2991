package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/spf13/cobra"
	"go.temporal.io/sdk/client"
	sdklog "go.temporal.io/sdk/log"

	"chengxin/worker"
)

// reconcile brings Temporal back in line with the register.
func reconcile() *cobra.Command {
	var o settings
	var data string
	var check bool
	c := &cobra.Command{
		Use: "reconcile", Short: "按登记库恢复流程：Temporal 数据丢失或者退回旧日之后使用", Args: cobra.NoArgs,
		Long: "以登记库为准，使每件未办结的案件都有流程在运行，并重发未了的决定和消息。可重复执行，不会重复办理。\n" +
			"指定 --data 时处理单机部署（须先停止服务）；指定 --database 与 --temporal 时处理集群，服务可继续运行。\n" +
			"加 --check 只列出差异，不作改动；有差异时退出码为1。",
		RunE: func(c *cobra.Command, _ []string) (err error) {
			e, release, err := o.reconciling(c.Context(), data)
			if err != nil {
				return err
			}
			defer release()
			r := e.reconciler(c.ErrOrStderr())
			if check {
				return checked(c.Context(), r, c.OutOrStdout())
			}
			done, err := r.Run(c.Context())
			if err == nil {
				fmt.Fprintln(c.OutOrStdout(), reconciled(done))
			}
			if err == nil && done.Failed > 0 {
				err = fmt.Errorf("%d项未能完成，原因见日志，可再次执行", done.Failed)
			}
			return err
		},
	}
	c.Flags().StringVar(&data, "data", "./data", "数据目录；指定 --database 时不用")
	c.Flags().BoolVar(&check, "check", false, "只列出登记库与 Temporal 的差异")
	o.bind(c, "database", "temporal", "namespace")
	return c
}

func checked(ctx context.Context, r *worker.Reconciler, out io.Writer) error {
	looked, gaps, err := r.Check(ctx, func(g worker.Gap) { fmt.Fprintln(out, g.Text) })
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "已核对%d件未办结案件，发现%d处差异。\n", looked, gaps)
	if gaps > 0 {
		return fmt.Errorf("登记库与 Temporal 有%d处差异，可执行 chengxin reconcile 恢复", gaps)
	}
	return nil
}

// reconciling opens register and Temporal: the folder's own, or a cluster's.
func (s *settings) reconciling(ctx context.Context, data string) (*engine, func(), error) {
	if s.Database != "" {
		e, err := s.engine(ctx)
		if err != nil {
			return nil, nil, err
		}
		return e, e.close, nil
	}
	if _, err := os.Stat(data); err != nil {
		return nil, nil, fmt.Errorf("没有数据目录%s，请核对 --data", data)
	}
	f, err := openFolder(data)
	if err != nil {
		return nil, nil, err
	}
	log := logger(os.Stderr, slog.LevelWarn)
	st, server, err := openStores(ctx, f, log)
	if err != nil {
		f.close()
		return nil, nil, err
	}
	t, err := server.Client(client.Options{Logger: sdklog.NewStructuredLogger(log)})
	if err != nil {
		server.Stop()
		f.close()
		return nil, nil, errors.Join(err, st.Close())
	}
	e := newEngine(st, t, prometheus.NewRegistry(), log)
	return e, func() { e.close(); server.Stop(); f.close() }, nil
}

// reconciler shows its progress where somebody watches.
func (e *engine) reconciler(progress io.Writer) *worker.Reconciler {
	r := &worker.Reconciler{Store: e.store, Temporal: e.temporal, Now: time.Now, Log: e.log}
	if terminal(progress) {
		r.Progress = func(d worker.Reconciled) { fmt.Fprintf(progress, "\r%s", reconciled(d)) }
	}
	return r
}

func reconciled(d worker.Reconciled) string {
	return fmt.Sprintf("未办结案件%d件：重新启动流程%d件，唤起%d件；结束多余流程%d件；重发决定%d项、消息%d条；未完成%d项。",
		d.Open, d.Started, d.Woken, d.Ended, d.Commands, d.Messages, d.Failed)
}

// temporalLost says that the folder has a register and no Temporal file beside it.
func (f *folder) temporalLost() bool {
	_, register := os.Stat(f.file("chengxin.db"))
	_, temporal := os.Stat(f.file("temporal.db"))
	return register == nil && errors.Is(temporal, os.ErrNotExist)
}

// recover starts every open case again where a deployment on one machine finds its
// Temporal file gone: nobody should have to know that it must be told.
func (e *engine) recover(ctx context.Context, tell io.Writer) error {
	done, err := e.reconciler(tell).Run(ctx)
	if err == nil && done.Open > 0 {
		fmt.Fprintln(tell, "没有找到 Temporal 数据文件，已按登记库恢复。"+reconciled(done))
	}
	return err
}
