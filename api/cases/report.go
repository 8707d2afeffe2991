package cases

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

const verbReport = "issue_report"

// ReportOrder asks for a credit report (信用报告).
type ReportOrder struct {
	Purpose string `json:"purpose" minLength:"2" maxLength:"200" doc:"用途，将记入查看记录"`
}

// Report is a credit report as it was issued. It stays as it was on that day.
type Report struct {
	Number   string         `json:"number"`
	Issuer   string         `json:"issuer" doc:"出具机构"`
	IssuedAt models.Instant `json:"issued_at"`
	IssuedBy string         `json:"issued_by"`
	Purpose  string         `json:"purpose"`
	Trial    bool           `json:"trial,omitempty"`
	Pack     string         `json:"pack" doc:"所依据的规则包"`
	Basis    string         `json:"basis"`
	Base     int            `json:"base" doc:"总分"`
	Subject  SubjectView    `json:"subject"`
	ReportBody
}

// ReportBody are the report's sections.
type ReportBody struct {
	Cycles   []ReportCycle `json:"cycles"`
	Listings []ReportLine  `json:"listings"`
	Disputes []ReportLine  `json:"disputes"`
	Repairs  []ReportLine  `json:"repairs"`
	Breaches []ReportLine  `json:"breaches"`
	Bars     []ReportLine  `json:"bars"`
}

// ReportCycle is one cycle with its entries in words.
type ReportCycle struct {
	Cycle   string        `json:"cycle"`
	Total   int           `json:"total"`
	Counted int           `json:"counted"`
	List    string        `json:"list,omitempty"`
	Entries []ReportEntry `json:"entries"`
}

// ReportEntry is one line of the ledger in words.
type ReportEntry struct {
	EntryView
	What  string `json:"what" doc:"失信行为"`
	State string `json:"state" doc:"有效、已冲减、已修复"`
}

// ReportLine is one matter: what, since when, and how it stands or ended.
type ReportLine struct {
	Number string         `json:"number"`
	What   string         `json:"what"`
	From   models.Instant `json:"from,omitzero"`
	Until  models.Instant `json:"until,omitzero"`
	State  string         `json:"state"`
}

// IssueReport draws up a subject's credit report, numbered and kept whole. What it is
// for is asked first and recorded with who issued it. Permission: as for the subject's
// file. Errors: subject.unknown, report.purpose, idempotency.reused.
func (s *Service) IssueReport(ctx context.Context, actor access.Actor, id string, in ReportOrder, key string) (Report, error) {
	in.Purpose = strings.TrimSpace(in.Purpose)
	if n := len([]rune(in.Purpose)); n < 2 || n > mostPurpose {
		return Report{}, models.Refuse(models.Invalid, "report.purpose", "请写明用途", "信用报告须写明用途（2至%d字），用途和出具人一并记录。", mostPurpose).
			Where(models.Field{Field: "purpose", Message: "请写明用途"})
	}
	q := s.Queries()
	subject, err := q.seen(ctx, actor, id)
	if err != nil {
		return Report{}, err
	}
	if subject.ErasedAt != 0 {
		return Report{}, erased(subject)
	}
	f, err := q.fileOf(ctx, actor, subject)
	if err != nil {
		return Report{}, err
	}
	pack, err := q.packNow(ctx, subject.Jurisdiction)
	if err != nil {
		return Report{}, err
	}
	r := drawUp(pack, f, subject)
	r.Purpose, r.IssuedBy = in.Purpose, actor.Name
	cmd := models.Command{Verb: verbReport, IdemKey: key, BodyHash: hashOf([]any{verbReport, id, in})}
	done, err := s.once(ctx, actor, cmd, func(tx *store.Tx, cmd *models.Command) error { return s.issueReport(tx, actor, subject, &r, cmd) })
	if err != nil {
		return Report{}, err
	}
	var issued struct{ Report string }
	_ = json.Unmarshal(done.Details, &issued)
	return q.Report(ctx, actor, issued.Report)
}

