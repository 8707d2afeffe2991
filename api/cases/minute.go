package cases

import (
	"cmp"
	"context"
	"strings"

	"chengxin/api/access"
	"chengxin/models"
)

// Minute is a meeting's minute (会议纪要) under which an office answers several repairs.
type Minute struct {
	Number string         `json:"number" minLength:"1" maxLength:"128" doc:"会议纪要文号"`
	Title  string         `json:"title" minLength:"1" maxLength:"200" doc:"会议纪要名称"`
	HeldAt models.Instant `json:"held_at" doc:"会议日期"`
	Scan   string         `json:"scan,omitempty" maxLength:"200" doc:"扫描件的编号或者存放位置；上传了扫描件的可以不填"`
	File   string         `json:"file,omitempty" maxLength:"128" doc:"已上传的扫描件"`
	Items  []MinuteItem   `json:"items" minItems:"1" maxItems:"50"`
}

// MinuteItem is what the meeting decided on one repair.
type MinuteItem struct {
	Task    string `json:"task" minLength:"1" maxLength:"200"`
	Choice  string `json:"choice" minLength:"1" maxLength:"64" doc:"signed、refused、sent_back"`
	Opinion string `json:"opinion,omitempty" maxLength:"5000" doc:"对本件的意见；不填为会议纪要的意见"`
}

// SignByMinute answers several repairs under one minute, which is evidence on each. Each
// file stands for itself: what is refused says why and stays, the others count.
// Permission: as for each decision. Errors: minute.incomplete, date.future,
// minute.not_sign_off, batch.twice, idempotency.reused.
func (s *Service) SignByMinute(ctx context.Context, actor access.Actor, m Minute, key string) ([]BatchResult, error) {
	if p := s.minuteProblem(m); p != nil {
		return nil, p
	}
	paper := Evidence{Kind: "minute", Title: minuteTitle(m), Number: strings.TrimSpace(m.Number), File: m.File}
	b := Batch{Verb: "decide"}
	for _, item := range m.Items {
		b.Items = append(b.Items, BatchItem{
			Task: item.Task, Choice: item.Choice, Evidence: []Evidence{paper},
			Reason: cmp.Or(strings.TrimSpace(item.Opinion), "按"+paper.Title+"（"+paper.Number+"）办理"),
		})
	}
	return s.Batch(ctx, actor, b, key)
}

// minuteTitle names the minute as evidence: what it is, when, and where its scan lies.
func minuteTitle(m Minute) string {
	title := "《" + strings.Trim(strings.TrimSpace(m.Title), "《》") + "》，" + day(m.HeldAt.Time())
	if scan := strings.TrimSpace(m.Scan); scan != "" {
		title += "，扫描件：" + scan
	}
	return title
}

func (s *Service) minuteProblem(m Minute) *models.Problem {
	p := models.Refuse(models.Invalid, "minute.incomplete", "会议纪要填写不全", "须填写会议纪要的文号、名称、日期和扫描件，并选择至少一件。")
	for _, f := range []struct{ field, value string }{{"number", m.Number}, {"title", m.Title}, {"scan", m.Scan + m.File}} {
		if strings.TrimSpace(f.value) == "" {
			p.Where(models.Field{Field: f.field, Message: "必填"})
		}
	}
	if m.HeldAt == 0 {
		p.Where(models.Field{Field: "held_at", Message: "必填"})
	}
	if len(m.Items) == 0 {
		p.Where(models.Field{Field: "items", Message: "请至少选择一件"})
	}
	if len(p.Fields) > 0 {
		return p
	}
	if p := s.happened("held_at", "会议日期", m.HeldAt); p != nil {
		return p
	}
	for _, item := range m.Items {
		if !strings.Contains(item.Task, ".sign_off_") {
			return models.Refuse(models.Invalid, "minute.not_sign_off", "不是签批", "会议纪要只用于信用修复的签批，待办%s不是签批。", item.Task).
				Where(models.Field{Field: "items", Value: item.Task})
		}
	}
	return nil
}
