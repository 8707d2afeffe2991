package engine

import (
	"context"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/test/city"
)

// What happens to a register outside the product: rows put back to an earlier day,
// clocks that passed unseen.

func write(c *city.City, f func(tx *store.Tx) error) {
	c.T.Helper()
	if err := c.Store.Tx(context.Background(), f); err != nil {
		c.T.Fatal(err)
	}
}

// closeBehindItsBack closes a case without its workflow hearing of it.
func closeBehindItsBack(c *city.City, number string) {
	c.T.Helper()
	write(c, func(tx *store.Tx) error {
		err := tx.Model(&models.Task{}).Where("case_number = ?", number).Updates(map[string]any{"closed_at": 1, "next_at": 0}).Error
		if err != nil {
			return err
		}
		return tx.Model(&models.Case{}).Where("number = ?", number).Updates(map[string]any{"closed_at": 1, "version": 2}).Error
	})
}

// setClock moves a task's instants without its workflow hearing of it.
func setClock(c *city.City, task string, at models.Instant) {
	c.T.Helper()
	write(c, func(tx *store.Tx) error {
		return tx.Model(&models.Task{}).Where("id = ?", task).Updates(map[string]any{"due_at": at, "warn_at": 0, "next_at": at}).Error
	})
}

func noticesOf(c *city.City, task, kind string) (n int64) {
	c.T.Helper()
	if err := c.Store.Read(context.Background()).Model(&models.Notice{}).Where("task_id = ? AND kind = ?", task, kind).Count(&n).Error; err != nil {
		c.T.Fatal(err)
	}
	return n
}