// issueReport numbers the report and writes it, its command, its look and its trail.
func (s *Service) issueReport(tx *store.Tx, actor access.Actor, subject models.Subject, r *Report, cmd *models.Command) error {
	at := actor.Where(access.Readers()...)
	i := slices.IndexFunc(at, func(o string) bool { return strings.HasPrefix(o, subject.Jurisdiction+"/") })
	if i < 0 {
		return unknownSubject(subject.ID)
	}
	organization := at[i]
	r.Issuer, r.IssuedAt = organizationName(tx.DB, organization), cmd.ReceivedAt
	year := r.IssuedAt.Time().Year()
	n, err := tx.Next(fmt.Sprintf("report/%s/%d", subject.Jurisdiction, year))
	if err != nil {
		return err
	}
	r.Number = fmt.Sprintf("%s-XB-%d-%06d", subject.Jurisdiction, year, n)
	body, err := json.Marshal(r)
	if err != nil {
		return err
	}
	if subject.Kind == models.NaturalPerson {
		if err := s.Store.Seal(tx, subject.ID, store.SealedReport(r.Number), r, r.IssuedAt); err != nil {
			return err
		}
		body = nil
	}
	if err := tx.Create(&models.CreditReport{
		Number: r.Number, Jurisdiction: subject.Jurisdiction, SubjectID: subject.ID, OrganizationID: organization, Purpose: r.Purpose,
		Body: body, IssuedAt: r.IssuedAt, IssuedBy: actor.ID,
	}).Error; err != nil {
		return err
	}
	cmd.Details, _ = json.Marshal(map[string]string{"report": r.Number})
	if written, err := tx.Put(cmd); err != nil || !written {
		return either(err, errRaced)
	}
	return writeLook(tx, models.Look{
		ID: "report/" + r.Number, Jurisdiction: subject.Jurisdiction, SubjectID: subject.ID, UserID: actor.ID, What: "report", Purpose: r.Purpose, At: r.IssuedAt,
	})
}

// Report gives a report as it was issued. Permission: who issued it, and the auditors of
// its jurisdiction. Errors: report.unknown.
func (q *Queries) Report(ctx context.Context, a access.Actor, number string) (out Report, err error) {
	var row models.CreditReport
	if err := q.db(ctx).Limit(1).Find(&row, "number = ?", number).Error; err != nil {
		return out, err
	}
	if row.Number == "" || row.IssuedBy != a.ID && !slices.Contains(a.Jurisdictions(Watchers()...), row.Jurisdiction) {
		return out, models.Refuse(models.Unknown, "report.unknown", "没有这份信用报告", "信用报告%s不存在，或者不是由您出具。", number)
	}
	if row.IssuedBy != a.ID {
		s := models.Subject{ID: row.SubjectID, Jurisdiction: row.Jurisdiction, Kind: models.NaturalPerson}
		if err := q.looked(ctx, a, s, "report"); err != nil {
			return out, err
		}
	}
	if len(row.Body) > 0 {
		return out, json.Unmarshal(row.Body, &out)
	}
	there, err := q.Store.Unseal(q.db(ctx), store.SealedReport(number), &out)
	if err == nil && !there {
		err = models.Refuse(models.Unknown, "report.erased", "信用报告已删除", "信用报告%s所涉个人信息已依法删除，不能再查看。", number)
	}
	return out, err
}

// tellers see a number as far as it is kept: they
// handle, review or decide the cases, or receive people at the window.
var tellers = []policy.Role{
	policy.Handler, policy.Reviewer, policy.LegalReviewer, policy.Approver, policy.WindowClerk, policy.Auditor,
}

// tellsOf says whether the actor may know where a subject is reached.
func tellsOf(a access.Actor, s models.Subject) bool {
	return s.Kind != models.NaturalPerson || slices.Contains(a.Jurisdictions(tellers...), s.Jurisdiction)
}

// masked takes off a natural person what the actor's roles have no need to know.
func masked(a access.Actor, v SubjectView) SubjectView {
	if v.Kind != models.NaturalPerson || a.Holds(tellers...) {
		return v
	}
	v.Birth, v.Address = "", ""
	if v.IDMask != "" {
		v.IDMask = strings.Repeat("*", 18)
	}
	return v
}
