package store

import (
	"cmp"
	"crypto/rand"
	"slices"

	"chengxin/models"
	"chengxin/policy"
)

// OrganizationID is how the register names a pack's organization.
func OrganizationID(jurisdiction, key string) string {
	if key == "" {
		return ""
	}
	return jurisdiction + "/" + key
}

// lastPack is the pack of a jurisdiction that was loaded last, withdrawn or not: what it
// said of organizations was taken over. Nil for none.
func (tx *Tx) lastPack(jurisdiction string) (*policy.Pack, error) {
	var row models.StoredPack
	err := tx.Order("loaded_at DESC, effective DESC").Limit(1).Find(&row, "jurisdiction = ?", jurisdiction).Error
	if err != nil || row.Hash == "" {
		return nil, err
	}
	p, _, err := policy.Load(row.Version, row.Source)
	return p, err
}

// organizationsOf brings a pack's organizations into the register: new ones, and what it
// says otherwise than the pack before it. What an administrator changed since stays,
// unless the pack speaks of that very thing anew.
func (tx *Tx) organizationsOf(p, before *policy.Pack, actor string, at models.Instant) error {
	j := p.Jurisdiction.Key
	if _, err := tx.MakeDue(at); err != nil {
		return err
	}
	var rows []models.Organization
	if err := tx.Locked().Order("id").Find(&rows, "jurisdiction = ?", j).Error; err != nil {
		return err
	}
	known := map[string]models.Organization{}
	for _, o := range rows {
		known[o.Key] = o
	}
	from := models.Instant(0) // the first pack says what was there before the register
	if len(rows) > 0 {
		from = at
	}
	for _, said := range p.Organizations {
		span := models.OrganizationSpan{Pack: p.Hash, ActorID: actor, Basis: "规则包" + p.Name(), RecordedAt: at}
		o, ok := known[said.Key]
		if !ok {
			o = models.Organization{ID: OrganizationID(j, said.Key), Jurisdiction: j, Key: said.Key}
			span.FromAt, span.Name, span.Kind, span.Region = from, said.Name, said.Kind, said.Region
			span.ParentID, span.ManagerID = OrganizationID(j, said.Parent), OrganizationID(j, said.Manager)
			if err := tx.AddOrganization(o, span); err != nil {
				return err
			}
			continue
		}
		var was policy.Organization
		if before != nil {
			was, _ = before.Organization(said.Key)
		}
		if o.ClosedAt != 0 {
			continue
		}
		change := func(s *models.OrganizationSpan) (changed bool) {
			return slices.Contains([]bool{
				anew(&s.Name, was.Name, said.Name), anew(&s.Kind, was.Kind, said.Kind), anew(&s.Region, was.Region, said.Region),
				anew(&s.ParentID, OrganizationID(j, was.Parent), OrganizationID(j, said.Parent)),
				anew(&s.ManagerID, OrganizationID(j, was.Manager), OrganizationID(j, said.Manager)),
			}, true)
		}
		span.FromAt = max(at, models.At(p.Effective.Start()))
		if err := tx.saidAnew(o, span, change); err != nil {
			return err
		}
	}
	if err := tx.circle(j, at); err != nil {
		return err
	}
	return tx.reach(j, "")
}

// anew takes over what is said now, where it is not what was said before, and says
// whether that changes anything.
func anew(now *string, was, said string) bool {
	if was == said || *now == said {
		return false
	}
	*now = said
	return true
}

// saidAnew has an organization change from span.FromAt on, and with it what is planned
// for later: changes that somebody else decided for their own day stay.
func (tx *Tx) saidAnew(o models.Organization, span models.OrganizationSpan, change func(*models.OrganizationSpan) bool) error {
	all, err := Spans(tx.DB, []string{o.ID})
	if err != nil {
		return err
	}
	then, ok := models.SpanAt(all[o.ID], span.FromAt)
	if !ok {
		return nil // abolished
	}
	for _, later := range all[o.ID] {
		if later.FromAt > span.FromAt && change(&later) {
			if err := tx.Save(&later).Error; err != nil {
				return err
			}
		}
	}
	if !change(&then) {
		return nil
	}
	span.Name, span.Kind, span.Region, span.ParentID, span.ManagerID = then.Name, then.Kind, then.Region, then.ParentID, then.ManagerID
	return tx.ChangeOrganization(o, span)
}

// AddOrganization brings an organization that was not there. Reach is not computed: see
// Reached.
func (tx *Tx) AddOrganization(o models.Organization, span models.OrganizationSpan) error {
	span.ID, span.OrganizationID = rand.Text(), o.ID
	o = asOf(o, span)
	if err := tx.Create(&o).Error; err != nil {
		return err
	}
	return tx.Create(&span).Error
}

// asOf is the organization as a span has it.
func asOf(o models.Organization, s models.OrganizationSpan) models.Organization {
	o.Name, o.Kind, o.Region, o.ParentID, o.ManagerID, o.Since = s.Name, s.Kind, s.Region, s.ParentID, s.ManagerID, s.FromAt
	return o
}

// ChangeOrganization has an organization be otherwise from span.FromAt on, which is not
// before span.RecordedAt. A change that lies ahead waits for MakeDue; one that does not is
// made at once. Reach is not computed: see Reached.
func (tx *Tx) ChangeOrganization(o models.Organization, span models.OrganizationSpan) error {
	span.ID, span.OrganizationID = rand.Text(), o.ID
	span.FromAt = cmp.Or(span.FromAt, span.RecordedAt)
	// What was to hold from the very same moment never held.
	if err := tx.Delete(&models.OrganizationSpan{}, "organization_id = ? AND from_at = ?", o.ID, span.FromAt).Error; err != nil {
		return err
	}
	err := tx.Model(&models.OrganizationSpan{}).Where("organization_id = ? AND from_at < ? AND (until_at = 0 OR until_at > ?)", o.ID, span.FromAt, span.FromAt).
		Update("until_at", span.FromAt).Error
	if err != nil {
		return err
	}
	var next models.OrganizationSpan
	if err := tx.Order("from_at").Limit(1).Find(&next, "organization_id = ? AND from_at > ?", o.ID, span.FromAt).Error; err != nil {
		return err
	}
	span.UntilAt = next.FromAt
	if err := tx.Create(&span).Error; err != nil {
		return err
	}
	if span.FromAt > span.RecordedAt {
		return nil
	}
	return tx.become(o, span)
}

// become brings the present row to what a span says.
func (tx *Tx) become(o models.Organization, span models.OrganizationSpan) error {
	now := asOf(o, span)
	now.ClosedAt = 0
	return tx.Save(&now).Error
}

// DropPlan takes back a change that lies ahead.
func (tx *Tx) DropPlan(organization string, now models.Instant) error {
	if err := tx.Delete(&models.OrganizationSpan{}, "organization_id = ? AND from_at > ?", organization, now).Error; err != nil {
		return err
	}
	return tx.Model(&models.OrganizationSpan{}).Where("organization_id = ? AND until_at > ?", organization, now).Update("until_at", 0).Error
}
