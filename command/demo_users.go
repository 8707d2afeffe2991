package command

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// demoUser is one entry of demo-users.json; who holds several roles has several.
type demoUser struct {
	Username     string `json:"username"`
	Password     string `json:"password"`
	Token        string `json:"token"`
	Role         string `json:"role"`
	Organization string `json:"organization"`
	Jurisdiction string `json:"jurisdiction"`
	Name         string `json:"name"`
}

// demoToken names the tokens of demo users, so that a lost file's can be revoked.
const demoToken = "演示"

// demoUsers makes sure that every post of the packs is filled, and writes who fills it
// to a file. Who is in the file keeps password and token across starts; when the file
// was lost, all get new ones. They share one password, drawn at the first start: one
// derivation instead of hundreds keeps that start short.
func demoUsers(ctx context.Context, st *store.Store, packs []*policy.Pack, file string) ([]demoUser, error) {
	known, err := readUsers(file)
	if err != nil {
		return nil, err
	}
	if known, err = standing(ctx, st, known); err != nil {
		return nil, err
	}
	names := map[string]string{} // username: id
	byName := map[string]demoUser{}
	for _, u := range known {
		byName[u.Username] = u
	}
	var missing []post
	for _, p := range packs {
		for _, o := range roster(p) {
			if taken, ok := names[o.username]; ok && taken != o.id {
				o.username = p.Jurisdiction.Key + "." + o.username // two cities have such an office
			}
			names[o.username] = o.id
			if _, ok := byName[o.username]; !ok {
				missing = append(missing, o)
			}
		}
	}
	if len(missing) == 0 {
		return known, nil
	}
	password := rand.Text()[:12]
	if len(known) > 0 {
		password = known[0].Password
	}
	fresh, err := fill(ctx, st, missing, password)
	if err != nil {
		return nil, err
	}
	known = append(known, fresh...)
	raw, err := json.MarshalIndent(known, "", "  ")
	if err != nil {
		return nil, err
	}
	return known, replaceFile(file, append(raw, '\n'))
}

func readUsers(file string) (users []demoUser, err error) {
	raw, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return users, json.Unmarshal(raw, &users)
}

// standing leaves out who is in the file but not in the register: it was put in place
// of a lost one.
func standing(ctx context.Context, st *store.Store, users []demoUser) ([]demoUser, error) {
	var there []string
	err := st.Read(ctx).Model(&models.Token{}).Joins("JOIN users ON users.id = tokens.user_id").
		Where("tokens.name = ? AND tokens.revoked_at = 0", demoToken).Pluck("tokens.hash", &there).Error
	return slices.DeleteFunc(users, func(u demoUser) bool {
		return !slices.Contains(there, access.HashToken(u.Token))
	}), err
}

// fill creates accounts, in one transaction with its audit entry.
func fill(ctx context.Context, st *store.Store, posts []post, password string) (users []demoUser, err error) {
	now, hash := models.At(time.Now()), access.HashPassword(password)
	err = st.Tx(ctx, func(tx *store.Tx) error {
		users = users[:0]
		for _, p := range posts {
			u := models.User{ID: p.id, Username: p.username, Name: p.name, PasswordHash: hash, Certificate: p.certificate, CreatedAt: now}
			token := access.NewToken()
			if err := errors.Join(
				tx.PutUser(u),
				tx.RevokeTokens(p.id, demoToken, now),
				tx.PutToken(models.Token{Hash: access.HashToken(token), UserID: p.id, Name: demoToken, CreatedAt: now}),
			); err != nil {
				return err
			}
			for i, held := range p.held {
				id := p.id
				if i > 0 {
					id += fmt.Sprint("/", i+1)
				}
				if err := tx.Assign(models.Assignment{ID: id, UserID: p.id, Role: string(held.role), OrganizationID: held.organization, FromAt: now}); err != nil {
					return err
				}
				users = append(users, demoUser{
					Username: p.username, Password: password, Token: token, Role: string(held.role),
					Organization: held.organization, Jurisdiction: p.jurisdiction, Name: p.name,
				})
			}
		}
		return tx.Audit(store.AdminChain, "demo_users", "system", now, map[string]any{"created": len(users)})
	})
	return users, err
}
