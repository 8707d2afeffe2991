package cases

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"slices"
	"strings"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// shopkeepers give shops their code: whoever is in the streets or at the window.
var shopkeepers = []policy.Role{policy.DistrictReporter, policy.Collector, policy.Inspector, policy.Handler, policy.WindowClerk, policy.Liaison}

// Shopkeepers are the roles that give shops their code.
func Shopkeepers() []policy.Role { return slices.Clone(shopkeepers) }

// The marks of the entries.
const (
	verbOpenShop  = "open_shop"
	verbCloseShop = "close_shop"
)

// NewShop gives a shop its code (JN-11, SJ-8 一店一码).
type NewShop struct {
	Organization string                  `json:"organization" minLength:"1" maxLength:"128" doc:"所在地的管理机构"`
	Subject      string                  `json:"subject" minLength:"1" maxLength:"128" doc:"经营者"`
	Name         string                  `json:"name" minLength:"1" maxLength:"100" doc:"店招"`
	Address      string                  `json:"address" minLength:"1" maxLength:"200" doc:"经营地址，将公开"`
	Commitments  []models.ShopCommitment `json:"commitments,omitempty" maxItems:"10" doc:"公开的承诺"`
}

// ShopView is a shop as the office sees it.
type ShopView struct {
	Code         string                  `json:"code"`
	Organization string                  `json:"organization"`
	Subject      string                  `json:"subject"`
	SubjectName  string                  `json:"subject_name"`
	Name         string                  `json:"name"`
	Address      string                  `json:"address"`
	Commitments  []models.ShopCommitment `json:"commitments"`
	OpenedAt     models.Instant          `json:"opened_at"`
	ClosedAt     models.Instant          `json:"closed_at,omitzero"`
	May          bool                    `json:"-"` // the reader of this one shop may close it
}

// ShopPage is one page of shops.
type ShopPage struct {
	Items []ShopView `json:"items"`
	Next  string     `json:"next,omitempty"`
}

// OpenShop gives a shop of a subject its code. A natural person's own name is not put on
// a plate: the operator must be a company or a sole trader. Permission: Shopkeepers over
// the organization. Errors: access.not_here, subject.*, shop.person, intake.incomplete.
func (s *Service) OpenShop(ctx context.Context, actor access.Actor, in NewShop, key string) (v ShopView, err error) {
	if p := required(map[string]string{"organization": in.Organization, "subject": in.Subject, "name": in.Name, "address": in.Address}); p != nil {
		return v, p
	}
	if p := short(map[string]limit{"name": {in.Name, 100}, "address": {in.Address, 200}}); p != nil {
		return v, p
	}
	for i := range in.Commitments {
		if in.Commitments[i].Title = strings.TrimSpace(in.Commitments[i].Title); in.Commitments[i].Title == "" {
			return v, models.Refuse(models.Invalid, "intake.incomplete", "填写不全", "承诺须写明名称。").Where(models.Field{Field: "commitments"})
		}
		if p := s.happened("commitments", "承诺签署日期", in.Commitments[i].SignedAt); p != nil {
			return v, p
		}
	}
	cmd, err := s.once(ctx, actor, models.Command{Verb: verbOpenShop, IdemKey: key, BodyHash: hashOf([]any{verbOpenShop, in})}, func(tx *store.Tx, cmd *models.Command) error {
		o, err := at(tx, actor, in.Organization, shopkeepers)
		if err != nil {
			return err
		}
		of, err := subject(tx, in.Subject, o.Jurisdiction)
		if err != nil {
			return err
		}
		if of.Kind == models.NaturalPerson {
			return models.Refuse(models.Invalid, "shop.person", "自然人不能登记门店", "门店的经营者须为社会法人或者个体工商户。").Where(models.Field{Field: "subject"})
		}
		row := models.Shop{
			Code: strings.ToLower(rand.Text()[:12]), Jurisdiction: o.Jurisdiction, OrganizationID: o.ID, SubjectID: of.ID,
			Name: strings.TrimSpace(in.Name), Address: strings.TrimSpace(in.Address), OpenedAt: cmd.ReceivedAt, OpenedBy: actor.ID,
		}
		if row.Commitments, err = json.Marshal(in.Commitments); err != nil {
			return err
		}
		cmd.Details, _ = json.Marshal(map[string]string{"shop": row.Code})
		if written, err := tx.Put(cmd); err != nil || !written {
			return either(err, errRaced)
		}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		return tx.Audit(store.SubjectChain(of.ID), verbOpenShop, actor.ID, cmd.ReceivedAt, map[string]any{"command": cmd.ID, "shop": row.Code, "name": row.Name, "commitments": len(in.Commitments)})
	})
	if err != nil {
		return v, err
	}
	var made struct{ Shop string }
	_ = json.Unmarshal(cmd.Details, &made)
	return s.Queries().Shop(ctx, actor, made.Shop)
}

