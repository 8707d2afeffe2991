package store

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"time"

	driver "github.com/go-sql-driver/mysql"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"chengxin/models"
)

// Tx is one transaction on the register.
type Tx struct{ *gorm.DB }

// Tx runs f in one transaction, and again from the start where the database chose it
// as a deadlock's victim: f must have no effect outside the transaction.
func (s *Store) Tx(ctx context.Context, f func(tx *Tx) error) error {
	if err := refusesToWrite(ctx); err != nil {
		return err
	}
	for try := 0; ; try++ {
		err := s.write.WithContext(ctx).Transaction(func(db *gorm.DB) error {
			return f(&Tx{db})
		}, &sql.TxOptions{Isolation: s.isolation(sql.LevelReadCommitted)})
		if err == nil || try == 9 || !victim(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(1+rand.IntN(10<<min(try, 5))) * time.Millisecond):
		}
	}
}

// victim says the database gave up this transaction in favour of another: deadlock
// (1213) or lock wait time-out (1205).
func victim(err error) bool {
	var my *driver.MySQLError
	return errors.As(err, &my) && (my.Number == 1213 || my.Number == 1205)
}

// ErrBroken marks what would break a promise of the register, whoever tries it.
var ErrBroken = errors.New("register: promise would be broken")

// Permanent says that no retry mends an error: a row that is not there, a key that is
// taken, a value too long or out of range.
func Permanent(err error) bool {
	var my *driver.MySQLError
	if errors.As(err, &my) {
		switch my.Number {
		case 1264, 1366, 1406: // out of range, not the column's text, too long
			return true
		}
	}
	return errors.Is(err, ErrBroken) || Missing(err) || Duplicate(err)
}

// Locked reads with a row lock held to the end of the transaction.
func (tx *Tx) Locked() *gorm.DB { return tx.Clauses(clause.Locking{Strength: "UPDATE"}) }

// Missing says the error is "no such row".
func Missing(err error) bool { return errors.Is(err, gorm.ErrRecordNotFound) }

// Duplicate says a unique key refused the row.
func Duplicate(err error) bool { return errors.Is(err, gorm.ErrDuplicatedKey) }

// Case locks a case's row.
func (tx *Tx) Case(number string) (c models.Case, err error) {
	err = tx.Locked().Take(&c, "number = ?", number).Error
	return c, err
}

// Command locks a command's row.
func (tx *Tx) Command(id string) (c models.Command, err error) {
	err = tx.Locked().Take(&c, "id = ?", id).Error
	return c, err
}

// Next gives the next number of a series, without gaps: the row stays locked until
// the transaction ends.
func (tx *Tx) Next(series string) (int, error) {
	c, err := tx.series(series)
	if err != nil {
		return 0, err
	}
	c.Last++
	return c.Last, tx.Save(&c).Error
}

// Turn waits for whoever else numbers in a series, and has others wait.
func (tx *Tx) Turn(series string) error {
	_, err := tx.series(series)
	return err
}

// series locks a series, so that whoever numbers in it takes turns.
func (tx *Tx) series(key string) (c models.Counter, err error) {
	if err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&models.Counter{Key: key}).Error; err != nil {
		return c, err
	}
	err = tx.Locked().Take(&c, "`key` = ?", key).Error
	return c, err
}

// Put inserts a row unless its key is there already: writing twice changes nothing.
func (tx *Tx) Put(row any) (written bool, err error) {
	r := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(row)
	return r.RowsAffected > 0, r.Error
}
