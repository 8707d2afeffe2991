package access

import (
	"slices"
	"strings"

	"chengxin/models"
)

// Key names a post in addresses: handler@jining/rencheng_bureau.
func (g Grant) Key() string { return string(g.Role) + "@" + g.Organization }

// ReaderPosts are the posts from which the actor reads cases, in the order they are held.
func (a Actor) ReaderPosts() []Grant {
	return slices.DeleteFunc(slices.Clone(a.Grants), func(g Grant) bool { return !slices.Contains(Readers(), g.Role) })
}

// Through is the actor in one of their posts alone: it reaches what that post reaches and
// acts for nobody. It only ever narrows. Errors: access.post_not_held.
func (a Actor) Through(post string) (Actor, error) {
	at := slices.IndexFunc(a.Grants, func(g Grant) bool { return g.Key() == post })
	if at < 0 {
		role, _, _ := strings.Cut(post, "@")
		return a, models.Refuse(models.Forbidden, "access.post_not_held", "没有担任该职责",
			"您目前没有担任这项职责，任职可能已经结束，请从目前的职责中选择。").Where(models.Field{Field: "post", Value: role})
	}
	a.Grants, a.Acting = a.Grants[at:at+1:at+1], nil
	return a, nil
}
