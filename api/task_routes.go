package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/workflows/contract"
)

// Idempotent is what makes a write repeatable. Embedded types are exported because Huma
// reads no others.
type Idempotent struct {
	Key string `header:"Idempotency-Key" maxLength:"128" doc:"幂等键：重复提交得到同一结果"`
}

type decisionIn struct {
	Idempotent
	ID   string `path:"id" doc:"待办编号"`
	Body struct {
		Choice   string           `json:"choice" minLength:"1" maxLength:"64" doc:"待办所列选项之一"`
		Reason   string           `json:"reason,omitempty" maxLength:"5000"`
		Details  map[string]any   `json:"details,omitempty" doc:"该选项另需的内容，如扣分、文号、送达时间"`
		Evidence []cases.Evidence `json:"evidence,omitempty" maxItems:"50"`
	}
}

type returnIn struct {
	Idempotent
	ID   string `path:"id" doc:"待办编号"`
	Body struct {
		To     string `json:"to" minLength:"1" maxLength:"64" doc:"退回到的环节，取待办的 return_to 之一"`
		Reason string `json:"reason" minLength:"1" maxLength:"5000"`
	}
}

type withdrawalIn struct {
	Idempotent
	Number string `path:"number" doc:"案件编号"`
	Body   struct {
		Choice   string           `json:"choice" minLength:"1" maxLength:"64" doc:"withdrawn（撤回、撤案）或 terminated（终止）"`
		Reason   string           `json:"reason" minLength:"1" maxLength:"5000"`
		Evidence []cases.Evidence `json:"evidence,omitempty" maxItems:"50"`
	}
}

// ByTask names a task.
type ByTask struct {
	Idempotent
	ID string `path:"id" doc:"待办编号"`
}

type urgeIn struct {
	ByTask
	Body struct {
		Note string `json:"note,omitempty" maxLength:"500"`
	} `required:"false"`
}

type taskList struct {
	Paging
	Mine         bool      `query:"mine" doc:"仅本人可以办理、且未被他人认领的"`
	State        string    `query:"state" enum:"on_time,due_soon,overdue" doc:"正常、临期、超期"`
	Kind         string    `query:"kind" enum:"violation,listing,dispute,breach,repair,revocation"`
	Organization string    `query:"organization" maxLength:"128" doc:"该机构及其下级"`
	Own          bool      `query:"own" doc:"只看该机构自身，不含下级"`
	Step         string    `query:"step" maxLength:"200" doc:"环节，可以写多个，以逗号分隔"`
	Assignee     string    `query:"assignee" maxLength:"128" doc:"办理人；none 为待认领的"`
	Post         string    `query:"post" maxLength:"200" doc:"以本人的一项职责查看，如 handler@jining/rencheng_bureau"`
	OverdueAt    time.Time `query:"overdue_at" doc:"当时已超期的，含此后办结的，按现有期限计算"`
}

type settled struct {
	Status int
	Body   cases.Settled
}

// decide carries a decision: 200 when it counts, 202 when it is kept and will count.
func (s *Server) decide(ctx context.Context, task string, d cases.Decision, key string) (*settled, error) {
	return told(s.cases().Decide(ctx, me(ctx), task, d, key))
}

func told(out cases.Settled, err error) (*settled, error) {
	if err != nil {
		return nil, err
	}
	code := http.StatusOK
	if out.Status == models.CommandReceived {
		code = http.StatusAccepted
	}
	return &settled{code, out}, nil
}

// cases are the commands. While Temporal is known to be away nobody waits for it.
func (s *Server) cases() *cases.Service {
	if !s.Health.TemporalAway() {
		return s.Cases
	}
	hasty := *s.Cases
	hasty.Patience = probe / 5
	return &hasty
}

func (s *Server) taskRoutes() {
	const tag = "待办"
	deciders := access.Holders(access.Deciders()...)
	refuses := []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity}
	handle(s, route{
		method: http.MethodPost, path: "/api/v1/tasks/{id}/decision", tag: tag, rule: deciders, refuses: refuses,
		summary: "作出决定", more: "200：决定已生效，下一待办已在列表中。202：已收到，系统恢复后生效。",
	}, func(ctx context.Context, in *decisionIn) (*settled, error) {
		d := cases.Decision{Verb: contract.Decide, Choice: in.Body.Choice, Reason: in.Body.Reason, Evidence: in.Body.Evidence}
		if len(in.Body.Details) > 0 {
			d.Details, _ = json.Marshal(in.Body.Details)
		}
		return s.decide(ctx, in.ID, d, in.Key)
	})
	handle(s, route{
		method: http.MethodPost, path: "/api/v1/tasks/{id}/return", tag: tag, rule: deciders, refuses: refuses,
		summary: "退回", more: "退回到此前的环节重新办理，须说明理由。",
	}, func(ctx context.Context, in *returnIn) (*settled, error) {
		return s.decide(ctx, in.ID, cases.Decision{Verb: contract.Return, Choice: in.Body.To, Reason: in.Body.Reason}, in.Key)
	})
	handle(s, route{
		method: http.MethodPost, path: "/api/v1/cases/{number}/withdrawal", tag: "案件", rule: deciders, refuses: refuses,
		summary: "撤回、撤案", more: "申请人撤回，或者办案机关撤案、终止，须说明理由。",
	}, func(ctx context.Context, in *withdrawalIn) (*settled, error) {
		d := cases.Decision{Verb: contract.Withdraw, Choice: in.Body.Choice, Reason: in.Body.Reason, Evidence: in.Body.Evidence}
		return told(s.cases().Withdraw(ctx, me(ctx), in.Number, d, in.Key))
	})
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/tasks", tag: tag, rule: access.Holders(access.Readers()...), summary: "待办列表", more: "先到期的在前。",
	}, func(ctx context.Context, in *taskList) (*body[cases.TaskPage], error) {
		f := cases.TaskFilter{
			Mine: in.Mine, State: in.State, Kind: in.Kind, Organization: in.Organization, Own: in.Own, Step: in.Step, Assignee: in.Assignee,
			Post: in.Post, OverdueAt: models.At(in.OverdueAt),
		}
		return answered(s.Cases.Queries().Tasks(ctx, me(ctx), f, in.ask()))
	})
	handle(s, route{
		method: http.MethodPost, path: "/api/v1/tasks/{id}/claim", tag: tag, rule: deciders, refuses: refuses, summary: "认领",
	}, func(ctx context.Context, in *ByTask) (*body[cases.Marked], error) {
		return answered(s.Cases.Claim(ctx, me(ctx), in.ID, in.Key))
	})
	handle(s, route{
		method: http.MethodPost, path: "/api/v1/tasks/{id}/release", tag: tag, rule: deciders, refuses: refuses, summary: "放回",
	}, func(ctx context.Context, in *ByTask) (*body[cases.Marked], error) {
		return answered(s.Cases.Release(ctx, me(ctx), in.ID, in.Key))
	})
	handle(s, route{
		method: http.MethodPost, path: "/api/v1/tasks/{id}/urge", tag: tag, rule: deciders, refuses: refuses, summary: "催办",
	}, func(ctx context.Context, in *urgeIn) (*body[cases.Marked], error) {
		return answered(s.Cases.Urge(ctx, me(ctx), in.ID, in.Body.Note, in.Key))
	})
}
