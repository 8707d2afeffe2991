package notify

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/test/mariadb"
)

// house is a register with a clock, on one of the databases.
type house struct {
	*testing.T
	st    *store.Store
	mu    sync.Mutex
	clock time.Time
}

func onBoth(t *testing.T, test func(h *house)) {
	t.Helper()
	for name, dsn := range map[string]func(t *testing.T) string{
		"SQLite":  func(t *testing.T) string { return "sqlite:" + filepath.Join(t.TempDir(), "register.db") },
		"MariaDB": func(t *testing.T) string { return "mysql:" + mariadb.DSN(t) },
	} {
		t.Run(name, func(t *testing.T) {
			st, err := store.Open(dsn(t))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = st.Close() })
			if err := st.Migrate(context.Background()); err != nil {
				t.Fatal(err)
			}
			test(&house{T: t, st: st, clock: time.Date(2026, 3, 2, 9, 0, 0, 0, models.Beijing)})
		})
	}
}

func (h *house) now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.clock
}

func (h *house) later(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.clock = h.clock.Add(d)
}

func (h *house) sender(channels ...Channel) *Sender {
	return &Sender{Store: h.st, Channels: channels, Link: "https://chengxin.example", Now: h.now, Log: slog.New(slog.DiscardHandler)}
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// overdue writes a notice that a case is late, to whoever decides it.
func (h *house) overdue(id string, user ...string) {
	h.Helper()
	n := models.Notice{
		ID: id, CaseNumber: "370800-V-2026-000001", TaskID: "370800-V-2026-000001.filing.1", Kind: models.NoticeOverdue, CreatedAt: models.At(h.now()),
		Text: "370800-V-2026-000001“立案审批”已于2026年3月1日超期", Role: "reviewer", OrganizationID: "jining/rencheng_bureau",
	}
	if len(user) > 0 {
		n.UserID = user[0]
	}
	h.must(h.st.Tx(context.Background(), func(tx *store.Tx) error { return tx.Create(&n).Error }))
}

func (h *house) deliveries() (all []models.Delivery) {
	h.Helper()
	h.must(h.st.Read(context.Background()).Order("channel").Find(&all).Error)
	return all
}

// listener is a web server that keeps what it was sent and answers as it is told.
type listener struct {
	*httptest.Server
	mu     sync.Mutex
	bodies []string
	heads  []http.Header
	query  []string
	status int
	answer string
}

func listen(t *testing.T) *listener {
	t.Helper()
	l := &listener{status: http.StatusOK, answer: `{"errcode":0,"code":0}`}
	l.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		l.mu.Lock()
		defer l.mu.Unlock()
		l.bodies, l.heads, l.query = append(l.bodies, string(body)), append(l.heads, r.Header), append(l.query, r.URL.RawQuery)
		w.WriteHeader(l.status)
		_, _ = io.WriteString(w, l.answer)
	}))
	t.Cleanup(l.Close)
	return l
}

