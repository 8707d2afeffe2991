package access

import (
	"errors"
	"net/http"

	"golang.org/x/oauth2"

	"chengxin/models"
)

// What is refused of a sign-in at the identity provider. Each says what to do next; what
// was wrong at the provider stands in the log.

func noProvider() *models.Problem {
	return models.Refuse(models.Unknown, "access.oidc_off", "未启用统一身份认证", "本系统没有接入统一身份认证，请用用户名和密码登录。")
}

func providerAway() *models.Problem {
	return models.Refuse(models.Unavailable, "access.oidc_away", "统一身份认证暂时无法使用",
		"统一身份认证没有正常应答。请稍后再试，或者用本系统的用户名和密码登录。")
}

func providerStale() *models.Problem {
	return models.Refuse(models.Unauthenticated, "access.oidc_stale", "登录没有完成",
		"本次登录已经过期、已经用过，或者不是从这个浏览器开始的。请重新登录。")
}

func providerDenied() *models.Problem {
	return models.Refuse(models.Unauthenticated, "access.oidc_denied", "统一身份认证没有准予登录",
		"登录已取消，或者统一身份认证不允许您使用本系统。请重新登录；仍不成功的，请联系统一身份认证的管理员。")
}

func providerRefused() *models.Problem {
	return models.Refuse(models.Unavailable, "access.oidc_refused", "统一身份认证不接受本系统的请求",
		"请用本系统的用户名和密码登录，并告知系统管理员核对在统一身份认证登记的客户端、密钥和回调地址。")
}

func providerInvalid() *models.Problem {
	return models.Refuse(models.Unauthenticated, "access.oidc_invalid", "身份凭据未通过核验",
		"统一身份认证给出的身份凭据未通过核验，不予登录。请重新登录；仍不成功的，请告知系统管理员。")
}

func providerNamesNobody(claim string) *models.Problem {
	return models.Refuse(models.Forbidden, "access.oidc_claim", "身份凭据中没有用户名",
		"统一身份认证没有给出您的用户名（%s），无法登录。请告知系统管理员核对设置。", claim)
}

func providerUnknown(name string) *models.Problem {
	return models.Refuse(models.Forbidden, "access.oidc_unknown", "本系统没有您的账号",
		"统一身份认证已确认您是“%s”，但本系统没有登记该用户名，或者账号已停用。请管理员先在“人员”中登记该用户名。", name)
}

// answered is the refusal that the provider sends back with a browser in place of a code.
func answered(code string) *models.Problem {
	switch code {
	case "access_denied", "login_required", "interaction_required", "consent_required", "account_selection_required":
		return providerDenied()
	case "server_error", "temporarily_unavailable":
		return providerAway()
	}
	return providerRefused()
}

// notExchanged is the refusal of a code.
func notExchanged(err error) *models.Problem {
	var said *oauth2.RetrieveError
	switch {
	case !errors.As(err, &said), said.Response.StatusCode >= http.StatusInternalServerError:
		return providerAway()
	case said.ErrorCode == "invalid_grant":
		return providerStale()
	}
	return providerRefused()
}
