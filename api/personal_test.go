package api_test

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"chengxin/policy"
)

// residentNumber makes a lawful number of somebody born on 7 March 1990 in Rencheng.
func residentNumber(n int) string { return validID(fmt.Sprintf("37081119900307%03d", n)) }

// person registers a natural person.
func (r *rig) person(t testing.TB, n int, address string) string {
	t.Helper()
	return r.ask(t, r.as(policy.WindowClerk, "rencheng_bureau"), "POST", "/api/v1/subjects", map[string]any{
		"jurisdiction": "jining", "kind": "natural_person", "name": fmt.Sprintf("当事人%d", n), "id_number": residentNumber(n), "address": address,
	}).want(t, http.StatusCreated).str("id")
}

// paper is evidence that is named and kept elsewhere.
func paper() []map[string]any {
	return []map[string]any{{"kind": "document", "title": "本人申请书", "number": "〔2026〕1号"}}
}

// A person's number is told to whoever handles a case of theirs, for a stated purpose,
// and to nobody else; every look stands in the record (个人信息保护法 6, 51, 54).
func TestANumberIsToldForAPurpose(t *testing.T) {
	id := the.person(t, 101, "示例小区1号楼101室")
	path := "/api/v1/subjects/" + id + "/number"
	handler, clerk := the.as(policy.Handler, "rencheng_bureau"), the.as(policy.WindowClerk, "rencheng_bureau")
	ask := map[string]any{"purpose": "送达认定决定书"}
	the.ask(t, handler, "POST", path, ask).want(t, http.StatusForbidden, "access.not_here")
	the.ask(t, the.as(policy.Supervisor, "city_bureau"), "POST", path, ask).want(t, http.StatusForbidden, "access.role_required")
	the.ask(t, clerk, "POST", path, map[string]any{"purpose": " "}).want(t, http.StatusUnprocessableEntity, "personal.purpose")
	if got := the.ask(t, clerk, "POST", path, ask).want(t, http.StatusOK).str("number"); got != residentNumber(101) {
		t.Errorf("told %s", got)
	}
	the.violation(t, id)
	the.ask(t, handler, "POST", path, ask).want(t, http.StatusOK)
	the.ask(t, the.as(policy.Handler, "qufu_bureau"), "POST", path, ask).want(t, http.StatusForbidden, "access.not_here")
	the.ask(t, clerk, "POST", "/api/v1/subjects/"+the.company(t, 97)+"/number", ask).want(t, http.StatusConflict, "personal.not_a_person")
	looks := the.ask(t, the.as(policy.Auditor, "city_bureau"), "GET", "/api/v1/looks?subject="+id, nil).want(t, http.StatusOK)
	if strings.Count(string(looks.raw), `"number"`) < 2 || !strings.Contains(string(looks.raw), "送达认定决定书") {
		t.Errorf("looks: %s", looks.raw)
	}
	seen := the.ask(t, handler, "GET", "/api/v1/subjects/"+id, nil).want(t, http.StatusOK)
	the.ask(t, clerk, "POST", "/api/v1/subjects/"+id+"/service-addresses", map[string]any{
		"number": "1", "address": "示例路9号", "signed_at": "2026-03-02T00:00:00+08:00", "evidence": paper(),
	}).want(t, http.StatusCreated)
	hidden := the.ask(t, the.as(policy.Collector, "qufu_bureau"), "GET", "/api/v1/subjects/"+id+"/service-addresses", nil).want(t, http.StatusOK)
	if strings.Contains(string(hidden.raw), "示例路9号") || !strings.Contains(string(hidden.raw), `"***"`) {
		t.Errorf("a collector elsewhere reads %s", hidden.raw)
	}
	if strings.Contains(string(seen.raw), residentNumber(101)) || seen.str("address") != "示例小区1号楼101室" {
		t.Errorf("seen: %s", seen.raw)
	}
}

// A copy of all that is held is given on the person's own application, and says who used
// it for what (个人信息保护法 45).
func TestAPersonGetsACopy(t *testing.T) {
	id := the.person(t, 102, "示例小区2号楼102室")
	number := the.violation(t, id)
	clerk := the.as(policy.WindowClerk, "rencheng_bureau")
	path := "/api/v1/subjects/" + id + "/copy"
	the.ask(t, clerk, "GET", path, nil).want(t, http.StatusUnprocessableEntity, "personal.purpose")
	the.ask(t, the.as(policy.Approver, "rencheng_bureau"), "GET", path+"?purpose=x1", nil).want(t, http.StatusForbidden, "access.role_required")
	got := the.ask(t, clerk, "GET", path+"?purpose=%E6%9C%AC%E4%BA%BA%E7%94%B3%E8%AF%B7", nil).want(t, http.StatusOK)
	for _, want := range []string{residentNumber(102), "示例小区2号楼102室", number, "本人申请"} {
		if !strings.Contains(string(got.raw), want) {
			t.Errorf("%s is missing: %s", want, got.raw)
		}
	}
}

