package mariadb

import (
	"database/sql"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

func TestEachTestHasADatabaseOfItsOwn(t *testing.T) {
	for _, dsn := range []string{DSN(t), DSN(t)} {
		db, err := sql.Open("mysql", dsn)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		if _, err := db.Exec("CREATE TABLE subjects (name VARCHAR(100))"); err != nil {
			t.Fatal(err)
		}
		var name string
		if _, err := db.Exec("INSERT INTO subjects VALUES (?)", "济宁𠮷建筑有限公司"); err != nil {
			t.Fatal(err)
		}
		if err := db.QueryRow("SELECT name FROM subjects").Scan(&name); err != nil || name != "济宁𠮷建筑有限公司" {
			t.Errorf("read back %q, %v", name, err)
		}
	}
}

// The server must not outlive a test process that was killed.
func TestServerEndsWithItsProcess(t *testing.T) {
	const helper = "CHENGXIN_TEST_MARIADB_HELPER"
	dsn := DSN(t)
	if os.Getenv(helper) == "1" {
		_, _ = os.Stdout.WriteString("dsn=" + dsn + "\n")
		time.Sleep(time.Minute)
		return
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestServerEndsWithItsProcess$")
	cmd.Env = append(os.Environ(), helper+"=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line := make([]byte, 200)
	n, _ := out.Read(line)
	_, rest, ok := strings.Cut(string(line[:n]), "root@unix(")
	socket, _, _ := strings.Cut(rest, ")")
	if !ok || !exists(socket) {
		t.Fatalf("no running server in %q", line[:n])
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	for deadline := time.Now().Add(30 * time.Second); exists(socket); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the server's folder is still there")
		}
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
