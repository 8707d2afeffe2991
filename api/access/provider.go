package access

import (
	"cmp"
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"sync/atomic"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"chengxin/models"
)

// ProviderSettings name the city's own identity provider, and what it knows us by.
type ProviderSettings struct {
	Issuer string
	Client string
	Secret string // empty: the provider gave none
	Claim  string // what of the provider's says who somebody is here: their username
	Back   string // the address registered with the provider, to which it sends people back
}

// Provider is the city's own identity provider (统一身份认证), spoken to in OpenID Connect:
// authorization code, PKCE, state and nonce. It vouches for a name and no more; who that
// is here, and what they may do, the register says. It is looked for when somebody first
// wants it, and again until it answers. It is safe for concurrent use.
type Provider struct {
	ProviderSettings
	now    func() time.Time
	log    *slog.Logger
	client *http.Client
	found  atomic.Pointer[described]
}

// described is what the provider says of itself.
type described struct {
	*oidc.Provider
	oauth  oauth2.Config
	tokens *oidc.IDTokenVerifier
}

// providerPatience is how long one answer of the provider's may take, and all that one
// request asks of it.
const providerPatience = 5 * time.Second

// NewProvider asks nobody yet.
func NewProvider(s ProviderSettings, now func() time.Time, log *slog.Logger) *Provider {
	return &Provider{ProviderSettings: s, now: now, log: log, client: &http.Client{
		Timeout:       providerPatience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, // a secret goes where it was meant to
	}}
}

// asking is a context for what a request asks of the provider.
func (p *Provider) asking(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(oidc.ClientContext(ctx, p.client), providerPatience)
}

// describe finds out where the provider's doors are, once it answers.
func (p *Provider) describe(ctx context.Context) (*described, error) {
	if d := p.found.Load(); d != nil {
		return d, nil
	}
	found, err := oidc.NewProvider(ctx, p.Issuer)
	if err != nil {
		return nil, err
	}
	d := &described{Provider: found, oauth: oauth2.Config{
		ClientID: p.Client, ClientSecret: p.Secret, RedirectURL: p.Back, Endpoint: found.Endpoint(), Scopes: p.scopes(),
	}, tokens: found.Verifier(&oidc.Config{ClientID: p.Client, Now: p.now})}
	if d.oauth.Endpoint.AuthStyle, err = p.style(found); err != nil {
		return nil, err
	}
	p.found.Store(d)
	return d, nil
}

// style is how the secret is shown: as the provider says it wants it, so that no code is
// spent on finding out.
func (p *Provider) style(found *oidc.Provider) (oauth2.AuthStyle, error) {
	var said struct {
		Methods []string `json:"token_endpoint_auth_methods_supported"`
	}
	err := found.Claims(&said)
	if p.Secret == "" || len(said.Methods) > 0 && !slices.Contains(said.Methods, "client_secret_basic") {
		return oauth2.AuthStyleInParams, err
	}
	return oauth2.AuthStyleInHeader, err
}

// scopes ask for what holds the claim.
func (p *Provider) scopes() []string {
	all := []string{oidc.ScopeOpenID, "profile"}
	switch p.Claim {
	case "email":
		all = append(all, "email")
	case "phone_number":
		all = append(all, "phone")
	}
	return all
}

// address is where a browser goes to be vouched for. Errors: access.oidc_away.
func (p *Provider) address(ctx context.Context, w awaited) (string, error) {
	ctx, done := p.asking(ctx)
	defer done()
	d, err := p.describe(ctx)
	if err != nil {
		return "", p.refuse(ctx, providerAway(), err)
	}
	return d.oauth.AuthCodeURL(w.State, oidc.Nonce(w.Nonce), oauth2.S256ChallengeOption(w.Verifier)), nil
}

// vouched is the name that the provider vouches for in exchange for a code. Errors:
// access.oidc_away, access.oidc_stale for a code that is spent, access.oidc_refused where
// it does not take us for its client, access.oidc_invalid for a token that is not the
// provider's, not for us or not of this sign-in, access.oidc_claim.
func (p *Provider) vouched(ctx context.Context, code string, w awaited) (string, error) {
	ctx, done := p.asking(ctx)
	defer done()
	d, err := p.describe(ctx)
	if err != nil {
		return "", p.refuse(ctx, providerAway(), err)
	}
	given, err := d.oauth.Exchange(ctx, code, oauth2.VerifierOption(w.Verifier))
	if err != nil {
		return "", p.refuse(ctx, notExchanged(err), err)
	}
	token, err := d.check(ctx, given, w.Nonce)
	if err != nil {
		return "", p.refuse(ctx, providerInvalid(), err)
	}
	name, err := claimed(token, p.Claim)
	if err != nil || name != "" || d.UserInfoEndpoint() == "" {
		return name, p.unnamed(ctx, name, err)
	}
	// Many providers keep what describes a person out of the token.
	info, err := d.UserInfo(ctx, oauth2.StaticTokenSource(given))
	if err != nil {
		return "", p.refuse(ctx, providerAway(), err)
	}
	if info.Subject != token.Subject {
		return "", p.refuse(ctx, providerInvalid(), errors.New("userinfo is of another person"))
	}
	name, err = claimed(info, p.Claim)
	return name, p.unnamed(ctx, name, err)
}

// check reads the token that came with an exchange: by the provider, for us, in force, and
// of the sign-in that began in this browser.
func (d *described) check(ctx context.Context, given *oauth2.Token, nonce string) (*oidc.IDToken, error) {
	raw, _ := given.Extra("id_token").(string)
	token, err := d.tokens.Verify(ctx, raw)
	if err != nil {
		return nil, err
	}
	if subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(nonce)) != 1 {
		return nil, errors.New("nonce of another sign-in")
	}
	var to struct {
		Party string `json:"azp"`
	}
	if err := token.Claims(&to); err != nil {
		return nil, err
	}
	if party := cmp.Or(to.Party, d.oauth.ClientID); party != d.oauth.ClientID {
		return nil, fmt.Errorf("token was given to %q", party)
	}
	if token.AccessTokenHash != "" {
		return token, token.VerifyAccessToken(given.AccessToken)
	}
	return token, nil
}

// claimed is a claim's text; empty where there is none.
func claimed(from interface{ Claims(any) error }, claim string) (name string, err error) {
	var all map[string]json.RawMessage
	if err = from.Claims(&all); err == nil && len(all[claim]) > 0 {
		err = json.Unmarshal(all[claim], &name)
	}
	return name, err
}

func (p *Provider) unnamed(ctx context.Context, name string, err error) error {
	if err == nil && name != "" {
		return nil
	}
	return p.refuse(ctx, providerNamesNobody(p.Claim), cmp.Or(err, errors.New("no such claim")))
}

// refuse gives the refusal, and leaves its cause to the log: whoever signs in can do nothing
// about it.
func (p *Provider) refuse(ctx context.Context, refusal *models.Problem, cause error) error {
	var of *url.Error
	if errors.As(cause, &of) { // its address may hold what must not be kept
		cause = fmt.Errorf("%s: %w", of.Op, of.Err)
	}
	p.log.WarnContext(ctx, "identity provider", "refused", refusal.Code, "err", cause)
	return refusal
}
