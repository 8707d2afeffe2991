package paths

import (
	"encoding/json"
	"strings"
	"testing"

	"chengxin/activities"
	"chengxin/models"
	"chengxin/test/timeline"
)

// says is what a case's only document of a kind says, and its number.
func says(t *testing.T, c *timeline.City, number, kind string) (body models.DocumentBody, docNumber string) {
	t.Helper()
	docs := c.Documents(number, kind)
	if len(docs) != 1 {
		t.Fatalf("%d documents %s", len(docs), kind)
	}
	if err := json.Unmarshal(docs[0].Body, &body); err != nil {
		t.Fatal(err)
	}
	return body, docs[0].Number
}

// The notice says behaviour, points, total, list and the right to be heard; the decision
// says what may be done against it. Numbers run per bureau and year (ZZ-7, JN-4).
func TestDocumentsOfAViolation(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		c.At("2026-03-02 09:00")
		n := toRecognition(c, "ZT-07", "S1")
		c.At("2026-03-12 10:00").Move(n, "recognition", "proposed", c.Proposal("ZT-07", "S1"))
		notice, number := says(t, c, n, activities.RecognitionNotice)
		same(t, "number", number, "任城管信认告〔2026〕1号")
		same(t, "issuer", notice.Issuer, "济宁市任城区城市管理局")
		text := strings.Join(notice.Paragraphs, "\n")
		for _, w := range []string{
			"未经核准处置建筑垃圾（ZT-07，严重失信），法律依据为《城市建筑垃圾管理规定》（建设部令第139号）第二十五条", "拟扣20分，扣分生效后累计扣分为20分", "将列入黄名单",
			"自收到本告知书之日起5个工作日内",
		} {
			if !strings.Contains(text, w) {
				t.Errorf("the notice does not say %q:\n%s", w, text)
			}
		}
		c.At("2026-03-13 09:30").Move(n, "notice", "served", timeline.Direct)
		c.At("2026-03-23 09:00").Move(n, "review", "maintained")
		c.At("2026-03-24 09:00").Move(n, "legal_review", "passed")
		c.At("2026-03-25 09:00").Move(n, "approval", "approved")
		decision, number := says(t, c, n, activities.RecognitionDecision)
		same(t, "number", number, "任城管信认〔2026〕1号")
		text = strings.Join(decision.Paragraphs, "\n")
		for _, w := range []string{"扣20分", "《山东省社会信用条例》第三十九条", "3个工作日内答复", "向济宁市任城区人民政府申请行政复议"} {
			if !strings.Contains(text, w) {
				t.Errorf("the decision does not say %q:\n%s", w, text)
			}
		}
	})
}

// What the served notice announced is what it says on paper, though another decision
// took effect between drawing it up and serving it: the list that it did not announce
// takes a notice of its own.
func TestNoticeAnnouncesWhatItSays(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		first, second := toRecognition(c, "ZT-03", "S1"), toRecognition(c, "ZT-03", "S1")
		c.At("2026-03-13 09:00").Move(second, "recognition", "proposed", c.Proposal("ZT-03", "S1"))
		same(t, "announced total", c.Recognition(second).NotifiedTotal, 10)
		notice, _ := says(t, c, second, activities.RecognitionNotice)
		if text := strings.Join(notice.Paragraphs, "\n"); !strings.Contains(text, "累计扣分为10分") || strings.Contains(text, "将列入") {
			t.Errorf("the notice says:\n%s", text)
		}
		effective := func(n, lapsed string) {
			c.Move(n, "notice", "served", timeline.Direct)
			c.At(lapsed) // nobody spoke in the five working days
			c.Move(n, "review", "maintained")
			c.Move(n, "approval", "approved")
			c.Move(n, "service", "served", timeline.Direct)
		}
		c.Move(first, "recognition", "proposed", c.Proposal("ZT-03", "S1"))
		effective(first, "2026-03-23 09:00")
		score(t, c, "S1", "2026", 10, 10)
		same(t, "not yet notified", c.Recognition(second).NotifiedPoints, 0)
		effective(second, "2026-03-31 09:00")
		score(t, c, "S1", "2026", 20, 20)
		same(t, "still as written", c.Recognition(second).NotifiedTotal, 10)
		same(t, "covered", c.Open("S1", "yellow").NoticeCovered, false)
	})
}
