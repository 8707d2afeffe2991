package year

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// numbers are the pack's: what a behaviour costs, and where lists begin.
type numbers struct {
	points, at map[string]int
}

// readNumbers takes them from the pack's text.
func readNumbers(t testing.TB) numbers {
	t.Helper()
	raw, err := os.ReadFile("../../policy/packs/jining.yaml")
	if err != nil {
		t.Fatal(err)
	}
	n := numbers{map[string]int{}, map[string]int{}}
	for _, m := range regexp.MustCompile(`\{code: ([A-Z]+-\d+),.* points: (\d+)`).FindAllStringSubmatch(string(raw), -1) {
		n.points[m[1]], _ = strconv.Atoi(m[2])
	}
	for _, m := range regexp.MustCompile(`(?m)^  (yellow|black): +\{.* at: (\d+) points`).FindAllStringSubmatch(string(raw), -1) {
		n.at[m[1]], _ = strconv.Atoi(m[2])
	}
	if len(n.points) < 42 || len(n.at) != 2 {
		t.Fatalf("read %d behaviours and %d lists from the pack", len(n.points), len(n.at))
	}
	return n
}

// cost is what a decision takes off: the heaviest charge, or less after a hearing.
func (n numbers) cost(decision record, reported string) (points int) {
	charges := reported
	if c := decision["认定行为"]; c != "" {
		charges = c
	}
	for _, c := range strings.Split(charges, "、") {
		points = max(points, n.points[c])
	}
	for _, given := range []string{decision["扣分"], decision["减轻后扣分"]} {
		if given != "" {
			points, _ = strconv.Atoi(given)
		}
	}
	if to := decision["减轻为"]; to != "" {
		points = n.points[to]
	}
	return points
}
