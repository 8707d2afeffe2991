package access

import (
	"context"
	"net/http"
	"strings"
	"time"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// Gate knows who somebody is: by an API token, or by the session of a browser that
// signed in, with a password or through the city's identity provider. It grants nothing by
// itself: rights are the roles in force.
type Gate struct {
	Store    *store.Store
	Sessions *Sessions
	Now      func() time.Time
	Visits   *Visits   // of whoever comes without an account; nil: they are not counted
	Provider *Provider // the city's own identity provider; nil: there is none
	throttle throttle
}

// NewGate opens the gate. secure marks cookies for HTTPS alone.
func NewGate(s *store.Store, now func() time.Time, secure bool) *Gate {
	return &Gate{Store: s, Sessions: newSessions(s, now, secure), Now: now, Visits: &Visits{}}
}

// Unknown is the refusal of whoever did not say who they are.
func Unknown() *models.Problem {
	return models.Refuse(models.Unauthenticated, "access.sign_in_required", "请先登录",
		"该操作须登录后进行。程序请在 Authorization 头中提供有效令牌，网页请先登录。")
}

// Identify finds who makes a request, with the grants in force now. A request that
// names nobody gives ok false and no problem; one with a token that is not, or no
// longer, valid is refused with access.token_invalid, so that a program notices.
func (g *Gate) Identify(r *http.Request) (a Actor, ok bool, err error) {
	now := models.At(g.Now())
	if h := r.Header.Get("Authorization"); h != "" {
		token, bearer := strings.CutPrefix(h, "Bearer ")
		u, known, err := g.Store.Bearer(r.Context(), HashToken(strings.TrimSpace(token)), now)
		if err != nil {
			return a, false, err
		}
		if !bearer || !known {
			return a, false, models.Refuse(models.Unauthenticated, "access.token_invalid", "令牌无效",
				"令牌不存在、已过期或已被吊销，请更换令牌。")
		}
		a, err = g.actor(r.Context(), u, now)
		return a, err == nil, err
	}
	if own := g.Sessions.Subject(r.Context()); own != "" {
		return g.subject(r.Context(), own, g.Sessions.code(r.Context()))
	}
	id := g.Sessions.User(r.Context())
	if id == "" {
		return a, false, nil
	}
	u, known, err := g.Store.User(r.Context(), id)
	if err != nil || !known || stampOf(u) != g.Sessions.stamp(r.Context()) {
		return a, false, err
	}
	a, err = g.actor(r.Context(), u, now)
	// A first password binds whoever signed in with it.
	a.MustChange = u.MustChange && !g.Sessions.vouched(r.Context())
	return a, err == nil, err
}

// Actor is somebody with the grants in force now, for what is done in their name later; ok
// is false once their account is closed.
func (g *Gate) Actor(ctx context.Context, user string) (a Actor, ok bool, err error) {
	u, ok, err := g.Store.User(ctx, user)
	if err != nil || !ok {
		return a, false, err
	}
	a, err = g.actor(ctx, u, models.At(g.Now()))
	return a, err == nil, err
}

func (g *Gate) actor(ctx context.Context, u models.User, now models.Instant) (Actor, error) {
	a := Actor{ID: u.ID, Username: u.Username, Name: u.Name, Certificate: u.Certificate, stamp: stampOf(u)}
	held, err := g.Store.Assignments(ctx, u.ID, now)
	for _, h := range held {
		a.Grants = append(a.Grants, Grant{Role: policy.Role(h.Role), Organization: h.OrganizationID})
	}
	if err != nil {
		return a, err
	}
	a.Acting, err = ActingFor(g.Store.Read(ctx), u.ID, now)
	return a, err
}

type actorKey struct{}

// With carries the actor of a request.
func With(ctx context.Context, a Actor) context.Context { return context.WithValue(ctx, actorKey{}, a) }

// From gives the actor of a request; false where nobody is signed in.
func From(ctx context.Context) (Actor, bool) {
	a, ok := ctx.Value(actorKey{}).(Actor)
	return a, ok
}
