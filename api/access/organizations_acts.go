package access

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// NewPlace sets an organization up.
type NewPlace struct {
	Code    string // "rencheng_gucha"
	Name    string
	Kind    string
	Region  string // the parent's where empty
	Parent  string
	Manager string
	Basis   string
}

// PlaceChange is how an organization is called and where it stands from an instant on.
type PlaceChange struct {
	Name    string
	Parent  string
	Manager string
	From    models.Instant // 0: now
	Basis   string
}

// SetUp sets an organization up, at once. Permission: the administrator of its superior.
// Errors: organization.incomplete, organization.exists, organization.name_taken,
// person.not_here.
func (g *Gate) SetUp(ctx context.Context, a Actor, in NewPlace) (id string, err error) {
	in.Code, in.Name, in.Basis = strings.TrimSpace(in.Code), strings.TrimSpace(in.Name), strings.TrimSpace(in.Basis)
	if p := cmp.Or(keyed(in.Code), titled(in.Name), resting(in.Basis)); p != nil {
		return "", p
	}
	if in.Region = strings.TrimSpace(in.Region); len(in.Region) > 64 {
		return "", unfit("region", in.Region, "区划代码不超过64个字符")
	}
	if policy.OrganizationKind(in.Kind) == "" {
		return "", unfit("kind", in.Kind, "请从所列类别中选择")
	}
	now := models.At(g.Now())
	err = g.Store.Tx(ctx, func(tx *store.Tx) error {
		parent, err := above(tx, a, "parent", in.Parent, now)
		if err != nil {
			return err
		}
		if err := manages(tx, in.Manager, parent.Jurisdiction); err != nil {
			return err
		}
		o := models.Organization{ID: store.OrganizationID(parent.Jurisdiction, in.Code), Jurisdiction: parent.Jurisdiction, Key: in.Code}
		id = o.ID
		var same models.Organization
		if err := tx.Limit(1).Find(&same, "id = ?", o.ID).Error; err != nil {
			return err
		}
		if same.ID != "" {
			return models.Refuse(models.Conflict, "organization.exists", "代码已被使用", "代码“%s”已由“%s”使用，请另取。", o.Key, same.Name).
				Where(models.Field{Field: "code", Value: o.Key})
		}
		if err := distinctPlace(tx, o, in.Name, now); err != nil {
			return err
		}
		err = tx.AddOrganization(o, models.OrganizationSpan{
			FromAt: now, Name: in.Name, Kind: in.Kind, Region: cmp.Or(in.Region, parent.Region), ParentID: in.Parent, ManagerID: otherThan(in.Manager, in.Parent),
			ActorID: a.ID, Basis: in.Basis, RecordedAt: now,
		})
		if err != nil {
			return err
		}
		if err := tx.Reached(o, now); err != nil {
			return err
		}
		return tx.Audit(store.AdminChain, "organization_set_up", a.ID, now, map[string]any{
			"organization": o.ID, "name": in.Name, "kind": in.Kind, "parent": in.Parent, "manager": in.Manager, "basis": in.Basis,
		})
	})
	return id, err
}

// otherThan leaves a daily manager out that is the superior anyway.
func otherThan(manager, parent string) string {
	if manager == parent {
		return ""
	}
	return manager
}

// ChangePlace renames or moves an organization, at once or from a day ahead. What was
// signed and issued before keeps the former name. Permission: the administrator of the
// organization and of where it goes. Errors: organization.*, person.not_here.
func (g *Gate) ChangePlace(ctx context.Context, a Actor, id string, in PlaceChange) error {
	in.Name, in.Basis = strings.TrimSpace(in.Name), strings.TrimSpace(in.Basis)
	if p := cmp.Or(titled(in.Name), resting(in.Basis)); p != nil {
		return p
	}
	return g.reform(ctx, a, id, "organization_changed", func(tx *store.Tx, o models.Organization, now models.Instant) (map[string]any, error) {
		in.Manager = otherThan(in.Manager, in.Parent)
		if in.Parent != o.ParentID || in.Manager != o.ManagerID {
			if err := moves(tx, a, o, in, now); err != nil {
				return nil, err
			}
		}
		switch planned, err := plan(tx, o.ID, now); {
		case err != nil:
			return nil, err
		case planned.ID != "":
			return nil, models.Refuse(models.Conflict, "organization.planned", "已有待生效的变更",
				"“%s”已定于%s变更为“%s”。请先撤回该项变更，再另行办理。", o.Name, store.When(planned.FromAt), planned.Name)
		case in.Name == o.Name && in.Parent == o.ParentID && in.Manager == o.ManagerID:
			return nil, models.Refuse(models.Conflict, "organization.same", "没有变更", "名称、上级机构、日常管理机构均与现在相同。")
		case in.Name != o.Name:
			if err := distinctPlace(tx, o, in.Name, now); err != nil {
				return nil, err
			}
		}
		if in.From != 0 && in.From < now && !today(in.From, now) {
			return nil, unfit("from", in.From, "不能早于今日。机构变更不追溯，此前的签批和文书仍用原名称")
		}
		from := max(in.From, now)
		err := tx.ChangeOrganization(o, models.OrganizationSpan{
			FromAt: from, Name: in.Name, Kind: o.Kind, Region: o.Region, ParentID: in.Parent, ManagerID: in.Manager, ActorID: a.ID, Basis: in.Basis, RecordedAt: now,
		})
		if err == nil {
			err = tx.Reached(o, now)
		}
		return map[string]any{
			"name": in.Name, "was": o.Name, "parent": in.Parent, "parent_was": o.ParentID, "manager": in.Manager, "manager_was": o.ManagerID,
			"from": from, "basis": in.Basis,
		}, err
	})
}

