package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"chengxin/models"
	"chengxin/models/audit"
	"chengxin/models/files"
	"chengxin/models/store"
)

// auditCommands prove a register. They only read, take no lock, and may run while a
// server works on it; the exit status says whether anything was found.
func auditCommands() *cobra.Command {
	c := &cobra.Command{Use: "audit", Short: "核验留痕与账目"}
	c.AddCommand(
		auditProof("verify", "核验留痕：逐条核对散列、衔接、序号与链头，并与案件、决定、提醒相对照", audit.Verify, audit.Summary.Verified),
		auditAnchor(),
		auditProof("rebuild", "核验账目：由认定、冲销、修复、异议重算分数与名单，并与所存相对照；只核对，不修改", audit.Rebuild, audit.Summary.Rebuilt),
	)
	return c
}

type prove func(context.Context, *store.Store, audit.Options) (audit.Summary, error)

func auditProof(use, short string, run prove, words func(audit.Summary) string) *cobra.Command {
	var o settings
	var data string
	var skip bool
	var anchors []string
	c := &cobra.Command{
		Use: use, Short: short, Args: cobra.NoArgs,
		Long: short + "。\n可在服务运行时执行。发现问题时退出码为1。",
		RunE: func(c *cobra.Command, _ []string) (err error) {
			st, err := o.reading(data)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, st.Close()) }()
			if err := st.Current(c.Context()); err != nil {
				return err
			}
			var file func(string) error
			if !skip {
				if file, err = o.kept(c.Context(), st, data); err != nil {
					return err
				}
			}
			kept, err := keptAnchors(anchors)
			if err != nil {
				return err
			}
			return proved(c.Context(), st, run, words, audit.Options{File: file, Anchors: kept}, c.OutOrStdout(), c.ErrOrStderr())
		},
	}
	c.Flags().StringVar(&data, "data", "./data", "数据目录；指定 --database 时不用")
	o.bind(c, "database")
	if skip = use != "verify"; !skip {
		o.bind(c, "evidence")
		c.Flags().StringArrayVar(&anchors, "anchor", nil, "另存的锚点，写作 日期=散列，如 2026-11-25=3f…，可多次指定；其日及以前的留痕被改写的，予以指出")
		c.Flags().BoolVar(&skip, "skip-evidence", false, "不逐个核对证据文件的内容")
	}
	return c
}

// keptAnchors reads roots as somebody kept them: 2026-11-25=3f….
func keptAnchors(said []string) (map[string]string, error) {
	kept := map[string]string{}
	for _, text := range said {
		day, root, ok := strings.Cut(text, "=")
		if _, err := time.Parse(time.DateOnly, day); !ok || err != nil || len(root) != 64 {
			return nil, usage{fmt.Errorf("锚点“%s”有误，应写作 日期=64位散列，如 2026-11-25=3f…", text)}
		}
		kept[day] = strings.ToLower(root)
	}
	return kept, nil
}

// kept proves evidence files in the data folder, or in the one named beside a database.
// Where nothing was ever handed in, no folder need be there.
func (s *settings) kept(ctx context.Context, st *store.Store, data string) (func(sum string) error, error) {
	folder := filepath.Join(data, "evidence")
	if s.Database != "" {
		folder = s.Evidence
	}
	if _, err := os.Stat(folder); errors.Is(err, os.ErrNotExist) {
		var n int64
		if err := st.Read(ctx).Model(&models.EvidenceLink{}).Limit(1).Count(&n).Error; err != nil || n == 0 {
			return nil, err
		}
		return nil, usage{fmt.Errorf("没有证据目录%s。请以 --evidence 指明，或者以 --skip-evidence 不核对文件内容", folder)}
	}
	return files.Reading(folder).Prove, nil
}

// proved runs a proof, telling what it finds as it goes.
func proved(ctx context.Context, st *store.Store, run prove, words func(audit.Summary) string, o audit.Options, out, progress io.Writer) error {
	o.Tell = func(f audit.Finding) { fmt.Fprintln(out, f) }
	o.Progress = func(s audit.Summary) {
		if terminal(progress) {
			fmt.Fprintf(progress, "\r%s", words(s))
		}
	}
	sum, err := run(ctx, st, o)
	if terminal(progress) {
		fmt.Fprint(progress, "\r\033[K")
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(out, words(sum))
	if !sum.Sound() {
		return fmt.Errorf("发现%d处问题", sum.Findings)
	}
	fmt.Fprintln(out, "全部相符。")
	return nil
}

// reading opens the register of a data folder, or the named one, for reading alone.
func (s *settings) reading(data string) (*store.Store, error) {
	if s.Database != "" {
		return store.OpenReading(s.Database)
	}
	return store.OpenReading("sqlite:" + filepath.Join(data, "chengxin.db"))
}

// terminal says whether somebody watches.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
