package timeline

import (
	"context"
	"maps"
	"slices"
	"testing"
	"time"

	"chengxin/models"
	"chengxin/workflows/contract"
)

// At lets the city's time pass up to a moment in Beijing, "2026-09-24 10:00" or with
// seconds. Everything that clocks call for on the way happens at its own instant, in
// order, across all cases.
func (c *City) At(moment string) *City {
	c.T.Helper()
	to := instant(c.T, moment)
	if to.Before(c.now) {
		c.T.Fatalf("%s is over: it is %s", moment, c.now.Format(time.DateTime))
	}
	c.deliver()
	for {
		next := c.next(to)
		c.pass(next)
		c.deliver()
		if next.Equal(to) {
			return c
		}
	}
}

// Clock is the city's present moment as the register keeps it.
func (c *City) Clock() models.Instant { return models.At(c.now) }

// next is the first instant up to a limit at which some case's clock or the relay has
// something to do.
func (c *City) next(limit time.Time) time.Time {
	c.T.Helper()
	at := models.At(limit)
	now := c.Clock()
	for _, q := range []struct {
		model  any
		column string
		where  string
	}{
		{&models.Task{}, "next_at", "closed_at = 0"},
		{&models.Outbox{}, "next_try_at", "sent_at = 0"},
		{&models.Command{}, "next_try_at", "status = 'received'"},
	} {
		var first models.Instant
		err := c.Store.Read(context.Background()).Model(q.model).Where(q.where+" AND "+q.column+" > ?", now).
			Select("COALESCE(MIN(" + q.column + "), 0)").Scan(&first).Error
		c.must(err)
		if first != 0 && first < at {
			at = first
		}
	}
	return at.Time()
}

// pass moves every case to an instant. Where runs do not outlive a step, those whose
// clock is due are started for it.
func (c *City) pass(to time.Time) {
	c.now = to
	for _, number := range slices.Sorted(maps.Keys(c.runs)) {
		if r := c.runs[number]; r != nil {
			c.order(r, r.goTo(to))
		}
	}
	if !c.Restarts || c.Away {
		return
	}
	var due []models.Task
	c.must(c.Store.Read(context.Background()).Order("next_at, id").
		Find(&due, "closed_at = 0 AND next_at > 0 AND next_at <= ?", models.At(to)).Error)
	for _, t := range due {
		if !c.lost[t.CaseNumber] {
			continue // never started: that is the relay's to do
		}
		c.wakeUp(contract.Case{Number: t.CaseNumber, Kind: contract.Kind(c.Case(t.CaseNumber).Kind)})
		c.rest()
	}
}

// deliver lets the relay send what is due, and what follows from that.
func (c *City) deliver() {
	for range 20 {
		var due int64
		now := c.Clock()
		db := c.Store.Read(context.Background())
		c.must(db.Model(&models.Outbox{}).Where("sent_at = 0 AND next_try_at <= ?", now).Count(&due).Error)
		var commands int64
		c.must(db.Model(&models.Command{}).Where("status = 'received' AND next_try_at <= ?", now).Count(&commands).Error)
		if due+commands == 0 {
			return
		}
		if err := c.Relay.Once(context.Background()); err != nil && !c.Away {
			c.T.Errorf("relay: %v", err)
		}
	}
}

// instant reads a moment in Beijing.
func instant(t testing.TB, moment string) time.Time {
	t.Helper()
	for _, layout := range []string{time.DateTime, "2006-01-02 15:04"} {
		if at, err := time.ParseInLocation(layout, moment, models.Beijing); err == nil {
			return at
		}
	}
	t.Fatalf("%q is no moment", moment)
	return time.Time{}
}

// Instant is a moment in Beijing as the register keeps it.
func Instant(t testing.TB, moment string) models.Instant { return models.At(instant(t, moment)) }
