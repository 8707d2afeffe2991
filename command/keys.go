package command

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"chengxin/models"
	"chengxin/models/store"
)

// keysCommands see to the keys under which personal data is sealed. They may run while a
// server works on the register.
func keysCommands() *cobra.Command {
	c := &cobra.Command{Use: "keys", Short: "个人信息的密钥"}
	c.AddCommand(
		keysCommand("status", "查看个人信息在哪些密钥之下", keyStatus),
		keysCommand("turn", "更换密钥：将全部个人信息转到排在最前的密钥之下；中断后可以再次执行", turnKeys),
	)
	return c
}

func keysCommand(use, short string, run func(*cobra.Command, *store.Store) error) *cobra.Command {
	var o settings
	var data string
	c := &cobra.Command{
		Use: use, Short: short, Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) (err error) {
			st, err := o.importing(data)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, st.Close()) }()
			if err := st.Current(c.Context()); err != nil {
				return err
			}
			return run(c, st)
		},
	}
	o.bind(c, "database", "key")
	c.Flags().StringVar(&data, "data", "data", "数据目录；未指定登记库时，用其中的登记库和密钥")
	return c
}

func keyStatus(c *cobra.Command, st *store.Store) error {
	k, err := st.KeyState(c.Context())
	if err != nil {
		return err
	}
	out := c.OutOrStdout()
	fmt.Fprintf(out, "现用密钥：%s\n", k.Name)
	elsewhere := false
	for _, name := range slices.Sorted(maps.Keys(k.Subjects)) {
		elsewhere = elsewhere || name != k.Name
		fmt.Fprintf(out, "密钥%s之下：%d个主体\n", name, k.Subjects[name])
	}
	fmt.Fprintf(out, "已依法删除：%d个主体\n", k.Destroyed)
	if k.Plain > 0 {
		fmt.Fprintf(out, "尚未加密：%d条，服务启动后自动加密\n", k.Plain)
	}
	if elsewhere {
		fmt.Fprintln(out, "仍有主体在其他密钥之下，请执行 chengxin keys turn，完成前不得停用原密钥。")
	}
	return nil
}

func turnKeys(c *cobra.Command, st *store.Store) error {
	now := models.At(time.Now())
	sealed, err := st.SealPlain(c.Context(), now)
	if err != nil {
		return err
	}
	t, err := st.TurnKeys(c.Context())
	if err != nil {
		return err
	}
	err = st.Tx(c.Context(), func(tx *store.Tx) error {
		return tx.Audit(store.AdminChain, "keys_turned", "system", now, map[string]any{"key": st.Keys.Name(), "subjects": t.Wrapped, "hashes": t.Hashed})
	})
	if err != nil {
		return err
	}
	out := c.OutOrStdout()
	fmt.Fprintf(out, "现用密钥：%s\n转入%d个主体，重新计算检索摘要%d个，新加密%d条。\n", st.Keys.Name(), t.Wrapped, t.Hashed, sealed)
	if t.Numbered > 0 {
		fmt.Fprintf(out, "%d名自然人登记时没有保存号码，只能以原密钥检索：在补入号码之前请保留原密钥。\n", t.Numbered)
		return nil
	}
	fmt.Fprintln(out, "原密钥可以停用；此前的备份仍须以原密钥读取。")
	return nil
}
