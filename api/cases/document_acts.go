package cases

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// Verbs of what may happen to a document after it was issued.
const (
	verbCorrect = "correct"
	verbServe   = "serve_document"
)

// Who corrects a document, and who records its service.
var (
	correctors = []policy.Role{policy.Approver}
	servers    = []policy.Role{policy.Handler, policy.WindowClerk}
)

// kindCorrection is a notice that corrects another document (更正通知书).
const kindCorrection = "correction"

// stepped are the documents whose service is a step of their process, and moves its
// clocks.
var stepped = map[string][]string{
	"violation": {"recognition_notice", "recognition_decision"}, "listing": {"listing_notice", "listing_decision"}, "breach": {"breach_notice"},
}

func servedByStep(caseKind, document string) bool {
	return slices.Contains(stepped[caseKind], document)
}

// documentAct is a plain transaction about a document.
type documentAct struct {
	tx   *store.Tx
	doc  models.Document
	c    models.Case
	now  models.Instant
	by   access.Actor
	said map[string]any // for the trail
	cmd  *models.Command
}

// onDocument carries out an act on a document once per key, under its case's lock, with
// its entry in the case's trail. The case may be over.
func (s *Service) onDocument(ctx context.Context, actor access.Actor, verb, id, key string, body any, roles []policy.Role, do func(*documentAct) error) error {
	about, _ := json.Marshal(map[string]string{"document": id})
	_, err := s.once(ctx, actor, models.Command{Verb: verb, IdemKey: key, Details: about, BodyHash: hashOf([]any{verb, id, body})}, func(tx *store.Tx, cmd *models.Command) error {
		d, c, err := s.Queries().readableDocument(tx.DB, actor, id)
		if err != nil {
			return err
		}
		if c, err = tx.Case(c.Number); err != nil {
			return err
		}
		if err := tx.Take(&d, "id = ?", id).Error; err != nil { // as it is under the lock
			return err
		}
		if may, err := actor.Reaches(tx.DB, c.OrganizationID, roles...); err != nil || !may {
			return either(err, models.Refuse(models.Forbidden, "document.not_yours", "无权办理",
				"须由%s中的%s办理。", organizationName(tx.DB, c.OrganizationID), roleLabels(roles)))
		}
		a := &documentAct{tx, d, c, s.now(), actor, map[string]any{"command": cmd.ID, "document": d.ID}, cmd}
		if err := do(a); err != nil {
			return err
		}
		cmd.CaseNumber = c.Number
		if written, err := tx.Put(cmd); err != nil || !written {
			return either(err, errRaced)
		}
		return tx.Audit(c.Number, verb, actor.ID, a.now, a.said)
	})
	return err
}

func roleLabels(roles []policy.Role) string {
	labels := make([]string, len(roles))
	for i, r := range roles {
		labels[i] = r.Label()
	}
	return strings.Join(labels, "、")
}

// Correction is a clerical error in a document and what should stand there (更正).
type Correction struct {
	Before string `json:"before"`
	After  string `json:"after"`
	Reason string `json:"reason"`
}

// Correct corrects a clerical error in a document by a notice of its own; the document
// stays as it was issued, and nothing that it decided changes. Permission: the approver
// of the case's department. Errors: document.unknown, document.not_yours,
// correction.not_possible, correction.not_found, correction.same, intake.incomplete.
func (s *Service) Correct(ctx context.Context, actor access.Actor, id string, in Correction, key string) (DocumentFull, error) {
	in.Before, in.After = strings.TrimSpace(in.Before), strings.TrimSpace(in.After)
	err := s.onDocument(ctx, actor, verbCorrect, id, key, in, correctors, func(a *documentAct) error {
		if p := a.correctable(in); p != nil {
			return p
		}
		pack, err := s.Rules.Pack(ctx, a.c.PackHash)
		if err != nil {
			return err
		}
		return a.correct(pack, in)
	})
	if err != nil {
		return DocumentFull{}, err
	}
	return s.Queries().Document(ctx, actor, id)
}

