package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
)

// performs carries an operation out and says what became of it.
type performs func(s *Site, c *gin.Context, d *desk, task string, r *reader) (told string, err error)

var performsAll = map[string]performs{
	"transfer": func(s *Site, c *gin.Context, _ *desk, task string, r *reader) (string, error) {
		_, err := s.server.Commands().Transfer(c.Request.Context(), me(c), task, cases.Transfer{To: r.text("to"), Reason: r.text("reason")}, r.text("key"))
		return "已转办，对方将收到消息。", err
	},
	"department": func(s *Site, c *gin.Context, _ *desk, task string, r *reader) (string, error) {
		in := cases.Transfer{Organization: r.text("organization"), Reason: r.text("reason")}
		_, err := s.server.Commands().Transfer(c.Request.Context(), me(c), task, in, r.text("key"))
		return "全案已移送，期限继续计算。", err
	},
	"recusal": func(s *Site, c *gin.Context, d *desk, task string, r *reader) (string, error) {
		in := cases.Recusal{User: d.username(r.text("user")), Reason: r.text("reason")}
		_, err := s.server.Commands().Recuse(c.Request.Context(), me(c), task, in, r.text("key"))
		return "已回避，待办由他人接办。", err
	},
	"signers": func(s *Site, c *gin.Context, d *desk, task string, r *reader) (string, error) {
		in := cases.CoSigner{User: d.username(r.text("user")), Reason: r.text("reason")}
		_, err := s.server.Commands().AddSigner(c.Request.Context(), me(c), task, in, r.text("key"))
		return "已请其签署意见。", err
	},
	"copies": func(s *Site, c *gin.Context, d *desk, task string, r *reader) (string, error) {
		in := cases.Copying{Note: r.text("note")}
		for _, name := range strings.FieldsFunc(r.text("users"), func(r rune) bool { return strings.ContainsRune(" 　,，、;；", r) }) {
			in.Users = append(in.Users, d.username(name))
		}
		_, err := s.server.Commands().Copy(c.Request.Context(), me(c), task, in, r.text("key"))
		return "已抄送，对方可以查看本案。", err
	},
	"extension": func(s *Site, c *gin.Context, d *desk, task string, r *reader) (string, error) {
		more := map[string]any{"of": r.text("of"), "term": d.termOf(task, r.text("of"), r.text("term"))}
		out, err := s.server.Commands().Extend(c.Request.Context(), me(c), task, cases.Decision{Reason: r.text("reason"), Details: asJSON(more)}, r.text("key"))
		return received(out, "延期申请已提交，期限在批准前不变。"), err
	},
	"suspension": standstill(models.PauseSuspended, "已中止计时，到时自动恢复。"),
	"deferral":   standstill(models.PauseDeferred, "已缓办，到时自动恢复。"),
	"resume": func(s *Site, c *gin.Context, _ *desk, task string, r *reader) (string, error) {
		out, err := s.server.Commands().Resume(c.Request.Context(), me(c), task, cases.Decision{Reason: r.text("reason")}, r.text("key"))
		return received(out, "已恢复计时。"), err
	},
	"supervision": func(s *Site, c *gin.Context, _ *desk, task string, r *reader) (string, error) {
		out, err := s.server.Commands().Supervise(c.Request.Context(), me(c), task, r.text("note"), r.text("key"))
		return received(out, "督办意见已发出，对方须按期答复。"), err
	},
	"appeal": func(s *Site, c *gin.Context, _ *desk, task string, r *reader) (string, error) {
		in := cases.Appeal{Reason: r.text("reason")}
		if title := r.text("proof"); title != "" {
			in.Evidence = []cases.Evidence{{Kind: "other", Title: title, File: r.file("proof")}}
		}
		if p := r.problem(); p != nil {
			return "", p
		}
		_, err := s.server.Commands().Appeal(c.Request.Context(), me(c), task, in, r.text("key"))
		return "申诉已提交，由督办人员决定。", err
	},
	"call-off": func(s *Site, c *gin.Context, _ *desk, task string, r *reader) (string, error) {
		_, err := s.server.Commands().CallOff(c.Request.Context(), me(c), task, r.text("key"))
		return "已撤回。", err
	},
}

