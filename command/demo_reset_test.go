package command

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A demonstration begins anew with what was there put aside; while the server runs, and of
// what is no demonstration, nothing is touched.
func TestADemonstrationBeginsAnew(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	out := &screen{}
	now := time.Date(2026, 11, 28, 9, 0, 0, 0, time.Local)
	if err := putAside(data, now, out); err == nil || !strings.Contains(err.Error(), "没有数据目录") {
		t.Errorf("nothing there: %v", err)
	}
	if err := os.MkdirAll(data, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := putAside(data, now, out); err == nil || !strings.Contains(err.Error(), "demo-users.json") {
		t.Errorf("no demonstration: %v", err)
	}
	_, stop := running(t, data)
	if err := putAside(data, now, out); err == nil || !strings.Contains(err.Error(), "正由另一个城信进程使用") {
		t.Errorf("while it runs: %v", err)
	}
	stop()
	if err := putAside(data, now, out); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(data); !os.IsNotExist(err) {
		t.Errorf("still there: %v", err)
	}
	if _, err := os.Stat(filepath.Join(data+".before-20261128-090000", "chengxin.db")); err != nil {
		t.Error(err)
	}
	address, stop := running(t, data)
	defer stop()
	if address == "" {
		t.Error("does not start anew")
	}
}
