package access

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"net/url"
	"time"

	"golang.org/x/oauth2"

	"chengxin/models"
)

// awaited is a sign-in that began in a browser and is under way at the identity provider.
type awaited struct {
	State, Nonce, Verifier string
	Next                   string // where the browser was going
	Until                  time.Time
}

// underWay is how long somebody may take at the provider.
const underWay = 10 * time.Minute

// longestName bounds what is looked up.
const longestName = 128

// Depart begins a sign-in at the identity provider and gives the address to send the
// browser to; of several begun in one browser the last counts. Permission: anyone. Errors:
// access.oidc_off, access.oidc_away.
func (g *Gate) Depart(ctx context.Context, next string) (string, error) {
	if g.Provider == nil {
		return "", noProvider()
	}
	w := awaited{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), Next: next, Until: g.Now().Add(underWay)}
	address, err := g.Provider.address(ctx, w)
	if err == nil {
		g.Sessions.await(ctx, w)
	}
	return address, err
}

// Arrive opens a session for whoever the identity provider sends back vouched for. Nobody
// becomes a user by it: the name must be that of an open account. Next is where they were
// going, as far as that is known. Permission: anyone. Errors: access.oidc_off,
// access.oidc_stale for an answer that this browser does not wait for, access.oidc_denied
// and access.oidc_refused where the provider would not, access.oidc_away,
// access.oidc_invalid, access.oidc_claim, access.oidc_unknown.
func (g *Gate) Arrive(ctx context.Context, answer url.Values) (a Actor, next string, err error) {
	if g.Provider == nil {
		return a, "", noProvider()
	}
	w, waits := g.Sessions.awaited(ctx)
	if !waits || subtle.ConstantTimeCompare([]byte(w.State), []byte(answer.Get("state"))) != 1 {
		return a, "", providerStale() // what is waited for may still come
	}
	g.Sessions.arrived(ctx) // an answer counts once, whatever comes of it
	code, said := answer.Get("code"), answer.Get("error")
	switch {
	case !g.Now().Before(w.Until):
		return a, w.Next, providerStale()
	case said != "":
		return a, w.Next, answered(said)
	case code == "":
		return a, w.Next, providerStale()
	}
	name, err := g.Provider.vouched(ctx, code, w)
	if err != nil {
		return a, w.Next, err
	}
	a, err = g.admit(ctx, name)
	return a, w.Next, err
}

// admit opens a session for a name that the provider vouches for. The session ends with the
// account, and with its password: a new one is how an administrator signs somebody out
// everywhere.
func (g *Gate) admit(ctx context.Context, name string) (a Actor, err error) {
	if len(name) > longestName {
		return a, providerUnknown(string([]rune(name)[:20]) + "…")
	}
	u, known, err := g.Store.UserNamed(ctx, name)
	if err != nil {
		return a, err
	}
	if !known || u.Username != name { // a database may take similar names for the same
		return a, providerUnknown(name)
	}
	if a, err = g.actor(ctx, u, models.At(g.Now())); err != nil {
		return a, err
	}
	return a, g.Sessions.openVouched(ctx, a.ID, a.stamp)
}
