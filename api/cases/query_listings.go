package cases

import (
	"context"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
)

// ListingFilter narrows the lists. Empty fields leave nothing out.
type ListingFilter struct {
	List         string // yellow, black
	Active       *bool  // decided or published; false: over
	Subject      string
	Organization string // with everything under it
	Own          bool   // without what is under it
	Lingering    bool   // still public though it should have been withdrawn
}

// ListingView is a listing as it stands.
type ListingView struct {
	Number       string         `json:"number"`
	Subject      string         `json:"subject"`
	SubjectName  string         `json:"subject_name,omitempty"`
	List         string         `json:"list"`
	State        string         `json:"state" enum:"proposed,decided,published,repaired,annulled,superseded,expired,dropped"`
	Cycle        string         `json:"cycle"`
	Total        int            `json:"total" doc:"导致列入的累计扣分"`
	ProposedAt   models.Instant `json:"proposed_at"`
	DecidedAt    models.Instant `json:"decided_at,omitzero"`
	PublishedAt  models.Instant `json:"published_at,omitzero"`
	OpensAt      models.Instant `json:"opens_at,omitzero" doc:"自此可以申请修复"`
	EndsAt       models.Instant `json:"ends_at,omitzero" doc:"期满自动终止"`
	EndedAt      models.Instant `json:"ended_at,omitzero"`
	EndReason    string         `json:"end_reason,omitempty"`
	EndedBy      string         `json:"ended_by,omitempty" doc:"使其终止的案件"`
	Supersedes   string         `json:"supersedes,omitempty"`
	Shielded     bool           `json:"shielded,omitempty" doc:"重整计划期间暂缓惩戒"`
	Organization string         `json:"organization,omitempty"`
}

// ListingPage is one page of listings, latest first.
type ListingPage struct {
	Items []ListingView `json:"items"`
	Next  string        `json:"next,omitempty" doc:"下一页的 cursor；没有则已到末页"`
}

func viewListing(l models.Listing) ListingView {
	return ListingView{
		Number: l.Number, Subject: l.SubjectID, List: l.List, State: l.State, Cycle: l.Cycle, Total: l.Total,
		ProposedAt: l.ProposedAt, DecidedAt: l.DecidedAt, PublishedAt: l.PublishedAt, OpensAt: l.OpensAt, EndsAt: l.EndsAt,
		EndedAt: l.EndedAt, EndReason: l.EndReason, EndedBy: l.EndedBy, Supersedes: l.Supersedes, Shielded: l.Shielded,
	}
}

var (
	activeStates = []string{models.ListingDecided, models.ListingPublished}
	endedStates  = []string{
		models.ListingRepaired, models.ListingAnnulled, models.ListingSuperseded, models.ListingExpired, models.ListingDropped,
	}
)

// Listings lists who is or was on a list, in the cases the actor may read. Errors:
// cursor.invalid.
func (q *Queries) Listings(ctx context.Context, a access.Actor, f ListingFilter, p Page) (ListingPage, error) {
	out := ListingPage{Items: []ListingView{}}
	at, err := p.from(f)
	if err != nil {
		return out, err
	}
	db := q.db(ctx)
	in, err := within(db, a, f.Organization, f.Own)
	if err != nil || len(in) == 0 {
		return out, err
	}
	query := db.Joins("JOIN cases ON cases.number = listings.number").Where("+cases.organization_id IN ?", in) // from the newest listing on
	if at != nil {
		query = query.Where("listings.number < ?", at.ID)
	}
	if f.List != "" {
		query = query.Where("listings.list = ?", f.List)
	}
	if f.Subject != "" {
		query = query.Where("listings.subject_id = ?", f.Subject)
	}
	if f.Active != nil {
		states := endedStates
		if *f.Active {
			states = activeStates
		}
		query = query.Where("listings.state IN ?", states)
	}
	if f.Lingering {
		query = lingering(query, q.now())
	}
	var rows []models.Listing
	if err := query.Order("listings.number DESC").Limit(p.limit() + 1).Find(&rows).Error; err != nil {
		return out, err
	}
	rows, more := cut(rows, p.limit())
	if out.Items, err = listingViews(db, rows); err != nil || len(rows) == 0 {
		return out, err
	}
	out.Next = next(more, 0, rows[len(rows)-1].Number, f)
	return out, nil
}

// lingering narrows listings to those whose publication outlived its end: the day is past,
// or the listing is over.
func lingering(query *gorm.DB, now models.Instant) *gorm.DB {
	return query.Joins("JOIN publications ON publications.listing_number = listings.number").
		Where("publications.withdrawn_at = 0 AND (publications.ends_at > 0 AND publications.ends_at < ? OR listings.ended_at > 0)", now.Second())
}

func listingViews(db *gorm.DB, rows []models.Listing) ([]ListingView, error) {
	out := make([]ListingView, 0, len(rows))
	var ids, numbers []string
	for _, l := range rows {
		ids, numbers = append(ids, l.SubjectID), append(numbers, l.Number)
	}
	called, err := subjectNames(db, ids)
	if err != nil {
		return out, err
	}
	var cases []models.Case
	if err := db.Select("number, organization_id").Find(&cases, "number IN ?", numbers).Error; err != nil {
		return out, err
	}
	whose := map[string]string{}
	for _, c := range cases {
		whose[c.Number] = c.OrganizationID
	}
	for _, l := range rows {
		v := viewListing(l)
		v.Organization = whose[l.Number]
		if s := called[l.SubjectID]; s != nil {
			v.SubjectName = s.Name
		}
		out = append(out, v)
	}
	return out, nil
}
