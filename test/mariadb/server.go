package mariadb

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"
)

const startTimeout = time.Minute

var errNotInstalled = errors.New("mariadbd is not installed")

// shared starts the process's server at the first test that asks.
var shared = sync.OnceValues(start)

// server is a running mariadbd with a data folder of its own, reachable by
// socket file only.
type server struct {
	socket string
	// Closing the pipe is what ends the server; it is held here so that the
	// end of this process, however it comes, and nothing else closes it.
	alive io.WriteCloser
}

// reaper runs the server and waits for the end of its own input, which comes
// with the end of the test process even when that is killed. Go runs nothing at
// that moment, so a shell kills the server and clears the folder.
const reaper = `
trap "" INT TERM HUP
folder=$1; shift
"$@" >"$folder/log" 2>&1 &
read -r _
kill -9 $!
wait $!
rm -rf "$folder"
`

// newFolder makes a data folder with an empty server in it.
func newFolder(install string) (string, error) {
	folder, err := os.MkdirTemp("", "chengxin-mariadb-")
	if err != nil {
		return "", fmt.Errorf("folder for mariadb: %w", err)
	}
	out, err := exec.Command(install, append(settings(folder), "--auth-root-authentication-method=normal", "--skip-test-db")...).CombinedOutput()
	if err != nil {
		_ = os.RemoveAll(folder)
		return "", fmt.Errorf("create mariadb's data folder: %w\n%s", err, out)
	}
	return folder, nil
}

func start() (*server, error) {
	daemon, err := find("mariadbd")
	if err != nil {
		return nil, err
	}
	install, err := find("mariadb-install-db")
	if err != nil {
		return nil, err
	}
	folder, err := newFolder(install)
	if err != nil { // 10.11 was seen to crash (signal 11) while it sets up its own tables
		folder, err = newFolder(install)
	}
	if err != nil {
		return nil, err
	}
	settings := settings(folder)
	s := &server{socket: filepath.Join(folder, "socket")}
	args := append([]string{"-c", reaper, "sh", folder, daemon}, settings...)
	args = append(args, "--socket="+s.socket, "--pid-file="+filepath.Join(folder, "pid"))
	cmd := exec.Command("sh", args...)
	if s.alive, err = cmd.StdinPipe(); err != nil {
		return nil, fmt.Errorf("start mariadb: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start mariadb: %w", err)
	}
	if err := s.await(); err != nil {
		log, _ := os.ReadFile(filepath.Join(folder, "log"))
		_ = s.alive.Close()
		return nil, fmt.Errorf("%w\n%s", err, log)
	}
	return s, nil
}

// settings make the server private, small and fast; nothing in it outlives the
// tests, so nothing waits for the disk.
func settings(folder string) []string {
	args := []string{
		"--no-defaults",
		"--datadir=" + filepath.Join(folder, "data"),
		"--skip-networking",
		"--skip-name-resolve",
		"--skip-grant-tables",
		"--skip-log-bin",
		"--character-set-server=utf8mb4",
		"--default-time-zone=+00:00",
		"--max-connections=400",
		// A test that left a transaction open would stop the next DDL for a day.
		"--lock-wait-timeout=30",
		"--innodb-flush-log-at-trx-commit=0",
		"--innodb-log-file-size=16M",
		"--innodb-buffer-pool-size=64M",
		// Asynchronous disk access is refused in many containers.
		"--innodb-use-native-aio=0",
	}
	if os.Getuid() == 0 {
		args = append(args, "--user=root")
	}
	return args
}

func (s *server) await() error {
	deadline := time.Now().Add(startTimeout)
	for {
		err := s.exec("SELECT 1")
		if err == nil {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("mariadb did not answer: %w", err)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// find also looks where Debian puts daemons, which is not on everyone's path.
func find(program string) (string, error) {
	for _, name := range []string{program, "/usr/sbin/" + program} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("%w: no %s", errNotInstalled, program)
}
