package timeline

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"chengxin/models"
	"chengxin/models/store"
)

// verify holds the register against what must always be true of it, whatever the story
// was: whole chains, a ledger that adds up, one question a case, nothing public that is
// not on a list.
func (c *City) verify() {
	c.T.Helper()
	db := c.Store.Read(context.Background())
	c.verifyChains(db)
	c.verifyLedger(db)
	c.verifyCases(db)
	c.verifyLists(db)
}

func (c *City) verifyChains(db *gorm.DB) {
	c.T.Helper()
	var heads []models.AuditHead
	c.must(db.Find(&heads).Error)
	for _, h := range heads {
		var entries []models.AuditEntry
		c.must(db.Order("seq").Find(&entries, "chain = ?", h.Chain).Error)
		prev := store.Genesis
		for i, e := range entries {
			if e.Seq != i+1 || e.PrevHash != prev || store.AuditHash(e) != e.Hash {
				c.T.Errorf("chain %s breaks at entry %d", h.Chain, e.Seq)
				return
			}
			prev = e.Hash
		}
		if h.Seq != len(entries) || h.Hash != prev {
			c.T.Errorf("chain %s has %d entries, its head says %d", h.Chain, len(entries), h.Seq)
		}
	}
}

// verifyLedger adds the cycles up again, from entries and repairs alone.
func (c *City) verifyLedger(db *gorm.DB) {
	c.T.Helper()
	var rows []models.Cycle
	c.must(db.Find(&rows).Error)
	for _, row := range rows {
		var entries []models.ScoreEntry
		c.must(db.Find(&entries, "subject_id = ? AND jurisdiction = ? AND cycle = ?", row.SubjectID, row.Jurisdiction, row.Cycle).Error)
		var repaired []string
		c.must(db.Model(&models.Ground{}).Where("state = ?", models.GroundRepaired).Pluck("entry_id", &repaired).Error)
		gone := map[string]bool{}
		for _, id := range repaired {
			gone[id] = true
		}
		for _, e := range entries {
			if e.Reverses != "" {
				gone[e.Reverses] = true
			}
		}
		total, counted := 0, 0
		for _, e := range entries {
			total += e.Points
			if e.Kind != models.Reversal && !gone[e.ID] {
				counted += e.Points
			}
		}
		if total != row.Total || counted != row.Counted {
			c.T.Errorf("ledger of %s in %s adds up to %d (%d counted), the register says %d (%d)",
				row.SubjectID, row.Cycle, total, counted, row.Total, row.Counted)
		}
	}
}

func (c *City) verifyCases(db *gorm.DB) {
	c.T.Helper()
	var all []models.Case
	c.must(db.Find(&all).Error)
	for _, row := range all {
		var open int64
		c.must(db.Model(&models.Task{}).Where("case_number = ? AND closed_at = 0 AND kind = ''", row.Number).Count(&open).Error)
		if open > 1 || open > 0 && !row.Open() {
			c.T.Errorf("%s, closed %v, has %d open tasks", row.Number, !row.Open(), open)
		}
	}
	var refused []models.Command
	c.must(db.Joins("JOIN tasks ON tasks.id = commands.task_id").
		Find(&refused, "commands.status = ? AND tasks.decided_by = ? AND commands.received_at < tasks.closed_at", models.CommandRefused, "system").Error)
	for _, cmd := range refused {
		if strings.Contains(string(cmd.Refusal), "task.already_decided") {
			c.T.Errorf("%s was received before the deadline and lost to it", cmd.ID)
		}
	}
	var waiting []string
	c.must(db.Model(&models.Command{}).Where("status = ?", models.CommandReceived).Pluck("id", &waiting).Error)
	if len(waiting) > 0 && !c.Away {
		c.T.Errorf("commands nobody settled: %v", waiting)
	}
}

// verifyTold looks into the trail of every case whose listing or recognition another case
// ended: it must tell of that case.
func (c *City) verifyTold(db *gorm.DB, number, by string) {
	c.T.Helper()
	table := map[string]string{"number": "listings", "case_number": "recognitions"}[number]
	var rows []struct{ Number, By string }
	c.must(db.Table(table).Select(number + " AS number, " + by + " AS `by`").Where(by + " <> '' AND " + by + " <> " + number).Scan(&rows).Error)
	for _, r := range rows {
		var bodies []string
		c.must(db.Model(&models.AuditEntry{}).Where("chain = ?", r.Number).Pluck("body", &bodies).Error)
		if !strings.Contains(strings.Join(bodies, "\n"), `"by_case":"`+r.By+`"`) {
			c.T.Errorf("the trail of %s does not tell what %s did to it", r.Number, r.By)
		}
	}
}

func (c *City) verifyLists(db *gorm.DB) {
	c.T.Helper()
	for _, q := range []struct{ number, by string }{{"number", "ended_by"}, {"case_number", "reversed_by"}} {
		c.verifyTold(db, q.number, q.by)
	}
	var shown []models.Publication
	c.must(db.Find(&shown, "withdrawn_at = 0").Error)
	for _, p := range shown {
		if l := c.Listing(p.ListingNumber); l.State != models.ListingPublished {
			c.T.Errorf("%s is public and %s", l.Number, l.State)
		}
	}
	var subjects []string
	c.must(db.Model(&models.Listing{}).Where("slot = 'active'").Group("subject_id, family").Having("COUNT(*) > 1").Pluck("subject_id", &subjects).Error)
	if len(subjects) > 0 {
		c.T.Errorf("on two lists of a family at once: %v", subjects)
	}
}
