// Package command is the command line.
package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"chengxin/models"
)

// Version of the product.
const Version = "0.1.0"

// Main runs the command line and gives its exit status: 0, 1 when something was
// refused or failed, 2 when it was called wrongly.
func Main(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	go func() { // a second signal ends the process at once
		<-ctx.Done()
		stop()
	}()
	root := Root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	var wrong usage
	switch {
	case err == nil:
		return 0
	case errors.As(err, &wrong):
		fmt.Fprintln(os.Stderr, wrong.Error()+"\n"+"用法请看 chengxin help。")
		return 2
	}
	fmt.Fprintln(os.Stderr, explain(err))
	return 1
}

// Root is the whole command line.
func Root() *cobra.Command {
	root := &cobra.Command{
		Use: "chengxin", Short: "城信：城市管理信用监管案件引擎", Version: Version,
		SilenceUsage: true, SilenceErrors: true,
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage{err} })
	root.AddCommand(
		dev(),
		demonstrate(),
		serveAPI(),
		runWorker(),
		migrate(),
		policyCommands(),
		calendarCommands(),
		keysCommands(),
		userCommands(),
		auditCommands(), archiveCommands(),
		reconcile(),
		importCommands(),
	)
	return root
}

// usage is a call that cannot be understood.
type usage struct{ error }

// Unwrap gives the cause.
func (u usage) Unwrap() error { return u.error }

// explain says what went wrong to whoever typed the command.
func explain(err error) string {
	if p, ok := models.AsProblem(err); ok {
		return p.Title + ":" + p.Detail
	}
	return err.Error()
}

// logger writes JSON lines.
func logger(w io.Writer, level slog.Level) *slog.Logger {
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level}))
}
