package access

import (
	"context"
	"time"

	"chengxin/models"
)

// SignIn opens a session for whoever knows the password. Permission: anyone. Errors:
// access.throttled with the seconds to wait, access.sign_in_failed, which does not
// tell a wrong name from a wrong password.
func (g *Gate) SignIn(ctx context.Context, username, password, address string) (Actor, error) {
	a, err := g.Authenticate(ctx, username, password, address)
	if err != nil {
		return a, err
	}
	return a, g.Sessions.Open(ctx, a.ID, a.stamp)
}

// Authenticate checks a password without opening a session.
func (g *Gate) Authenticate(ctx context.Context, username, password, address string) (a Actor, err error) {
	now := g.Now()
	if left := g.throttle.admit(username, address, now); left > 0 {
		return a, models.Refuse(models.TooMany, "access.throttled", "尝试次数过多",
			"密码错误次数过多，请在%d秒后再试。", int(left/time.Second)+1)
	}
	u, known, err := g.Store.UserNamed(ctx, username)
	if err != nil {
		return a, err
	}
	hash := u.PasswordHash
	if !known || hash == "" {
		hash, known = nobody, false
	}
	right, err := CheckPassword(hash, password)
	if err != nil {
		return a, err
	}
	if !known || !right {
		return a, models.Refuse(models.Unauthenticated, "access.sign_in_failed", "登录失败", "用户名或密码不正确。")
	}
	g.throttle.passed(username, address)
	if a, err = g.actor(ctx, u, models.At(now)); err == nil {
		a.MustChange = u.MustChange
	}
	return a, err
}
