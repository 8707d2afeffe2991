package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"chengxin/command/demo"
	"chengxin/models/audit"
)

// demonstrate plays the stories against a running server.
func demonstrate() *cobra.Command {
	var o demo.Options
	c := &cobra.Command{
		Use: "demo", Short: "演示：从上报到修复的完整过程", Args: cobra.NoArgs,
		Long: "以演示用户的身份，只经 HTTP 接口演示济宁市规则下的完整过程，逐步说明依据并核对结果，最后核验登记库。\n" +
			"服务在演示中重启也不影响：以同一幂等键重试，最长一分钟。退出状态表明各项是否全部符合。",
		RunE: func(c *cobra.Command, _ []string) error {
			if !slices.Contains(demo.Scenarios, o.Scenario) {
				return usage{fmt.Errorf("没有演示“%s”，可选：%s", o.Scenario, strings.Join(demo.Scenarios, "、"))}
			}
			o.Out = c.OutOrStdout()
			o.Proofs = []demo.Proof{
				{Name: "audit verify：留痕完整，未经改动", Run: beside(o.Data, audit.Verify, audit.Summary.Verified, o.Out)},
				{Name: "audit rebuild：由各项决定重算的分数与名单，与所存一致", Run: beside(o.Data, audit.Rebuild, audit.Summary.Rebuilt, o.Out)},
			}
			return demo.Run(c.Context(), o)
		},
	}
	c.Flags().StringVar(&o.Server, "server", "http://127.0.0.1:8080", "服务地址")
	c.Flags().StringVar(&o.Data, "data", "./data", "该服务的数据目录")
	c.Flags().StringVar(&o.Jurisdiction, "jurisdiction", trialKey("jining"), "试运行管辖区")
	c.Flags().StringVar(&o.Scenario, "scenario", "all", "story（完整过程）、refusals（不予办理的情形）、all")
	c.AddCommand(resetDemo())
	return c
}

// beside runs one of the audit commands on a data folder, its server running or not.
func beside(data string, run prove, words func(audit.Summary) string, out io.Writer) func(context.Context) error {
	return func(ctx context.Context) (err error) {
		st, err := new(settings).reading(data)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, st.Close()) }()
		file, err := new(settings).kept(ctx, st, data)
		if err != nil {
			return err
		}
		return proved(ctx, st, run, words, audit.Options{File: file}, out, io.Discard)
	}
}
