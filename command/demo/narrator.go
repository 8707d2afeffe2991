package demo

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// narrator tells the reader what happens and by which rule, and keeps count of what
// was expected and what came.
type narrator struct {
	w        io.Writer
	began    time.Time
	chapters int // in all
	chapter  int
	decided  int // decisions that counted
	held     int
	broken   []string
}

// title opens the next chapter and shows how far the story has come.
func (n *narrator) title(text string) {
	n.chapter++
	fmt.Fprintf(n.w, "\n【%d/%d】%s（已用%s）\n", n.chapter, n.chapters, text, n.elapsed())
}

func (n *narrator) elapsed() string { return fmt.Sprintf("%d秒", int(time.Since(n.began).Seconds())) }

// say tells one thing that happened.
func (n *narrator) say(format string, args ...any) { fmt.Fprintf(n.w, "  ▸ "+format+"\n", args...) }

// note adds what explains it: an article, a deadline, a document.
func (n *narrator) note(format string, args ...any) { fmt.Fprintf(n.w, "      "+format+"\n", args...) }

// expect counts an expectation and shows whether it held. What came instead is told
// only where it did not.
func (n *narrator) expect(ok bool, got any, format string, args ...any) bool {
	what := fmt.Sprintf(format, args...)
	if ok {
		n.held++
		fmt.Fprintf(n.w, "    ✓ %s\n", what)
		return true
	}
	n.broken = append(n.broken, what)
	fmt.Fprintf(n.w, "    ✗ %s\n      实际：%v\n", what, got)
	return false
}

// close sums up.
func (n *narrator) close() error {
	fmt.Fprintf(n.w, "\n办理决定%d项，核对%d项，用时%s。", n.decided, n.held+len(n.broken), n.elapsed())
	if len(n.broken) == 0 {
		fmt.Fprintln(n.w, "全部符合。")
		return nil
	}
	fmt.Fprintln(n.w)
	return fmt.Errorf("有%d项不符：%s", len(n.broken), strings.Join(n.broken, "；"))
}
