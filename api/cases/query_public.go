package cases

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"unicode"

	"gorm.io/gorm"

	"chengxin/models"
	"chengxin/workflows/contract"
)

// PublicCredit is what anyone may see of a code: the entries that a publication put
// there and that have not ended, and of a shop that carries the code what its plate
// promises. A code without any says nothing about whether such a subject exists.
type PublicCredit struct {
	Code    string         `json:"code"`
	Shop    *PublicShop    `json:"shop,omitempty" doc:"门店码所示的门店"`
	Entries []PublicEntry  `json:"entries"`
	AsOf    models.Instant `json:"as_of"`
}

// PublicShop is a shop as whoever scans its code sees it (JN-11, WH-5).
type PublicShop struct {
	Jurisdiction string                  `json:"-"`
	Name         string                  `json:"name" doc:"店招"`
	Operator     string                  `json:"operator" doc:"经营者"`
	Address      string                  `json:"address"`
	Stars        int                     `json:"stars" doc:"星级，按本计分周期的得分"`
	OfStars      int                     `json:"of_stars" doc:"最高星级"`
	Cycle        string                  `json:"cycle" doc:"计分周期"`
	Mark         string                  `json:"mark,omitempty" doc:"异议处理中"`
	Commitments  []models.ShopCommitment `json:"commitments"`
}

// PublicEntry is one published listing.
type PublicEntry struct {
	Name        string         `json:"name"`
	Code        string         `json:"code,omitempty"`
	List        string         `json:"list"`
	ListName    string         `json:"list_name"`
	Reason      string         `json:"reason"`
	Basis       string         `json:"basis"`
	PublishedAt models.Instant `json:"published_at"`
	EndsAt      models.Instant `json:"ends_at,omitzero"`
	Disputed    bool           `json:"disputed"`
	Mark        string         `json:"mark,omitempty" doc:"异议处理中"`
}

// underDispute marks in public what somebody objected to.
const underDispute = "异议处理中"

// public are publications that are to be seen at an instant.
func public(db *gorm.DB, now models.Instant) *gorm.DB {
	return db.Where("withdrawn_at = 0 AND published_at <= ? AND (ends_at = 0 OR ends_at >= ?)", now, now.Second())
}

// PublicCredit looks a code up: a shop's, or a unified social credit code. Permission:
// anyone. Of a credit code it reads publications alone.
func (q *Queries) PublicCredit(ctx context.Context, code string) (PublicCredit, error) {
	db, code, now := q.db(ctx), strings.TrimSpace(code), q.now()
	out := PublicCredit{Code: strings.ToUpper(code), Entries: []PublicEntry{}, AsOf: now}
	if code == "" {
		return out, nil
	}
	query := public(db, now)
	if len(code) == shopCode {
		shop, subject, err := q.publicShop(db, strings.ToLower(code), now)
		if err != nil || shop == nil {
			return out, err
		}
		out.Code, out.Shop = strings.ToLower(code), shop
		query = query.Where("subject_id = ?", subject)
	} else {
		query = query.Where("code = ?", out.Code)
	}
	var rows []models.Publication
	err := query.Order("published_at DESC, listing_number").Find(&rows).Error
	for _, p := range rows {
		out.Entries = append(out.Entries, publicEntry(p))
	}
	return out, err
}

// shopCode is how long a shop's code is; credit codes are longer.
const shopCode = 12

func publicEntry(p models.Publication) PublicEntry {
	e := PublicEntry{
		Name: publicName(p.Code, p.Name), List: p.List, ListName: p.ListName, Reason: p.Reason, Basis: p.Basis,
		PublishedAt: p.PublishedAt, EndsAt: p.EndsAt, Disputed: p.Disputed,
	}
	if p.Disputed {
		e.Mark = underDispute
	}
	return e
}

// publicShop reads a shop that carries a code; nil where none does, or does no more.
func (q *Queries) publicShop(db *gorm.DB, code string, now models.Instant) (*PublicShop, string, error) {
	var row struct {
		models.Shop
		OperatorCode, Operator, Status string
	}
	err := db.Table("shops").Select("shops.*, subjects.code AS operator_code, subjects.name AS operator, subjects.status").
		Joins("JOIN subjects ON subjects.id = shops.subject_id").Where("shops.code = ? AND shops.closed_at = 0", code).Limit(1).Scan(&row).Error
	if err != nil || row.Code == "" || row.Status != models.SubjectActive {
		return nil, "", err
	}
	pack, err := q.packNow(db.Statement.Context, row.Jurisdiction)
	if err != nil {
		return nil, "", err
	}
	v := PublicShop{
		Jurisdiction: row.Jurisdiction, Name: row.Name, Operator: publicName(row.OperatorCode, row.Operator), Address: row.Address,
		OfStars: len(pack.Score.Stars), Cycle: pack.CycleOf(now.Time(), now.Time()), Commitments: []models.ShopCommitment{},
	}
	if err := json.Unmarshal(row.Commitments, &v.Commitments); err != nil {
		return nil, "", err
	}
	if v.Commitments == nil {
		v.Commitments = []models.ShopCommitment{}
	}
	var cycle models.Cycle
	if err := db.Limit(1).Find(&cycle, "subject_id = ? AND jurisdiction = ? AND cycle = ?", row.SubjectID, row.Jurisdiction, v.Cycle).Error; err != nil {
		return nil, "", err
	}
	v.Stars = pack.Score.StarsOf(cycle.Counted)
	var disputes int64
	err = db.Model(&models.Case{}).Where("subject_id = ? AND kind = ? AND closed_at = 0", row.SubjectID, contract.Dispute).Limit(1).Count(&disputes).Error
	if disputes > 0 {
		v.Mark = underDispute
	}
	return &v, row.SubjectID, err
}

