package command

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"chengxin/models/archive"
)

// archiveCommands prove what left the house; they need no register.
func archiveCommands() *cobra.Command {
	c := &cobra.Command{Use: "archive", Short: "核验案件归档"}
	c.AddCommand(&cobra.Command{
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
	})
	return c
}
