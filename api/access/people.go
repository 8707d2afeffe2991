package access

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gorm.io/gorm"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// Person is an account with the posts it held, holds and will hold.
type Person struct {
	ID               string         `json:"id"`
	Username         string         `json:"username"`
	Name             string         `json:"name"`
	Certificate      string         `json:"certificate,omitempty" doc:"执法证号"`
	CertificateUntil models.Instant `json:"certificate_until,omitzero" doc:"执法证有效期至"`
	ClosedAt         models.Instant `json:"closed_at,omitzero" doc:"账号停用时间"`
	MustChange       bool           `json:"must_change" doc:"尚未修改初始密码"`
	Posts            []Post         `json:"posts"`
}

// Post is a role held in an organization, with dates.
type Post struct {
	ID           string         `json:"id"`
	Role         policy.Role    `json:"role"`
	RoleName     string         `json:"role_name"`
	Organization string         `json:"organization"`
	OrgName      string         `json:"organization_name"`
	From         models.Instant `json:"from"`
	Until        models.Instant `json:"until,omitzero" doc:"没有则不定期"`
	State        string         `json:"state" enum:"future,present,past"`
}

// PeopleFilter narrows the list of people.
type PeopleFilter struct {
	Q            string // beginning of the user name, or part of the name
	Organization string // holds, held or will hold a post there or below
	Closed       bool   // closed accounts alone
	After        string // user name where the last page ended
}

// mostPeople is how many people a page shows.
const mostPeople = 100

// administers are the organizations that the actor's administration reaches.
func administers(db *gorm.DB, a Actor) *gorm.DB {
	return db.Model(&models.Reach{}).Distinct("descendant").Where("ancestor IN ?", append(a.Where(policy.Administrator), ""))
}

// People lists accounts by user name. Permission: the administrator, where a post of the
// account reaches its part of the tree.
func (g *Gate) People(ctx context.Context, a Actor, f PeopleFilter) (people []Person, next string, err error) {
	db := g.Store.Read(ctx)
	held := db.Model(&models.Assignment{}).Select("user_id").Where("organization_id IN (?)", administers(db, a))
	if f.Organization != "" {
		held = held.Where("organization_id IN (?)", db.Model(&models.Reach{}).Select("descendant").Where("ancestor = ?", f.Organization))
	}
	q := db.Order("username").Limit(mostPeople+1).Where("id IN (?) AND username > ?", held, f.After)
	if f.Closed {
		q = q.Where("disabled_at <> 0")
	} else {
		q = q.Where("disabled_at = 0")
	}
	if f.Q = strings.TrimSpace(f.Q); f.Q != "" {
		q = q.Where("username LIKE ? ESCAPE '!' OR name LIKE ? ESCAPE '!'", store.Like(f.Q)+"%", "%"+store.Like(f.Q)+"%")
	}
	var rows []models.User
	if err := q.Find(&rows).Error; err != nil {
		return nil, "", err
	}
	if len(rows) > mostPeople {
		rows = rows[:mostPeople]
		next = rows[mostPeople-1].Username
	}
	people = make([]Person, 0, len(rows))
	for _, u := range rows {
		p, err := g.person(db, u)
		if err != nil {
			return nil, "", err
		}
		people = append(people, p)
	}
	return people, next, nil
}

// Person gives one account. Permission: as People. Errors: person.unknown.
func (g *Gate) Person(ctx context.Context, a Actor, id string) (Person, error) {
	db := g.Store.Read(ctx)
	u, err := administered(db, a, id)
	if err != nil {
		return Person{}, err
	}
	return g.person(db, u)
}

func (g *Gate) person(db *gorm.DB, u models.User) (Person, error) {
	p := Person{
		ID: u.ID, Username: u.Username, Name: u.Name, Certificate: u.Certificate, CertificateUntil: u.CertificateUntil,
		ClosedAt: u.DisabledAt, MustChange: u.MustChange, Posts: []Post{},
	}
	var rows []struct {
		models.Assignment
		OrgName string
	}
	err := db.Table("assignments a").Joins("JOIN organizations o ON o.id = a.organization_id").Where("a.user_id = ?", u.ID).
		Order("a.from_at, a.id").Select("a.*, o.name AS org_name").Find(&rows).Error
	now := models.At(g.Now())
	for _, r := range rows {
		p.Posts = append(p.Posts, Post{
			ID: r.ID, Role: policy.Role(r.Role), RoleName: policy.Role(r.Role).Label(), Organization: r.OrganizationID, OrgName: r.OrgName,
			From: r.FromAt, Until: r.UntilAt, State: stateOf(r.Assignment, now),
		})
	}
	return p, err
}

