package api

import (
	"context"
	"encoding/json"
	"net/http"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
)

type extensionIn struct {
	ByTask
	Body struct {
		Of     string `json:"of,omitempty" enum:"task,case" default:"task" doc:"本环节，或者全案"`
		Term   string `json:"term" minLength:"1" maxLength:"40" doc:"延长多久，如 5 working_days"`
		Reason string `json:"reason" minLength:"1" maxLength:"5000"`
	}
}

type suspensionIn struct {
	ByTask
	Body struct {
		Kind     string           `json:"kind,omitempty" enum:"suspended,deferred" default:"suspended" doc:"中止计时，或者缓办"`
		Until    models.Instant   `json:"until,omitempty" doc:"到时自动恢复；不填为规则允许的最长时间"`
		Reason   string           `json:"reason" minLength:"1" maxLength:"5000"`
		Evidence []cases.Evidence `json:"evidence,omitempty" maxItems:"50"`
	}
}

type resumeIn struct {
	ByTask
	Body struct {
		Reason string `json:"reason,omitempty" maxLength:"5000"`
	} `required:"false"`
}

type supervisionIn struct {
	ByTask
	Body struct {
		Note string `json:"note" minLength:"1" maxLength:"5000" doc:"督办意见"`
	}
}

type transferIn struct {
	ByTask
	Body struct {
		To           string `json:"to,omitempty" maxLength:"128" doc:"接办人员的用户名"`
		Organization string `json:"organization,omitempty" maxLength:"128" doc:"接办机构，全案移送"`
		Reason       string `json:"reason" minLength:"1" maxLength:"5000"`
	}
}

type recusalIn struct {
	ByTask
	Body struct {
		User   string `json:"user,omitempty" maxLength:"128" doc:"回避人员的用户名；不填为本人"`
		Reason string `json:"reason" minLength:"1" maxLength:"5000"`
	}
}

type signerIn struct {
	ByTask
	Body struct {
		User   string `json:"user" minLength:"1" maxLength:"128" doc:"加签人员的用户名"`
		Reason string `json:"reason" minLength:"1" maxLength:"5000"`
	}
}

type copyIn struct {
	ByTask
	Body struct {
		Users []string `json:"users" minItems:"1" maxItems:"50" doc:"抄送人员的用户名"`
		Note  string   `json:"note,omitempty" maxLength:"500"`
	}
}

type appealIn struct {
	ByTask
	Body struct {
		Reason   string           `json:"reason" minLength:"1" maxLength:"5000"`
		Evidence []cases.Evidence `json:"evidence,omitempty" maxItems:"50"`
	}
}

type batchIn struct {
	Idempotent
	Body cases.Batch
}

type batchOut struct {
	Items []cases.BatchResult `json:"items"`
}

type absenceIn struct {
	Idempotent
	Body struct {
		User     string         `json:"user,omitempty" maxLength:"128" doc:"外出人员的用户名；不填为本人"`
		Delegate string         `json:"delegate,omitempty" maxLength:"128" doc:"受托人的用户名；不填则其待办退回待认领"`
		From     models.Instant `json:"from,omitempty" doc:"不填为即刻"`
		Until    models.Instant `json:"until"`
		Reason   string         `json:"reason" minLength:"1" maxLength:"500"`
	}
}

type absencesOut struct {
	Items []cases.AbsenceView `json:"items"`
}

