package provider

import (
	"context"
	"crypto/ecdsa"
	"crypto/rand"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// records are what the protocol keeps and looks up. What is not written here (tokens to be
// renewed, devices, introspection) nobody asks for.
type records struct {
	op.Storage
	p *Provider
}

var errUnknown = errors.New("not known here")

func (s records) CreateAuthRequest(_ context.Context, asked *oidc.AuthRequest, _ string) (op.AuthRequest, error) {
	s.p.mu.Lock()
	defer s.p.mu.Unlock()
	r := &request{AuthRequest: asked, id: rand.Text(), p: s.p}
	s.p.begun[r.id] = r
	return r, nil
}

func (s records) AuthRequestByID(_ context.Context, id string) (op.AuthRequest, error) {
	return s.p.find(s.p.begun, id)
}

func (s records) AuthRequestByCode(_ context.Context, code string) (op.AuthRequest, error) {
	return s.p.find(s.p.codes, code)
}

func (p *Provider) find(in map[string]*request, key string) (op.AuthRequest, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if r := in[key]; r != nil {
		return r, nil
	}
	return nil, errUnknown
}

func (s records) SaveAuthCode(_ context.Context, id, code string) error {
	s.p.mu.Lock()
	defer s.p.mu.Unlock()
	s.p.codes[code] = s.p.begun[id]
	return nil
}

// DeleteAuthRequest spends a code.
func (s records) DeleteAuthRequest(_ context.Context, id string) error {
	s.p.mu.Lock()
	defer s.p.mu.Unlock()
	delete(s.p.begun, id)
	for code, r := range s.p.codes {
		if r.id == id {
			delete(s.p.codes, code)
		}
	}
	return nil
}

// CreateAccessToken names a token after the person it was given for.
func (s records) CreateAccessToken(_ context.Context, asked op.TokenRequest) (string, time.Time, error) {
	r, ok := asked.(*request)
	if !ok {
		return "", time.Time{}, errUnknown
	}
	r.spent = true
	return r.person, time.Now().Add(time.Minute), nil
}

// SetUserinfoFromScopes is what a token tells.
func (s records) SetUserinfoFromScopes(_ context.Context, info *oidc.UserInfo, of, _ string, scopes []string) error {
	s.p.tell(info, of, slices.Contains(scopes, oidc.ScopeProfile))
	return nil
}

// SetUserinfoFromToken is what is told to whoever asks with a token.
func (s records) SetUserinfoFromToken(_ context.Context, info *oidc.UserInfo, _, of, _ string) error {
	if s.p.now().OtherPerson {
		of = subject("another")
	}
	s.p.tell(info, of, true)
	return nil
}

func (p *Provider) tell(info *oidc.UserInfo, of string, profile bool) {
	info.Subject = of
	person := strings.TrimPrefix(of, subject(""))
	switch {
	case !profile:
	case p.now().Strange:
		info.AppendClaims("preferred_username", map[string]any{"is": person})
	default:
		info.PreferredUsername = person
	}
}

func (s records) GetClientByClientID(_ context.Context, id string) (op.Client, error) {
	if id != Client && id != "another" {
		return nil, errUnknown
	}
	return client{s.p}, nil
}

func (s records) AuthorizeClientIDSecret(_ context.Context, id, secret string) error {
	if id != Client || secret != Secret {
		return errUnknown
	}
	return nil
}

func (s records) SigningKey(context.Context) (op.SigningKey, error) {
	if s.p.now().OtherKey {
		return signing{s.p.other}, nil
	}
	return signing{s.p.key}, nil
}

func (s records) SignatureAlgorithms(context.Context) ([]jose.SignatureAlgorithm, error) {
	return []jose.SignatureAlgorithm{jose.ES256}, nil
}

func (s records) KeySet(context.Context) ([]op.Key, error) { return []op.Key{public{s.p.key}}, nil }

func (s records) Health(context.Context) error { return nil }

// signing is a key as tokens are signed with it; both of the provider's have one name.
type signing struct{ key *ecdsa.PrivateKey }

func (k signing) SignatureAlgorithm() jose.SignatureAlgorithm { return jose.ES256 }
func (k signing) Key() any                                    { return k.key }
func (k signing) ID() string                                  { return "first" }

// public is the key that is published.
type public struct{ key *ecdsa.PrivateKey }

func (k public) ID() string                         { return "first" }
func (k public) Algorithm() jose.SignatureAlgorithm { return jose.ES256 }
func (k public) Use() string                        { return "sig" }
func (k public) Key() any                           { return &k.key.PublicKey }

// client is what the provider knows of its only client.
type client struct{ p *Provider }

func (c client) GetID() string                       { return Client }
func (c client) RedirectURIs() []string              { return []string{c.p.back} }
func (c client) PostLogoutRedirectURIs() []string    { return nil }
func (c client) ApplicationType() op.ApplicationType { return op.ApplicationTypeWeb }
func (c client) AuthMethod() oidc.AuthMethod         { return oidc.AuthMethodBasic }
func (c client) ResponseTypes() []oidc.ResponseType {
	return []oidc.ResponseType{oidc.ResponseTypeCode}
}
func (c client) GrantTypes() []oidc.GrantType        { return []oidc.GrantType{oidc.GrantTypeCode} }
func (c client) LoginURL(id string) string           { return "/login?id=" + id }
func (c client) AccessTokenType() op.AccessTokenType { return op.AccessTokenTypeBearer }
func (c client) IDTokenLifetime() time.Duration      { return time.Minute }
func (c client) DevMode() bool                       { return true } // this machine has no certificate
func (c client) IsScopeAllowed(string) bool          { return true }
func (c client) ClockSkew() time.Duration            { return 0 }

// IDTokenUserinfoClaimsAssertion says whether tokens tell what describes a person.
func (c client) IDTokenUserinfoClaimsAssertion() bool { return c.p.now().InToken }

// RestrictAdditionalIdTokenScopes leaves scopes as they are.
func (c client) RestrictAdditionalIdTokenScopes() func([]string) []string { return same }

// RestrictAdditionalAccessTokenScopes leaves scopes as they are.
func (c client) RestrictAdditionalAccessTokenScopes() func([]string) []string { return same }

func same(scopes []string) []string { return scopes }
