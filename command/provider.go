package command

import (
	"errors"
	"net"
	"net/url"
	"strings"

	"chengxin/api/access"
	"chengxin/web"
)

// provider is the city's own identity provider; nil where none is set. It is not asked: the
// product starts while it is away.
func (s *settings) provider() (*access.ProviderSettings, error) {
	switch {
	case s.OIDCIssuer == "" && s.OIDCClient == "" && s.OIDCSecret == "":
		return nil, nil
	case s.OIDCIssuer == "":
		return nil, usage{errors.New("设了统一身份认证的客户端而没有签发者，请设 --oidc-issuer 或 CHENGXIN_OIDC_ISSUER")}
	case s.OIDCClient == "":
		return nil, usage{errors.New("设了统一身份认证而没有客户端编号，请设 --oidc-client 或 CHENGXIN_OIDC_CLIENT")}
	case s.PublicURL == "":
		return nil, usage{errors.New("设了统一身份认证而没有页面对外的地址，无从回到本系统，请设 --public-url 或 CHENGXIN_PUBLIC_URL")}
	case s.OIDCClaim == "":
		return nil, usage{errors.New("没有指定身份凭据中的哪一项是用户名，请设 --oidc-claim 或 CHENGXIN_OIDC_CLAIM")}
	case !sealedAddress(s.OIDCIssuer):
		return nil, usage{errors.New("统一身份认证的签发者地址有误，应以 https:// 开头（仅本机的可以是 http://），不含参数")}
	case webAddress(s.PublicURL) != nil:
		return nil, usage{errors.New("页面对外的地址有误，应如 https://chengxin.example.gov.cn")}
	}
	return &access.ProviderSettings{
		Issuer: s.OIDCIssuer, Client: s.OIDCClient, Secret: s.OIDCSecret, Claim: s.OIDCClaim,
		Back: strings.TrimSuffix(s.PublicURL, "/") + web.ArrivePath,
	}, nil
}

// sealedAddress says that nobody on the way can answer in an address's place. On this machine
// nobody is on the way.
func sealedAddress(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Scheme == "https" || u.Scheme == "http" && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback())
}
