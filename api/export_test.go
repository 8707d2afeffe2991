package api_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// Whoever takes a list out of the house is in the administrative trail, with what and
// how much.
func TestExportsAreTrailed(t *testing.T) {
	the.violation(t, the.company(t, 72))
	reader := the.as(policy.Auditor, "rencheng_bureau")
	out := the.ask(t, reader, "GET", "/export/cases.csv?kind=violation&state=open", nil)
	if out.status != http.StatusOK {
		t.Fatalf("%d %s", out.status, out.raw)
	}
	var last models.AuditEntry
	must(the.store.Read(context.Background()).Order("seq DESC").Limit(1).Find(&last, "chain = ?", store.AdminChain).Error)
	if last.Action != "exported" || last.ActorID != "jining/rencheng_bureau/auditor1" || !strings.Contains(string(last.Body), `"narrowed":"kind=violation&state=open"`) &&
		!strings.Contains(string(last.Body), `kind=violation\u0026state=open`) {
		t.Errorf("trailed: %s %s %s", last.Action, last.ActorID, last.Body)
	}
}
