// Package notify carries notices out of the house: by mail, to a webhook, to the robots of
// group chats. A notice is written with the transition that caused it; from there each
// delivery is a row that is leased, sent, and settled, so that nothing is lost and a
// channel that can tell repeats apart gets nothing twice.
package notify

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net/url"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"chengxin/models"
	"chengxin/models/store"
)

// Message is what a channel sends. It names no subject and holds no personal data: what
// it is about is read after signing in.
type Message struct {
	ID    string // of the delivery: the same at each try
	To    string // the receiver, where the channel has several
	Kind  string
	Title string
	Text  string
	Case  string
	Task  string
	Link  string // the case's page; empty where no public address is known
	At    time.Time
}

// Channel sends messages one way. Send returns nil when the other side took it over.
type Channel interface {
	Name() string
	Send(ctx context.Context, m Message) error
}

// ErrNever marks what no further try mends: an address that does not exist.
var ErrNever = errors.New("will never be taken")

// Sender sends what is due. Any number of them may run.
type Sender struct {
	Store    *store.Store
	Channels []Channel
	Link     string // public address of the pages, without a slash at its end
	Now      func() time.Time
	Every    time.Duration // default: two seconds
	Log      *slog.Logger
	Tries    int // default: 12, over some eight hours
	Failed   prometheus.Gauge
}

// FailedDeliveries is the gauge of what could not be delivered and waits for somebody.
func FailedDeliveries() prometheus.Gauge {
	return prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "chengxin_failed_deliveries", Help: "Notices given up on, until somebody sends them again.",
	})
}

const (
	batch    = 5               // in hand at once: all of it is sent before its lease ends
	leaseFor = 2 * time.Minute // batch times sendTime, and some
	sendTime = 20 * time.Second
	longest  = time.Hour // between two tries
)

// Run sends until the context ends.
func (s *Sender) Run(ctx context.Context) {
	every := s.Every
	if every == 0 {
		every = 2 * time.Second
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if _, err := s.Once(ctx); err != nil && ctx.Err() == nil {
			s.Log.Warn("notices are not sent", "err", err)
		}
		s.gauge(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (s *Sender) gauge(ctx context.Context) {
	var n int64
	if s.Failed == nil || s.Store.Read(ctx).Model(&models.Delivery{}).Where("state = ?", models.DeliveryFailed).Count(&n).Error != nil {
		return
	}
	s.Failed.Set(float64(n))
}

// Once writes the deliveries of new notices and sends what is due now; it says how many
// it tried.
func (s *Sender) Once(ctx context.Context) (tried int, err error) {
	if _, err := s.Store.FanOut(ctx, s.channels(), models.At(s.Now())); err != nil {
		return 0, err
	}
	if len(s.Channels) == 0 {
		return 0, nil
	}
	for err == nil {
		var due []models.Delivery
		now := s.Now()
		due, err = s.Store.LeaseDeliveries(ctx, models.At(now), models.At(now.Add(leaseFor)), batch)
		if err != nil || len(due) == 0 {
			break
		}
		for _, d := range due {
			err = errors.Join(err, s.send(ctx, d))
			tried++
		}
	}
	return tried, err
}

// channels are the ways that are open.
func (s *Sender) channels() (by store.Channels) {
	for _, c := range s.Channels {
		switch c.Name() {
		case "mail":
			by.Mail = true
		case "webhook":
			by.Hook = true
		default:
			by.Robots = append(by.Robots, c.Name())
		}
	}
	return by
}

func (s *Sender) send(ctx context.Context, d models.Delivery) error {
	var n models.Notice
	if err := s.Store.Read(ctx).Limit(1).Find(&n, "id = ?", d.NoticeID).Error; err != nil {
		return err
	}
	var t models.Task
	if err := s.Store.Read(ctx).Select("id, name, due_at").Limit(1).Find(&t, "id = ?", n.TaskID).Error; err != nil {
		return err
	}
	d.Tries++
	sent := s.through(ctx, d, s.message(d, n, t))
	now := s.Now()
	most := s.Tries
	if most == 0 {
		most = 12
	}
	switch {
	case sent == nil:
		d.State, d.SentAt, d.LastError = models.DeliverySent, models.At(now), ""
	case errors.Is(sent, ErrNever) || d.Tries >= most:
		d.State, d.LastError = models.DeliveryFailed, said(sent)
		s.Log.Error("a notice could not be delivered", "channel", d.Channel, "delivery", d.ID, "case", n.CaseNumber, "err", d.LastError)
	default:
		d.NextAt, d.LastError = models.At(now.Add(pause(d.Tries))), said(sent)
	}
	// Should this not be written, the lease ends and it is sent once more, under the same id.
	return s.Store.SettleDelivery(context.WithoutCancel(ctx), d)
}

func (s *Sender) through(ctx context.Context, d models.Delivery, m Message) error {
	for _, c := range s.Channels {
		if c.Name() != d.Channel {
			continue
		}
		ctx, cancel := context.WithTimeout(ctx, sendTime)
		defer cancel()
		return c.Send(ctx, m)
	}
	return errors.New("渠道没有设置") // it may be set again
}

func (s *Sender) message(d models.Delivery, n models.Notice, t models.Task) Message {
	m := Message{ID: d.ID, To: d.Receiver, Kind: n.Kind, Title: n.Title(), Text: n.Text, Case: n.CaseNumber, Task: n.TaskID, At: n.CreatedAt.Time()}
	if !n.Plain() { // somebody wrote into it: that is read inside
		m.Text = n.CaseNumber + m.Title
		if t.Name != "" {
			m.Text = n.CaseNumber + "“" + t.Name + "”" + m.Title
		}
		if t.DueAt != 0 {
			m.Text += "，" + store.When(t.DueAt) + "到期"
		}
		m.Text += "。详情请登录查看。"
	}
	if s.Link != "" && n.CaseNumber != "" {
		m.Link = s.Link + "/cases/" + url.PathEscape(n.CaseNumber)
	}
	return m
}

// Text is a message for people, with its link.
func (m Message) text() string {
	text := "【城信·" + m.Title + "】" + m.Text
	if m.Link != "" {
		text += "\n" + m.Link
	}
	return text
}

// pause is how long to wait after so many tries: doubling, an hour at most, and never
// quite the same, so that many do not come back at once.
func pause(tries int) time.Duration {
	wait := min(longest, time.Minute<<min(tries-1, 10))
	return wait*3/4 + rand.N(wait/2)
}

// said is an error without the address it came from: that may hold a key.
func said(err error) string {
	var of *url.Error
	if errors.As(err, &of) {
		err = of.Err
	}
	text := err.Error()
	if runes := []rune(text); len(runes) > 300 {
		text = string(runes[:300])
	}
	return text
}
