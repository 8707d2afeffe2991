// Package mariadb gives tests a real database: a private MariaDB server for the
// test process, and in it a fresh database for each test.
//
// MariaDB stands in for production's MySQL because it can be installed wherever
// tests run; the SQL of the project stays within what both speak.
package mariadb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
)

// requireEnv turns the skip into a failure where MariaDB is promised, as in
// continuous integration: a suite that silently skips its database proves
// nothing.
const requireEnv = "CHENGXIN_TEST_REQUIRE_MARIADB"

var databases atomic.Int64

// DSN returns the address of a new, empty utf8mb4 database in the form of
// go-sql-driver/mysql. The database is dropped when the test ends; the server
// lives until the test process does. The user may do everything.
//
// Without mariadbd on this machine the test is skipped, or fails when
// CHENGXIN_TEST_REQUIRE_MARIADB is 1.
func DSN(tb testing.TB) string {
	tb.Helper()
	s, err := shared()
	if errors.Is(err, errNotInstalled) && os.Getenv(requireEnv) != "1" {
		tb.Skipf("%v (scripts/setup-test.sh installs it)", err)
	}
	if err != nil {
		tb.Fatal(err)
	}
	name := fmt.Sprintf("test_%d", databases.Add(1))
	if err := s.exec("CREATE DATABASE " + name + " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.exec("DROP DATABASE " + name); err != nil {
			tb.Errorf("drop test database: %v", err)
		}
	})
	return s.dsn(name)
}

func (s *server) dsn(database string) string {
	cfg := mysql.NewConfig()
	cfg.User, cfg.Net, cfg.Addr, cfg.DBName = "root", "unix", s.socket, database
	return cfg.FormatDSN()
}

// exec runs one statement outside any test's database.
func (s *server) exec(statement string) (err error) {
	db, err := sql.Open("mysql", s.dsn(""))
	if err != nil {
		return fmt.Errorf("%s: %w", statement, err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if _, err := db.ExecContext(ctx, statement); err != nil {
		return fmt.Errorf("%s: %w", statement, err)
	}
	return nil
}