func (a *documentAct) correctable(in Correction) *models.Problem {
	if p := required(map[string]string{"before": in.Before, "after": in.After, "reason": in.Reason}); p != nil {
		return p
	}
	var body models.DocumentBody
	_ = json.Unmarshal(a.doc.Body, &body)
	switch {
	case a.doc.Kind == kindCorrection || len(body.Paragraphs) == 0:
		return models.Refuse(models.Conflict, "correction.not_possible", "不能更正该文书", "更正通知书和原有系统的文书不在此更正，请更正其所针对的文书或者另行作出。")
	case in.Before == in.After:
		return models.Refuse(models.Invalid, "correction.same", "更正前后相同", "更正后的文字与原文相同，没有需要更正的内容。").Where(models.Field{Field: "after", Value: in.After})
	case !slices.ContainsFunc(body.Paragraphs, func(p string) bool { return strings.Contains(p, in.Before) }):
		return models.Refuse(models.Invalid, "correction.not_found", "原文中没有这段文字", "请照文书原文逐字填写需要更正的文字，包括标点。").
			Where(models.Field{Field: "before", Value: in.Before})
	}
	return nil
}

func (a *documentAct) correct(pack *policy.Pack, in Correction) error {
	var original models.DocumentBody
	if err := json.Unmarshal(a.doc.Body, &original); err != nil {
		return err
	}
	issued, err := a.tx.Issue(pack, a.c, store.Draft{
		Kind: kindCorrection, To: original.To, Corrects: a.doc.ID, By: a.by.ID, At: a.now,
		Facts: policy.Facts{Words: map[string]string{
			"原文书日期": a.doc.IssuedAt.Time().Format("2006年1月2日"), "原文号": a.doc.Number, "原文书": a.doc.Title, "原文": in.Before, "更正为": in.After, "理由": in.Reason,
		}},
	})
	if err != nil {
		return err
	}
	issued["corrects"] = a.doc.Number
	a.said["reason"], a.said["before"], a.said["after"] = in.Reason, in.Before, in.After
	a.said["acts"] = []any{map[string]any{"did": "issued", "what": issued}}
	return nil
}

// HowServed says how and when a document was served (送达回证).
type HowServed = store.Service

// DocumentService says how and when a document was served, with what shows it.
type DocumentService struct {
	HowServed
	Evidence []Evidence `json:"evidence,omitempty" maxItems:"20" doc:"送达回证的扫描件、送达过程的照片和录像"`
}

// ServeDocument records the service of a document whose service is no step of its
// process: replies, notices of supplement, repair decisions, corrections. Permission:
// handler or window clerk of the case's department. Errors: document.unknown,
// document.not_yours, document.served, document.by_step, document.to_file, service.*,
// evidence.*, intake.incomplete.
func (s *Service) ServeDocument(ctx context.Context, actor access.Actor, id string, in DocumentService, key string) (DocumentFull, error) {
	err := s.onDocument(ctx, actor, verbServe, id, key, in, servers, func(a *documentAct) error {
		if p := a.servable(in); p != nil {
			return p
		}
		return a.serve(s, in)
	})
	if err != nil {
		return DocumentFull{}, err
	}
	return s.Queries().Document(ctx, actor, id)
}

func (a *documentAct) servable(in DocumentService) *models.Problem {
	var body models.DocumentBody
	_ = json.Unmarshal(a.doc.Body, &body)
	switch {
	case a.doc.ServedAt != 0:
		return models.Refuse(models.Conflict, "document.served", "送达已经登记", "《%s》已于%s送达，不能重复登记。", a.doc.Title, store.When(a.doc.ServedAt))
	case servedByStep(a.c.Kind, a.doc.Kind):
		return models.Refuse(models.Conflict, "document.by_step", "送达是案件的一个环节", "《%s》的送达请在案件的送达环节中办理，期限自送达起算。", a.doc.Title)
	case body.To == "":
		return models.Refuse(models.Conflict, "document.to_file", "该文书仅存卷", "《%s》没有受文对象，无须送达。", a.doc.Title)
	}
	if blank(in.Receipt) && len(in.Evidence) == 0 {
		return required(map[string]string{"receipt": ""})
	}
	return nil
}

// serve records the service with its evidence.
func (a *documentAct) serve(s *Service, in DocumentService) error {
	pack, err := s.Rules.Pack(a.tx.Statement.Context, a.c.PackHash)
	if err != nil {
		return err
	}
	list, err := handIn(a.tx, a.by, in.Evidence, a.c.Number, a.cmd.ID, a.now)
	if err != nil {
		return err
	}
	if len(list) > 0 {
		a.said["evidence"] = list
		if a.cmd.Evidence, err = json.Marshal(list); err != nil {
			return err
		}
	}
	told, err := a.tx.Served(pack, s.Rules.Calendar(), a.c, &a.doc, in.HowServed, a.cmd.Evidence, a.by.ID, a.now)
	if err != nil {
		return err
	}
	a.said["acts"] = []any{map[string]any{"did": "served", "what": told}}
	return s.supplementServed(a.tx, pack, &a.c, a.doc, a.now, a.said)
}
