package cases

import (
	"context"
	"encoding/json"
	"errors"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// The kinds of jobs.
const (
	JobExport  = "export"            // a list too long to wait for
	JobVerify  = "verify"            // the trail is whole and unchanged
	JobRebuild = "rebuild"           // scores and lists follow from what was decided
	JobCheck   = "processes_check"   // every open case has its process
	JobRestore = "processes_restore" // and gets it where it has none
)

// jobRoles say who may have a kind of job done, and read what came of it. An export is its
// requester's alone.
var jobRoles = map[string][]policy.Role{
	JobVerify: {policy.Auditor}, JobRebuild: {policy.Auditor}, JobCheck: {policy.Administrator}, JobRestore: {policy.Administrator},
}

var jobTitles = map[string]string{
	JobVerify: "核验留痕", JobRebuild: "核验账目", JobCheck: "核对流程", JobRestore: "恢复流程",
}

// NewJob asks for work that nobody waits for.
type NewJob struct {
	Kind string `json:"kind" enum:"verify,rebuild,processes_check,processes_restore" doc:"核验留痕、核验账目（审计人员）；核对流程、恢复流程（系统管理员）"`
}

// JobView is a job and how far it is.
type JobView struct {
	ID        string              `json:"id"`
	Kind      string              `json:"kind"`
	Title     string              `json:"title"`
	State     string              `json:"state" enum:"waiting,running,done,failed,cancelled" doc:"等待、进行中、完成、未能完成、已取消"`
	By        Name                `json:"requested_by"`
	Done      int                 `json:"done" doc:"已处理的数量"`
	Total     int                 `json:"total,omitempty" doc:"总数；没有则不详"`
	Note      string              `json:"note,omitempty" doc:"结果，或者未能完成的原因"`
	Findings  []models.JobFinding `json:"findings" doc:"发现的问题，至多1000项"`
	File      string              `json:"file,omitempty" doc:"所制作的文件的编号，供本人在一天内下载"`
	CreatedAt models.Instant      `json:"created_at"`
	StartedAt models.Instant      `json:"started_at,omitzero"`
	EndedAt   models.Instant      `json:"ended_at,omitzero"`
}

// Going says that it is not over.
func (v JobView) Going() bool { return v.State == models.JobWaiting || v.State == models.JobRunning }

// Percent is how far it is, in hundredths; -1 where nobody knows.
func (v JobView) Percent() int {
	if v.Total == 0 {
		return -1
	}
	return min(100*v.Done/v.Total, 100)
}

// JobPage is one page of jobs, the newest first.
type JobPage struct {
	Items []JobView `json:"items"`
	Next  string    `json:"next,omitempty" doc:"下一页的 cursor；没有则已到末页"`
}

// BeginJob has a proof of the register or a look at its processes done. Where one of the
// kind is under way it gives that. Permission: of proofs the auditor, of processes the
// administrator. Errors: job.unknown_kind, access.role_required.
func (s *Service) BeginJob(ctx context.Context, a access.Actor, in NewJob) (JobView, error) {
	roles, known := jobRoles[in.Kind]
	if !known {
		return JobView{}, models.Refuse(models.Invalid, "job.unknown_kind", "没有这种后台任务", "没有后台任务“%s”。", in.Kind).Where(models.Field{Field: "kind", Value: in.Kind})
	}
	if !a.Holds(roles...) {
		return JobView{}, access.Holders(roles...).Allows(a, true)
	}
	return s.beginJob(ctx, a, in.Kind, jobTitles[in.Kind], "{}", "kind = ? AND state IN ?", in.Kind, []string{models.JobWaiting, models.JobRunning})
}

// mostExports is how many exports of one person may be under way.
const mostExports = 5

// BeginExport has a list written in the background, as its requester may read it then. The
// same list asked for again while it is being written is the same job. Permission: whoever
// reads the list. Errors: job.too_many.
func (s *Service) BeginExport(ctx context.Context, a access.Actor, title string, params any) (JobView, error) {
	raw, err := json.Marshal(params)
	if err != nil {
		return JobView{}, err
	}
	going := []string{models.JobWaiting, models.JobRunning}
	var n int64
	err = s.Store.Read(ctx).Model(&models.Job{}).Where("requested_by = ? AND kind = ? AND state IN ? AND params <> ?", a.ID, JobExport, going, string(raw)).Count(&n).Error
	if err != nil {
		return JobView{}, err
	}
	if n >= mostExports {
		return JobView{}, models.Refuse(models.TooMany, "job.too_many", "后台导出过多", "您已有%d项导出正在进行，请待其完成，或者在“后台任务”中取消后再导出。", n)
	}
	return s.beginJob(ctx, a, JobExport, "导出"+title, string(raw), "kind = ? AND requested_by = ? AND state IN ? AND params = ?", JobExport, a.ID, going, string(raw))
}

// beginJob enters a job, unless one like it is there.
func (s *Service) beginJob(ctx context.Context, a access.Actor, kind, title, params, like string, args ...any) (v JobView, err error) {
	job := models.Job{ID: newID(), Kind: kind, Title: title, Params: params, RequestedBy: a.ID, State: models.JobWaiting, CreatedAt: s.now()}
	err = s.Store.Tx(ctx, func(tx *store.Tx) error {
		var there models.Job
		if err := tx.Locked().Order("created_at").Limit(1).Find(&there, append([]any{like}, args...)...).Error; err != nil {
			return err
		}
		if there.ID != "" {
			job = there
			return nil
		}
		if err := tx.Create(&job).Error; err != nil {
			return err
		}
		return tx.Audit(store.AdminChain, "job_begun", a.ID, job.CreatedAt, map[string]any{"job": job.ID, "kind": kind, "title": title})
	})
	if err != nil {
		return v, err
	}
	all, err := jobViews(s.Store.Read(ctx), []models.Job{job})
	if err != nil {
		return v, err
	}
	return all[0], nil
}

// seenBy narrows jobs to those that somebody may read.
func seenBy(a access.Actor, query *gorm.DB) *gorm.DB {
	kinds := []string{""}
	for kind, roles := range jobRoles {
		if a.Holds(roles...) {
			kinds = append(kinds, kind)
		}
	}
	return query.Where("requested_by = ? OR kind IN ?", a.ID, kinds)
}

// Jobs lists the jobs that the actor asked for, and those of kinds that are theirs to have
// done; one kind's where it is named. Permission: whoever is signed in. Errors:
// cursor.invalid.
func (q *Queries) Jobs(ctx context.Context, a access.Actor, kind string, p Page) (out JobPage, err error) {
	out.Items = []JobView{}
	at, err := p.from([]string{"jobs", kind})
	if err != nil {
		return out, err
	}
	query := seenBy(a, q.db(ctx))
	if kind != "" {
		query = query.Where("kind = ?", kind)
	}
	if at != nil {
		query = query.Where("created_at < ? OR created_at = ? AND id < ?", at.At, at.At, at.ID)
	}
	var rows []models.Job
	if err := query.Order("created_at DESC, id DESC").Limit(p.limit() + 1).Find(&rows).Error; err != nil {
		return out, err
	}
	rows, more := cut(rows, p.limit())
	if out.Items, err = jobViews(q.db(ctx), rows); err != nil {
		return out, err
	}
	if more {
		last := rows[len(rows)-1]
		out.Next = next(true, last.CreatedAt, last.ID, []string{"jobs", kind})
	}
	return out, nil
}

// Job gives one job. Permission: as Jobs. Errors: job.unknown.
func (q *Queries) Job(ctx context.Context, a access.Actor, id string) (v JobView, err error) {
	row, err := jobOf(q.db(ctx), a, id)
	if err != nil {
		return v, err
	}
	all, err := jobViews(q.db(ctx), []models.Job{row})
	if err != nil {
		return v, err
	}
	return all[0], nil
}

func jobOf(db *gorm.DB, a access.Actor, id string) (row models.Job, err error) {
	err = seenBy(a, db.Where("id = ?", id)).Limit(1).Find(&row).Error
	if err == nil && row.ID == "" {
		err = models.Refuse(models.Unknown, "job.unknown", "没有这项后台任务", "后台任务%s不存在，或者不是您的。", id)
	}
	return row, err
}

// CancelJob ends a job before its end; what it did so far stays undone. Permission: as
// Jobs. Errors: job.unknown, job.over.
func (s *Service) CancelJob(ctx context.Context, a access.Actor, id string) (v JobView, err error) {
	err = s.Store.Tx(ctx, func(tx *store.Tx) error {
		row, err := jobOf(tx.DB, a, id)
		if err != nil {
			return err
		}
		got := tx.Model(&models.Job{}).Where("id = ? AND state IN ?", id, []string{models.JobWaiting, models.JobRunning}).
			Updates(map[string]any{"state": models.JobCancelled, "ended_at": s.now()})
		if got.Error == nil && got.RowsAffected == 0 {
			return models.Refuse(models.Conflict, "job.over", "已经结束", "“%s”已于%s结束。", row.Title, store.When(row.EndedAt))
		}
		if got.Error != nil {
			return got.Error
		}
		return tx.Audit(store.AdminChain, "job_cancelled", a.ID, s.now(), map[string]any{"job": id})
	})
	if err != nil {
		return v, err
	}
	return s.Queries().Job(ctx, a, id)
}

func jobViews(db *gorm.DB, rows []models.Job) ([]JobView, error) {
	var who []string
	for _, r := range rows {
		who = append(who, r.RequestedBy)
	}
	called, err := userNames(db, who)
	out := make([]JobView, len(rows))
	for i, r := range rows {
		out[i] = JobView{
			ID: r.ID, Kind: r.Kind, Title: r.Title, State: r.State, By: Name{r.RequestedBy, called[r.RequestedBy]}, Done: r.Done, Total: r.Total,
			Note: r.Note, Findings: []models.JobFinding{}, File: r.File, CreatedAt: r.CreatedAt, StartedAt: r.StartedAt, EndedAt: r.EndedAt,
		}
		if len(r.Findings) > 0 {
			err = errors.Join(err, json.Unmarshal(r.Findings, &out[i].Findings))
		}
	}
	return out, err
}
