package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"chengxin/policy"
)

// Somebody's named filters are theirs alone: each name once, one of them opens first, and
// what is not there is told as it is.
func TestSavedViews(t *testing.T) {
	who, other := the.as(policy.Reviewer, "jiaxiang_bureau"), the.as(policy.Reviewer, "jiaxiang_bureau", 2)
	save := func(name, query string, first bool) reply {
		return the.ask(t, who, "POST", "/api/v1/views", map[string]any{"name": name, "query": query, "first": first})
	}
	amend := func(token, name, rename string, first bool) reply {
		return the.ask(t, token, "POST", "/api/v1/views/amend", map[string]any{"name": name, "rename": rename, "first": first})
	}
	drop := func(token, name string) []map[string]any {
		return the.ask(t, token, "POST", "/api/v1/views/drop", map[string]any{"name": name}).want(t, http.StatusOK).items()
	}
	firsts := func() (names []any) {
		for _, v := range the.ask(t, who, "GET", "/api/v1/views", nil).want(t, http.StatusOK).items() {
			if v["first"] == true {
				names = append(names, v["name"])
			}
		}
		return names
	}
	overdue := save("超期异议", "?kind=dispute&state=overdue&cursor=abc&colour=red", true).want(t, http.StatusOK)
	if overdue.str("query") != "kind=dispute&state=overdue" || overdue.m["first"] != true {
		t.Errorf("kept: %s", overdue.raw)
	}
	if again := save("超期异议", "state=overdue&kind=dispute", false).want(t, http.StatusOK); string(again.raw) != string(overdue.raw) {
		t.Errorf("saved again: %s", again.raw)
	}
	save(" 全部 ", "of=all", true).want(t, http.StatusOK)
	if got := firsts(); fmt.Sprint(got) != "[全部]" {
		t.Errorf("what opens first: %v", got)
	}
	if replaced := save("全部", "of=all&kind=repair", false).want(t, http.StatusOK); replaced.str("query") != "kind=repair&of=all" || replaced.m["first"] != true {
		t.Errorf("replaced: %s", replaced.raw)
	}
	for _, bad := range []struct{ name, query, code string }{
		{" ", "of=all", "view.name"},
		{strings.Repeat("长", 21), "of=all", "request.invalid"},
		{"空", "of=mine&state=", "view.nothing"},
		{"空", "%zz", "view.nothing"},
	} {
		isProblem(t, save(bad.name, bad.query, false).want(t, http.StatusUnprocessableEntity, bad.code))
	}

	isProblem(t, amend(other, "全部", "我的", true).want(t, http.StatusNotFound, "view.unknown")) // somebody else's
	isProblem(t, amend(who, "全部", "超期异议", true).want(t, http.StatusConflict, "view.name_taken"))
	isProblem(t, amend(who, "全部", " ", true).want(t, http.StatusUnprocessableEntity, "view.name"))
	if renamed := amend(who, "全部", "所有修复", false).want(t, http.StatusOK); renamed.str("query") != "kind=repair&of=all" || len(firsts()) != 0 {
		t.Errorf("renamed: %s", renamed.raw)
	}
	amend(who, "全部", "所有修复", false).want(t, http.StatusNotFound, "view.unknown")
	amend(who, "超期异议", "超期异议", true).want(t, http.StatusOK)

	if len(drop(other, "所有修复")) != 0 || len(drop(who, "没有的")) != 2 {
		t.Error("what is not there, or not theirs, is dropped")
	}
	drop(who, "所有修复")
	if left := drop(who, "所有修复"); len(left) != 1 || left[0]["name"] != "超期异议" {
		t.Errorf("left: %v", left)
	}
	for i := range 19 {
		save(fmt.Sprintf("第%d个", i), "of=all", false).want(t, http.StatusOK)
	}
	save("再一个", "of=all", false).want(t, http.StatusConflict, "view.too_many")
}

// Who holds two posts looks through one of them: nothing that waits for the other, nor
// what they claimed from it; through none they do not hold.
func TestATaskListThroughOnePost(t *testing.T) {
	who, id := the.as(policy.Reviewer, "rencheng_bureau", 21), "jining/rencheng_bureau/reviewer21"
	must(the.store.Tx(t.Context(), func(tx *storeTx) error {
		return tx.Exec(`INSERT INTO assignments (id, user_id, role, organization_id, from_at, until_at) SELECT id || '.too', user_id, 'dispatcher', organization_id, from_at, 0 FROM assignments WHERE user_id = ?`, id).Error
	}))
	subject := the.company(t, 720+int(companies.Add(1)))
	filing, claimed, dispatch := the.violation(t, subject), the.violation(t, subject), the.violation(t, subject)
	the.ask(t, who, "POST", "/api/v1/tasks/"+claimed+".filing.1/claim", nil).want(t, http.StatusOK)
	the.ask(t, the.as(policy.Reviewer, "rencheng_bureau"), "POST", "/api/v1/tasks/"+dispatch+".filing.1/decision", map[string]any{"choice": "filed"}).want(t, http.StatusOK)

	sees := func(query string) (seen string) {
		for cursor := ""; ; {
			page := the.ask(t, who, "GET", "/api/v1/tasks?limit=200&"+query+"&cursor="+cursor, nil).want(t, http.StatusOK)
			for _, task := range page.items() {
				for n, mark := range map[string]string{filing: "f", claimed: "c", dispatch: "d"} {
					if task["case"] == n && !strings.Contains(seen, mark) {
						seen += mark
					}
				}
			}
			if cursor = page.str("next"); cursor == "" {
				break
			}
		}
		out := ""
		for _, mark := range []string{"f", "c", "d"} {
			if strings.Contains(seen, mark) {
				out += mark
			}
		}
		return out
	}
	for query, want := range map[string]string{
		"mine=true": "fcd", "mine=true&post=reviewer@jining/rencheng_bureau": "fc", "mine=true&post=dispatcher@jining/rencheng_bureau": "d",
		"mine=false&post=dispatcher@jining/rencheng_bureau": "fcd",
	} {
		if got := sees(query); got != want {
			t.Errorf("%s shows %s, want %s", query, got, want)
		}
	}
	for _, post := range []string{"approver@jining/rencheng_bureau", "reviewer@jining/city_bureau", "reviewer", "@"} {
		isProblem(t, the.ask(t, who, "GET", "/api/v1/tasks?post="+post, nil).want(t, http.StatusForbidden, "access.post_not_held"))
	}
}
