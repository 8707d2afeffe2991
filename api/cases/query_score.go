package cases

import (
	"context"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// Score is a subject's points by cycle, each line explained (NX-3).
type Score struct {
	Subject SubjectName  `json:"subject"`
	Base    int          `json:"base" doc:"总分"`
	Cycles  []CycleScore `json:"cycles" doc:"新的在前"`
}

// CycleScore is one cycle.
type CycleScore struct {
	Cycle   string      `json:"cycle"`
	Total   int         `json:"total" doc:"累计扣分"`
	Counted int         `json:"counted" doc:"计入名单的扣分：已修复的不再计入"`
	List    string      `json:"list,omitempty" doc:"现有分值对应的名单"`
	Lines   []string    `json:"lines" doc:"逐条说明"`
	Entries []EntryView `json:"entries"`
}

// EntryView is one line of the ledger.
type EntryView struct {
	ID          string         `json:"id"`
	Kind        string         `json:"kind" enum:"deduction,reversal,opening"`
	Points      int            `json:"points"`
	Behaviour   string         `json:"behaviour,omitempty"`
	Case        string         `json:"case"`
	Decision    string         `json:"decision,omitempty" doc:"决定书文号"`
	Recognition string         `json:"recognition,omitempty"`
	Reverses    string         `json:"reverses,omitempty"`
	Repaired    bool           `json:"repaired,omitempty"`
	EffectiveAt models.Instant `json:"effective_at"`
	Note        string         `json:"note,omitempty"`
}

// Score explains a subject's points. Permission: as for the subject. Errors:
// subject.unknown.
func (q *Queries) Score(ctx context.Context, a access.Actor, id string) (Score, error) {
	s, err := q.subject(ctx, a, id, "score")
	if err != nil {
		return Score{}, err
	}
	out := Score{Subject: SubjectName{s.ID, s.Name, s.Kind}, Cycles: []CycleScore{}}
	pack, err := q.packNow(ctx, s.Jurisdiction)
	if err != nil {
		return out, err
	}
	out.Base = pack.Score.Base
	err = q.Store.Snapshot(ctx, func(db *gorm.DB) error {
		out.Cycles, err = cycles(db, s, pack)
		return err
	})
	return out, err
}

func cycles(db *gorm.DB, s models.Subject, pack *policy.Pack) ([]CycleScore, error) {
	out := []CycleScore{}
	var rows []models.Cycle
	if err := db.Order("cycle DESC").Find(&rows, "subject_id = ? AND jurisdiction = ?", s.ID, s.Jurisdiction).Error; err != nil {
		return out, err
	}
	var entries []models.ScoreEntry
	err := db.Order("effective_at, recorded_at, id").Find(&entries, "subject_id = ? AND jurisdiction = ?", s.ID, s.Jurisdiction).Error
	if err != nil {
		return out, err
	}
	l, err := readLedger(db, entries)
	if err != nil {
		return out, err
	}
	for _, row := range rows {
		c := CycleScore{Cycle: row.Cycle, Total: row.Total, Counted: row.Counted, Entries: []EntryView{}}
		var lines []policy.ScoreEntry
		for _, e := range entries {
			if e.Cycle == row.Cycle {
				c.Entries = append(c.Entries, l.view(e))
				lines = append(lines, l.line(e))
			}
		}
		why := pack.ExplainScore(row.Cycle, lines)
		c.List, c.Lines = why.List, why.Lines
		out = append(out, c)
	}
	return out, nil
}

// ledger is what lines of the ledger rest on.
type ledger struct {
	recognitions map[string]models.Recognition
	decisions    map[string]string // case: 文号
	repaired     map[string]bool   // entry
}

func readLedger(db *gorm.DB, entries []models.ScoreEntry) (ledger, error) {
	l := ledger{map[string]models.Recognition{}, map[string]string{}, map[string]bool{}}
	var recs, cases, ids []string
	for _, e := range entries {
		recs, cases, ids = append(recs, e.RecognitionID), append(cases, e.CaseNumber), append(ids, e.ID)
	}
	var rows []models.Recognition
	if err := db.Find(&rows, "id IN ?", recs).Error; err != nil {
		return l, err
	}
	for _, r := range rows {
		l.recognitions[r.ID] = r
	}
	var docs []models.Document
	if err := db.Order("issued_at").Find(&docs, "case_number IN ? AND kind IN ?", cases, decisive).Error; err != nil {
		return l, err
	}
	for _, d := range docs {
		l.decisions[d.CaseNumber] = d.Number
	}
	var repaired []string
	err := db.Model(&models.Ground{}).Where("entry_id IN ? AND state = ?", ids, models.GroundRepaired).Pluck("entry_id", &repaired).Error
	for _, id := range repaired {
		l.repaired[id] = true
	}
	return l, err
}

// decisive are the documents by which points come and go.
var decisive = []string{"recognition_decision", "dispute_reply", "repair_decision"}

func (l ledger) view(e models.ScoreEntry) EntryView {
	return EntryView{
		ID: e.ID, Kind: e.Kind, Points: e.Points, Behaviour: l.recognitions[e.RecognitionID].Behaviour, Case: e.CaseNumber,
		Decision: l.decisions[e.CaseNumber], Recognition: e.RecognitionID, Reverses: e.Reverses, Repaired: l.isRepaired(e),
		EffectiveAt: e.EffectiveAt, Note: e.Note,
	}
}

// line is the entry as the explanation wants it.
func (l ledger) line(e models.ScoreEntry) policy.ScoreEntry {
	rec, known := l.recognitions[e.RecognitionID]
	line := policy.ScoreEntry{
		Behaviour: rec.Behaviour, Points: e.Points, Effective: e.EffectiveAt.Time(), Act: rec.ActAt.Time(),
		Decision: l.decisions[e.CaseNumber], Repaired: l.isRepaired(e),
	}
	if !known || rec.ActAt == 0 {
		line.Act = line.Effective
	}
	if line.Decision == "" {
		line.Decision = e.CaseNumber
	}
	if e.Kind == models.Reversal {
		line.Reversal, line.Points = true, -e.Points
	}
	return line
}

// isRepaired: a repaired entry left the threshold sum, and so did its reversal.
func (l ledger) isRepaired(e models.ScoreEntry) bool {
	return l.repaired[e.ID] || l.repaired[e.Reverses]
}

// packNow is the jurisdiction's pack in force.
func (q *Queries) packNow(ctx context.Context, jurisdiction string) (*policy.Pack, error) {
	service := &Service{Store: q.Store, Rules: q.Rules, Now: q.Now}
	return service.packInForce(&store.Tx{DB: q.db(ctx)}, jurisdiction)
}
