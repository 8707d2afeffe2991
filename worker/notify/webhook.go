package notify

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Webhook posts each message as a CloudEvent (1.0, structured JSON). Whoever receives it
// proves it by its signature and drops what came before by its id.
type Webhook struct {
	URL     string
	Source  string   // CloudEvents source
	Secrets []string // one, or two while one takes the other's place
	Client  *http.Client
	Now     func() time.Time
}

// Name of the channel.
func (w *Webhook) Name() string { return "webhook" }

type cloudEvent struct {
	SpecVersion string    `json:"specversion"`
	ID          string    `json:"id"`
	Source      string    `json:"source"`
	Type        string    `json:"type"`
	Subject     string    `json:"subject,omitempty"`
	Time        time.Time `json:"time"`
	ContentType string    `json:"datacontenttype"`
	Data        eventData `json:"data"`
}

type eventData struct {
	Title string `json:"title"`
	Text  string `json:"text"`
	Case  string `json:"case,omitempty"`
	Task  string `json:"task,omitempty"`
	Link  string `json:"link,omitempty"`
}

// Send posts a message. 2xx is taken over; 410 says that nobody will listen again.
func (w *Webhook) Send(ctx context.Context, m Message) error {
	body, err := json.Marshal(cloudEvent{
		"1.0", m.ID, w.Source, "cn.chengxin.notice." + m.Kind, m.Case, m.At, "application/json", eventData{m.Title, m.Text, m.Case, m.Task, m.Link},
	})
	if err != nil {
		return err
	}
	stamp := strconv.FormatInt(w.Now().Unix(), 10)
	header := http.Header{"Content-Type": {"application/cloudevents+json; charset=utf-8"}, "Chengxin-Timestamp": {stamp}}
	if len(w.Secrets) > 0 {
		var signed []string
		for _, secret := range w.Secrets {
			signed = append(signed, "v1="+Sign(secret, stamp, body))
		}
		header.Set("Chengxin-Signature", strings.Join(signed, ","))
	}
	_, err = post(ctx, w.Client, w.URL, header, body)
	return err
}

// Sign is HMAC-SHA256 over "timestamp.body", hex: what a receiver computes with its secret
// and finds among the signatures. A timestamp more than some minutes off is a replay.
func Sign(secret, stamp string, body []byte) string {
	h := hmac.New(sha256.New, []byte(secret))
	h.Write([]byte(stamp + "."))
	h.Write(body)
	return hex.EncodeToString(h.Sum(nil))
}

// mostAnswer is how much of an answer is read.
const mostAnswer = 64 << 10

// post posts a body and gives the answer of whoever took it.
func post(ctx context.Context, client *http.Client, address string, header http.Header, body []byte) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header = header
	res, err := client.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = res.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(res.Body, mostAnswer))
	switch {
	case err != nil:
		return nil, err
	case res.StatusCode == http.StatusGone:
		return nil, fmt.Errorf("%w: 对方不再接收（410）", ErrNever)
	case res.StatusCode < 200 || res.StatusCode > 299:
		return nil, fmt.Errorf("对方答复%d", res.StatusCode)
	}
	return answer, nil
}