// What is wrong is corrected on proof; the trail tells that it was, and of a person never
// what stood there (个人信息保护法 46).
func TestASubjectIsCorrected(t *testing.T) {
	id := the.person(t, 103, "示例小区3号楼103室")
	clerk := the.as(policy.WindowClerk, "rencheng_bureau")
	path := "/api/v1/subjects/" + id + "/correction"
	the.ask(t, clerk, "POST", path, map[string]any{"name": "当事人乙", "basis": "本人申请", "evidence": []any{}}).want(t, http.StatusUnprocessableEntity, "intake.incomplete")
	the.ask(t, clerk, "POST", path, map[string]any{"basis": "本人申请", "evidence": paper()}).want(t, http.StatusConflict, "subject.same")
	the.ask(t, clerk, "POST", path, map[string]any{"id_number": "370811199003070011", "basis": "本人申请", "evidence": paper()}).want(t, http.StatusUnprocessableEntity)
	the.person(t, 104, "")
	the.ask(t, clerk, "POST", path, map[string]any{"id_number": residentNumber(104), "basis": "本人申请", "evidence": paper()}).want(t, http.StatusConflict, "subject.number_taken")
	in := map[string]any{"name": "当事人乙", "id_number": residentNumber(105), "address": "示例小区5号楼105室", "basis": "本人申请", "evidence": paper()}
	got := the.ask(t, clerk, "POST", path, in, "Idempotency-Key", "correct-103").want(t, http.StatusOK)
	if got.str("name") != "当事人乙" || got.str("address") != "示例小区5号楼105室" {
		t.Errorf("corrected: %s", got.raw)
	}
	the.ask(t, clerk, "POST", path, in, "Idempotency-Key", "correct-103").want(t, http.StatusOK) // the second click
	found := the.ask(t, clerk, "POST", "/api/v1/subjects", map[string]any{
		"jurisdiction": "jining", "kind": "natural_person", "name": "当事人乙", "id_number": residentNumber(105),
	}).want(t, http.StatusOK)
	if found.str("id") != id {
		t.Errorf("the corrected number finds %s", found.str("id"))
	}
	company := the.company(t, 98)
	code := creditCode(9998)
	the.ask(t, clerk, "POST", "/api/v1/subjects/"+company+"/correction", map[string]any{"code": creditCode(97), "basis": "变更通知", "evidence": paper()}).
		want(t, http.StatusConflict, "subject.number_taken")
	changed := the.ask(t, clerk, "POST", "/api/v1/subjects/"+company+"/correction", map[string]any{"name": "济宁示例新名建材有限公司", "code": code, "basis": "变更通知", "evidence": paper()}).want(t, http.StatusOK)
	for what, in := range map[string]map[string]any{
		"a company that died": {"status": "deceased"}, "a state organ": {"code": "11370811MB0000000T"},
	} {
		in["basis"], in["evidence"] = "变更通知", paper()
		if r := the.ask(t, clerk, "POST", "/api/v1/subjects/"+company+"/correction", in); r.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %s", what, r.status, r.raw)
		}
	}
	if changed.str("code") != code {
		t.Errorf("corrected: %s", changed.raw)
	}
}

// A person without an open case is erased, once; nothing of the data is left, in the
// register or in the trail, and the number may be registered anew.
func TestAPersonIsErased(t *testing.T) {
	const address = "示例小区6号楼106室"
	id := the.person(t, 106, address)
	approver := the.as(policy.Approver, "rencheng_bureau")
	path := "/api/v1/subjects/" + id + "/erasure"
	in := map[string]any{"basis": "登记错误，本人申请删除", "sure": id, "evidence": paper()}
	the.ask(t, the.as(policy.WindowClerk, "rencheng_bureau"), "POST", path, in).want(t, http.StatusForbidden, "access.role_required")
	the.ask(t, approver, "POST", path, map[string]any{"basis": "本人申请", "sure": "别的", "evidence": paper()}).want(t, http.StatusUnprocessableEntity, "personal.unsure")
	the.ask(t, approver, "POST", "/api/v1/subjects/"+the.company(t, 99)+"/erasure", map[string]any{"basis": "x1", "sure": "x", "evidence": paper()}).want(t, http.StatusUnprocessableEntity, "personal.unsure")
	busy := the.person(t, 107, "")
	the.violation(t, busy)
	the.ask(t, approver, "POST", "/api/v1/subjects/"+busy+"/erasure", map[string]any{"basis": "本人申请", "sure": busy, "evidence": paper()}).want(t, http.StatusConflict, "personal.in_use")

	gone := the.ask(t, approver, "POST", path, in, "Idempotency-Key", "erase-106").want(t, http.StatusOK)
	the.ask(t, approver, "POST", path, in, "Idempotency-Key", "erase-106").want(t, http.StatusOK)
	the.ask(t, approver, "POST", path, in).want(t, http.StatusConflict, "personal.erased")
	for _, was := range []string{"当事人106", address, residentNumber(106), "1990-03-07"} {
		if strings.Contains(string(gone.raw), was) {
			t.Errorf("still told: %s", gone.raw)
		}
	}
	clerk := the.as(policy.WindowClerk, "rencheng_bureau")
	the.ask(t, clerk, "POST", "/api/v1/subjects/"+id+"/number", map[string]any{"purpose": "核对"}).want(t, http.StatusConflict, "personal.erased")
	if again := the.person(t, 106, ""); again == id {
		t.Error("the number still finds the erased subject")
	}
}

// Neither numbers nor addresses of persons can be read in the database's files.
func TestTheFilesTellNothing(t *testing.T) {
	the.person(t, 108, "示例小区8号楼108室")
	for end := time.Now().Add(5 * time.Second); ; {
		wal, err := os.ReadFile(the.file + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		db, err := os.ReadFile(the.file)
		if err != nil {
			t.Fatal(err)
		}
		all := append(db, wal...)
		for _, secret := range []string{residentNumber(108), residentNumber(101), "示例小区8号楼108室"} {
			if bytes.Contains(all, []byte(secret)) {
				t.Fatalf("%s can be read", secret)
			}
		}
		if bytes.Contains(all, []byte("当事人108")) {
			break // the row is there, without them
		}
		if time.Now().After(end) {
			t.Fatal("the row is in neither file")
		}
	}
	if bytes.Contains(the.logged.Bytes(), []byte(residentNumber(108))) {
		t.Error("the number is in the log")
	}
}
