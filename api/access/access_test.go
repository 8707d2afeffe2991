package access

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"chengxin/policy"
)

func TestPasswords(t *testing.T) {
	hash := HashPassword("一个够长的口令")
	if other := HashPassword("一个够长的口令"); other == hash || !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("hashes %s, %s", hash, other)
	}
	for password, want := range map[string]bool{"一个够长的口令": true, "一个够长的口令 ": false, "": false} {
		if ok, err := CheckPassword(hash, password); err != nil || ok != want {
			t.Errorf("%q: %v, %v", password, ok, err)
		}
	}
	for _, bad := range []string{"", "plain", "$argon2i$v=19$m=1,t=1,p=1$AA$AA", "$argon2id$v=16$m=1,t=1,p=1$AA$AA", "$argon2id$v=19$m=x$AA$AA", hash[:len(hash)-50]} {
		if ok, err := CheckPassword(bad, "x"); ok || err == nil {
			t.Errorf("%q was read", bad)
		}
	}
	if ok, err := CheckPassword(nobody, ""); ok || err != nil {
		t.Errorf("nobody's hash: %v, %v", ok, err)
	}
}

func TestTokens(t *testing.T) {
	a, b := NewToken(), NewToken()
	if a == b || len(a) < 29 || HashToken(a) == HashToken(b) || len(HashToken(a)) != 64 {
		t.Errorf("tokens %s, %s", a, b)
	}
}

// From the sixth wrong password on the wait doubles; the right one forgets them; the
// memory is bounded.
func TestThrottle(t *testing.T) {
	var th throttle
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	for i := range freeTries {
		if w := th.admit("a", "1.2.3.4", now); w != 0 {
			t.Fatalf("try %d waits %v", i, w)
		}
	}
	for want := time.Second; want <= 8*time.Second; want *= 2 {
		if w := th.admit("a", "1.2.3.4", now); w != want {
			t.Fatalf("waits %v, want %v", w, want)
		}
		now = now.Add(want)
		if w := th.admit("a", "1.2.3.4", now); w != 0 {
			t.Fatalf("waits %v after %v", w, want)
		}
	}
	if w := th.admit("a", "5.6.7.8", now); w != 0 {
		t.Errorf("the right person elsewhere waits %v", w)
	}
	th.passed("a", "1.2.3.4")
	if w := th.admit("a", "1.2.3.4", now); w != 0 {
		t.Errorf("after the right password: %v", w)
	}
	// Many names from one address are one guesser.
	held := false
	for i := range freeNames + 2 {
		held = held || th.admit(fmt.Sprint("user", i), "9.9.9.9", now) > 0
	}
	if !held {
		t.Error("an address may guess names without end")
	}
	for i := range mostRemember * 2 {
		th.admit("a", fmt.Sprint(i), now)
	}
	if len(th.tried) > mostRemember+2 {
		t.Errorf("remembers %d", len(th.tried))
	}
}

func TestActor(t *testing.T) {
	a := Actor{Grants: []Grant{
		{policy.Handler, "jining/rencheng_bureau"}, {policy.Handler, "qingdao/shinan_bureau"}, {policy.Administrator, "jining/city_bureau"},
	}}
	if got := a.Jurisdictions(Readers()...); len(got) != 2 || got[0] != "jining" {
		t.Errorf("jurisdictions %v", got)
	}
	if !a.Holds(policy.Handler) || a.Holds(policy.Approver) || len(a.Where(policy.Handler, policy.Administrator)) != 3 {
		t.Errorf("grants %v", a.Grants)
	}
	for _, r := range []policy.Role{policy.Administrator, policy.RuleKeeper, policy.Auditor} {
		if p := Holders(Deciders()...).Allows(Actor{Grants: []Grant{{r, "jining/city_bureau"}}}, true); p == nil {
			t.Errorf("%s may decide", r)
		}
	}
	if (Rule{}).Allows(Actor{}, false) == nil || (Rule{}).Allows(Actor{}, true) != nil || Anyone().Allows(Actor{}, false) != nil {
		t.Error("the zero rule lets in whoever signed in, and nobody else")
	}
	if _, p := (Book{}).Find("GET", "/forgotten"); p == nil || p.Code != "access.unlisted" {
		t.Errorf("an unlisted route: %v", p)
	}
}