// moves checks where an organization goes. What stands at the top stays there.
func moves(tx *store.Tx, a Actor, o models.Organization, in PlaceChange, now models.Instant) error {
	if in.Manager != o.ManagerID {
		if err := manages(tx, in.Manager, o.Jurisdiction); err != nil {
			return err
		}
	}
	switch {
	case in.Parent == o.ParentID:
		return nil
	case in.Parent == "" || o.ParentID == "":
		return unfit("parent", in.Parent, "顶层机构由规则包设定，其他机构须有上级机构")
	}
	up, err := above(tx, a, "parent", in.Parent, now)
	if err == nil && up.Jurisdiction != o.Jurisdiction {
		err = unfit("parent", in.Parent, "须为同一管辖区的机构")
	}
	return err
}

// manages finds a daily manager: any organization of the jurisdiction, since under dual
// leadership it stands beside the administrator's own tree.
func manages(tx *store.Tx, id, jurisdiction string) error {
	if id == "" {
		return nil
	}
	var o models.Organization
	err := tx.Limit(1).Find(&o, "id = ? AND jurisdiction = ? AND closed_at = 0", id, jurisdiction).Error
	if err == nil && o.ID == "" {
		err = unfit("manager", id, "机构不存在或者已撤销")
	}
	return err
}

func today(at, now models.Instant) bool {
	y, m, d := at.Time().Date()
	ny, nm, nd := now.Time().Date()
	return y == ny && m == nm && d == nd
}

func plan(tx *store.Tx, id string, now models.Instant) (s models.OrganizationSpan, err error) {
	err = tx.Order("from_at").Limit(1).Find(&s, "organization_id = ? AND from_at > ?", id, now).Error
	return s, err
}

// WithdrawChange takes back a change that lies ahead. Permission: the administrator of
// the organization. Errors: organization.no_plan.
func (g *Gate) WithdrawChange(ctx context.Context, a Actor, id string) error {
	return g.reform(ctx, a, id, "organization_change_withdrawn", func(tx *store.Tx, o models.Organization, now models.Instant) (map[string]any, error) {
		planned, err := plan(tx, o.ID, now)
		if err == nil && planned.ID == "" {
			err = models.Refuse(models.Conflict, "organization.no_plan", "没有待生效的变更", "该机构没有待生效的变更，请刷新后再看。")
		}
		if err != nil {
			return nil, err
		}
		return map[string]any{"name": planned.Name, "from": planned.FromAt}, tx.DropPlan(o.ID, now)
	})
}

// Abolish closes an organization, at once, when nothing hangs on it any more: nothing
// below it, nobody in post, no open case or question, no signature that a rule pack
// wants of it. Permission: the administrator of its superior. Errors: organization.*.
func (g *Gate) Abolish(ctx context.Context, a Actor, id, basis string) error {
	basis = strings.TrimSpace(basis)
	if p := resting(basis); p != nil {
		return p
	}
	return g.reform(ctx, a, id, "organization_abolished", func(tx *store.Tx, o models.Organization, now models.Instant) (map[string]any, error) {
		if o.ParentID == "" {
			return nil, models.Refuse(models.Conflict, "organization.top", "顶层机构不能撤销", "“%s”是管辖区的顶层机构，由规则包设定。", o.Name)
		}
		if planned, err := plan(tx, o.ID, now); err != nil || planned.ID != "" {
			return nil, cmp.Or(err, error(models.Refuse(models.Conflict, "organization.planned", "已有待生效的变更",
				"“%s”已定于%s变更，请先撤回。", o.Name, store.When(planned.FromAt))))
		}
		hangs, err := hanging(tx, o, now)
		if err != nil {
			return nil, err
		}
		if len(hangs) > 0 {
			return nil, models.Refuse(models.Conflict, "organization.in_use", "机构尚有未了事项", "“%s”%s。请先移交或者办结，再行撤销。", o.Name, strings.Join(hangs, "；"))
		}
		return map[string]any{"name": o.Name, "basis": basis}, tx.CloseOrganization(o, a.ID, basis, now)
	})
}