// CloseShop ends a shop's code: whoever scans it is told that it is no longer in use.
// Permission: as OpenShop. Errors: shop.unknown, shop.closed, access.not_here.
func (s *Service) CloseShop(ctx context.Context, actor access.Actor, code, key string) (v ShopView, err error) {
	_, err = s.once(ctx, actor, models.Command{Verb: verbCloseShop, IdemKey: key, BodyHash: hashOf([]any{verbCloseShop, code})}, func(tx *store.Tx, cmd *models.Command) error {
		var row models.Shop
		if err := tx.Locked().Limit(1).Find(&row, "code = ?", code).Error; err != nil {
			return err
		}
		if row.Code == "" {
			return unknownShop(code)
		}
		if _, err := at(tx, actor, row.OrganizationID, shopkeepers); err != nil {
			return err
		}
		if row.ClosedAt != 0 {
			return models.Refuse(models.Conflict, "shop.closed", "门店码已停用", "该门店码已于%s停用。", store.When(row.ClosedAt))
		}
		if written, err := tx.Put(cmd); err != nil || !written {
			return either(err, errRaced)
		}
		row.ClosedAt, row.ClosedBy = cmd.ReceivedAt, actor.ID
		if err := tx.Save(&row).Error; err != nil {
			return err
		}
		return tx.Audit(store.SubjectChain(row.SubjectID), verbCloseShop, actor.ID, cmd.ReceivedAt, map[string]any{"command": cmd.ID, "shop": code})
	})
	if err != nil {
		return v, err
	}
	return s.Queries().Shop(ctx, actor, code)
}

func unknownShop(code string) *models.Problem {
	return models.Refuse(models.Unknown, "shop.unknown", "没有这个门店", "门店码%s不存在，或者不在您的管辖区内。", code)
}

// Shop gives one shop. Permission: whoever reads cases in its jurisdiction. Errors:
// shop.unknown.
func (q *Queries) Shop(ctx context.Context, a access.Actor, code string) (v ShopView, err error) {
	var row models.Shop
	if err := q.db(ctx).Limit(1).Find(&row, "code = ? AND jurisdiction IN ?", code, a.Jurisdictions(access.Readers()...)).Error; err != nil {
		return v, err
	}
	if row.Code == "" {
		return v, unknownShop(code)
	}
	all, err := q.viewShops(ctx, []models.Shop{row})
	if err != nil {
		return v, err
	}
	v = all[0]
	v.May, err = a.Reaches(q.db(ctx), row.OrganizationID, shopkeepers...)
	return v, err
}

// Shops lists shops by code: of one subject, or with a name that holds a text.
// Permission: as Shop.
func (q *Queries) Shops(ctx context.Context, a access.Actor, subject, text string, p Page) (out ShopPage, err error) {
	out.Items = []ShopView{}
	from, err := p.from([]string{"shops", subject, text})
	if err != nil {
		return out, err
	}
	query := q.db(ctx).Where("jurisdiction IN ?", a.Jurisdictions(access.Readers()...))
	if subject != "" {
		query = query.Where("subject_id = ?", subject)
	}
	if text = strings.TrimSpace(text); text != "" {
		like := "%" + store.Like(text) + "%"
		query = query.Where("name LIKE ? ESCAPE '!' OR address LIKE ? ESCAPE '!'", like, like)
	}
	if from != nil {
		query = query.Where("code > ?", from.ID)
	}
	var rows []models.Shop
	if err := query.Order("code").Limit(p.limit() + 1).Find(&rows).Error; err != nil {
		return out, err
	}
	rows, more := cut(rows, p.limit())
	if out.Items, err = q.viewShops(ctx, rows); err == nil && more {
		out.Next = next(true, 0, rows[len(rows)-1].Code, []string{"shops", subject, text})
	}
	return out, err
}

func (q *Queries) viewShops(ctx context.Context, rows []models.Shop) ([]ShopView, error) {
	out := make([]ShopView, 0, len(rows))
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.SubjectID
	}
	names, err := subjectNames(q.db(ctx), ids)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		v := ShopView{
			Code: r.Code, Organization: r.OrganizationID, Subject: r.SubjectID, Name: r.Name, Address: r.Address,
			Commitments: []models.ShopCommitment{}, OpenedAt: r.OpenedAt, ClosedAt: r.ClosedAt,
		}
		_ = json.Unmarshal(r.Commitments, &v.Commitments)
		if n := names[r.SubjectID]; n != nil {
			v.SubjectName = n.Name
		}
		out = append(out, v)
	}
	return out, nil
}
