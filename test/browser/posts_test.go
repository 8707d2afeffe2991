package browser

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
)

// twoPosts is a new colleague in Rencheng who reviews and dispatches, before their first
// screen.
func (o *bureau) twoPosts(t *testing.T) *person {
	t.Helper()
	username := fmt.Sprintf("two.posts%d", rand.IntN(1_000_000))
	var opened struct{ ID, Password string }
	o.api(t, "jining.administrator1", http.MethodPost, "/people", http.StatusOK, map[string]any{
		"username": username, "name": "兼任审核派遣", "role": "reviewer", "organization": "jining/rencheng_bureau",
	}, &opened)
	o.api(t, "jining.administrator1", http.MethodPost, "/people/appoint?id="+opened.ID, http.StatusOK, map[string]any{
		"role": "dispatcher", "organization": "jining/rencheng_bureau",
	}, nil)
	o.people[username] = demoUser{Username: username, Password: opened.Password}
	p := o.anew(t, username)
	p.fill("present", opened.Password)
	p.fill("wanted", "一句只有自己记得住的话")
	p.fill("again", "一句只有自己记得住的话")
	p.press("修改密码")
	return p
}

// Who holds two posts looks through one of them, and every way on keeps it: counts, the
// filter cleared, the quiet refresh (issue 4: role switch).
func TestThroughOnePost(t *testing.T) {
	o := office(t)
	subject := o.company(t, "示例兼任有限公司")
	filing, dispatch := o.reported(t, subject), o.reported(t, subject)
	o.decide(t, "rencheng.reviewer1", dispatch, "filing", "filed", nil)
	o.asked(t, dispatch, "dispatch")

	p := o.twoPosts(t)
	p.sees("全部职责", filing, dispatch)
	p.press("审核人（济宁市任城区城市管理局）")
	p.sees(filing)
	p.misses(dispatch)
	p.press(p.js(`document.querySelector(".cx-counts a").innerText`))
	p.keeps(t, "post=reviewer", "state=")
	p.press("清除")
	p.keeps(t, "post=reviewer")
	if chosen := p.js(`document.querySelector("#work").getAttribute("hx-get")`); !strings.Contains(chosen, "post=reviewer") {
		t.Errorf("the quiet refresh forgets the post: %s", chosen)
	}
	p.js(`document.querySelector("details.cx-who").open = true`)
	p.press("派遣员")
	p.sees(dispatch)
	p.misses(filing)
	p.look("work-post")

	other := o.as(t, "rencheng.reviewer1")
	if status := other.open("/?post=reviewer%40jining%2Fcity_bureau&kind=violation"); status != http.StatusOK {
		t.Errorf("a post not held: %d", status)
	}
	other.sees("没有担任该职责", "待办")
	other.keeps(t, "kind=violation")
	if other.js(`!!document.querySelector("[aria-label=以何职责查看]")`) != "false" {
		t.Error("who holds one post is asked which")
	}
}

// keeps fails unless the address says all of it.
func (p *person) keeps(t *testing.T, parts ...string) {
	t.Helper()
	at := p.js("location.search")
	for _, part := range parts {
		if !strings.Contains(at, part) {
			t.Errorf("%s is not in %s", part, at)
		}
	}
}
