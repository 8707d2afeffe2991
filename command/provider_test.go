package command

import (
	"errors"
	"strings"
	"testing"
)

// Half a setting is refused before anything starts, by what is missing; the provider itself is
// not asked.
func TestTheProviderIsSetAsAWhole(t *testing.T) {
	const issuer, client, public = "https://id.example.gov.cn/realms/city", "chengxin", "https://chengxin.example.gov.cn/"
	for _, wrong := range []struct {
		set  settings
		says string
	}{
		{settings{OIDCIssuer: issuer, PublicURL: public, OIDCClaim: "sub"}, "CHENGXIN_OIDC_CLIENT"},
		{settings{OIDCIssuer: issuer, OIDCClient: client, OIDCClaim: "sub"}, "CHENGXIN_PUBLIC_URL"},
		{settings{OIDCClient: client, PublicURL: public, OIDCClaim: "sub"}, "CHENGXIN_OIDC_ISSUER"},
		{settings{OIDCSecret: "secret", PublicURL: public, OIDCClaim: "sub"}, "CHENGXIN_OIDC_ISSUER"},
		{settings{OIDCIssuer: issuer, OIDCClient: client, PublicURL: public}, "CHENGXIN_OIDC_CLAIM"},
		{settings{OIDCIssuer: "http://id.example.gov.cn", OIDCClient: client, PublicURL: public, OIDCClaim: "sub"}, "https://"},
		{settings{OIDCIssuer: "id.example.gov.cn", OIDCClient: client, PublicURL: public, OIDCClaim: "sub"}, "https://"},
		{settings{OIDCIssuer: issuer + "?tenant=1", OIDCClient: client, PublicURL: public, OIDCClaim: "sub"}, "https://"},
		{settings{OIDCIssuer: issuer, OIDCClient: client, PublicURL: "chengxin.example.gov.cn", OIDCClaim: "sub"}, "页面对外的地址"},
	} {
		_, err := wrong.set.provider()
		if called := (usage{}); !errors.As(err, &called) || !strings.Contains(err.Error(), wrong.says) {
			t.Errorf("%+v: %v", wrong.set, err)
		}
	}
	if p, err := (&settings{PublicURL: public, OIDCClaim: "sub"}).provider(); p != nil || err != nil {
		t.Errorf("none set: %v, %v", p, err)
	}
	p, err := (&settings{OIDCIssuer: issuer, OIDCClient: client, PublicURL: public, OIDCClaim: "sub"}).provider()
	if err != nil || p.Back != "https://chengxin.example.gov.cn/sign-in/oidc/callback" {
		t.Errorf("%+v, %v", p, err)
	}
	if _, err := (&settings{OIDCIssuer: "http://127.0.0.1:9000", OIDCClient: client, PublicURL: public, OIDCClaim: "sub"}).provider(); err != nil {
		t.Errorf("on this machine: %v", err)
	}
	root := Root()
	root.SetArgs([]string{"api", "--oidc-issuer", issuer, "--database", "sqlite:" + t.TempDir() + "/x.db", "--key", strings.Repeat("example-", 5)})
	if err := root.ExecuteContext(t.Context()); err == nil || !strings.Contains(err.Error(), "CHENGXIN_OIDC_CLIENT") {
		t.Errorf("api starts with half a setting: %v", err)
	}
}
