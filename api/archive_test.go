package api_test

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"testing"

	"chengxin/models"
	"chengxin/models/archive"
	"chengxin/policy"
)

// A case is taken out of the house by who may, over the API and from its page; each time
// it stands in the administrative trail. Who may only read it sees no way to.
func TestACaseIsArchived(t *testing.T) {
	n := the.violation(t, the.company(t, 96))
	the.open(t, n, "filing")
	auditor, handler := the.as(policy.Auditor, "city_bureau"), the.as(policy.Handler, "rencheng_bureau")
	var before int64
	must(the.store.Read(context.Background()).Model(&models.AuditEntry{}).Where("chain = 'admin' AND action = 'archived'").Count(&before).Error)
	for who, path := range map[string]string{auditor: "/api/v1/cases/" + n + "/archive", handler: "/cases/" + n + "/archive"} {
		got := the.ask(t, who, "GET", path, nil).want(t, http.StatusOK)
		if got.header.Get("Content-Type") != "application/zip" || !strings.HasPrefix(got.header.Get("Content-Disposition"), "attachment;") {
			t.Errorf("%s: %v", path, got.header)
		}
		p, err := archive.Verify(bytes.NewReader(got.raw), int64(len(got.raw)))
		if err != nil || len(p.Found) > 0 || p.Entries < 2 {
			t.Errorf("%s: %+v %v", path, p, err)
		}
	}
	var after int64
	must(the.store.Read(context.Background()).Model(&models.AuditEntry{}).Where("chain = 'admin' AND action = 'archived'").Count(&after).Error)
	if after != before+2 {
		t.Errorf("%d entries in the administrative trail, want 2", after-before)
	}
	collector := the.as(policy.Collector, "rencheng_bureau")
	the.ask(t, collector, "GET", "/api/v1/cases/"+n+"/archive", nil).want(t, http.StatusForbidden, "archive.not_yours")
	the.ask(t, the.as(policy.Handler, "yanzhou_bureau"), "GET", "/api/v1/cases/"+n+"/archive", nil).want(t, http.StatusNotFound, "case.unknown")
	for who, may := range map[string]bool{handler: true, collector: false} {
		if shown := string(the.ask(t, who, "GET", "/cases/"+n, nil).want(t, http.StatusOK).raw); strings.Contains(shown, "导出归档") != may {
			t.Errorf("offered: %v, want %v", !may, may)
		}
	}
}
