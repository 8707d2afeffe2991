package web

import (
	"context"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"chengxin/api/cases"
	"chengxin/models"
)

// casePage is one case: where it stands, what is asked now, and all it rests on.
type casePage struct {
	Case       cases.CaseView
	Way        []cases.WayStep
	Asks       []ask
	Parties    []cases.Party
	Facts      []fact
	Exhibits   []exhibit
	Deadlines  []deadline
	Recorded   []recorded
	Events     []event
	Earlier    string // where the trail goes on
	Head       cases.TrailHead
	Withdrawal *form
	Ways       []way    // what may be brought about this case
	Problem    *problem // of something that has no form any more
	Changes    []event  // since the page was first shown
	Catalogue  cases.Catalogue
	People     []cases.Colleague // whom operations may name
	Standing   string            // why the clocks stand still
	Records    []cases.RecordView
	Record     *form             // for another
	Archives   bool              // the reader may take it out of the house
	Conditions []cases.Condition // of a repair that is under way
}

// deadline is a deadline with what it is of.
type deadline struct {
	cases.Deadline
	Name  string
	Moves []cases.ClockEvent
}

// recorded is a recognition with the names behind it.
type recorded struct {
	cases.RecognitionView
	SubjectName, BehaviourName, List string
}

// way is a matter that may be brought from here.
type way struct{ Label, Address string }

func (s *Site) casePageOf(c *gin.Context) error {
	d, err := s.desk(c.Request.Context(), me(c), c.Param("number"))
	if err != nil {
		return err
	}
	v, err := s.casePage(c.Request.Context(), d)
	if err != nil {
		return err
	}
	return s.show(c, http.StatusOK, "case", d.c.Number, v)
}

func (s *Site) casePage(ctx context.Context, d *desk) (v casePage, err error) {
	v = casePage{
		Case: d.c, Way: d.way, Parties: d.parties, Facts: facts(d), Exhibits: exhibits(d), Deadlines: deadlines(d),
		Recorded: recognitions(d), Withdrawal: withdrawal(d), Ways: ways(d), Catalogue: d.catalogue,
	}
	if v.Asks, err = s.asks(ctx, d); err != nil {
		return v, err
	}
	v.People, v.Standing = d.people, standing(d)
	if v.Records, err = s.queries.Records(ctx, d.actor, d.c.Number); err != nil {
		return v, err
	}
	v.Record = askRecord(d)
	if v.Archives, err = s.server.Commands().MayArchive(ctx, d.actor, d.c.Number); err != nil {
		return v, err
	}
	if d.c.Kind == "repair" && d.c.State != "closed" {
		if v.Conditions, err = s.server.Commands().RepairConditions(ctx, d.actor, d.c.Number); err != nil {
			return v, err
		}
	}
	trail, err := s.queries.Trail(ctx, d.actor, d.c.Number, cases.Page{Limit: cases.MostPerPage})
	v.Events, v.Head = events(d, trail.Items), trail.Head
	if trail.Next != "" {
		v.Earlier = "/cases/" + d.c.Number + "/trail?cursor=" + trail.Next
	}
	return v, err
}

// since are the changes after a version of the case.
func (v casePage) since(version string) (out []event) {
	seen, err := strconv.Atoi(version)
	if err != nil || seen == v.Case.Version {
		return nil
	}
	for _, e := range v.Events {
		if e.Version > seen {
			out = append(out, e)
		}
	}
	return out
}

func deadlines(d *desk) (out []deadline) {
	for _, dl := range d.c.Deadlines {
		v := deadline{Deadline: dl, Name: "全案期限", Moves: d.c.Moves}
		switch dl.Of {
		case "task":
			v.Name, v.Moves = d.taskName(dl.Task), nil // told with the task
		case "listing":
			v.Name, v.Moves = map[string]string{"minimum": "最短公示期", "maximum": "最长公示期"}[stepIn(dl.Task)], nil
		}
		out = append(out, v)
	}
	return out
}

// standing says that the case's clocks stand still, and until when.
func standing(d *desk) string {
	if d.c.Paused == "" || d.c.State != cases.StateOpen {
		return ""
	}
	said := word(pauseWords, d.c.Paused)
	if n := len(d.c.Pauses); n > 0 && d.c.Pauses[n-1].Until != 0 {
		said += "，至" + moment(d.c.Pauses[n-1].Until)
	}
	return said
}

func recognitions(d *desk) (out []recorded) {
	for _, r := range d.c.Links.Recognitions {
		v := recorded{RecognitionView: r, SubjectName: d.party(r.Subject), BehaviourName: d.catalogue.Behaviour(r.Behaviour).Name}
		if r.Notified != nil && r.Notified.List != "" {
			v.List = d.lists(r.Notified.List)
		}
		out = append(out, v)
	}
	return out
}

// ways are what the reader may bring about this case. Which of it is open the command
// says, and the form before it.
func ways(d *desk) (out []way) {
	add := func(kind, label, address string) {
		if may(d.actor, kind) {
			out = append(out, way{label, address})
		}
	}
	if l := d.c.Links.Listing; l != nil && l.EndedAt == 0 {
		if l.State == models.ListingPublished {
			add("repair", "申请信用修复", "/intake/repair?listing="+l.Number)
		}
		add("dispute", "对列入提出异议", "/intake/dispute?target="+l.Number)
	}
	for _, r := range d.c.Links.Recognitions {
		if r.State == models.RecognitionNotified || r.State == models.RecognitionEffective {
			add("dispute", "对认定提出异议", "/intake/dispute?target="+r.ID)
		}
	}
	if d.c.Kind == "breach" && d.c.Outcome == "recognised" {
		add("repair", "申请修复", "/intake/repair?listing="+d.c.Number)
	}
	return out
}

// trail is the rest of a long trail.
func (s *Site) trail(c *gin.Context) error {
	d, err := s.desk(c.Request.Context(), me(c), c.Param("number"))
	if err != nil {
		return err
	}
	t, err := s.queries.Trail(c.Request.Context(), me(c), d.c.Number, cases.Page{Cursor: c.Query("cursor"), Limit: cases.MostPerPage})
	if err != nil {
		return err
	}
	v := casePage{Case: d.c, Events: events(d, t.Items), Head: t.Head}
	if t.Next != "" {
		v.Earlier = "/cases/" + d.c.Number + "/trail?cursor=" + t.Next
	}
	return s.show(c, http.StatusOK, "trail", d.c.Number+"的留痕", v)
}
