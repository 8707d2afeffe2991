package access

import (
	"strings"

	"chengxin/models"
	"chengxin/policy"
)

// Rule says who may call a route at all. What somebody may do there to which case is
// for the command or query to decide. The zero Rule lets nobody in but who signed in.
type Rule struct {
	Public bool
	Roles  []policy.Role // any one of them, in any organization; none: whoever is signed in
	// Counted slows down whoever comes too often.
	Counted bool
	// Unchanged lets in also who must change their password first.
	Unchanged bool
	// Own lets in a subject that signed in to its own file; with no roles, nobody else.
	Own bool
}

// Anyone may call, signed in or not.
func Anyone() Rule { return Rule{Public: true} }

// Passersby may call, without an account and not too often.
func Passersby() Rule { return Rule{Public: true, Counted: true} }

// SignedIn may call, whatever their roles.
func SignedIn() Rule { return Rule{} }

// BeforeChange is for whoever is signed in, also before a first password is changed.
func BeforeChange() Rule { return Rule{Unchanged: true} }

// Holders of one of the roles may call.
func Holders(roles ...policy.Role) Rule { return Rule{Roles: roles} }

// Subjects may call, in their own affairs.
func Subjects() Rule { return Rule{Own: true} }

// AlsoSubjects lets subjects in beside the people whom the rule lets in.
func (r Rule) AlsoSubjects() Rule {
	r.Own = true
	return r
}

// Allows says whether the actor may call, and if not, why. signedIn is false for a
// request that names nobody.
func (r Rule) Allows(a Actor, signedIn bool) *models.Problem {
	switch {
	case r.Public:
		return nil
	case !signedIn:
		return Unknown()
	case a.Subject != "" && !r.Own:
		return models.Refuse(models.Forbidden, "access.not_for_subjects", "没有该项权限", "该操作由办案机关的工作人员进行。您可以在“我的信用”中查看和办理本人的事项。")
	case a.Subject != "":
		return nil
	case r.Own && len(r.Roles) == 0:
		return models.Refuse(models.Forbidden, "access.own_only", "仅供当事人本人", "该页面供信用主体凭登录码查看和办理本人的事项。工作人员请在信用主体页面查看。")
	case a.MustChange && !r.Unchanged:
		return models.Refuse(models.Forbidden, "access.password_change_required", "请先修改密码",
			"您的密码由他人设定，须先在网页上修改，方可使用其他功能。")
	case len(r.Roles) == 0 || a.Holds(r.Roles...):
		return nil
	}
	labels := make([]string, len(r.Roles))
	for i, role := range r.Roles {
		labels[i] = role.Label()
	}
	return models.Refuse(models.Forbidden, "access.role_required", "没有该项权限",
		"该操作须由%s进行，您目前没有其中任何一项职责。", strings.Join(labels, "、"))
}

// Book lists every route of the server with its rule, by method and path as
// registered ("GET /api/v1/cases/:number"). What is not in it is denied.
type Book map[string]Rule

// Find gives a route's rule. A route nobody listed is an oversight: it is refused
// with access.unlisted.
func (b Book) Find(method, path string) (Rule, *models.Problem) {
	if r, ok := b[method+" "+path]; ok {
		return r, nil
	}
	return Rule{}, models.Refuse(models.Forbidden, "access.unlisted", "该地址未开放", "该地址没有登记访问权限，不予开放。")
}
