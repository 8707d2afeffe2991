package paths

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/policy"
	"chengxin/test/timeline"
)

// trailOf is all that a case's trail says.
func trailOf(c *timeline.City, number string) (text string) {
	for _, e := range c.Entries(number) {
		text += string(e.Body) + "\n"
	}
	return text
}

// An agent acts by a letter that is there, was signed, and has not run out on the day of
// receipt: a clerk who enters it days later is asked about that day, not about today.
func TestAnAgentActsByALetter(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		violation := c.At("2026-09-01 09:00").Recognise("SR-08", "S1")
		c.At("2026-09-24 10:00")
		clerk := c.As(policy.WindowClerk, timeline.Bureau)
		day := func(text string) models.Instant { return timeline.Instant(t, text+" 00:00") }
		ask := func(change func(*cases.NewDispute)) (cases.Begun, error) {
			in := cases.NewDispute{
				Target: violation + "-1", Applicant: "法定代表人", Phone: "13900000000", Reasons: "已经改正", ReceivedAt: timeline.Instant(t, "2026-09-23 15:00"),
				Evidence: []cases.Evidence{{Kind: "photo", Title: "改正照片"}, {Kind: "authority_letter", Title: "授权委托书", Number: "委1号"}},
				Agent: &cases.Agent{Name: "代理人", IDNumber: "110101199003070011", Phone: "13800000000", Letter: cases.AuthorityLetter{
					Number: "委1号", SignedAt: day("2026-09-20"), ValidUntil: day("2026-09-23"),
				}},
			}
			change(&in)
			return c.Dispute(context.Background(), clerk, in, "")
		}
		for _, x := range []struct {
			what, code string
			change     func(*cases.NewDispute)
		}{
			{"no letter among the evidence", "agent.letter_missing", func(in *cases.NewDispute) { in.Evidence = in.Evidence[:1] }},
			{"run out the day before", "agent.letter_expired", func(in *cases.NewDispute) { in.Agent.Letter.ValidUntil = day("2026-09-22") }},
			{"signed the day after", "agent.letter_not_yet", func(in *cases.NewDispute) { in.Agent.Letter.SignedAt = day("2026-09-24") }},
			{"never signed", "agent.incomplete", func(in *cases.NewDispute) { in.Agent.Letter.SignedAt = 0 }},
			{"nobody's name", "agent.incomplete", func(in *cases.NewDispute) { in.Agent.Name = " " }},
			{"a letter without an agent", "agent.incomplete", func(in *cases.NewDispute) { in.Agent, in.OnBehalf = nil, "委1号" }},
			{"a number that is none", "resident_id.check", func(in *cases.NewDispute) { in.Agent.IDNumber = "110101199003070010" }},
		} {
			t.Run(x.what, func(t *testing.T) {
				_, err := ask(x.change)
				if p, ok := models.AsProblem(err); !ok || p.Code != x.code {
					t.Errorf("heard %v, want %s", err, x.code)
				}
			})
		}
		begun, err := ask(func(*cases.NewDispute) {}) // its last day is a day like the others
		if err != nil {
			t.Fatal(err)
		}
		v, err := c.Queries().Case(context.Background(), c.As(policy.Handler, timeline.Bureau), begun.Number)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "how they are reached", *v.Contact, cases.ContactView{Phone: "13900000000", Agent: "代理人", AgentIDMask: "1101************11", AgentPhone: "13800000000"})
		row := c.Case(begun.Number)
		for _, personal := range []string{"13900000000", "13800000000", "110101199003070011"} {
			if strings.Contains(string(row.Intake), personal) || strings.Contains(trailOf(c, begun.Number), personal) {
				t.Errorf("%s stands in the intake or the trail", personal)
			}
		}
		if !strings.Contains(trailOf(c, begun.Number), "委1号") {
			t.Error("the letter is not in the trail")
		}
	})
}

// The receipt says what came in, when, and by when the department must answer: three
// working days over the days off of Mid-Autumn, the last one Wednesday 30 September.
func TestTheApplicantGetsAReceipt(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		d, _ := objected(c)
		docs := c.Documents(d, "receipt")
		if len(docs) != 1 {
			t.Fatalf("%d receipts", len(docs))
		}
		same(t, "title", docs[0].Title, "收件回执")
		same(t, "number", docs[0].Number, "任城管信收〔2026〕1号")
		at(t, "handed over", docs[0].ServedAt, "2026-09-24 10:00")
		var body models.DocumentBody
		if err := json.Unmarshal(docs[0].Body, &body); err != nil {
			t.Fatal(err)
		}
		text := strings.Join(body.Paragraphs, "\n")
		for _, w := range []string{
			"关于“对失信行为认定的异议”的申请", "已于2026年9月24日收到，案号为" + d, "1．", "《山东省社会信用条例》第三十九条",
			"3个工作日内办理完毕，即不迟于2026年9月30日", "一次性告知补正",
		} {
			if !strings.Contains(text, w) {
				t.Errorf("the receipt does not say %q:\n%s", w, text)
			}
		}
		if !strings.Contains(trailOf(c, d), `"number":"任城管信收〔2026〕1号"`) {
			t.Error("the receipt is not in the trail")
		}
	})
}