func stateOf(a models.Assignment, now models.Instant) string {
	switch {
	case a.FromAt > now:
		return "future"
	case a.UntilAt != 0 && a.UntilAt <= now:
		return "past"
	}
	return "present"
}

// administered finds an account that the actor administers: one with a post in their
// part of the tree, and, while it holds posts, with none beyond. A superior's account is
// not for a district's administrator to change.
func administered(db *gorm.DB, a Actor, id string) (u models.User, err error) {
	if err = db.Limit(1).Find(&u, "id = ?", id).Error; err != nil {
		return u, err
	}
	var inside int64
	err = db.Model(&models.Assignment{}).Where("user_id = ? AND organization_id IN (?)", id, administers(db, a)).Count(&inside).Error
	if err == nil && (u.ID == "" || inside == 0) {
		err = models.Refuse(models.Unknown, "person.unknown", "没有这个账号", "账号不存在，或者不在您管理的机构内。")
	}
	return u, err
}

// changes finds an account that the actor may change. Errors: person.unknown,
// person.own_account, person.beyond.
func changes(tx *store.Tx, a Actor, id string, now models.Instant) (u models.User, err error) {
	if u, err = administered(tx.DB, a, id); err != nil {
		return u, err
	}
	if err = tx.Locked().Take(&u, "id = ?", id).Error; err != nil {
		return u, err
	}
	if u.ID == a.ID {
		return u, models.Refuse(models.Forbidden, "person.own_account", "不能办理本人的账号", "本人的账号、职责须由另一名系统管理员办理。")
	}
	var beyond int64
	err = tx.Model(&models.Assignment{}).Where("user_id = ? AND (until_at = 0 OR until_at > ?) AND organization_id NOT IN (?)", id, now, administers(tx.DB, a)).
		Count(&beyond).Error
	if err == nil && beyond > 0 {
		err = models.Refuse(models.Forbidden, "person.beyond", "无权办理该账号", "“%s”在您管理范围以外的机构任职，须由上级机构的系统管理员办理。", u.Name)
	}
	return u, err
}

// place finds an organization that the actor administers. Errors: person.not_here.
func place(tx *store.Tx, a Actor, id string) (o models.Organization, err error) {
	err = tx.Limit(1).Find(&o, "id = ? AND id IN (?)", id, administers(tx.DB, a)).Error
	if err == nil && o.ID != "" { // and it stays there until the post is given
		err = tx.Locked().Take(&o, "id = ?", id).Error
	}
	if err == nil && (o.ID == "" || o.ClosedAt != 0) {
		err = models.Refuse(models.Forbidden, "person.not_here", "不能在该机构任职", "机构不存在、已撤销，或者不在您管理的范围内。").
			Where(models.Field{Field: "organization", Value: id})
	}
	return o, err
}

// Administered lists the organizations that the actor administers, by name.
func (g *Gate) Administered(ctx context.Context, a Actor) (all []models.Organization, err error) {
	db := g.Store.Read(ctx)
	err = db.Order("id").Find(&all, "closed_at = 0 AND id IN (?)", administers(db, a)).Error
	return all, err
}

// called refuses what cannot be a user name; a name is for named to judge.
func called(username string) *models.Problem {
	odd := strings.ContainsFunc(username, func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("._-", r)
	})
	if n := len(username); n < 3 || n > 64 || odd {
		return incomplete("username", username, "用户名为3至64个小写字母、数字、点、短横、下划线")
	}
	return nil
}

func named(name string) *models.Problem {
	if n := utf8.RuneCountInString(name); n == 0 || n > 60 || strings.ContainsFunc(name, unicode.IsControl) {
		return incomplete("name", name, "须填写姓名，不超过60个字")
	}
	return nil
}

func incomplete(field, value, message string) *models.Problem {
	return models.Refuse(models.Invalid, "person.incomplete", "填写有误", "请改正所列各项后重新提交。").
		Where(models.Field{Field: field, Value: value, Message: message})
}

// known says whether a role exists.
func known(role policy.Role) bool { return slices.Contains(policy.Roles(), role) }
