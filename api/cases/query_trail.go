package cases

import (
	"context"
	"encoding/json"

	"chengxin/api/access"
	"chengxin/models"
)

// TrailEntry is one line of a case's trail (留痕), with what is needed to check its
// hash.
type TrailEntry struct {
	Seq      int             `json:"seq"`
	At       models.Instant  `json:"at"`
	AtMicros int64           `json:"at_micros" doc:"参与摘要计算的时刻，1970年以来的微秒数"`
	Actor    Name            `json:"actor"`
	Action   string          `json:"action"`
	Body     json.RawMessage `json:"body" doc:"参与摘要计算的原文"`
	PrevHash string          `json:"prev_hash"`
	Hash     string          `json:"hash" doc:"SHA-256：链名、序号、微秒、操作人、动作、内容、前项摘要，各以“字节数:”引出，依次相连"`
}

// Trail is one page of a trail, oldest first, with its head.
type Trail struct {
	Chain string       `json:"chain"`
	Head  TrailHead    `json:"head"`
	Items []TrailEntry `json:"items"`
	Next  string       `json:"next,omitempty" doc:"下一页的 cursor；没有则已到末页"`
}

// TrailHead is a chain's last entry, kept apart so that cutting the tail shows.
type TrailHead struct {
	Seq  int    `json:"seq"`
	Hash string `json:"hash"`
}

// Trail gives a case's audit entries. Permission: as for the case. Errors:
// case.unknown, cursor.invalid.
func (q *Queries) Trail(ctx context.Context, a access.Actor, number string, p Page) (Trail, error) {
	out := Trail{Chain: number, Items: []TrailEntry{}}
	db := q.db(ctx)
	if _, err := q.readable(db, a, number); err != nil {
		return out, err
	}
	at, err := p.from(number)
	if err != nil {
		return out, err
	}
	if at == nil {
		at = &cursor{}
	}
	var head models.AuditHead
	if err := db.Limit(1).Find(&head, "chain = ?", number).Error; err != nil {
		return out, err
	}
	out.Head = TrailHead{head.Seq, head.Hash}
	var rows []models.AuditEntry
	if err := db.Order("seq").Limit(p.limit()+1).Find(&rows, "chain = ? AND seq > ?", number, at.At).Error; err != nil {
		return out, err
	}
	rows, more := cut(rows, p.limit())
	var people []string
	for _, e := range rows {
		people = append(people, e.ActorID)
	}
	called, err := userNames(db, people)
	for _, e := range rows {
		out.Items = append(out.Items, TrailEntry{
			e.Seq, e.At, int64(e.At), Name{e.ActorID, called[e.ActorID]}, e.Action, e.Body, e.PrevHash, e.Hash,
		})
	}
	if more {
		out.Next = next(true, models.Instant(rows[len(rows)-1].Seq), number, number)
	}
	return out, err
}