// deskRoutes are what may happen to a task besides being decided.
func (s *Server) deskRoutes() {
	const tag = "待办"
	deciders := access.Holders(access.Deciders()...)
	refuses := []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity}
	post := func(path, summary, more string) route {
		return route{method: http.MethodPost, path: path, tag: tag, rule: deciders, refuses: refuses, summary: summary, more: more}
	}
	handle(s, post("/api/v1/tasks/{id}/extension", "申请延期", "由规则规定的人员审批；准予后期限自原期限届满起延长。"),
		func(ctx context.Context, in *extensionIn) (*settled, error) {
			d := cases.Decision{Reason: in.Body.Reason}
			d.Details, _ = json.Marshal(map[string]string{"of": in.Body.Of, "term": in.Body.Term})
			return told(s.cases().Extend(ctx, me(ctx), in.ID, d, in.Key))
		})
	handle(s, post("/api/v1/tasks/{id}/suspension", "中止计时、缓办", "全案期限停止计算，到时自动恢复；期间不得作出决定。"),
		func(ctx context.Context, in *suspensionIn) (*settled, error) {
			d := cases.Decision{Choice: in.Body.Kind, Reason: in.Body.Reason, Evidence: in.Body.Evidence}
			d.Details, _ = json.Marshal(map[string]any{"until": in.Body.Until})
			return told(s.cases().Suspend(ctx, me(ctx), in.ID, d, in.Key))
		})
	handle(s, post("/api/v1/tasks/{id}/resume", "恢复计时", ""),
		func(ctx context.Context, in *resumeIn) (*settled, error) {
			return told(s.cases().Resume(ctx, me(ctx), in.ID, cases.Decision{Reason: in.Body.Reason}, in.Key))
		})
	handle(s, post("/api/v1/tasks/{id}/supervision", "督办", "督办意见须在规则规定的期限内答复。"),
		func(ctx context.Context, in *supervisionIn) (*settled, error) {
			return told(s.cases().Supervise(ctx, me(ctx), in.ID, in.Body.Note, in.Key))
		})
	handle(s, post("/api/v1/tasks/{id}/transfer", "转办、移送", "转给同一职责的其他人员，或者将全案移送其他机构；案件和期限不变。"),
		func(ctx context.Context, in *transferIn) (*body[cases.Marked], error) {
			return answered(s.Cases.Transfer(ctx, me(ctx), in.ID, cases.Transfer(in.Body), in.Key))
		})
	handle(s, post("/api/v1/tasks/{id}/recusal", "回避", "回避后不得办理本案的任何环节，其待办由他人接办。"),
		func(ctx context.Context, in *recusalIn) (*body[cases.Marked], error) {
			return answered(s.Cases.Recuse(ctx, me(ctx), in.ID, cases.Recusal(in.Body), in.Key))
		})
	handle(s, post("/api/v1/tasks/{id}/signers", "加签", "决定须待加签人签署意见后作出。"),
		func(ctx context.Context, in *signerIn) (*body[cases.Marked], error) {
			return answered(s.Cases.AddSigner(ctx, me(ctx), in.ID, cases.CoSigner(in.Body), in.Key))
		})
	handle(s, post("/api/v1/tasks/{id}/call-off", "撤回加签、延期申请或者督办", ""),
		func(ctx context.Context, in *ByTask) (*body[cases.Marked], error) {
			return answered(s.Cases.CallOff(ctx, me(ctx), in.ID, in.Key))
		})
	handle(s, post("/api/v1/tasks/{id}/copies", "抄送", "被抄送人可以查看本案。"),
		func(ctx context.Context, in *copyIn) (*body[cases.Marked], error) {
			return answered(s.Cases.Copy(ctx, me(ctx), in.ID, cases.Copying(in.Body), in.Key))
		})
	handle(s, post("/api/v1/tasks/{id}/appeal", "对超期提出申诉", "每个待办限一次，由督办人员决定；超期事实保留。"),
		func(ctx context.Context, in *appealIn) (*body[cases.Marked], error) {
			return answered(s.Cases.Appeal(ctx, me(ctx), in.ID, cases.Appeal(in.Body), in.Key))
		})
	handle(s, post("/api/v1/tasks/batch", "批量决定、转办、催办、督办", "逐件办理，逐件告知结果。"),
		func(ctx context.Context, in *batchIn) (*body[batchOut], error) {
			out, err := s.cases().Batch(ctx, me(ctx), in.Body, in.Key)
			return answered(batchOut{out}, err)
		})
	handle(s, route{method: http.MethodGet, path: "/api/v1/absences", tag: tag, rule: access.SignedIn(), summary: "外出登记"},
		func(ctx context.Context, _ *struct{}) (*body[absencesOut], error) {
			out, err := s.Cases.Queries().Absences(ctx, me(ctx))
			return answered(absencesOut{out}, err)
		})
	handle(s, post("/api/v1/absences", "登记外出、委托代办", "期间由受托人代办，两人姓名均记录在案；到期自动结束。"),
		func(ctx context.Context, in *absenceIn) (*body[cases.AbsenceView], error) {
			return answered(s.Cases.Absent(ctx, me(ctx), cases.NewAbsence(in.Body), in.Key))
		})
	handle(s, post("/api/v1/absences/{id}/end", "提前结束外出", ""),
		func(ctx context.Context, in *ByTask) (*body[cases.AbsenceView], error) {
			return answered(s.Cases.Back(ctx, me(ctx), in.ID))
		})
}
