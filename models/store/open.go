// Package store keeps the register: one schema on SQLite (embedded) and on MySQL or
// MariaDB (a cluster). It reads no clock; every instant comes from its caller.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"strings"
	"time"

	driver "github.com/go-sql-driver/mysql"
	"github.com/libtnb/sqlite"
	"github.com/pressly/goose/v3"
	"gorm.io/driver/mysql"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"chengxin/models/migrations"
	"chengxin/models/sealing"
)

// Store is the register. Writes go through Tx, reads through Read.
type Store struct {
	// Keys seal and find personal data. Parts that have no business with it run without.
	Keys *sealing.Ring

	write, read *gorm.DB
	dialect     goose.Dialect
}

// Open connects to "sqlite:PATH" or "mysql:DSN" (go-sql-driver's form). It changes
// nothing: Migrate brings the schema up to date.
func Open(dsn string) (*Store, error) {
	kind, rest, _ := strings.Cut(dsn, ":")
	switch kind {
	case "sqlite":
		return openSQLite(rest)
	case "mysql":
		return openMySQL(rest)
	}
	return nil, fmt.Errorf("数据库地址须以 sqlite: 或 mysql: 开头,现为 %q", kind)
}

// openSQLite uses one writing connection, since SQLite has one writer anyway and
// queueing in Go is fairer than busy retries, and a pool that only reads.
func openSQLite(path string) (*Store, error) {
	open := func(conns int, extra string) (*gorm.DB, error) {
		q := "file:" + (&url.URL{Path: path}).EscapedPath() +
			"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=secure_delete(FAST)" + extra
		return connect(sqlite.Open(q), conns)
	}
	w, err := open(1, "&_txlock=immediate")
	if err != nil {
		return nil, err
	}
	r, err := open(4, "&_pragma=query_only(1)")
	if err != nil {
		return nil, err
	}
	return &Store{write: w, read: r, dialect: goose.DialectSQLite3}, nil
}

func openMySQL(dsn string) (*Store, error) {
	cfg, err := driver.ParseDSN(dsn)
	if err != nil {
		return nil, fmt.Errorf("MySQL 地址无法识别: %w", err)
	}
	cfg.Loc, cfg.ParseTime, cfg.ClientFoundRows = time.UTC, false, false // Put trusts the number of rows written
	if cfg.Timeout == 0 {
		cfg.Timeout = 5 * time.Second
	}
	if cfg.Params == nil {
		cfg.Params = map[string]string{}
	}
	cfg.Params["sql_mode"] = "'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'"
	open := func(conns int) (*gorm.DB, error) {
		return connect(mysql.New(mysql.Config{DSNConfig: cfg, DisableWithReturning: true}), conns)
	}
	w, err := open(32)
	if err != nil {
		return nil, err
	}
	// Reads have a pool of their own: a transaction that reads a pack on the side must
	// not wait for a connection that only other such transactions could give back.
	r, err := open(16)
	if err != nil {
		return nil, err
	}
	return &Store{write: w, read: r, dialect: goose.DialectMySQL}, nil
}

func connect(d gorm.Dialector, conns int) (*gorm.DB, error) {
	db, err := gorm.Open(d, &gorm.Config{
		Logger:                 logger.Discard,
		SkipDefaultTransaction: true,
		TranslateError:         true,
		NowFunc:                func() time.Time { return time.Time{} }, // the store has no clock
	})
	if err != nil {
		return nil, err
	}
	pool, err := db.DB()
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(conns)
	pool.SetMaxIdleConns(conns)
	return db, nil
}

// Close ends all connections.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*gorm.DB{s.write, s.read} {
		if pool, err := db.DB(); err == nil {
			errs = append(errs, pool.Close())
		}
	}
	return errors.Join(errs...)
}

// Ping says whether the register answers.
func (s *Store) Ping(ctx context.Context) error {
	pool, err := s.write.DB()
	if err != nil {
		return err
	}
	return pool.PingContext(ctx)
}

// ErrNewer is returned for a register written by a later version of the product.
var ErrNewer = errors.New("数据由更新版本的城信写成,请使用不低于该版本的程序打开")

// Migrate brings the schema up to date, and refuses one that is ahead of this program.
func (s *Store) Migrate(ctx context.Context) error {
	pool, err := s.write.DB()
	if err != nil {
		return err
	}
	files, err := fs.Sub(migrations.Files, s.folder())
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(s.dialect, pool, files)
	if err != nil {
		return err
	}
	have, want, err := p.GetVersions(ctx)
	if err != nil {
		return err
	}
	if have > want {
		return fmt.Errorf("%w (数据版本 %d,程序版本 %d)", ErrNewer, have, want)
	}
	_, err = p.Up(ctx)
	return err
}

// Read gives a handle for queries outside any transaction.
func (s *Store) Read(ctx context.Context) *gorm.DB { return s.read.WithContext(ctx) }

// Snapshot runs queries that must agree with one another.
func (s *Store) Snapshot(ctx context.Context, f func(db *gorm.DB) error) error {
	return s.read.WithContext(ctx).Transaction(f, &sql.TxOptions{Isolation: s.isolation(sql.LevelRepeatableRead), ReadOnly: s.dialect == goose.DialectMySQL})
}

func (s *Store) isolation(l sql.IsolationLevel) sql.IsolationLevel {
	if s.dialect == goose.DialectSQLite3 {
		return sql.LevelDefault // serializable already, and the driver knows no other
	}
	return l
}