func standstill(kind, done string) performs {
	return func(s *Site, c *gin.Context, _ *desk, task string, r *reader) (string, error) {
		d := cases.Decision{Choice: kind, Reason: r.text("reason"), Details: asJSON(map[string]any{"until": r.instant("until")})}
		if p := r.problem(); p != nil {
			return "", p
		}
		out, err := s.server.Commands().Suspend(c.Request.Context(), me(c), task, d, r.text("key"))
		return received(out, done), err
	}
}

// received tells of a command that is kept and will count.
func received(out cases.Settled, done string) string {
	if out.Status == models.CommandReceived {
		return "已收到并保存，系统恢复后即生效，无须重复提交。"
	}
	return done
}

// operationRoutes are the operations, one address each.
func (s *Site) operationRoutes() (out []route) {
	for _, how := range operatesAll {
		if do, ok := performsAll[how.verb]; ok {
			out = append(out, route{http.MethodPost, "/tasks/:id/" + how.verb, access.Holders(access.Deciders()...), s.operate(how, do)})
		}
	}
	return out
}

// operate takes an operation's form. What is refused comes back at its field, with what
// was filled in.
func (s *Site) operate(how operates, do performs) action {
	return func(c *gin.Context) error {
		in, err := posted(c)
		if err != nil {
			return err
		}
		id := c.Param("id")
		number, _ := ofTask(id)
		d, err := s.desk(c.Request.Context(), me(c), number)
		if err != nil {
			return err
		}
		told := ""
		if p := s.unanswered(c, d, how, id, in); p != nil {
			err = p
		} else {
			told, err = do(s, c, d, id, &reader{in: in})
		}
		p, err := mendable(err)
		switch {
		case p != nil:
			return s.operationAgain(c, number, id, how.verb, in, p)
		case err != nil:
			return err
		case how.verb == "department": // the case may be out of sight from now on
			if _, err := s.queries.Case(c.Request.Context(), me(c), number); err != nil {
				return s.told(c, "/", "%s", told)
			}
		}
		return s.told(c, "/cases/"+number, "%s", told)
	}
}

// unanswered says what of the form is missing, where the operation is open; where it is
// not, the command says why.
func (s *Site) unanswered(c *gin.Context, d *desk, how operates, id string, in url.Values) *models.Problem {
	t, open := d.task(id)
	at := slices.IndexFunc(t.Offers, func(o cases.Offer) bool { return o.Verb == how.verb })
	if !open || at < 0 {
		return nil
	}
	if s.choosable(c.Request.Context(), d, t, t.Offers[at]) != nil {
		return nil // the command will meet it again
	}
	f := how.form(d, t, t.Offers[at]).Form
	f.fill(in)
	return f.missing()
}

// username takes a name for its user name, where only one colleague is called so.
func (d *desk) username(said string) string { return usernameOf(d.people, said) }

func usernameOf(people []cases.Colleague, said string) string {
	found := ""
	for _, p := range people {
		switch {
		case p.Username == said:
			return said
		case p.Name == said && found == "":
			found = p.Username
		case p.Name == said:
			return said // two of them: the command says so
		}
	}
	if found == "" {
		return said
	}
	return found
}

// termOf puts a number and the unit of the limit it extends together.
func (d *desk) termOf(task, of, n string) string {
	t, _ := d.task(task)
	for _, o := range t.Offers {
		for _, x := range o.Terms {
			if x.Of == of {
				_, unit, _ := strings.Cut(x.Most, " ")
				return n + " " + unit
			}
		}
	}
	return n
}

func asJSON(v any) []byte {
	raw, _ := json.Marshal(v) // of maps and words
	return raw
}
