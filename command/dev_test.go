package command

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// screen is what a command prints, read while it runs.
type screen struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// running runs `chengxin dev` in this process until stop is called.
func running(t *testing.T, folder string) (address string, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	out, ended := &screen{}, make(chan error, 1)
	go func() {
		ended <- runDev(ctx, devOptions{data: folder, http: "127.0.0.1:0", trial: []string{"jining"}}, out)
	}()
	found := regexp.MustCompile(`http://127\.0\.0\.1:[1-9]\d*`)
	for end := time.Now().Add(30 * time.Second); address == ""; time.Sleep(10 * time.Millisecond) {
		select {
		case err := <-ended:
			t.Fatalf("ended: %v\n%s", err, out)
		default:
		}
		if time.Now().After(end) {
			t.Fatalf("never started: %s", out)
		}
		address = found.FindString(out.String())
	}
	return address, func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("stopped with %v", err)
		}
	}
}

func filled(t *testing.T, folder string) (users []demoUser) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(folder, "demo-users.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &users); err != nil {
		t.Fatal(err)
	}
	return users
}

// One folder, one process; who comes second is told who was first. What was there is
// there after the next start, tokens included (NX-6).
func TestDevOwnsItsFolder(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	address, stop := running(t, folder)
	users := filled(t, folder)
	signedIn := func() int {
		req, _ := http.NewRequestWithContext(context.Background(), http.MethodGet, address+"/api/v1/session", nil)
		req.Header.Set("Authorization", "Bearer "+users[0].Token)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = res.Body.Close() }()
		return res.StatusCode
	}
	if code := signedIn(); code != http.StatusOK {
		t.Errorf("first start: %d", code)
	}
	err := runDev(context.Background(), devOptions{data: folder, http: "127.0.0.1:0"}, &screen{})
	if err == nil || !strings.Contains(err.Error(), strconv.Itoa(os.Getpid())) {
		t.Errorf("a second process on the folder: %v", err)
	}
	for name, mode := range map[string]os.FileMode{"demo-users.json": 0o600, "key": 0o600} {
		info, err := os.Stat(filepath.Join(folder, name))
		if err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
	stop()

	address, stop = running(t, folder)
	defer stop()
	if code := signedIn(); code != http.StatusOK || len(filled(t, folder)) != len(users) {
		t.Errorf("second start: %d, %d users, were %d", code, len(filled(t, folder)), len(users))
	}
}

// Users are in the file and in the register, or are made anew in both.
func TestDemoUsersStandInBoth(t *testing.T) {
	ctx, file := context.Background(), filepath.Join(t.TempDir(), "demo-users.json")
	fresh := func() (*store.Store, []*policy.Pack) {
		st := register(t)
		packs, err := loadPacks(ctx, st, nil, nil, true, &screen{})
		if err != nil {
			t.Fatal(err)
		}
		return st, packs
	}
	st, packs := fresh()
	first, err := demoUsers(ctx, st, packs, file)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := demoUsers(ctx, st, packs, file); err != nil || !slices.Equal(first, again) {
		t.Errorf("changed at the second start: %v", err)
	}
	st, packs = fresh() // the register was lost, the file was not
	second, err := demoUsers(ctx, st, packs, file)
	if err != nil || len(second) != len(first) || second[0].Token == first[0].Token {
		t.Fatalf("%d users, were %d: %v", len(second), len(first), err)
	}
	for _, u := range second {
		if _, ok, err := st.Bearer(ctx, access.HashToken(u.Token), models.At(time.Now())); err != nil || !ok {
			t.Fatalf("%s: token unknown, %v", u.Username, err)
		}
	}
	if err := os.Remove(file); err != nil { // the file was lost, the register was not
		t.Fatal(err)
	}
	third, err := demoUsers(ctx, st, packs, file)
	if err != nil || len(third) != len(first) {
		t.Fatalf("%d users, were %d: %v", len(third), len(first), err)
	}
	if _, ok, _ := st.Bearer(ctx, access.HashToken(second[0].Token), models.At(time.Now())); ok {
		t.Error("a lost file's token is still good")
	}
}

// A folder written by a later program is refused, and untouched.
func TestDevRefusesWhatIsNewer(t *testing.T) {
	folder := t.TempDir()
	st, err := store.Open("sqlite:" + filepath.Join(folder, "chengxin.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	err = st.Tx(context.Background(), func(tx *store.Tx) error {
		return tx.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)").Error
	})
	if err != nil {
		t.Fatal(err)
	}
	_ = st.Close()
	err = runDev(context.Background(), devOptions{data: folder, http: "127.0.0.1:0"}, &screen{})
	if err == nil || !strings.Contains(err.Error(), "更新版本") {
		t.Errorf("opened: %v", err)
	}
}

// Development listens on this machine alone.
func TestDevStaysAtHome(t *testing.T) {
	for _, address := range []string{"0.0.0.0:0", ":0", "192.0.2.1:0", "example.org:0", "nonsense"} {
		if l, err := loopback(address); err == nil {
			_ = l.Close()
			t.Errorf("listens on %s", address)
		}
	}
}

// Every step of a pack can be decided by some demo user, and where a step bars who
// decided another, by a second one.
func TestTheRosterFillsEveryStep(t *testing.T) {
	src := policy.Builtin()[0]
	p, _, err := policy.Load(src.Name, src.Data)
	if err != nil {
		t.Fatal(err)
	}
	posts := roster(p)
	holders := func(role policy.Role, organization string) (n int) {
		for _, o := range posts {
			if slices.Contains(o.held, place{role, store.OrganizationID(p.Jurisdiction.Key, organization)}) {
				n++
			}
		}
		return n
	}
	for _, o := range p.Organizations {
		if o.Kind != "district_bureau" {
			continue
		}
		if n := holders(policy.Handler, o.Key); n < 3 {
			t.Errorf("%s has %d handlers", o.Name, n)
		}
		for _, s := range steps(p) {
			if s.Office == "" && holders(s.Role, o.Key) == 0 {
				t.Errorf("%s in %s: nobody", s.Key, o.Name)
			}
		}
	}
	for _, s := range steps(p) {
		if office, ok := p.Office(s.Office); ok && holders(s.Role, office.Organization) < 2 {
			t.Errorf("%s in %s: %d", s.Key, office.Organization, holders(s.Role, office.Organization))
		}
	}
	for _, role := range []policy.Role{policy.Auditor, policy.RuleKeeper, policy.Administrator, policy.Supervisor} {
		if holders(role, "city_bureau") == 0 {
			t.Errorf("no %s in the city bureau", role)
		}
	}
	var names []string
	for _, o := range posts {
		names = append(names, o.username)
	}
	slices.Sort(names)
	if len(slices.Compact(slices.Clone(names))) != len(names) || !slices.Contains(names, "rencheng.handler1") {
		t.Errorf("usernames %v", names)
	}
}
