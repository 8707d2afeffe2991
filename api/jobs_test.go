package api_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// ended waits for a job's end.
func (r *rig) ended(t *testing.T, token, id string) reply {
	t.Helper()
	for range 400 {
		got := r.ask(t, token, "GET", "/api/v1/jobs/"+id, nil).want(t, http.StatusOK)
		if s := got.str("state"); s != "waiting" && s != "running" {
			return got
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatalf("job %s does not end", id)
	return reply{}
}

// The register is proven in the background, by auditors alone; asked for twice at once it
// is one job (NX-5).
func TestTheRegisterIsProvenInTheBackground(t *testing.T) {
	auditor := the.as(policy.Auditor, "city_bureau")
	the.ask(t, the.as(policy.Administrator, "city_bureau"), "POST", "/api/v1/jobs", map[string]any{"kind": "verify"}).want(t, http.StatusForbidden, "access.role_required")
	the.ask(t, auditor, "POST", "/api/v1/jobs", map[string]any{"kind": "processes_check"}).want(t, http.StatusForbidden, "access.role_required")
	the.ask(t, auditor, "POST", "/api/v1/jobs", map[string]any{"kind": "sweeping"}).want(t, http.StatusUnprocessableEntity)
	for _, kind := range []string{"verify", "rebuild"} {
		id := the.ask(t, auditor, "POST", "/api/v1/jobs", map[string]any{"kind": kind}).want(t, http.StatusAccepted).str("id")
		got := the.ended(t, auditor, id)
		if got.str("state") != "done" || !strings.HasPrefix(got.str("note"), "已") {
			t.Errorf("%s: %s", kind, got.raw)
		}
		the.ask(t, the.as(policy.Handler, "rencheng_bureau"), "GET", "/api/v1/jobs/"+id, nil).want(t, http.StatusNotFound, "job.unknown")
		the.ask(t, auditor, "POST", "/api/v1/jobs/"+id+"/cancellation", nil).want(t, http.StatusConflict, "job.over")
	}
	page := the.ask(t, auditor, "GET", "/audit", nil).want(t, http.StatusOK)
	if !strings.Contains(string(page.raw), "已核验留痕") {
		t.Errorf("the page: %s", page.raw)
	}
}

// put enters a job as it stands after something happened to it.
func (r *rig) put(job models.Job) {
	must(r.store.Tx(context.Background(), func(tx *storeTx) error { return tx.Create(&job).Error }))
}

// A job whose process died is begun anew once its lease is over, three times at most; one
// that is cancelled stays so.
func TestAJobOutlivesItsProcess(t *testing.T) {
	auditor := the.as(policy.Auditor, "city_bureau")
	past := models.At(time.Now().Add(-time.Minute))
	the.put(models.Job{ID: "job-left", Kind: cases.JobVerify, Title: "核验留痕", Params: "{}", State: models.JobRunning, Attempt: 1, CreatedAt: past, LeasedUntil: past})
	the.put(models.Job{ID: "job-hopeless", Kind: cases.JobVerify, Title: "核验留痕", Params: "{}", State: models.JobRunning, Attempt: 3, CreatedAt: past, LeasedUntil: past})
	the.put(models.Job{ID: "job-in-hand", Kind: cases.JobVerify, Title: "核验留痕", Params: "{}", State: models.JobRunning, Attempt: 1, CreatedAt: past, LeasedUntil: models.At(time.Now().Add(time.Hour))})
	if got := the.ended(t, auditor, "job-left"); got.str("state") != "done" {
		t.Errorf("left: %s", got.raw)
	}
	if got := the.ended(t, auditor, "job-hopeless"); got.str("state") != "failed" || !strings.Contains(got.str("note"), "多次中断") {
		t.Errorf("hopeless: %s", got.raw)
	}
	if got := the.ask(t, auditor, "GET", "/api/v1/jobs/job-in-hand", nil).want(t, http.StatusOK); got.str("state") != "running" {
		t.Errorf("in another's hand: %s", got.raw)
	}
	the.ask(t, auditor, "POST", "/api/v1/jobs/job-in-hand/cancellation", nil).want(t, http.StatusOK)
	if got := the.ask(t, auditor, "GET", "/api/v1/jobs/job-in-hand", nil).want(t, http.StatusOK); got.str("state") != "cancelled" {
		t.Errorf("cancelled: %s", got.raw)
	}
}

// A list of more than five thousand rows is written in the background and kept a day for
// whoever asked; a shorter one is sent at once.
func TestALongListIsWrittenInTheBackground(t *testing.T) {
	now := models.At(time.Now())
	must(the.store.Tx(context.Background(), func(tx *storeTx) error {
		rows := make([]models.Subject, 5001)
		for i := range rows {
			rows[i] = models.Subject{ID: fmt.Sprintf("many-%d", i), Jurisdiction: "many", Kind: models.LegalPerson, Name: fmt.Sprintf("示例多主体%d", i), Code: fmt.Sprintf("MANY%014d", i), Status: models.SubjectActive, CreatedAt: now}
		}
		return tx.CreateInBatches(rows, 200).Error
	}))
	must(the.store.Tx(context.Background(), func(tx *storeTx) error {
		return tx.Create(&models.Organization{ID: "many/bureau", Jurisdiction: "many", Key: "bureau", Name: "示例局", Kind: "bureau"}).Error
	}))
	token := the.as(policy.Handler, "many/bureau")
	short := the.ask(t, token, "GET", "/export/subjects.csv?name="+url.QueryEscape("示例多主体500"), nil).want(t, http.StatusOK)
	if got := strings.Count(string(short.raw), "\n"); got != 3 { // 500 and 5000, and the head
		t.Errorf("%d lines sent at once", got)
	}
	sent := the.ask(t, token, "GET", "/export/subjects.xlsx", nil)
	id, ok := strings.CutPrefix(sent.header.Get("Location"), "/jobs/")
	if sent.status != http.StatusSeeOther || !ok {
		t.Fatalf("%d %v %.300s", sent.status, sent.header, sent.raw)
	}
	got := the.ended(t, token, id)
	if got.str("state") != "done" || !strings.Contains(got.str("note"), "共5001条") {
		t.Fatalf("the job: %s", got.raw)
	}
	file := "/evidence/" + got.str("file")
	if f := the.ask(t, token, "GET", file, nil).want(t, http.StatusOK); !strings.HasPrefix(string(f.raw), "PK") || !strings.Contains(f.header.Get("Content-Disposition"), ".xlsx") {
		t.Errorf("the file: %v", f.header)
	}
	the.ask(t, the.as(policy.Handler, "rencheng_bureau"), "GET", file, nil).want(t, http.StatusNotFound)
	the.ask(t, the.as(policy.Handler, "rencheng_bureau"), "GET", "/jobs/"+id, nil).want(t, http.StatusNotFound)
	var last models.AuditEntry
	must(the.store.Read(context.Background()).Order("seq DESC").Limit(1).Find(&last, "chain = ? AND action = 'exported'", store.AdminChain).Error)
	if !strings.Contains(string(last.Body), "5001") {
		t.Errorf("the trail: %s", last.Body)
	}
}

// A process begun anew goes on where its case stands: what was decided stays, and the next
// decision counts once.
func TestAProcessIsBegunAnew(t *testing.T) {
	admin := the.as(policy.Administrator, "city_bureau")
	number := the.violation(t, the.company(t, 250))
	path := "/api/v1/processes/" + number + "/restart"
	the.ask(t, the.as(policy.Handler, "rencheng_bureau"), "POST", path, map[string]any{"reason": "停滞"}).want(t, http.StatusForbidden, "access.role_required")
	the.ask(t, admin, "POST", "/api/v1/processes/370800-V-2026-777777/restart", map[string]any{"reason": "停滞"}).want(t, http.StatusNotFound, "case.unknown")
	the.ask(t, admin, "POST", path, map[string]any{"reason": " "}).want(t, http.StatusUnprocessableEntity)
	the.ask(t, the.as(policy.Administrator, "jining_trial/city_bureau"), "POST", path, map[string]any{"reason": "停滞"}).want(t, http.StatusNotFound, "case.unknown")
	reviewer := the.as(policy.Reviewer, "rencheng_bureau")
	the.ask(t, reviewer, "POST", "/api/v1/tasks/"+number+".filing.1/decision", map[string]any{"choice": "filed"}).want(t, http.StatusOK)
	for range 2 {
		the.ask(t, admin, "POST", path, map[string]any{"reason": "流程停滞，重新启动"}).want(t, http.StatusNoContent)
	}
	the.ask(t, the.as(policy.Dispatcher, "rencheng_bureau"), "POST", "/api/v1/tasks/"+number+".dispatch.1/decision", map[string]any{"choice": "dispatched"}).want(t, http.StatusOK)
	got := the.ask(t, reviewer, "GET", "/api/v1/cases/"+number, nil).want(t, http.StatusOK)
	if got.str("stage") != "handling" {
		t.Errorf("stands at %s", got.str("stage"))
	}
	late := models.At(time.Now().Add(-time.Hour))
	must(the.store.Tx(context.Background(), func(tx *storeTx) error {
		return tx.Model(&models.Task{}).Where("case_number = ? AND closed_at = 0", number).Update("next_at", late).Error
	}))
	stuck := the.ask(t, admin, "GET", "/api/v1/processes", nil).want(t, http.StatusOK)
	if !strings.Contains(string(stuck.raw), number) || !strings.Contains(string(stuck.raw), `"clock"`) {
		t.Errorf("stuck: %s", stuck.raw)
	}
	if other := the.ask(t, the.as(policy.Administrator, "jining_trial/city_bureau"), "GET", "/api/v1/processes", nil).want(t, http.StatusOK); strings.Contains(string(other.raw), number) {
		t.Errorf("another city's administrator sees %s", other.raw)
	}
	if page := the.ask(t, admin, "GET", "/processes", nil).want(t, http.StatusOK); !strings.Contains(string(page.raw), "期限已到而未处理") {
		t.Errorf("the page: %s", page.raw)
	}
}
