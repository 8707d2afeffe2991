package access

import (
	"cmp"
	"context"
	"crypto/rand"
	"strings"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// NewPerson opens an account with its first post.
type NewPerson struct {
	Username    string `json:"username"`
	Name        string `json:"name"`
	Certificate Certificate
	Appointment
}

// Certificate is what entitles to enforce the law (执法证).
type Certificate struct {
	Number string         `json:"number"`
	Until  models.Instant `json:"until,omitempty"`
}

// Appointment is a post to be held.
type Appointment struct {
	Role         policy.Role    `json:"role"`
	Organization string         `json:"organization"`
	From         models.Instant `json:"from,omitempty"`  // default: now
	Until        models.Instant `json:"until,omitempty"` // default: open end
}

// Open opens an account and gives its first password, which nobody is told again and
// which must be changed before anything else. Permission: the administrator of the
// post's organization. Errors: person.incomplete, person.exists, person.not_here,
// post.role, post.dates.
func (g *Gate) Open(ctx context.Context, a Actor, in NewPerson) (id, password string, err error) {
	in.Username, in.Name = strings.ToLower(strings.TrimSpace(in.Username)), strings.TrimSpace(in.Name)
	if p := cmp.Or(called(in.Username), named(in.Name)); p != nil {
		return "", "", p
	}
	now := models.At(g.Now())
	password = firstPassword()
	u := models.User{
		Username: in.Username, Name: in.Name, Certificate: strings.TrimSpace(in.Certificate.Number), CertificateUntil: in.Certificate.Until,
		PasswordHash: HashPassword(password), MustChange: true, CreatedAt: now,
	}
	err = g.Store.Tx(ctx, func(tx *store.Tx) error {
		o, err := place(tx, a, in.Organization)
		if err != nil {
			return err
		}
		var n int64
		if err := tx.Model(&models.User{}).Where("username = ?", u.Username).Count(&n).Error; err != nil {
			return err
		}
		if n > 0 {
			return models.Refuse(models.Conflict, "person.exists", "用户名已被使用", "用户名“%s”已被使用，请另取；同一人不重复开户。", u.Username).
				Where(models.Field{Field: "username", Value: u.Username})
		}
		u.ID = o.Jurisdiction + "/" + u.Username
		if err := tx.Create(&u).Error; err != nil {
			return err
		}
		if err := appoint(tx, u, in.Appointment, now); err != nil {
			return err
		}
		return tx.Audit(store.AdminChain, "user_opened", a.ID, now, map[string]any{
			"user": u.ID, "username": u.Username, "name": u.Name, "certificate": u.Certificate, "role": in.Role, "organization": in.Organization,
			"from": in.From, "until": in.Until,
		})
	})
	return u.ID, password, err
}

// firstPassword is one that nobody else has and that can be read aloud.
func firstPassword() string { return strings.ToLower(rand.Text()[:16]) }

func appoint(tx *store.Tx, u models.User, in Appointment, now models.Instant) error {
	in.From = cmp.Or(in.From, now)
	switch {
	case !known(in.Role):
		return models.Refuse(models.Invalid, "post.role", "没有这种职责", "请从所列职责中选择。").Where(models.Field{Field: "role", Value: in.Role})
	case in.Until != 0 && (in.Until <= in.From || in.Until <= now):
		return models.Refuse(models.Invalid, "post.dates", "任职期间有误", "任期届满的时间须晚于开始时间和现在。").Where(models.Field{Field: "until", Value: in.Until})
	}
	var same models.Assignment
	err := tx.Limit(1).Find(&same, "user_id = ? AND role = ? AND organization_id = ? AND (until_at = 0 OR until_at > ?) AND (? = 0 OR from_at < ?)",
		u.ID, in.Role, in.Organization, in.From, in.Until, in.Until).Error
	if err != nil {
		return err
	}
	if same.ID != "" {
		return models.Refuse(models.Conflict, "post.held", "已任该职", "“%s”在该机构已任%s，任期重叠。请先结束原任职。", u.Name, in.Role.Label()).
			Where(models.Field{Field: "role", Value: in.Role})
	}
	return tx.Create(&models.Assignment{
		ID: rand.Text(), UserID: u.ID, Role: string(in.Role), OrganizationID: in.Organization, FromAt: in.From, UntilAt: in.Until,
	}).Error
}

// Appoint gives an account another post. Permission: the administrator of both; nobody
// appoints themself. Errors: person.*, post.role, post.dates, post.held.
func (g *Gate) Appoint(ctx context.Context, a Actor, id string, in Appointment) error {
	return g.administer(ctx, a, id, "user_appointed", func(tx *store.Tx, u models.User, now models.Instant) (map[string]any, error) {
		if u.DisabledAt != 0 {
			return nil, models.Refuse(models.Conflict, "person.closed", "账号已停用", "请先恢复账号，再赋予职责。")
		}
		if _, err := place(tx, a, in.Organization); err != nil {
			return nil, err
		}
		in.From = cmp.Or(in.From, now)
		return map[string]any{"role": in.Role, "organization": in.Organization, "from": in.From, "until": in.Until}, appoint(tx, u, in, now)
	})
}

// Dismiss ends a post, at once or at a later moment; what it held waiting is given on
// within a minute. Permission: as Appoint. Errors: person.*, post.unknown, post.past,
// post.dates.
func (g *Gate) Dismiss(ctx context.Context, a Actor, id, post string, at models.Instant) error {
	return g.administer(ctx, a, id, "user_dismissed", func(tx *store.Tx, u models.User, now models.Instant) (map[string]any, error) {
		var p models.Assignment
		if err := tx.Limit(1).Find(&p, "id = ? AND user_id = ?", post, u.ID).Error; err != nil {
			return nil, err
		}
		until := cmp.Or(at, now)
		switch {
		case p.ID == "":
			return nil, models.Refuse(models.Unknown, "post.unknown", "没有这项任职", "该项任职不存在，请刷新后再试。")
		case stateOf(p, now) == "past":
			return nil, models.Refuse(models.Conflict, "post.past", "任职已经结束", "该项任职已于%s结束。", store.When(p.UntilAt))
		case until < now:
			return nil, models.Refuse(models.Invalid, "post.dates", "任职期间有误", "结束时间不能早于现在。").Where(models.Field{Field: "until", Value: at})
		}
		if p.FromAt > until {
			p.FromAt = until // never held
		}
		p.UntilAt = until
		return map[string]any{"role": p.Role, "organization": p.OrganizationID, "until": until}, tx.Save(&p).Error
	})
}

// Amend changes an account's name and certificate. Permission: as Appoint. Errors:
// person.*.
func (g *Gate) Amend(ctx context.Context, a Actor, id, name string, c Certificate) error {
	return g.administer(ctx, a, id, "user_amended", func(tx *store.Tx, u models.User, _ models.Instant) (map[string]any, error) {
		name = strings.TrimSpace(name)
		if p := named(name); p != nil {
			return nil, p
		}
		said := map[string]any{"name": name, "was": u.Name, "certificate": strings.TrimSpace(c.Number), "certificate_until": c.Until}
		u.Name, u.Certificate, u.CertificateUntil = name, strings.TrimSpace(c.Number), c.Until
		return said, tx.Save(&u).Error
	})
}

// Close closes an account: its sessions and tokens end, its posts end with it, and what
// it held waiting is given on. Permission: as Appoint. Errors: person.*.
func (g *Gate) Close(ctx context.Context, a Actor, id string) error {
	return g.administer(ctx, a, id, "user_closed", func(tx *store.Tx, u models.User, now models.Instant) (map[string]any, error) {
		if u.DisabledAt != 0 {
			return nil, models.Refuse(models.Conflict, "person.closed", "账号已停用", "该账号已于%s停用。", store.When(u.DisabledAt))
		}
		err := tx.Model(&models.Assignment{}).Where("user_id = ? AND (until_at = 0 OR until_at > ?)", u.ID, now).Update("until_at", now).Error
		if err != nil {
			return nil, err
		}
		u.DisabledAt = now
		return map[string]any{}, tx.Save(&u).Error
	})
}

// Reopen opens a closed account again, without posts and with a new first password.
// Permission: as Appoint. Errors: person.*.
func (g *Gate) Reopen(ctx context.Context, a Actor, id string) (password string, err error) {
	return g.newPassword(ctx, a, id, "user_reopened", func(u *models.User) *models.Problem {
		if u.DisabledAt == 0 {
			return models.Refuse(models.Conflict, "person.open", "账号没有停用", "该账号正在使用，无须恢复。")
		}
		u.DisabledAt = 0
		return nil
	})
}

// ResetPassword gives an account a new first password; whoever is signed in with the
// former one is signed out. Permission: as Appoint. Errors: person.*.
func (g *Gate) ResetPassword(ctx context.Context, a Actor, id string) (password string, err error) {
	return g.newPassword(ctx, a, id, "password_reset", func(u *models.User) *models.Problem {
		if u.DisabledAt != 0 {
			return models.Refuse(models.Conflict, "person.closed", "账号已停用", "请先恢复账号。")
		}
		return nil
	})
}

func (g *Gate) newPassword(ctx context.Context, a Actor, id, action string, check func(*models.User) *models.Problem) (password string, err error) {
	password = firstPassword()
	hash := HashPassword(password)
	return password, g.administer(ctx, a, id, action, func(tx *store.Tx, u models.User, _ models.Instant) (map[string]any, error) {
		if p := check(&u); p != nil {
			return nil, p
		}
		u.PasswordHash, u.MustChange = hash, true
		return map[string]any{}, tx.Save(&u).Error
	})
}

// administer changes an account in one transaction with its entry in the administrative
// trail.
func (g *Gate) administer(ctx context.Context, a Actor, id, action string, do func(*store.Tx, models.User, models.Instant) (map[string]any, error)) error {
	now := models.At(g.Now())
	return g.Store.Tx(ctx, func(tx *store.Tx) error {
		u, err := changes(tx, a, id, now)
		if err != nil {
			return err
		}
		said, err := do(tx, u, now)
		if err != nil {
			return err
		}
		said["user"] = u.ID
		return tx.Audit(store.AdminChain, action, a.ID, now, said)
	})
}
