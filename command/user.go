package command

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// shortestPassword is what a password must have at least.
const shortestPassword = access.ShortestPassword

type newUser struct{ username, name, role, organization, certificate string }

// userCommands open accounts where nobody can sign in yet.
func userCommands() *cobra.Command {
	c := &cobra.Command{Use: "user", Short: "开通账号（集群）"}
	c.AddCommand(userAdd())
	return c
}

func userAdd() *cobra.Command {
	var o settings
	var u newUser
	c := &cobra.Command{
		Use: "add", Short: "开通账号并赋予一项职责", Args: cobra.NoArgs,
		Long: "开通账号并赋予一项职责；账号已存在的，只增加职责并改密码。密码自标准输入读取一行，不出现在命令行中。",
		RunE: func(c *cobra.Command, _ []string) (err error) {
			st, err := o.store()
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, st.Close()) }()
			password, err := bufio.NewReader(c.InOrStdin()).ReadString('\n')
			if err != nil && !errors.Is(err, io.EOF) {
				return err
			}
			token, err := u.open(c.Context(), st, strings.TrimRight(password, "\r\n"))
			if err != nil {
				return err
			}
			fmt.Fprintf(c.OutOrStdout(), "账号%s已开通。令牌（只显示一次）：%s\n", u.username, token)
			return nil
		},
	}
	o.bind(c, "database")
	for _, f := range []struct {
		into       *string
		flag, help string
	}{
		{&u.username, "username", "用户名"},
		{&u.name, "name", "姓名或岗位"},
		{&u.role, "role", "职责：" + strings.Join(roleKeys(), "、")},
		{&u.organization, "organization", "机构，如 jining/city_bureau"},
		{&u.certificate, "certificate", "执法证号"},
	} {
		c.Flags().StringVar(f.into, f.flag, "", f.help)
	}
	return c
}

// open creates the account in one transaction with its audit entry.
func (u newUser) open(ctx context.Context, st *store.Store, password string) (token string, err error) {
	switch {
	case u.username == "" || u.name == "":
		return "", usage{errors.New("须给出 --username 与 --name")}
	case !slices.Contains(roleKeys(), u.role):
		return "", usage{fmt.Errorf("没有职责“%s”", u.role)}
	case len([]rune(password)) < shortestPassword:
		return "", usage{fmt.Errorf("密码至少须有%d个字符", shortestPassword)}
	}
	now, hash := models.At(time.Now()), access.HashPassword(password)
	token = access.NewToken()
	return token, st.Tx(ctx, func(tx *store.Tx) error {
		var o models.Organization
		if err := tx.Take(&o, "id = ? AND closed_at = 0", u.organization).Error; err != nil {
			return fmt.Errorf("没有机构“%s”，请先载入规则包：%w", u.organization, err)
		}
		row := models.User{ID: "user/" + u.username, Username: u.username, Name: u.name, PasswordHash: hash, Certificate: u.certificate, CreatedAt: now}
		grant := models.Assignment{
			ID: row.ID + "/" + u.role + "/" + o.ID, UserID: row.ID, Role: u.role, OrganizationID: o.ID, FromAt: now,
		}
		return errors.Join(
			tx.PutUser(row), tx.Assign(grant),
			tx.PutToken(models.Token{Hash: access.HashToken(token), UserID: row.ID, Name: "命令行开通", CreatedAt: now}),
			tx.Audit(store.AdminChain, "user_opened", "system", now, map[string]string{
				"user": row.ID, "username": u.username, "role": u.role, "organization": o.ID,
			}),
		)
	})
}

func roleKeys() (keys []string) {
	for _, r := range policy.Roles() {
		keys = append(keys, string(r))
	}
	return keys
}
