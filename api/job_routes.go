package api

import (
	"context"
	"net/http"

	"chengxin/api/access"
	"chengxin/api/cases"
)

type jobList struct {
	Paging
	Kind string `query:"kind" maxLength:"32" enum:"export,verify,rebuild,processes_check,processes_restore"`
}

type jobIn struct {
	ID string `path:"id" maxLength:"64" doc:"后台任务的编号"`
}

type newJob struct{ Body cases.NewJob }

type restartIn struct {
	Number string `path:"number" maxLength:"64" doc:"案件编号"`
	Body   cases.NewRestart
}

type stuckList struct {
	Items []cases.StuckProcess `json:"items"`
}

// jobRoutes are work that nobody waits for, and the processes behind the cases.
func (s *Server) jobRoutes() {
	const tag = "运行"
	admins := access.Holders(access.Administrators()...)
	q := s.Cases.Queries()
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/jobs", tag: tag, rule: access.SignedIn(), summary: "后台任务",
		more: "本人提出的，以及职责所及的核验和流程任务；新的在前。", refuses: []int{http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *jobList) (*body[cases.JobPage], error) {
		return answered(q.Jobs(ctx, me(ctx), in.Kind, in.ask()))
	})
	handle(s, route{
		method: http.MethodPost, path: "/api/v1/jobs", tag: tag, rule: access.Holders(append(cases.Watchers(), access.Administrators()...)...), status: http.StatusAccepted, summary: "提出核验或者流程任务",
		more: "同一种任务正在进行的，答复该任务。以 GET 查询进度和结果。", refuses: []int{http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *newJob) (*body[cases.JobView], error) {
		return answered(s.cases().BeginJob(ctx, me(ctx), in.Body))
	})
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/jobs/{id}", tag: tag, rule: access.SignedIn(), summary: "后台任务的进度和结果", refuses: []int{http.StatusNotFound},
	}, func(ctx context.Context, in *jobIn) (*body[cases.JobView], error) {
		return answered(q.Job(ctx, me(ctx), in.ID))
	})
	handle(s, route{
		method: http.MethodPost, path: "/api/v1/jobs/{id}/cancellation", tag: tag, rule: access.SignedIn(), summary: "取消后台任务", refuses: []int{http.StatusNotFound, http.StatusConflict},
	}, func(ctx context.Context, in *jobIn) (*body[cases.JobView], error) {
		return answered(s.cases().CancelJob(ctx, me(ctx), in.ID))
	})
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/processes", tag: tag, rule: admins, summary: "停滞的流程",
		more: "决定已送达而未办理的、期限已到而未处理的、消息未能送达的案件，停滞久的在前。只列编号和机构，不涉及案情。",
	}, func(ctx context.Context, _ *struct{}) (*body[stuckList], error) {
		all, err := q.StuckProcesses(ctx, me(ctx))
		if all == nil {
			all = []cases.StuckProcess{}
		}
		return answered(stuckList{all}, err)
	})
	handle(s, route{
		method: http.MethodPost, path: "/api/v1/processes/{number}/restart", tag: tag, status: http.StatusNoContent, rule: admins, summary: "重新启动流程",
		more:    "终止案件现有的流程，按登记库重新启动；已作出的决定不丢失，也不重复办理。",
		refuses: []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *restartIn) (*struct{}, error) {
		return &struct{}{}, s.cases().RestartProcess(ctx, me(ctx), in.Number, in.Body)
	})
}
