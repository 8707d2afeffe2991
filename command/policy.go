package command

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"chengxin/policy"
)

// policyCommands read packs without touching anything, but for load.
func policyCommands() *cobra.Command {
	c := &cobra.Command{Use: "policy", Short: "检查、阅读、比较规则包"}
	c.AddCommand(policyCheck(), policyShow(), policyDiff(), policyLoad())
	return c
}

// policyCheck finds every mistake of a pack; the exit status tells whether there is one.
func policyCheck() *cobra.Command {
	return &cobra.Command{
		Use: "check FILE…", Short: "严格检查规则包：错误与提示，均注明行、列", Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, files []string) error {
			bad := 0
			for _, file := range files {
				p, warnings, err := readPack(file)
				if err != nil {
					fmt.Fprintln(c.OutOrStdout(), err)
					bad++
					continue
				}
				name := filepath.Base(file)
				for _, w := range warnings {
					fmt.Fprintf(c.OutOrStdout(), "%s:%d:%d: 提示：%s: %s\n", name, w.Line, w.Column, w.Path, w.Message)
				}
				fmt.Fprintf(c.OutOrStdout(), "%s:%s %s(%s)没有错误，%d处提示，摘要 %s\n",
					name, p.Jurisdiction.Name, p.Version, p.Name(), len(warnings), p.Hash)
			}
			if bad > 0 {
				return fmt.Errorf("%d个规则包未通过检查", bad)
			}
			return nil
		},
	}
}

func policyShow() *cobra.Command {
	return &cobra.Command{
		Use: "show FILE", Short: "以文字读出规则包的全部内容", Args: cobra.ExactArgs(1),
		Long: "以文字读出规则包的全部内容。FILE 可为文件，或内置规则包的名称，如 jining。",
		RunE: func(c *cobra.Command, args []string) error {
			p, _, err := readPack(args[0])
			if err != nil {
				return err
			}
			fmt.Fprint(c.OutOrStdout(), policy.Words(p))
			return nil
		},
	}
}

func policyDiff() *cobra.Command {
	return &cobra.Command{
		Use: "diff OLD NEW", Short: "以文字说明两个规则包的不同", Args: cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			before, _, err := readPack(args[0])
			if err != nil {
				return err
			}
			after, _, err := readPack(args[1])
			if err != nil {
				return err
			}
			differences := policy.Diff(before, after)
			for _, d := range differences {
				fmt.Fprintln(c.OutOrStdout(), d)
			}
			if len(differences) == 0 {
				fmt.Fprintln(c.OutOrStdout(), "两个规则包内容相同。")
			}
			return nil
		},
	}
}

// policyLoad puts packs into a cluster's register. From its effective date on, new
// cases begin under it; running cases end on the pack they began with.
func policyLoad() *cobra.Command {
	var o settings
	c := &cobra.Command{
		Use: "load FILE…", Short: "将规则包载入登记库（集群）", Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, files []string) (err error) {
			st, err := o.store()
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, st.Close()) }()
			packs, err := loadPacks(c.Context(), st, files, nil, false, c.OutOrStdout())
			for _, p := range packs {
				fmt.Fprintf(c.OutOrStdout(), "%s 已载入，自%s起施行。\n", p.Name(), p.Effective.Chinese())
			}
			return err
		},
	}
	o.bind(c, "database")
	return c
}

// readPack reads a pack from a file, or one that comes with the product by its name.
func readPack(file string) (*policy.Pack, []policy.Warning, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		for _, own := range policy.Builtin() {
			if own.Name == file || strings.TrimSuffix(own.Name, ".yaml") == file {
				return policy.Load(own.Name, own.Data)
			}
		}
		return nil, nil, fmt.Errorf("规则包%s无法读取：%w", file, err)
	}
	return policy.Load(filepath.Base(file), data)
}
