package command

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"
)

// resetDemo begins a demonstration anew: what is there is put aside, whole, so that it can
// be put back.
func resetDemo() *cobra.Command {
	var data string
	var sure bool
	c := &cobra.Command{
		Use: "reset", Short: "重置演示数据", Args: cobra.NoArgs,
		Long: "把单机试用的数据目录整个改名存放，下次 chengxin dev 启动时重新生成规则、演示用户和空的登记库。\n" +
			"须先停止服务；只用于有演示用户的目录，集群的登记库不受影响。需要恢复的，把存放的目录改回原名即可。",
		RunE: func(c *cobra.Command, _ []string) error {
			if !sure {
				return usage{fmt.Errorf("将把数据目录%s整个存放他处并重新开始，请加 --yes 确认", data)}
			}
			return putAside(data, time.Now(), c.OutOrStdout())
		},
	}
	c.Flags().StringVar(&data, "data", "./data", "数据目录")
	c.Flags().BoolVar(&sure, "yes", false, "确认重置")
	return c
}

// putAside renames a demonstration's folder, which nobody may be using.
func putAside(data string, now time.Time, tell io.Writer) error {
	if _, err := os.Stat(data); errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("没有数据目录%s，请核对 --data", data)
	}
	f, err := openFolder(data)
	if err != nil {
		return err
	}
	defer f.close()
	if _, err := os.Stat(f.file("demo-users.json")); err != nil {
		return usage{fmt.Errorf("%s不是单机试用的数据目录（没有 demo-users.json），没有改动", f.path)}
	}
	aside := f.path + ".before-" + now.Format("20060102-150405")
	if _, err := os.Stat(aside); err == nil {
		return fmt.Errorf("已有目录%s，没有改动", aside)
	}
	if err := os.Rename(f.path, aside); err != nil {
		return fmt.Errorf("数据目录无法改名：%w", err)
	}
	fmt.Fprintf(tell, "原有数据已存放在%s，确认不再需要后可以删除。\n下次启动 chengxin dev 时重新生成演示数据。\n", aside)
	return nil
}
