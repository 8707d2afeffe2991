package command

import (
	"crypto/sha256"
	"errors"
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
}

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
		{"key", "CHENGXIN_KEY", "", "身份号码的检索密钥，至少32个字符；遗失后无法再按号码检索", &s.Key},
		{"evidence", "CHENGXIN_EVIDENCE", "./evidence", "证据文件的存放目录，须随登记库一并备份；多个 api 共用一个", &s.Evidence},
		{"evidence-limit", "CHENGXIN_EVIDENCE_LIMIT", strconv.Itoa(usualFile), "单个证据文件的限额（MB）", &s.EvidenceLimit},
		{"scanner", "CHENGXIN_SCANNER", "", "病毒扫描程序，如 clamdscan --fdpass --no-summary；文件名附在最后，退出码0为无害、1为有害", &s.Scanner},
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

// deriveKey makes the key of the keyed hash from the setting's text.
func deriveKey(text string) ([]byte, error) {
	if len(text) < 32 {
		return nil, errors.New("密钥至少须有32个字符（CHENGXIN_KEY）。可用 openssl rand -hex 32 生成，请妥善保管")
	}
	sum := sha256.Sum256([]byte("chengxin identity " + text))
	return sum[:], nil
}