// A notice goes once by each channel that is set, signed as each wants it, and says no
// more than number, step and deadline; what was there before channels were set stays.
func TestANoticeLeavesTheHouse(t *testing.T) {
	onBoth(t, func(h *house) {
		ctx := context.Background()
		h.overdue("before")
		_, err := h.sender().Once(ctx) // no channel yet
		h.must(err)
		hook, wecom, ding, feishu := listen(h.T), listen(h.T), listen(h.T), listen(h.T)
		s := h.sender(
			&Webhook{URL: hook.URL, Source: "https://chengxin.example/", Secrets: []string{"new", "old"}, Client: hook.Client(), Now: h.now},
			&Robot{Kind: "wecom", URL: wecom.URL + "/send?key=K", Client: wecom.Client(), Now: h.now},
			&Robot{Kind: "dingtalk", URL: ding.URL + "/robot/send?access_token=T", Secret: "SEC", Client: ding.Client(), Now: h.now},
			&Robot{Kind: "feishu", URL: feishu.URL, Secret: "SEC", Client: feishu.Client(), Now: h.now},
		)
		h.overdue("late")
		for range 3 { // once is enough, and three times do no harm
			_, err := s.Once(ctx)
			h.must(err)
		}
		for name, l := range map[string]*listener{"webhook": hook, "wecom": wecom, "dingtalk": ding, "feishu": feishu} {
			if len(l.bodies) != 1 || !strings.Contains(l.bodies[0], "超期") || !strings.Contains(l.bodies[0], "https://chengxin.example/cases/370800-V-2026-000001") {
				t := h.T
				t.Fatalf("%s got %q", name, l.bodies)
			}
		}
		var event map[string]any
		h.must(json.Unmarshal([]byte(hook.bodies[0]), &event))
		for key, want := range map[string]string{
			"specversion": "1.0", "type": "cn.chengxin.notice.overdue", "source": "https://chengxin.example/", "subject": "370800-V-2026-000001", "time": "2026-03-02T09:00:00+08:00",
		} {
			if event[key] != want {
				h.Errorf("%s: %v, want %s", key, event[key], want)
			}
		}
		stamp := hook.heads[0].Get("Chengxin-Timestamp")
		for _, secret := range []string{"new", "old"} { // either proves it while one takes the other's place
			if !strings.Contains(hook.heads[0].Get("Chengxin-Signature"), "v1="+Sign(secret, stamp, []byte(hook.bodies[0]))) {
				h.Errorf("not signed with %s: %v", secret, hook.heads[0])
			}
		}
		if q := ding.query[0]; !strings.Contains(q, "access_token=T") || !strings.Contains(q, "timestamp=1772413200000") || !strings.Contains(q, "sign=") {
			h.Errorf("dingtalk is asked %s", q)
		}
		if !strings.Contains(feishu.bodies[0], `"msg_type":"text"`) || !strings.Contains(feishu.bodies[0], `"timestamp":"1772413200"`) || !strings.Contains(wecom.bodies[0], `"msgtype":"text"`) {
			h.Errorf("feishu %s, wecom %s", feishu.bodies[0], wecom.bodies[0])
		}
		for _, d := range h.deliveries() {
			if d.State != models.DeliverySent || d.Tries != 1 {
				h.Errorf("%+v", d)
			}
		}
	})
}

// What somebody wrote into a notice stays in the house: an urge says only that there is one.
func TestWhatSomebodyWroteStaysInside(t *testing.T) {
	onBoth(t, func(h *house) {
		h.must(h.st.Tx(context.Background(), func(tx *store.Tx) error {
			due := models.At(h.now().Add(24 * time.Hour))
			t := models.Task{ID: "370800-V-2026-000001.filing.1", CaseNumber: "370800-V-2026-000001", Name: "立案审批", DueAt: due}
			n := models.Notice{
				ID: "urged", CaseNumber: t.CaseNumber, TaskID: t.ID, Kind: "urge", Text: "催办：当事人电话13900000000", CreatedAt: models.At(h.now()), Role: "reviewer",
			}
			if err := tx.Create(&t).Error; err != nil {
				return err
			}
			return tx.Create(&n).Error
		}))
		l := listen(h.T)
		_, err := h.sender(&Webhook{URL: l.URL, Client: l.Client(), Now: h.now}).Once(context.Background())
		h.must(err)
		if len(l.bodies) != 1 || strings.Contains(l.bodies[0], "13900000000") || !strings.Contains(l.bodies[0], "370800-V-2026-000001“立案审批”催办，2026年3月3日") {
			h.Errorf("sent: %v", l.bodies)
		}
	})
}

// What the other side does not take is tried again under the same id, later and later; it
// is given up after the last try, and tried again when somebody says so. The key in an
// address is in no error.
func TestTriedAgainAndGivenUp(t *testing.T) {
	onBoth(t, func(h *house) {
		ctx := context.Background()
		l := listen(h.T)
		l.status = http.StatusServiceUnavailable
		s := h.sender(&Webhook{URL: l.URL + "/?key=SECRET", Client: l.Client(), Now: h.now})
		s.Tries = 3
		h.overdue("late")
		tries := 0
		for range 40 {
			_, err := s.Once(ctx)
			h.must(err)
			h.later(10 * time.Second)
			tries = len(l.bodies)
		}
		if tries < 2 || tries > 3 {
			h.Errorf("%d tries in 400 seconds", tries)
		}
		h.later(time.Hour)
		_, err := s.Once(ctx)
		h.must(err)
		d := h.deliveries()[0]
		if len(l.bodies) != 3 || d.State != models.DeliveryFailed || d.LastError != "对方答复503" {
			h.Errorf("%d tries, %+v", len(l.bodies), d)
		}
		for _, b := range l.bodies {
			if !strings.Contains(b, `"id":"`+d.ID+`"`) {
				h.Errorf("another id: %s", b)
			}
		}
		l.Close() // nobody there any more
		h.must(h.st.Tx(ctx, func(tx *store.Tx) error {
			return tx.Model(&models.Delivery{}).Where("id = ?", d.ID).Updates(map[string]any{"state": models.DeliveryWaiting, "tries": 0, "next_at": models.At(h.now())}).Error
		}))
		_, err = s.Once(ctx)
		h.must(err)
		if d = h.deliveries()[0]; d.State != models.DeliveryWaiting || d.Tries != 1 || d.LastError == "" || strings.Contains(d.LastError, "SECRET") {
			h.Errorf("nobody there: %+v", d)
		}
	})
}