// PublicPage is one page of what is published.
type PublicPage struct {
	Items []PublicEntry `json:"items"`
	Next  string        `json:"next,omitempty" doc:"下一页的 cursor；没有则已到末页"`
}

// Published lists what is public, the newest first: all, one list's, or what a name's
// beginning or a whole credit code finds. Natural persons are never in it. Permission:
// anyone. Errors: cursor.invalid.
func (q *Queries) Published(ctx context.Context, list, text string, p Page) (out PublicPage, err error) {
	text = strings.TrimSpace(text)
	out.Items = []PublicEntry{}
	from, err := p.from([]string{"published", list, text})
	if err != nil {
		return out, err
	}
	query := public(q.db(ctx), q.now())
	if list != "" {
		query = query.Where("list = ?", list)
	}
	if text != "" {
		query = query.Where("code = ? OR name >= ? AND name < ?", strings.ToUpper(text), text, text+string(unicode.MaxRune))
	}
	if from != nil {
		query = query.Where("published_at < ? OR published_at = ? AND listing_number > ?", from.At, from.At, from.ID)
	}
	var rows []models.Publication
	if err := query.Order("published_at DESC, listing_number").Limit(p.limit() + 1).Find(&rows).Error; err != nil {
		return out, err
	}
	rows, more := cut(rows, p.limit())
	for _, r := range rows {
		e := publicEntry(r)
		// Whoever searched by the beginning of a masked name would learn the rest of it.
		if e.Name != r.Name && text != "" && !strings.EqualFold(text, r.Code) {
			continue
		}
		e.Code = r.Code
		out.Items = append(out.Items, e)
	}
	if more {
		last := rows[len(rows)-1]
		out.Next = next(true, last.PublishedAt, last.ListingNumber, []string{"published", list, text})
	}
	return out, nil
}

// PublishedLists are the lists that something public is on, by key.
func (q *Queries) PublishedLists(ctx context.Context) (map[string]string, error) {
	var rows []models.Publication
	err := public(q.db(ctx), q.now()).Model(&models.Publication{}).Distinct("list, list_name").Find(&rows).Error
	out := map[string]string{}
	for _, r := range rows {
		out[r.List] = r.ListName
	}
	return out, err
}

// PublicRules are what whoever is listed may do about it, in the words of the rules in
// force (QD-7).
type PublicRules struct {
	Key          string // of the jurisdiction
	Jurisdiction string
	Dispute      string   // how long an objection takes
	Repair       []string // from when each list opens to repair
	Points       []string // where people are received
}

// PublicRules gives them for every city that keeps lists here.
func (q *Queries) PublicRules(ctx context.Context) (all []PublicRules, err error) {
	db := q.db(ctx)
	var cities []string
	if err := db.Model(&models.StoredPack{}).Distinct("jurisdiction").Order("jurisdiction").Pluck("jurisdiction", &cities).Error; err != nil {
		return nil, err
	}
	for _, city := range cities {
		pack, err := q.packNow(ctx, city)
		if err != nil {
			return nil, err
		}
		r := PublicRules{Key: city, Jurisdiction: pack.Jurisdiction.Name, Dispute: pack.Dispute.Within.Chinese()}
		for _, l := range pack.Lists {
			r.Repair = append(r.Repair, l.Name+"公布满"+l.RepairAfter.Chinese())
		}
		var points []models.Organization
		if err := db.Order("id").Find(&points, "jurisdiction = ? AND kind = 'service_point' AND closed_at = 0", city).Error; err != nil {
			return nil, err
		}
		for _, o := range points {
			r.Points = append(r.Points, o.Name)
		}
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b PublicRules) int { return strings.Compare(a.Jurisdiction, b.Jurisdiction) })
	return all, nil
}

// publicName masks a sole trader that trades under its owner's own name: an entry
// without a trade name would show a natural person's.
func publicName(code, whole string) string {
	name := []rune(whole)
	const longestName = 4
	if !strings.HasPrefix(code, "92") || len(name) > longestName {
		return whole
	}
	for _, r := range name {
		if !unicode.Is(unicode.Han, r) {
			return whole
		}
	}
	return string(name[:1]) + strings.Repeat("*", len(name)-1)
}
