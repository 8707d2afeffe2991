package web

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
)

func (s *Site) jobRoutes() []route {
	signedIn, admins, watchers := access.SignedIn(), access.Holders(access.Administrators()...), access.Holders(cases.Watchers()...)
	return []route{
		{http.MethodGet, "/jobs", signedIn, s.jobs},
		{http.MethodGet, "/jobs/:id", signedIn, s.job},
		{http.MethodPost, "/jobs/:id/cancellation", signedIn, s.cancelJob},
		{http.MethodGet, "/audit", watchers, s.auditPage},
		{http.MethodPost, "/audit", watchers, s.beginJob("/audit", cases.JobVerify, cases.JobRebuild)},
		{http.MethodGet, "/processes", admins, s.processes},
		{http.MethodPost, "/processes", admins, s.beginJob("/processes", cases.JobCheck, cases.JobRestore)},
		{http.MethodPost, "/processes/restart", admins, s.restart},
	}
}

var jobStates = map[string]string{
	models.JobWaiting: "等待", models.JobRunning: "进行中", models.JobDone: "完成", models.JobFailed: "未能完成", models.JobCancelled: "已取消",
}

// jobList is jobs, the newest first.
type jobList struct {
	Rows        []cases.JobView
	Next, First string
}

func (s *Site) jobs(c *gin.Context) error {
	q := c.Request.URL.Query()
	page, err := s.queries.Jobs(c.Request.Context(), me(c), q.Get("kind"), cases.Page{Cursor: q.Get("cursor"), Limit: perPage})
	if err != nil {
		return err
	}
	return s.show(c, http.StatusOK, "jobs", "后台任务", jobList{page.Items, nextPage("/jobs", q, page.Next), firstPage("/jobs", q)})
}

// jobPage is one job; it looks again by itself until it is over.
type jobPage struct {
	cases.JobView
	Mine     bool // the file is the reader's to fetch
	Restarts bool // and the processes that were found theirs to restart
}

func (s *Site) job(c *gin.Context) error {
	v, err := s.queries.Job(c.Request.Context(), me(c), c.Param("id"))
	if err != nil {
		return err
	}
	page := jobPage{v, v.By.ID == me(c).ID, v.Kind == cases.JobCheck}
	if quiet(c) {
		return s.part(c, "job", "jobstate", page)
	}
	return s.show(c, http.StatusOK, "job", v.Title, page)
}

func (s *Site) cancelJob(c *gin.Context) error {
	_, err := s.server.Commands().CancelJob(c.Request.Context(), me(c), c.Param("id"))
	here := "/jobs/" + url.PathEscape(c.Param("id"))
	if p, ok := refused(err); ok && p.Class == models.Conflict {
		return s.warned(c, here, p)
	}
	if err != nil {
		return err
	}
	return s.told(c, here, "已取消。")
}

// auditPage is where the register is proven.
func (s *Site) auditPage(c *gin.Context) error {
	return s.proofs(c, "audit", "核验", cases.JobVerify, cases.JobRebuild)
}

// proofsPage is what may be begun, and what came of it before.
type proofsPage struct {
	Rows  []cases.JobView
	Stuck []cases.StuckProcess
}

func (s *Site) proofs(c *gin.Context, page, title string, kinds ...string) error {
	v := proofsPage{}
	for _, kind := range kinds {
		p, err := s.queries.Jobs(c.Request.Context(), me(c), kind, cases.Page{Limit: 10})
		if err != nil {
			return err
		}
		v.Rows = append(v.Rows, p.Items...)
	}
	slices.SortStableFunc(v.Rows, func(a, b cases.JobView) int { return int(b.CreatedAt - a.CreatedAt) })
	if page == "processes" {
		var err error
		if v.Stuck, err = s.queries.StuckProcesses(c.Request.Context(), me(c)); err != nil {
			return err
		}
	}
	return s.show(c, http.StatusOK, page, title, v)
}

func (s *Site) processes(c *gin.Context) error {
	return s.proofs(c, "processes", "流程", cases.JobCheck, cases.JobRestore)
}

// beginJob has one of some kinds of jobs done.
func (s *Site) beginJob(back string, kinds ...string) action {
	return func(c *gin.Context) error {
		in, err := posted(c)
		if err != nil {
			return err
		}
		if !slices.Contains(kinds, in.Get("kind")) {
			return s.warned(c, back, models.Refuse(models.Invalid, "job.unknown_kind", "没有这种后台任务", "请从页面上选择。"))
		}
		v, err := s.server.Commands().BeginJob(c.Request.Context(), me(c), cases.NewJob{Kind: in.Get("kind")})
		if err != nil {
			return err
		}
		return to(c, "/jobs/"+v.ID)
	}
}

// restart begins a case's process anew.
func (s *Site) restart(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	err = s.server.Commands().RestartProcess(c.Request.Context(), me(c), in.Get("number"), cases.NewRestart{Reason: in.Get("reason")})
	if p, ok := refused(err); ok {
		return s.warned(c, "/processes", p)
	}
	if err != nil {
		return err
	}
	return s.told(c, "/processes", "%s的流程已重新启动。", in.Get("number"))
}