// A robot answers 200 also when it took nothing; 410 says that nobody listens any more.
func TestAnswersThatAreNone(t *testing.T) {
	onBoth(t, func(h *house) {
		robot, gone := listen(h.T), listen(h.T)
		robot.answer, gone.status = `{"errcode":310000,"errmsg":"sign not match"}`, http.StatusGone
		s := h.sender(&Robot{Kind: "dingtalk", URL: robot.URL, Client: robot.Client(), Now: h.now}, &Webhook{URL: gone.URL, Client: gone.Client(), Now: h.now})
		h.overdue("late")
		_, err := s.Once(context.Background())
		h.must(err)
		all := h.deliveries()
		if d := all[0]; d.State != models.DeliveryWaiting || d.LastError != "对方答复310000：sign not match" {
			h.Errorf("robot: %+v", d)
		}
		if d := all[1]; d.State != models.DeliveryFailed {
			h.Errorf("gone: %+v", d)
		}
	})
}

// slow holds a message until it is told to go on: a sender that is killed in between
// settles nothing.
type slow struct {
	mu   sync.Mutex
	ids  []string
	hold func()
}

func (*slow) Name() string { return "webhook" }

func (s *slow) Send(_ context.Context, m Message) error {
	s.mu.Lock()
	s.ids = append(s.ids, m.ID)
	s.mu.Unlock()
	if s.hold != nil {
		s.hold()
	}
	return nil
}

// Two senders at once send each notice once. One that dies with a notice in hand leaves
// it to the other when its lease ends, under the same id.
func TestSendersBesideEachOtherAndOneThatDies(t *testing.T) {
	onBoth(t, func(h *house) {
		ctx := context.Background()
		for i := range 30 {
			h.overdue(fmt.Sprintf("late%d", i))
		}
		channel := &slow{}
		var running sync.WaitGroup
		for range 4 {
			running.Go(func() {
				for range 5 {
					if _, err := h.sender(channel).Once(ctx); err != nil {
						h.Error(err)
					}
				}
			})
		}
		running.Wait()
		seen := map[string]int{}
		for _, id := range channel.ids {
			seen[id]++
		}
		if len(seen) != 30 || len(channel.ids) != 30 {
			h.Errorf("%d sent of 30, %d times", len(seen), len(channel.ids))
		}

		h.overdue("held")
		_, err := h.st.FanOut(ctx, store.Channels{Hook: true}, models.At(h.now()))
		h.must(err)
		mine, err := h.st.LeaseDeliveries(ctx, models.At(h.now()), models.At(h.now().Add(leaseFor)), batch) // and then killed, sent or not
		h.must(err)
		if len(mine) != 1 {
			h.Fatalf("leased %d", len(mine))
		}
		before := len(channel.ids)
		_, err = h.sender(channel).Once(ctx)
		h.must(err)
		if len(channel.ids) != before {
			h.Error("sent while another had it in hand")
		}
		h.later(leaseFor + time.Second)
		_, err = h.sender(channel).Once(ctx)
		h.must(err)
		if len(channel.ids) != before+1 || channel.ids[before] != mine[0].ID {
			h.Errorf("after the lease: %v, want %s", channel.ids[before:], mine[0].ID)
		}
	})
}

