package command

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"chengxin/worker/notify"
)

// channels are the ways by which notices leave the house, as far as they are set.
func (s *settings) channels() (all []notify.Channel, err error) {
	client := &http.Client{
		Timeout:       30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, // a message goes where it was meant to
	}
	if s.SMTP != "" {
		m, err := notify.NewMail(s.SMTP, nil)
		if err != nil {
			return nil, usage{err}
		}
		all = append(all, m)
	}
	if s.Webhook != "" {
		if err := webAddress(s.Webhook); err != nil {
			return nil, err
		}
		all = append(all, &notify.Webhook{URL: s.Webhook, Source: strings.TrimSuffix(s.PublicURL, "/") + "/", Secrets: strings.Fields(s.WebhookSecret), Client: client, Now: time.Now})
	}
	for _, r := range []struct{ kind, setting string }{{"wecom", s.WeCom}, {"dingtalk", s.DingTalk}, {"feishu", s.Feishu}} {
		fields := strings.Fields(r.setting)
		if len(fields) == 0 {
			continue
		}
		if err := webAddress(fields[0]); err != nil {
			return nil, err
		}
		robot := &notify.Robot{Kind: r.kind, URL: fields[0], Client: client, Now: time.Now}
		if len(fields) > 1 {
			robot.Secret = fields[1]
		}
		all = append(all, robot)
	}
	return all, nil
}

// byMail sends a single message, where a mail server is set.
func byMail(channels []notify.Channel) func(ctx context.Context, address, title, text string) error {
	for _, c := range channels {
		if m, ok := c.(*notify.Mail); ok {
			return func(ctx context.Context, address, title, text string) error {
				return m.Send(ctx, notify.Message{ID: rand.Text(), To: address, Title: title, Text: text, At: time.Now()})
			}
		}
	}
	return nil
}

// webAddress refuses what is no address of the web. The address itself may hold a key: it is not
// repeated.
func webAddress(address string) error {
	if u, err := url.Parse(address); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return usage{errors.New("消息渠道的地址有误，应以 https:// 开头")}
	}
	return nil
}
