package command

import (
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
)

// settings of the parts of a cluster: flags over environment over defaults.
type settings struct {
	Database  string
	Temporal  string
	Namespace string
	HTTP      string
	Key       string
	Proxies   string
	Plain     bool

	Evidence      string
	EvidenceLimit string
	Scanner       string

	PublicURL     string
	SMTP          string
	Webhook       string
	WebhookSecret string
	WeCom         string
	DingTalk      string
	Feishu        string

	OIDCIssuer string
	OIDCClient string
	OIDCSecret string
	OIDCClaim  string
}

// channelSettings are the settings of the ways by which notices leave the house.
var channelSettings = []string{"public-url", "smtp", "webhook", "webhook-secret", "wecom", "dingtalk", "feishu"}

// providerSettings are the settings of the city's own identity provider.
var providerSettings = []string{"oidc-issuer", "oidc-client", "oidc-secret", "oidc-claim"}

// setting is one row of the table in the guide.
type setting struct {
	flag, env, value, help string
	into                   *string
}

func (s *settings) rows() []setting {
	return []setting{
		{"database", "CHENGXIN_DATABASE", "", "登记库：mysql:user:password@tcp(host:3306)/name，或 sqlite:文件", &s.Database},
		{"temporal", "CHENGXIN_TEMPORAL", "127.0.0.1:7233", "Temporal 地址", &s.Temporal},
		{"namespace", "CHENGXIN_NAMESPACE", "chengxin", "Temporal 命名空间", &s.Namespace},
		{"http", "CHENGXIN_HTTP", "127.0.0.1:8080", "监听地址", &s.HTTP},
		{"key", "CHENGXIN_KEY", "", "个人信息的密钥，至少32个字符，不含空格；更换期间可以写两个，以空格分隔，新的在前；遗失后个人信息无法恢复", &s.Key},
		{"evidence", "CHENGXIN_EVIDENCE", "./evidence", "证据文件的存放目录，须随登记库一并备份；多个 api 共用一个", &s.Evidence},
		{"evidence-limit", "CHENGXIN_EVIDENCE_LIMIT", strconv.Itoa(usualFile), "单个证据文件的限额（MB）", &s.EvidenceLimit},
		{"scanner", "CHENGXIN_SCANNER", "", "病毒扫描程序，如 clamdscan --fdpass --no-summary；文件名附在最后，退出码0为无害、1为有害", &s.Scanner},
		{"public-url", "CHENGXIN_PUBLIC_URL", "", "页面对外的地址，如 https://chengxin.example.gov.cn；消息中的链接和门店码据此", &s.PublicURL},
		{"smtp", "CHENGXIN_SMTP", "", "发送邮件提醒和登录码：smtp://用户:密码@主机:587?from=地址，或者 smtps://…:465", &s.SMTP},
		{"webhook", "CHENGXIN_WEBHOOK", "", "消息以 CloudEvents 1.0 推送到的地址", &s.Webhook},
		{"webhook-secret", "CHENGXIN_WEBHOOK_SECRET", "", "推送的签名密钥；更换期间可以写两个，以空格分隔", &s.WebhookSecret},
		{"wecom", "CHENGXIN_WECOM", "", "企业微信群机器人的地址", &s.WeCom},
		{"dingtalk", "CHENGXIN_DINGTALK", "", "钉钉群机器人的地址，加签的在其后以空格分隔写密钥", &s.DingTalk},
		{"feishu", "CHENGXIN_FEISHU", "", "飞书群机器人的地址，签名校验的在其后以空格分隔写密钥", &s.Feishu},
		{"oidc-issuer", "CHENGXIN_OIDC_ISSUER", "", "统一身份认证（OpenID Connect）的签发者地址，如 https://id.example.gov.cn；须同时设 oidc-client 和 public-url，回调地址为 public-url 加 /sign-in/oidc/callback", &s.OIDCIssuer},
		{"oidc-client", "CHENGXIN_OIDC_CLIENT", "", "在统一身份认证登记的客户端编号", &s.OIDCClient},
		{"oidc-secret", "CHENGXIN_OIDC_SECRET", "", "在统一身份认证登记的客户端密钥", &s.OIDCSecret},
		{"oidc-claim", "CHENGXIN_OIDC_CLAIM", "preferred_username", "身份凭据中的哪一项是本系统的用户名；须是本人不能自行修改的", &s.OIDCClaim},
		{"proxies", "CHENGXIN_PROXIES", "", "可信反向代理的地址或网段，以逗号分隔", &s.Proxies},
	}
}

// bind declares the flags a command takes.
func (s *settings) bind(c *cobra.Command, names ...string) {
	for _, row := range s.rows() {
		for _, name := range names {
			if name != row.flag {
				continue
			}
			value := row.value
			if v, ok := os.LookupEnv(row.env); ok {
				value = v
			}
			c.Flags().StringVar(row.into, row.flag, value, row.help+"("+row.env+")")
			c.Flags().Lookup(row.flag).DefValue = row.value // help never shows a secret
		}
	}
}

func (s *settings) proxies() []string {
	if s.Proxies == "" {
		return nil
	}
	return strings.Split(s.Proxies, ",")
}
