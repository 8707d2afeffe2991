package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"

	"github.com/libtnb/sqlite"
	"github.com/pressly/goose/v3"

	"chengxin/models/migrations"
)

// OpenReading connects like Open but for reading alone, also while a server works on
// the same register: whoever proves a register must not be able to change it. A SQLite
// file that is missing is refused, not made.
func OpenReading(dsn string) (*Store, error) {
	kind, path, _ := strings.Cut(dsn, ":")
	if kind != "sqlite" {
		return Open(dsn)
	}
	if _, err := os.Stat(path); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("没有登记库文件%s，请核对数据目录", path)
		}
		return nil, err
	}
	q := "file:" + (&url.URL{Path: path}).EscapedPath() + "?mode=ro&_pragma=busy_timeout(10000)&_pragma=query_only(1)"
	r, err := connect(sqlite.Open(q), 4)
	if err != nil {
		return nil, err
	}
	return &Store{write: r, read: r, dialect: goose.DialectSQLite3}, nil
}

// Current refuses a register whose schema is not this program's: reading it would end
// in the middle, or miss what it does not know.
func (s *Store) Current(ctx context.Context) error {
	var have int64
	err := s.Read(ctx).Table("goose_db_version").Select("COALESCE(MAX(version_id), 0)").Scan(&have).Error
	if err != nil {
		return fmt.Errorf("不是城信的登记库，或者尚未建立结构: %w", err)
	}
	files, err := fs.ReadDir(migrations.Files, s.folder())
	if err != nil {
		return err
	}
	var want int64
	for _, f := range files { // numbers may leave gaps
		n, err := goose.NumericComponent(f.Name())
		if err != nil {
			return err
		}
		want = max(want, n)
	}
	if have != want {
		return fmt.Errorf("登记库结构为第%d版，本程序为第%d版，请使用与登记库一致的程序", have, want)
	}
	return nil
}

// folder holds the schema in the register's dialect.
func (s *Store) folder() string {
	if s.dialect == goose.DialectSQLite3 {
		return "sqlite"
	}
	return "mysql"
}
