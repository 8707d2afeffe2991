package cases

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"hash/fnv"
	"time"

	"gorm.io/gorm"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// Queries answer what people look up. They read the register alone, never Temporal,
// and show nobody a case that no role of theirs reaches.
type Queries struct {
	Store *store.Store
	Rules Rules
	Now   func() time.Time
}

// Queries of a service's register.
func (s *Service) Queries() *Queries { return &Queries{Store: s.Store, Rules: s.Rules, Now: s.Now} }

func (q *Queries) now() models.Instant { return models.At(q.Now()) }

func (q *Queries) db(ctx context.Context) *gorm.DB { return q.Store.Read(ctx) }

// Page asks for one page of a list.
type Page struct {
	Cursor string
	Limit  int
}

// The lengths of a page.
const (
	defaultLimit = 50
	MostPerPage  = 200
)

func (p Page) limit() int {
	if p.Limit <= 0 {
		return defaultLimit
	}
	return min(p.Limit, MostPerPage)
}

// cursor is where a page ended: the sort key and the id of its last row. It belongs
// to the filter it was given for.
type cursor struct {
	At     int64  `json:"a"` // every microsecond of it
	ID     string `json:"i"`
	Filter uint32 `json:"f"`
}

// from reads the page's cursor; nil at the beginning.
func (p Page) from(filter any) (*cursor, error) {
	if p.Cursor == "" {
		return nil, nil //nolint:nilnil // no cursor is the first page
	}
	var c cursor
	raw, err := base64.RawURLEncoding.DecodeString(p.Cursor)
	if err == nil {
		err = json.Unmarshal(raw, &c)
	}
	if err != nil || c.ID == "" || c.Filter != mark(filter) {
		return nil, models.Refuse(models.Malformed, "cursor.invalid", "翻页位置无效",
			"cursor 须取自同一查询条件的上一页，请从第一页重新查询。").Where(models.Field{Field: "cursor"})
	}
	return &c, nil
}

// next is the cursor behind the last row shown, empty when there is no further row.
func next(more bool, at models.Instant, id string, filter any) string {
	if !more {
		return ""
	}
	raw, _ := json.Marshal(cursor{int64(at), id, mark(filter)})
	return base64.RawURLEncoding.EncodeToString(raw)
}

// mark tells one filter from another.
func mark(filter any) uint32 {
	h := fnv.New32a()
	raw, _ := json.Marshal(filter)
	_, _ = h.Write(raw)
	return h.Sum32()
}

// cut takes the row too many off a page that asked for one more than it shows.
func cut[T any](rows []T, limit int) ([]T, bool) {
	if len(rows) > limit {
		return rows[:limit], true
	}
	return rows, false
}

// Name is something by its id and what people call it.
type Name struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// names looks organizations or users up, all at once.
func names[T any](db *gorm.DB, ids []string, get func(T) (id, name string)) (map[string]string, error) {
	out := map[string]string{}
	var rows []T
	if err := db.Find(&rows, "id IN ?", ids).Error; err != nil {
		return nil, err
	}
	for _, r := range rows {
		id, name := get(r)
		out[id] = name
	}
	return out, nil
}

func organizationNames(db *gorm.DB, ids []string) (map[string]string, error) {
	return names(db, ids, func(o models.Organization) (string, string) { return o.ID, o.Name })
}

func userNames(db *gorm.DB, ids []string) (map[string]string, error) {
	return store.UserNames(db, ids)
}

// roleName is a role with its label.
func roleName(role string) Name { return Name{role, policy.Role(role).Label()} }
