package notify

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/url"
	"strconv"

	"github.com/wneessen/go-mail"
)

// Mail sends messages over SMTP, each with the same Message-ID at every try.
type Mail struct {
	From   string
	domain string // of the Message-ID
	client *mail.Client
}

// NewMail reads smtp://user:password@host:587?from=… (STARTTLS where it is offered, and
// demanded with a password) or smtps://…:465 (TLS from the start).
func NewMail(setting string, trust *tls.Config) (*Mail, error) {
	u, err := url.Parse(setting)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" {
		return nil, errors.New("邮件设置应如 smtp://用户:密码@主机:587?from=地址，或者 smtps://…:465")
	}
	from := u.Query().Get("from")
	if from == "" {
		return nil, errors.New("邮件设置缺少发件地址，请加上 ?from=地址")
	}
	options := []mail.Option{mail.WithTimeout(sendTime), mail.WithTLSPolicy(mail.TLSOpportunistic)}
	if trust != nil {
		options = append(options, mail.WithTLSConfig(trust))
	}
	if u.Scheme == "smtps" {
		options = append(options, mail.WithSSL())
	}
	if u.Port() != "" {
		port, err := strconv.Atoi(u.Port())
		if err != nil {
			return nil, err
		}
		options = append(options, mail.WithPort(port))
	}
	if password, ok := u.User.Password(); ok {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(u.User.Username()), mail.WithPassword(password))
		if u.Scheme == "smtp" {
			options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
		}
	}
	client, err := mail.NewClient(u.Hostname(), options...)
	if err != nil {
		return nil, err
	}
	return &Mail{from, u.Hostname(), client}, nil
}

// Name of the channel.
func (m *Mail) Name() string { return "mail" }

// Send mails a message. A receiver that the server refuses for good is not tried again.
func (m *Mail) Send(ctx context.Context, message Message) error {
	out := mail.NewMsg()
	if err := errors.Join(out.From(m.From), out.To(message.To)); err != nil {
		return fmt.Errorf("%w: 邮件地址有误", ErrNever)
	}
	out.SetMessageIDWithValue(message.ID + "@" + m.domain)
	out.Subject("【城信】" + message.Title + " " + message.Case)
	out.SetUserAgent("Chengxin")
	out.SetDateWithValue(message.At)
	out.SetBodyString(mail.TypeTextPlain, message.Text+"\n\n"+message.Link+"\n\n本邮件由系统发出，请勿回复。\n")
	err := m.client.DialAndSendWithContext(ctx, out)
	var refused *mail.SendError
	if errors.As(err, &refused) && !refused.IsTemp() && refused.Reason == mail.ErrSMTPRcptTo {
		return fmt.Errorf("%w: %w", ErrNever, err)
	}
	return err
}
