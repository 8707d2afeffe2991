package cases

import (
	"context"
	"encoding/json"
	"slices"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/workflows/contract"
)

// OwnMatter is an application of the subject's own.
type OwnMatter struct {
	Number, Kind, Title, Stage, Outcome string
	Organization                        string
	ReceivedAt, ClosedAt                models.Instant
	Deadline                            *Deadline // by when the office answers; nil: none runs
	Yours                               *Deadline // by when the applicant must bring what is missing
	Paused                              string
}

// Open says that it is being worked on.
func (m OwnMatter) Open() bool { return m.ClosedAt == 0 }

func (q *Queries) ownMatters(db *gorm.DB, subject string) (all []OwnMatter, err error) {
	var rows []models.Case
	err = db.Order("received_at DESC, number DESC").Limit(MostPerPage).Find(&rows, "subject_id = ? AND kind IN ?", subject, ownKinds).Error
	for _, c := range rows {
		if err != nil {
			return nil, err
		}
		var m OwnMatter
		m, err = q.ownMatter(db, c)
		all = append(all, m)
	}
	return all, err
}

func (q *Queries) ownMatter(db *gorm.DB, c models.Case) (m OwnMatter, err error) {
	m = OwnMatter{
		Number: c.Number, Kind: c.Kind, Title: c.Title, Stage: c.Stage, Outcome: c.Outcome, Organization: organizationName(db, c.OrganizationID),
		ReceivedAt: c.ReceivedAt, ClosedAt: c.ClosedAt, Paused: c.Paused,
	}
	if !c.Open() {
		return m, nil
	}
	m.Deadline = q.deadline("case", models.Task{DueAt: c.DueAt}, c.Deadline)
	var t models.Task
	err = db.Limit(1).Find(&t, "case_number = ? AND step = 'supplement' AND closed_at = 0", c.Number).Error
	if err == nil && t.ID != "" {
		m.Yours = q.deadline("task", t, t.Deadline)
	}
	return m, err
}

// OwnMatterFull is an application with what was said and handed in.
type OwnMatterFull struct {
	OwnMatter
	Target     string
	Said       NewDispute // what was said at first, of a repair its applicant and papers
	Papers     []Evidence
	Supplied   []RecordView
	Documents  []OwnDocument
	Conditions []Condition // of a repair
}

// OwnMatter gives an application of the actor's own. Permission: the subject itself.
// Errors: case.unknown.
func (s *Service) OwnMatter(ctx context.Context, a access.Actor, number string) (m OwnMatterFull, err error) {
	q := s.Queries()
	err = s.Store.Snapshot(ctx, func(db *gorm.DB) error {
		var c models.Case
		if err := db.Limit(1).Find(&c, "number = ? AND subject_id = ? AND kind IN ?", number, a.Subject, ownKinds).Error; err != nil {
			return err
		}
		if c.Number == "" {
			return unknownOwn(number)
		}
		m = OwnMatterFull{Target: c.Target}
		if m.OwnMatter, err = q.ownMatter(db, c); err != nil {
			return err
		}
		_ = json.Unmarshal(c.Intake, &m.Said)
		if m.Papers = m.Said.Evidence; c.Kind == string(contract.Repair) {
			var said NewRepair
			_ = json.Unmarshal(c.Intake, &said)
			m.Papers = said.Attachments
			if m.Conditions, err = s.conditionsOf(db, c); err != nil {
				return err
			}
		}
		if m.Papers, err = ownFiles(db, a, m.Papers); err != nil {
			return err
		}
		var rows []models.Command
		if err := db.Order("received_at, id").Find(&rows, "case_number = ? AND verb = ? AND actor_id = ?", number, verbRecord, a.Subject).Error; err != nil {
			return err
		}
		for _, r := range rows {
			v, err := viewRecord(db, r)
			if err != nil {
				return err
			}
			m.Supplied = append(m.Supplied, v)
		}
		var of models.Subject
		if err := db.Take(&of, "id = ?", a.Subject).Error; err != nil {
			return err
		}
		all, err := q.ownDocuments(db, of)
		m.Documents = slices.DeleteFunc(all, func(d OwnDocument) bool { return d.Case != number })
		return err
	})
	return m, err
}

// ownFiles leaves the files that the actor uploaded itself; what the window scanned is named.
func ownFiles(db *gorm.DB, a access.Actor, papers []Evidence) ([]Evidence, error) {
	var mine []string
	for _, e := range papers {
		mine = append(mine, e.File)
	}
	err := db.Model(&models.EvidenceFile{}).Where("id IN ? AND uploaded_by = ?", append(mine, ""), a.Subject).Pluck("id", &mine).Error
	for i, e := range papers {
		if !slices.Contains(mine, e.File) {
			papers[i].File = ""
		}
	}
	return papers, err
}
