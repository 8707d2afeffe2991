package notify

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// Robot posts messages to a group chat: 企业微信 (wecom), 钉钉 (dingtalk) or 飞书 (feishu).
// A group cannot tell repeats apart; what was leased and not settled may come twice.
type Robot struct {
	Kind   string // wecom, dingtalk, feishu
	URL    string // as the chat's settings give it, with its key
	Secret string // 加签; empty where the robot is set to words or addresses
	Client *http.Client
	Now    func() time.Time
}

// Name of the channel.
func (r *Robot) Name() string { return r.Kind }

// Send posts a text.
func (r *Robot) Send(ctx context.Context, m Message) error {
	address, body := r.URL, map[string]any{"msgtype": "text", "text": map[string]string{"content": m.text()}}
	switch r.Kind {
	case "dingtalk":
		if r.Secret != "" {
			stamp := strconv.FormatInt(r.Now().UnixMilli(), 10)
			u, err := url.Parse(address)
			if err != nil {
				return err
			}
			q := u.Query()
			q.Set("timestamp", stamp)
			q.Set("sign", signed(r.Secret, stamp+"\n"+r.Secret))
			u.RawQuery = q.Encode()
			address = u.String()
		}
	case "feishu":
		body = map[string]any{"msg_type": "text", "content": map[string]string{"text": m.text()}}
		if r.Secret != "" {
			stamp := strconv.FormatInt(r.Now().Unix(), 10)
			body["timestamp"], body["sign"] = stamp, signed(stamp+"\n"+r.Secret, "")
		}
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	answer, err := post(ctx, r.Client, address, http.Header{"Content-Type": {"application/json; charset=utf-8"}}, raw)
	if err != nil {
		return err
	}
	// All three answer 200 also when they took nothing, with a code of their own.
	var said struct {
		ErrCode int    `json:"errcode"`
		ErrMsg  string `json:"errmsg"`
		Code    int    `json:"code"`
		Msg     string `json:"msg"`
	}
	if err := json.Unmarshal(answer, &said); err != nil {
		return fmt.Errorf("答复无法识别")
	}
	if said.ErrCode != 0 || said.Code != 0 {
		return fmt.Errorf("对方答复%d：%s", said.ErrCode+said.Code, said.ErrMsg+said.Msg)
	}
	return nil
}

// signed is HMAC-SHA256 in base64.
func signed(key, text string) string {
	h := hmac.New(sha256.New, []byte(key))
	h.Write([]byte(text))
	return base64.StdEncoding.EncodeToString(h.Sum(nil))
}
