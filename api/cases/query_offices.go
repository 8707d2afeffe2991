package cases

import (
	"cmp"
	"maps"
	"slices"

	"gorm.io/gorm"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// OfficeState is how far one office is with a repair.
type OfficeState struct {
	Office  string         `json:"office"`
	Name    string         `json:"name"`
	Step    string         `json:"step"`
	State   string         `json:"state" enum:"signed,refused,sent_back,waiting,ahead,not_applicable"`
	Outside bool           `json:"outside,omitempty"`
	By      *Name          `json:"by,omitempty"`
	For     *Name          `json:"on_behalf_of,omitempty" doc:"代何人签批"`
	At      models.Instant `json:"at,omitzero"`
	Task    string         `json:"task,omitempty"`
}

// What an office's state says besides the choice it made.
const (
	OfficeWaiting       = "waiting"
	OfficeAhead         = "ahead"
	OfficeNotApplicable = "not_applicable"
)

// officeTasks reads the signatures of repairs since each was last verified: what was
// signed before it was sent back is signed anew.
func officeTasks(db *gorm.DB, numbers []string) (map[string][]models.Task, map[string]string, error) {
	var rows []models.Task
	err := db.Select("id, case_number, kind, step, opened_at, closed_at, choice, decided_by, on_behalf_of, organization_id").
		Order("case_number, opened_at, id").
		Find(&rows, "case_number IN ? AND kind = '' AND (step = 'verification' OR "+signOffSteps+")", numbers).Error
	if err != nil {
		return nil, nil, err
	}
	out, ids := map[string][]models.Task{}, []string{}
	for _, t := range rows {
		if t.Step == "verification" {
			out[t.CaseNumber] = nil
			continue
		}
		out[t.CaseNumber] = append(out[t.CaseNumber], t)
		ids = append(ids, t.DecidedBy, t.OnBehalfOf)
	}
	people, err := userNames(db, ids)
	return out, people, err
}

// officeStates says it of every office that signs repairs under a pack, those first
// that sign for this list, in their order.
//
// Who signed is named as it was then, who has still to sign as it is at now.
func officeStates(pack *policy.Pack, list string, tasks []models.Task, people map[string]string, called officesCalled, now models.Instant) (out []OfficeState) {
	for _, s := range pack.Repair.SignOff[list] {
		o := OfficeState{Office: s.Office, Step: s.Key, State: OfficeAhead}
		office, _ := pack.Office(s.Office)
		o.Outside = office.External
		for _, t := range tasks {
			switch {
			case t.Step != s.Key || t.Choice == models.Cancelled:
			case t.ClosedAt == 0:
				o.State, o.Task, o.By, o.For, o.At = OfficeWaiting, t.ID, nil, nil, 0
			default:
				o.State, o.Task, o.At, o.By = t.Choice, t.ID, t.ClosedAt, &Name{t.DecidedBy, people[t.DecidedBy]}
				if t.OnBehalfOf != "" {
					o.For = &Name{t.OnBehalfOf, people[t.OnBehalfOf]}
				}
			}
		}
		o.Name = called.name(pack, s.Office, cmp.Or(o.At, now))
		out = append(out, o)
	}
	for _, l := range pack.Lists {
		for _, s := range pack.Repair.SignOff[l.Key] {
			if !slices.ContainsFunc(out, func(o OfficeState) bool { return o.Office == s.Office }) {
				out = append(out, OfficeState{Office: s.Office, Name: called.name(pack, s.Office, now), Step: s.Key, State: OfficeNotApplicable})
			}
		}
	}
	return out
}

// officesCalled names offices as they were at an instant: their spans by organization.
type officesCalled map[string][]models.OrganizationSpan

// read adds the offices of a pack.
func (c officesCalled) read(db *gorm.DB, pack *policy.Pack) error {
	var ids []string
	for _, o := range pack.Offices {
		if id := store.OrganizationID(pack.Jurisdiction.Key, o.Organization); c[id] == nil {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	spans, err := store.Spans(db, ids)
	maps.Copy(c, spans)
	return err
}

func (c officesCalled) name(pack *policy.Pack, key string, at models.Instant) string {
	office, _ := pack.Office(key)
	if s, ok := models.SpanAt(c[store.OrganizationID(pack.Jurisdiction.Key, office.Organization)], at); ok {
		return s.Name
	}
	for _, o := range pack.Organizations {
		if o.Key == office.Organization {
			return o.Name
		}
	}
	return cmp.Or(office.Organization, key)
}
