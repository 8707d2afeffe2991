package api_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"chengxin/policy"
)

// The same key gives the same outcome; another body under it is refused.
func TestAKeyIsUsedOnce(t *testing.T) {
	subject := the.company(t, 30)
	collector := the.as(policy.Collector, "rencheng_bureau")
	body := report(subject)
	first := the.ask(t, collector, "POST", "/api/v1/violations", body, "Idempotency-Key", "report-30").want(t, http.StatusCreated)
	before := the.rows(t)
	again := the.ask(t, collector, "POST", "/api/v1/violations", body, "Idempotency-Key", "report-30").want(t, http.StatusCreated)
	if first.str("number") != again.str("number") || the.rows(t) != before {
		t.Errorf("%s, then %s", first.raw, again.raw)
	}
	other := report(subject)
	other["place"] = "另一处"
	the.ask(t, collector, "POST", "/api/v1/violations", other, "Idempotency-Key", "report-30").
		want(t, http.StatusConflict, "idempotency.reused")

	task := "/api/v1/tasks/" + first.str("number") + ".filing.1"
	reviewer := the.as(policy.Reviewer, "rencheng_bureau")
	for _, c := range []struct{ path, body, other string }{
		{task + "/claim", "", ""},
		{task + "/urge", `{"note":"请尽快"}`, `{"note":"请抓紧"}`},
		{task + "/decision", `{"choice":"filed"}`, `{"choice":"declined","reason":"不属失信行为"}`},
	} {
		key := []string{"Idempotency-Key", "30" + c.path}
		ask := func(body string) reply {
			if body == "" {
				return the.ask(t, reviewer, "POST", c.path, nil, key...)
			}
			return the.ask(t, reviewer, "POST", c.path, body, key...)
		}
		first := ask(c.body).want(t, http.StatusOK)
		before := the.rows(t)
		second := ask(c.body).want(t, http.StatusOK)
		if string(first.raw) != string(second.raw) || the.rows(t) != before {
			t.Errorf("%s: %s, then %s", c.path, first.raw, second.raw)
		}
		if c.other != "" {
			ask(c.other).want(t, http.StatusConflict, "idempotency.reused")
		}
	}
	// Another person's key of the same name is another key.
	the.ask(t, the.as(policy.Collector, "rencheng_bureau", 2), "POST", "/api/v1/violations", other, "Idempotency-Key", "report-30").
		want(t, http.StatusCreated)
}

// The same request many times at once is one case.
func TestOneCaseFromManyTries(t *testing.T) {
	subject := the.company(t, 31)
	collector := the.as(policy.Collector, "rencheng_bureau")
	body := report(subject)
	numbers := make([]string, 8)
	var all sync.WaitGroup
	for i := range numbers {
		all.Go(func() {
			for range 20 { // told that the same request is under way, a program tries again
				got := the.ask(t, collector, "POST", "/api/v1/violations", body, "Idempotency-Key", "many-31")
				if numbers[i] = got.str("number"); got.status == http.StatusCreated {
					return
				}
				time.Sleep(20 * time.Millisecond)
			}
		})
	}
	all.Wait()
	for _, n := range numbers {
		if n == "" || n != numbers[0] {
			t.Fatalf("numbers %v", numbers)
		}
	}
	if got := the.ask(t, collector, "GET", "/api/v1/cases?subject="+subject, nil).items(); len(got) != 1 {
		t.Errorf("%d cases", len(got))
	}
}

// A list can be read to its end page by page: nothing twice, nothing missing, also
// while new cases arrive.
func TestPagesAddUp(t *testing.T) {
	subject := the.company(t, 32)
	reviewer := the.as(policy.Reviewer, "rencheng_bureau")
	for range 7 {
		the.violation(t, subject)
	}
	for _, list := range []string{
		"/api/v1/cases?subject=" + subject, "/api/v1/cases?kind=violation&state=open", "/api/v1/tasks?mine=true",
		"/api/v1/tasks?step=filing", "/api/v1/cases?q=370800-V-", "/api/v1/subjects?", "/api/v1/organizations?",
	} {
		whole := the.ask(t, reviewer, "GET", list+"&limit=200", nil).want(t, http.StatusOK).items()
		var paged []map[string]any
		cursor := ""
		for n := 0; ; n++ {
			got := the.ask(t, reviewer, "GET", list+"&limit=3&cursor="+cursor, nil).want(t, http.StatusOK)
			paged = append(paged, got.items()...)
			if cursor = got.str("next"); cursor == "" {
				break
			}
			if n == 1 && list == "/api/v1/cases?subject="+subject {
				the.violation(t, subject) // newer than where the reader is
			}
		}
		if len(paged) != len(whole) || len(whole) < 4 {
			t.Errorf("%s: %d by pages, %d at once", list, len(paged), len(whole))
			continue
		}
		for i := range whole {
			if name(whole[i]) != name(paged[i]) {
				t.Errorf("%s: row %d is %s, by pages %s", list, i, name(whole[i]), name(paged[i]))
			}
		}
	}
	next := the.ask(t, reviewer, "GET", "/api/v1/cases?kind=violation&limit=1", nil).str("next")
	the.ask(t, reviewer, "GET", "/api/v1/cases?kind=dispute&cursor="+next, nil).want(t, http.StatusBadRequest, "cursor.invalid")
}

func name(item map[string]any) string {
	for _, key := range []string{"number", "id"} {
		if v, ok := item[key]; ok {
			return fmt.Sprint(v)
		}
	}
	return ""
}