// Restore opens an abolished organization again, as it was. Permission: the
// administrator of its superior. Errors: organization.open, organization.superior_closed.
func (g *Gate) Restore(ctx context.Context, a Actor, id, basis string) error {
	basis = strings.TrimSpace(basis)
	if p := resting(basis); p != nil {
		return p
	}
	now := models.At(g.Now())
	return g.Store.Tx(ctx, func(tx *store.Tx) error {
		o, err := own(tx, a, id, now)
		if err != nil {
			return err
		}
		if o.ClosedAt == 0 {
			return models.Refuse(models.Conflict, "organization.open", "机构没有撤销", "“%s”没有撤销，无须恢复。", o.Name)
		}
		if _, err := above(tx, a, "parent", o.ParentID, now); err != nil {
			return models.Refuse(models.Conflict, "organization.superior_closed", "上级机构已不在", "“%s”的上级机构已撤销，或者不在您管理的范围内。", o.Name)
		}
		if err := distinctPlace(tx, o, o.Name, now); err != nil {
			return err
		}
		manager := o.ManagerID
		if gone := manages(tx, manager, o.Jurisdiction); gone != nil {
			if _, ok := models.AsProblem(gone); !ok {
				return gone
			}
			manager = "" // abolished meanwhile
		}
		err = tx.ChangeOrganization(o, models.OrganizationSpan{
			FromAt: now, Name: o.Name, Kind: o.Kind, Region: o.Region, ParentID: o.ParentID, ManagerID: manager, ActorID: a.ID, Basis: basis, RecordedAt: now,
		})
		if err == nil {
			err = tx.Reached(o, now)
		}
		if err != nil {
			return err
		}
		return tx.Audit(store.AdminChain, "organization_restored", a.ID, now, map[string]any{"organization": o.ID, "name": o.Name, "basis": basis})
	})
}

// reform changes an organization that is there, in one transaction with its entry in the
// administrative trail.
func (g *Gate) reform(ctx context.Context, a Actor, id, action string, do func(*store.Tx, models.Organization, models.Instant) (map[string]any, error)) error {
	now := models.At(g.Now())
	return g.Store.Tx(ctx, func(tx *store.Tx) error {
		o, err := own(tx, a, id, now)
		if err != nil {
			return err
		}
		if o.ClosedAt != 0 {
			return models.Refuse(models.Conflict, "organization.closed", "机构已撤销", "“%s”已于%s撤销。", o.Name, store.When(o.ClosedAt))
		}
		said, err := do(tx, o, now)
		if err != nil {
			return err
		}
		said["organization"] = o.ID
		return tx.Audit(store.AdminChain, action, a.ID, now, said)
	})
}

// own finds an organization that the actor administers, and holds the jurisdiction's tree
// still until the transaction ends.
func own(tx *store.Tx, a Actor, id string, now models.Instant) (o models.Organization, err error) {
	if err = tx.Limit(1).Find(&o, "id = ? AND id IN (?)", id, administers(tx.DB, a)).Error; err != nil {
		return o, err
	}
	if o.ID == "" {
		return o, models.Refuse(models.Unknown, "organization.unknown", "没有这个机构", "机构不存在，或者不在您管理的范围内。")
	}
	var all []models.Organization
	if err = tx.Locked().Select("id").Order("id").Find(&all, "jurisdiction = ?", o.Jurisdiction).Error; err != nil {
		return o, err
	}
	if _, err = tx.MakeDue(now); err != nil {
		return o, err
	}
	if err = tx.Order("id").Find(&all, "jurisdiction = ?", o.Jurisdiction).Error; err != nil {
		return o, err
	}
	i := slices.IndexFunc(all, func(x models.Organization) bool { return x.ID == id })
	return all[i], nil
}

// above finds an organization that the actor administers and that may have others below
// it. Errors: organization.incomplete.
func above(tx *store.Tx, a Actor, field, id string, now models.Instant) (models.Organization, error) {
	o, err := own(tx, a, id, now)
	if p, ok := models.AsProblem(err); ok && p.Class == models.Unknown {
		return o, unfit(field, id, "机构不存在，或者不在您管理的范围内")
	}
	if err == nil && o.ClosedAt != 0 {
		return o, unfit(field, id, "“"+o.Name+"”已撤销，请另选")
	}
	return o, err
}
