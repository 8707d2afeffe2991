package web

import (
	"context"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
)

// signOffRoutes are the pages of the offices that sign repairs (签批台).
func (s *Site) signOffRoutes() []route {
	signers, members := access.Holders(access.LetterEnterers()...), access.Holders(access.OfficeMembers()...)
	return []route{
		{http.MethodGet, "/sign-off", signers, s.signOffDesk},
		{http.MethodGet, "/sign-off/minute", members, s.minutePage},
		{http.MethodPost, "/sign-off/minute", members, s.signByMinute},
		{http.MethodGet, "/sign-off/file/:number", signers, s.signOffPage},
		{http.MethodPost, "/sign-off/file/:number", signers, s.signOff},
		{http.MethodPost, "/sign-off/file/:number/letter", signers, s.enterLetter},
	}
}

// signOffDesk is the repairs that wait for the reader's office.
type signOffDesk struct {
	Filter      filter
	Rows        []cases.SignOffLine
	Held        []cases.CaseLine // wait for a dispute to end
	Members     bool             // the reader signs for an office
	Several     bool             // there is something to put under one minute
	Next, First string
}

func (s *Site) signOffDesk(c *gin.Context) error {
	ctx, a, q := c.Request.Context(), me(c), c.Request.URL.Query()
	page, err := s.queries.SignOffs(ctx, a, q.Get("state"), cases.Page{Cursor: q.Get("cursor"), Limit: perPage})
	if err != nil {
		return err
	}
	v := signOffDesk{
		Rows: page.Items, Members: a.Holds(access.OfficeMembers()...), Next: nextPage("/sign-off", q, page.Next), First: firstPage("/sign-off", q),
		Filter: filter{Action: "/sign-off", Fields: []field{{Name: "state", Label: "时限", Options: options(stateWords, models.Overdue, models.DueSoon, models.OnTime)}}},
	}
	v.Filter.read(q)
	for _, r := range v.Rows {
		v.Several = v.Several || !r.Outside
	}
	held, err := s.queries.Cases(ctx, a, cases.CaseFilter{Kind: "repair", Stage: "held"}, cases.Page{Limit: perPage})
	if err != nil {
		return err
	}
	v.Held = held.Items
	return s.show(c, http.StatusOK, "signoffs", "签批台", v)
}

// signOffPage is one repair's whole file, and what the reader's office may answer.
type signOffFile struct {
	Case       cases.CaseView
	Parties    []cases.Party
	File       cases.SignOffFile
	Catalogue  cases.Catalogue
	Facts      []fact
	Exhibits   []exhibit
	Conditions []cases.Condition
	Deadlines  []deadline // of the listing: how its minimum was counted
	Whole      []deadline // of the repair
	Done       []cases.TaskDone
	Ask        *cases.TaskView
	Rules      []string
	Answers    []answer
	Letter     *form // an outside office's answer, entered for it
	LetterOf   string
	Changes    []event
	Problem    *problem
	Version    string
	Understood bool
}

func (s *Site) signOffPage(c *gin.Context) error {
	d, err := s.desk(c.Request.Context(), me(c), c.Param("number"))
	if err != nil {
		return err
	}
	v, err := s.signOffFile(c.Request.Context(), d)
	if err != nil {
		return err
	}
	return s.show(c, http.StatusOK, "signoff", "签批 "+d.c.Number, v)
}

func (s *Site) signOffFile(ctx context.Context, d *desk) (v signOffFile, err error) {
	conditions, err := s.server.Commands().RepairConditions(ctx, d.actor, d.c.Number)
	if err != nil {
		return v, err
	}
	v = signOffFile{Conditions: conditions, Case: d.c, Parties: d.parties, Catalogue: d.catalogue, Facts: facts(d), Exhibits: exhibits(d), Whole: deadlines(d)}
	if v.File, err = s.queries.SignOff(ctx, d.actor, d.c.Number); err != nil {
		return v, err
	}
	for _, h := range d.c.History {
		if h.Kind == "" || h.Kind == models.KindSignature {
			v.Done = append(v.Done, h)
		}
	}
	if v.File.Listing != nil {
		if v.Deadlines, err = s.listingTerms(ctx, d.actor, v.File.Listing.Number); err != nil {
			return v, err
		}
	}
	for i, t := range d.c.Tasks {
		if !isStep("sign_off", t.Step) {
			continue
		}
		v.Ask, v.Rules = &d.c.Tasks[i], ruleText(d, t)
		open := t.Mine && t.Barred == "" && !othersHave(d, t)
		switch outside := d.step(t.Step).Outside; {
		case outside:
			v.LetterOf = officeOf(v.File, t.Step)
			if open {
				f := letterForm(d, t)
				v.Letter = &f
			}
		case open:
			for _, choice := range t.Choices {
				an, err := s.answer(ctx, d, t, choice)
				if err != nil {
					return v, err
				}
				an.Form = atSignOff(an.Form, d, t)
				v.Answers = append(v.Answers, an)
			}
		}
	}
	return v, nil
}