// post office is a mail server that knows one address.
func postOffice(t *testing.T) (address string, letters func() []string) {
	t.Helper()
	at, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = at.Close() })
	var mu sync.Mutex
	var got []string
	go func() {
		for {
			c, err := at.Accept()
			if err != nil {
				return
			}
			go func() {
				defer func() { _ = c.Close() }()
				say := func(line string) { _, _ = io.WriteString(c, line+"\r\n") }
				say("220 post.example")
				in := bufio.NewScanner(c)
				for in.Scan() {
					switch line := in.Text(); {
					case strings.HasPrefix(line, "EHLO"), strings.HasPrefix(line, "HELO"):
						say("250-post.example")
						say("250 8BITMIME")
					case strings.HasPrefix(line, "RCPT") && !strings.Contains(line, "known@"):
						say("550 5.1.1 no such person")
					case line == "DATA":
						say("354 go on")
						var letter []string
						for in.Scan() && in.Text() != "." {
							letter = append(letter, in.Text())
						}
						mu.Lock()
						got = append(got, strings.Join(letter, "\n"))
						mu.Unlock()
						say("250 taken")
					case line == "QUIT":
						say("221 bye")
						return
					default:
						say("250 ok")
					}
				}
			}()
		}
	}()
	return at.Addr().String(), func() []string {
		mu.Lock()
		defer mu.Unlock()
		return append([]string(nil), got...)
	}
}

// Whoever wants only what is late is not mailed a copy of everything else.
func TestOnlyWhatIsLateIsMailed(t *testing.T) {
	onBoth(t, func(h *house) {
		ctx := context.Background()
		h.must(h.st.Tx(ctx, func(tx *store.Tx) error {
			for id, late := range map[string]bool{"all": false, "late": true} {
				if err := tx.PutUser(models.User{ID: id, Username: id, Name: id, Email: id + "@example.com", MailLate: late}); err != nil {
					return err
				}
				if _, err := tx.Put(&models.Notice{ID: "copied-" + id, CaseNumber: "c", Kind: "copied", UserID: id, Text: "抄送", CreatedAt: models.At(h.now())}); err != nil {
					return err
				}
			}
			return nil
		}))
		h.overdue("late-all", "all")
		h.overdue("late-late", "late")
		_, err := h.st.FanOut(ctx, store.Channels{Mail: true}, models.At(h.now()))
		h.must(err)
		got := map[string]int{}
		for _, d := range h.deliveries() {
			got[d.Receiver]++
		}
		if got["all@example.com"] != 2 || got["late@example.com"] != 1 {
			h.Errorf("mailed: %v", got)
		}
	})
}

// A notice to a person is mailed to where they want it, under an id of its own; an address
// that nobody has is told at once.
func TestMail(t *testing.T) {
	onBoth(t, func(h *house) {
		ctx := context.Background()
		h.must(h.st.Tx(ctx, func(tx *store.Tx) error {
			for id, email := range map[string]string{"u1": "known@example.com", "u2": "nobody@example.com", "u3": ""} {
				if err := tx.PutUser(models.User{ID: id, Username: id, Name: id, Email: email}); err != nil {
					return err
				}
			}
			return nil
		}))
		address, letters := postOffice(h.T)
		m, err := NewMail("smtp://"+address+"?from=chengxin@example.com", nil)
		h.must(err)
		for _, who := range []string{"u1", "u2", "u3"} {
			h.overdue("late-"+who, who)
		}
		_, err = h.sender(m).Once(ctx)
		h.must(err)
		all := letters()
		if len(all) != 1 {
			h.Fatalf("letters: %q", all)
		}
		states := map[string]models.Delivery{}
		for _, d := range h.deliveries() {
			states[d.Receiver] = d
		}
		if len(states) != 2 || states["known@example.com"].State != models.DeliverySent || states["nobody@example.com"].State != models.DeliveryFailed {
			h.Errorf("deliveries: %+v", states)
		}
		if !strings.Contains(all[0], "Message-ID: <"+states["known@example.com"].ID+"@127.0.0.1>") || !strings.Contains(all[0], "=?UTF-8?") || strings.Contains(all[0], "go-mail") {
			h.Errorf("the letter: %s", all[0])
		}
	})
}

func TestMailSettingsThatAreNone(t *testing.T) {
	for setting, says := range map[string]string{
		"mail.example.com":                "smtp://",
		"http://mail.example.com":         "smtp://",
		"smtp://mail.example.com":         "发件地址",
		"smtp://mail.example.com:x?from=": "smtp://",
	} {
		if _, err := NewMail(setting, nil); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", setting, err)
		}
	}
}
