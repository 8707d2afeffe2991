package cases

import (
	"context"
	"strings"
	"unicode"

	"chengxin/models"
)

// PublicCredit is what anyone may see of a code: the entries that a publication put
// there and that have not ended. A code without any says nothing about whether such a
// subject exists.
type PublicCredit struct {
	Code    string         `json:"code"`
	Entries []PublicEntry  `json:"entries"`
	AsOf    models.Instant `json:"as_of"`
}

// PublicEntry is one published listing.
type PublicEntry struct {
	Name        string         `json:"name"`
	List        string         `json:"list"`
	ListName    string         `json:"list_name"`
	Reason      string         `json:"reason"`
	Basis       string         `json:"basis"`
	PublishedAt models.Instant `json:"published_at"`
	EndsAt      models.Instant `json:"ends_at,omitzero"`
	Disputed    bool           `json:"disputed"`
	Mark        string         `json:"mark,omitempty" doc:"异议处理中"`
}

// PublicCredit looks a code up. Permission: anyone. It reads publications alone.
func (q *Queries) PublicCredit(ctx context.Context, code string) (PublicCredit, error) {
	code, now := strings.ToUpper(strings.TrimSpace(code)), q.now()
	out := PublicCredit{Code: code, Entries: []PublicEntry{}, AsOf: now}
	if code == "" {
		return out, nil
	}
	var rows []models.Publication
	err := q.db(ctx).Find(&rows, "code = ? AND withdrawn_at = 0 AND published_at <= ? AND (ends_at = 0 OR ends_at >= ?)", code, now, now.Second()).Error
	for _, p := range rows {
		e := PublicEntry{
			Name: publicName(p), List: p.List, ListName: p.ListName, Reason: p.Reason, Basis: p.Basis,
			PublishedAt: p.PublishedAt, EndsAt: p.EndsAt, Disputed: p.Disputed,
		}
		if p.Disputed {
			e.Mark = "异议处理中"
		}
		out.Entries = append(out.Entries, e)
	}
	return out, err
}

// publicName masks a sole trader that trades under its owner's own name: an entry
// without a trade name would show a natural person's.
func publicName(p models.Publication) string {
	name := []rune(p.Name)
	const longestName = 4
	if !strings.HasPrefix(p.Code, "92") || len(name) > longestName {
		return p.Name
	}
	for _, r := range name {
		if !unicode.Is(unicode.Han, r) {
			return p.Name
		}
	}
	return string(name[:1]) + strings.Repeat("*", len(name)-1)
}
