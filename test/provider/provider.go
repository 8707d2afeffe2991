// Package provider is a city's identity provider for tests: one that follows OpenID Connect
// to the letter unless a test has it misbehave. Nobody has a password there; a test says who
// sits before it.
package provider

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// What the provider knows its only client by.
const (
	Client = "chengxin"
	Secret = "a secret: with signs/of its own"
)

// Conduct is how the provider behaves. The zero Conduct is a good one that knows nobody's
// username.
type Conduct struct {
	Person  string // the username of who sits before it
	InToken bool   // the username stands in the token; otherwise it must be asked for
	Strange bool   // the username is no text

	Denies, Away, Slow bool
	Error              string // what it sends back in place of a code

	OtherKey, OtherClient, OtherParty, OtherNonce bool // what is wrong with its tokens
	OtherPerson                                   bool // is told when it is asked for the username
}

// Provider is the provider at work, until its test ends.
type Provider struct {
	Issuer string

	mu      sync.Mutex
	conduct Conduct
	begun   map[string]*request
	codes   map[string]*request
	back    string
	key     *ecdsa.PrivateKey
	other   *ecdsa.PrivateKey
	ending  chan struct{}
}

// Start runs a provider that sends people back to an address.
func Start(t testing.TB, back string) *Provider {
	t.Helper()
	p := &Provider{
		begun: map[string]*request{}, codes: map[string]*request{}, back: back,
		key: newKey(t), other: newKey(t), ending: make(chan struct{}),
	}
	doors := http.NewServeMux()
	server := httptest.NewServer(p.behaving(doors))
	t.Cleanup(func() {
		close(p.ending)
		server.Close()
	})
	p.Issuer = server.URL
	protocol, err := op.NewProvider(&op.Config{
		CryptoKey: [32]byte{1}, CodeMethodS256: true, SupportedScopes: []string{"openid", "profile"},
	}, records{p: p}, op.StaticIssuer(p.Issuer), op.WithAllowInsecure())
	if err != nil {
		t.Fatal(err)
	}
	doors.HandleFunc("/login", p.login)
	doors.Handle("/", protocol)
	return p
}

func newKey(t testing.TB) *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// Behave changes how the provider behaves from now on.
func (p *Provider) Behave(c Conduct) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.conduct = c
}

func (p *Provider) now() Conduct {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.conduct
}

// behaving breaks connections off while the provider is away, and leaves them waiting while
// it is slow.
func (p *Provider) behaving(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch c := p.now(); {
		case c.Away:
			panic(http.ErrAbortHandler)
		case c.Slow:
			select {
			case <-r.Context().Done():
			case <-p.ending:
			}
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// login is where somebody would say who they are.
func (p *Provider) login(w http.ResponseWriter, r *http.Request) {
	c := p.now()
	p.mu.Lock()
	defer p.mu.Unlock()
	asked := p.begun[r.FormValue("id")]
	if asked == nil {
		http.Error(w, "no such sign-in", http.StatusBadRequest)
		return
	}
	if c.Denies {
		c.Error = "access_denied"
	}
	if c.Error != "" {
		http.Redirect(w, r, p.back+"?error="+c.Error+"&state="+asked.GetState(), http.StatusFound)
		return
	}
	asked.person, asked.at = c.Person, time.Now()
	http.Redirect(w, r, "/authorize/callback?id="+asked.id, http.StatusFound)
}

// request is one sign-in under way.
type request struct {
	*oidc.AuthRequest
	id, person string
	at         time.Time
	spent      bool // its code was taken: from now on it is asked for what tokens say
	p          *Provider
}

// subject is how the provider itself knows a person.
func subject(person string) string { return "person-" + person }

// What the protocol asks of a sign-in.
func (r *request) GetID() string          { return r.id }
func (r *request) GetACR() string         { return "" }
func (r *request) GetAMR() []string       { return nil }
func (r *request) GetAuthTime() time.Time { return r.at }
func (r *request) GetSubject() string     { return subject(r.person) }
func (r *request) GetScopes() []string    { return r.Scopes }
func (r *request) Done() bool             { return !r.at.IsZero() }

// GetClientID becomes the party that a token is given to.
func (r *request) GetClientID() string {
	if c := r.p.now(); r.spent && (c.OtherParty || c.OtherClient) {
		return "another"
	}
	return r.ClientID
}

// GetAudience becomes whom a token is for.
func (r *request) GetAudience() []string {
	if r.p.now().OtherClient {
		return []string{"another"}
	}
	return []string{r.ClientID}
}

// GetNonce ties a token to the browser it was asked from.
func (r *request) GetNonce() string {
	if r.p.now().OtherNonce {
		return "another"
	}
	return r.Nonce
}

func (r *request) GetCodeChallenge() *oidc.CodeChallenge {
	return &oidc.CodeChallenge{Challenge: r.CodeChallenge, Method: r.CodeChallengeMethod}
}
