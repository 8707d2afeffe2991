package command

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"chengxin/api/cases"
	"chengxin/models/files"
)

const (
	sweepFilesEvery = time.Hour
	scanTime        = time.Minute
	usualFile       = 50 // MiB
	mostFile        = 1024
)

// evidence opens the folder of evidence files.
func (s *settings) evidence(folder string) (*cases.Files, error) {
	most, err := strconv.ParseInt(cmp.Or(s.EvidenceLimit, strconv.Itoa(usualFile)), 10, 64)
	if err != nil || most < 1 || most > mostFile {
		return nil, usage{fmt.Errorf("单个证据文件的限额“%s”有误，应为1至%d的整数（MB）", s.EvidenceLimit, mostFile)}
	}
	vault, err := files.Open(folder)
	if err != nil {
		return nil, fmt.Errorf("无法使用证据目录：%w", err)
	}
	f := &cases.Files{Vault: vault, Most: most << 20}
	if words := strings.Fields(s.Scanner); len(words) > 0 {
		if _, err := exec.LookPath(words[0]); err != nil {
			return nil, usage{fmt.Errorf("找不到病毒扫描程序：%w", err)}
		}
		f.Scan = scanner(words)
	}
	return f, nil
}

// scanner asks a program about a file, named last on its command line: it ends with 0 for
// a clean file and with 1 for a harmful one, as clamdscan and most others do. Whatever
// else it ends with, the file was not looked at.
func scanner(words []string) func(context.Context, string) (bool, error) {
	return func(ctx context.Context, path string) (clean bool, err error) {
		ctx, cancel := context.WithTimeout(ctx, scanTime)
		defer cancel()
		out, err := exec.CommandContext(ctx, words[0], append(words[1:len(words):len(words)], path)...).CombinedOutput()
		var ended *exec.ExitError
		switch {
		case err == nil:
			return true, nil
		case errors.As(err, &ended) && ended.ExitCode() == 1:
			return false, nil
		}
		return false, fmt.Errorf("%w: %s", err, strings.TrimSpace(string(out)))
	}
}
