package command

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"chengxin/models"
	"chengxin/models/audit"
)

// auditAnchor prints the day's anchors, to be kept where nobody who can write the register
// can reach: a newspaper, another authority, a letter.
func auditAnchor() *cobra.Command {
	var o settings
	var data, day string
	c := &cobra.Command{
		Use: "anchor", Short: "列出每日锚点，供在本系统以外保存", Args: cobra.NoArgs,
		Long: "每日锚点概括当日及以前的全部留痕。将其保存在本系统以外，日后以 audit verify --anchor 日期=散列 核验，\n" +
			"即可发现其间的留痕曾被整体改写。指定 --day 的，另列该日锚点所依据的各条链。",
		RunE: func(c *cobra.Command, _ []string) (err error) {
			st, err := o.reading(data)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, st.Close()) }()
			if err := st.Current(c.Context()); err != nil {
				return err
			}
			var all []models.Anchor
			db := st.Read(c.Context())
			if err := db.Order("day").Find(&all, "? = '' OR day = ?", day, day).Error; err != nil {
				return err
			}
			if len(all) == 0 {
				return errors.New("还没有锚点：执行端运行后每日生成一个")
			}
			for _, a := range all {
				fmt.Fprintf(c.OutOrStdout(), "%s=%s\n", a.Day, a.Root)
			}
			if day == "" {
				return nil
			}
			return audit.Marks(db, day, func(line string) error {
				_, err := fmt.Fprintln(c.OutOrStdout(), line)
				return err
			})
		},
	}
	c.Flags().StringVar(&data, "data", "./data", "数据目录；指定 --database 时不用")
	c.Flags().StringVar(&day, "day", "", "只列该日，并列出其所依据的各条链")
	o.bind(c, "database")
	return c
}