// atSignOff sends a choice's form to this desk, which leads back to it.
func atSignOff(f form, d *desk, t cases.TaskView) form {
	f.Action = "/sign-off/file/" + d.c.Number
	f.Hidden = append(f.Hidden, pair{"task", t.ID})
	return f
}

// listingTerms are how a listing's minimum and maximum were counted, for who may read
// its case.
func (s *Site) listingTerms(ctx context.Context, a access.Actor, number string) ([]deadline, error) {
	d, err := s.desk(ctx, a, number)
	if p, ok := refused(err); ok && p.Class == models.Unknown {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []deadline
	for _, dl := range deadlines(d) {
		if dl.Of == "listing" {
			out = append(out, dl)
		}
	}
	return out, nil
}

func officeOf(f cases.SignOffFile, step string) string {
	for _, o := range f.Offices {
		if o.Step == step {
			return o.Name
		}
	}
	return step
}

// signOff takes an office's answer: read, checked, confirmed, and then the command's.
func (s *Site) signOff(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	number, id, choice := c.Param("number"), in.Get("task"), in.Get("choice")
	d, err := s.desk(c.Request.Context(), me(c), number)
	if err != nil {
		return err
	}
	_, step := ofTask(id)
	dec, r := readDecision(d, step, choice, in)
	if t, open := d.task(id); open {
		f, label := chosen(d, t, choice, in)
		f = atSignOff(f, d, t)
		switch p := either(r.problem(), f.missing()); {
		case in.Get("revise") != "":
			return s.signOffAgain(c, d, in, nil, http.StatusOK)
		case moved(d, in):
			return s.signOffAgain(c, d, in, stale(), http.StatusConflict)
		case p != nil:
			return s.signOffAgain(c, d, in, p, http.StatusUnprocessableEntity)
		case in.Get("confirmed") == "":
			return s.confirm(c, d, t, label, f, in, dec)
		}
	}
	return s.signed(c, d, in, dec, number, id)
}

// signed carries an answer out and leads back to the desk.
func (s *Site) signed(c *gin.Context, d *desk, in url.Values, dec cases.Decision, number, id string) error {
	out, err := s.server.Commands().Decide(c.Request.Context(), me(c), id, dec, in.Get("key"))
	if p, _ := mendable(err); p != nil {
		if d, err = s.desk(c.Request.Context(), me(c), number); err != nil {
			return err
		}
		return s.signOffAgain(c, d, in, p, statusOf(p))
	}
	if err != nil {
		return err
	}
	_, step := ofTask(id)
	return s.settled(c, "/sign-off", number+" "+d.step(step).Name, out)
}

// signOffAgain shows the file with the form as it was filled in, and what is wrong.
func (s *Site) signOffAgain(c *gin.Context, d *desk, in url.Values, p *models.Problem, status int) error {
	v, err := s.signOffFile(c.Request.Context(), d)
	if err != nil {
		return err
	}
	if p != nil && p.Class == models.Conflict {
		trail, err := s.queries.Trail(c.Request.Context(), d.actor, d.c.Number, cases.Page{Limit: cases.MostPerPage})
		if err != nil {
			return err
		}
		v.Changes = casePage{Case: d.c, Events: events(d, trail.Items)}.since(in.Get("version"))
	}
	placed := false
	for i := range v.Answers {
		if a := &v.Answers[i]; a.Key == in.Get("choice") {
			a.Open, placed = true, true
			a.Form.fill(in)
			if p != nil {
				a.Form.explain(p)
			}
		}
	}
	if v.Letter != nil {
		placed = true
		v.Letter.fill(in)
		if p != nil {
			v.Letter.explain(p)
		}
	}
	if p != nil && (!placed || p.Code == "page.stale") {
		v.Problem = problemOf(p)
		v.Problem.Others = telling(p.Fields)
	}
	return s.show(c, status, "signoff", "签批 "+d.c.Number, v)
}
