package api_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"chengxin/models"
	"chengxin/policy"
)

// Of a natural person the register keeps a hash, a mask and the day of birth; the
// number is in no answer, no trail and no log (个人信息保护法).
func TestAPersonIsFoundAgainWithoutTheNumber(t *testing.T) {
	handler := the.as(policy.Handler, "rencheng_bureau")
	body := map[string]any{"jurisdiction": "jining", "kind": "natural_person", "name": "示例乙", "id_number": validID("1101011990030777")}
	number := body["id_number"].(string)
	first := the.ask(t, handler, "POST", "/api/v1/subjects", body).want(t, http.StatusCreated)
	again := the.ask(t, handler, "POST", "/api/v1/subjects", body).want(t, http.StatusOK)
	if first.str("id") != again.str("id") || first.str("birth_date") != "1990-03-07" || !strings.Contains(first.str("id_mask"), "***") {
		t.Errorf("%s, then %s", first.raw, again.raw)
	}
	id := first.str("id")
	seen := the.ask(t, handler, "GET", "/api/v1/subjects/"+id, nil).want(t, http.StatusOK)
	for _, c := range []string{first.str("id_mask"), string(seen.raw)} {
		if strings.Contains(c, number) {
			t.Error("the number is shown")
		}
	}
	var trail []models.AuditEntry
	must(the.store.Read(context.Background()).Order("seq").Find(&trail, "chain = ?", "subject/"+id).Error)
	if len(trail) != 2 || trail[0].Action != "registered" || trail[1].Action != "viewed" {
		t.Errorf("trail %v", trail)
	}
	if the.ask(t, handler, "GET", "/api/v1/subjects?q=示例乙", nil).want(t, http.StatusOK); len(the.ask(t, handler, "GET", "/api/v1/subjects?q=示例乙", nil).items()) != 0 {
		t.Error("a person is found by name")
	}
	var row models.Subject
	must(the.store.Read(context.Background()).Take(&row, "id = ?", id).Error)
	raw, err := json.Marshal(row)
	must(err)
	plain := sha256.Sum256([]byte(number))
	if strings.Contains(string(raw), number) || strings.Contains(string(raw), hex.EncodeToString(plain[:])) {
		t.Error("the register keeps the number, or a hash without a key")
	}
	if strings.Contains(the.logged.String(), number) {
		t.Error("the log holds the number")
	}
}

// validID completes 17 digits.
func validID(digits string) string {
	if len(digits) == 16 {
		digits += "7"
	}
	sum := 0
	for i, w := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(digits[i]-'0') * w
	}
	return digits + string("10X98765432"[sum%11])
}

// A code that fails its check is taken on somebody's word, which is trailed.
func TestACodeIsTakenOnAReason(t *testing.T) {
	handler := the.as(policy.Handler, "rencheng_bureau")
	body := map[string]any{
		"jurisdiction": "jining", "kind": "legal_person", "name": "示例公司", "code": " 91350100m0001tgqxm ",
		"code_override": "登记机关确认该代码有效",
	}
	got := the.ask(t, handler, "POST", "/api/v1/subjects", body).want(t, http.StatusCreated)
	if got.str("code") != "91350100M0001TGQXM" || got.str("code_override") == "" {
		t.Errorf("%s", got.raw)
	}
	var e models.AuditEntry
	must(the.store.Read(context.Background()).Take(&e, "chain = ? AND seq = 1", "subject/"+got.str("id")).Error)
	if !strings.Contains(string(e.Body), "登记机关确认") || e.ActorID != "jining/rencheng_bureau/handler1" {
		t.Errorf("trail %s %s", e.ActorID, e.Body)
	}
	body["kind"] = "sole_trader"
	the.ask(t, handler, "POST", "/api/v1/subjects", body).want(t, http.StatusConflict, "subject.kind_mismatch")
}

// checkTrail recomputes a trail's hashes from what the API shows.
func (r *rig) checkTrail(t *testing.T, token, number string) {
	t.Helper()
	var trail struct {
		Head  struct{ Hash string }
		Items []struct {
			Seq      int
			AtMicros int64 `json:"at_micros"`
			Actor    struct{ ID string }
			Action   string
			Body     json.RawMessage
			PrevHash string `json:"prev_hash"`
			Hash     string
		}
	}
	must(json.Unmarshal(r.ask(t, token, "GET", "/api/v1/cases/"+number+"/trail?limit=200", nil).want(t, http.StatusOK).raw, &trail))
	prev := strings.Repeat("0", 64)
	for _, e := range trail.Items {
		h := sha256.New()
		for _, f := range []string{number, strconv.Itoa(e.Seq), strconv.FormatInt(e.AtMicros, 10), e.Actor.ID, e.Action, string(e.Body), prev} {
			fmt.Fprintf(h, "%d:%s", len(f), f)
		}
		if sum := hex.EncodeToString(h.Sum(nil)); sum != e.Hash || e.PrevHash != prev {
			t.Errorf("%s entry %d: hash %s, computed %s", number, e.Seq, e.Hash, sum)
		}
		prev = e.Hash
	}
	if len(trail.Items) == 0 || prev != trail.Head.Hash {
		t.Errorf("%s: head %s, last %s", number, trail.Head.Hash, prev)
	}
}
