package command

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
	"gorm.io/gorm"

	"chengxin/models"
	"chengxin/models/archive"
	"chengxin/models/files"
	"chengxin/models/store"
)

// archiveCommands take a case out of the house, and prove what left it.
func archiveCommands() *cobra.Command {
	c := &cobra.Command{Use: "archive", Short: "案件归档：导出、核验"}
	c.AddCommand(archiveExport(), archiveVerify())
	return c
}

// archiveExport writes a case's archive to a file, whole or not at all. It may run while
// a server works on the register; that it was done stands in the administrative trail.
func archiveExport() *cobra.Command {
	var o settings
	var data, out string
	c := &cobra.Command{
		Use: "export 案件编号", Short: "将一件案件导出为可以独立核验的归档文件", Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) (err error) {
			st, err := o.register(data)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, st.Close()) }()
			if err := st.Current(c.Context()); err != nil {
				return err
			}
			folder := filepath.Join(data, "evidence")
			if o.Database != "" {
				folder = o.Evidence
			}
			if out == "" {
				out = args[0] + ".zip"
			}
			sum, err := exportCase(c.Context(), st, files.Reading(folder), args[0], out)
			if err == nil {
				fmt.Fprintf(c.OutOrStdout(), "已导出%s\n清单散列：%s\n核验：chengxin archive verify %s\n", out, sum, out)
			}
			return err
		},
	}
	o.bind(c, "database", "evidence")
	c.Flags().StringVar(&data, "data", "data", "数据目录；未指定登记库时，用其中的登记库和证据")
	c.Flags().StringVar(&out, "out", "", "归档文件，默认为案件编号.zip")
	return c
}

func exportCase(ctx context.Context, st *store.Store, vault *files.Vault, number, path string) (sum string, err error) {
	var c *archive.Case
	err = st.Snapshot(ctx, func(db *gorm.DB) (err error) {
		c, err = archive.Gather(db, number)
		if store.Missing(err) {
			err = fmt.Errorf("没有案件%s，请核对编号", number)
		}
		return err
	})
	if err != nil {
		return "", err
	}
	var whole bytes.Buffer
	if sum, err = c.Write(&whole, func(sum string) (io.ReadCloser, error) { return vault.Open(sum) }); err != nil {
		return "", err
	}
	err = st.Tx(ctx, func(tx *store.Tx) error {
		return tx.Audit(store.AdminChain, "archived", "system", models.At(time.Now()), map[string]any{"case": number, "manifest": sum, "seq": c.Head.Seq, "hash": c.Head.Hash})
	})
	if err != nil {
		return "", err
	}
	return sum, replaceFile(path, whole.Bytes())
}

func archiveVerify() *cobra.Command {
	return &cobra.Command{
		Use: "verify 文件", Short: "核验归档的文件、留痕、文书和证据未经改动、删除、插入", Args: cobra.ExactArgs(1),
		Long: "核验案件归档，与归档内所附 verify.py 的核验相同。发现问题时退出码为1。",
		RunE: func(c *cobra.Command, args []string) (err error) {
			f, err := os.Open(args[0])
			if err != nil {
				return usage{fmt.Errorf("无法打开归档文件：%w", err)}
			}
			defer func() { err = errors.Join(err, f.Close()) }()
			info, err := f.Stat()
			if err != nil {
				return err
			}
			proof, err := archive.Verify(f, info.Size())
			if err != nil {
				return err
			}
			for _, text := range proof.Found {
				fmt.Fprintln(c.OutOrStdout(), text)
			}
			for _, text := range proof.Notes {
				fmt.Fprintln(c.OutOrStdout(), "注意　"+text)
			}
			if len(proof.Found) > 0 {
				return errors.New(proof.String())
			}
			fmt.Fprintln(c.OutOrStdout(), proof)
			return nil
		},
	}
}
