package web

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"chengxin/api/cases"
)

// Whatever the program writes into a case's trail, its page says in words: nobody reads
// "clocks_stopped" on a page.
func TestTheTrailIsToldInWords(t *testing.T) {
	d := &desk{c: cases.CaseView{}}
	acts, actions := map[string]bool{}, map[string]bool{}
	for _, folder := range []string{"activities", "api/cases", "models/store", "worker"} {
		files, err := filepath.Glob(filepath.Join("..", folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			src, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range regexp.MustCompile(`\.note(?:At\([^,]+, |\()"([a-z_]+)"[,+)]`).FindAllSubmatch(src, -1) {
				acts[string(m[1])] = true
			}
			for _, m := range regexp.MustCompile(`Audit\((?:a\.c|c)\.(?:Case)?Number, "([a-z_]+)"`).FindAllSubmatch(src, -1) {
				actions[string(m[1])] = true
			}
			for _, m := range regexp.MustCompile(`\bverb[A-Z]\w+ +(?:models\.)?\w* *= "([a-z_]+)"`).FindAllSubmatch(src, -1) {
				actions[string(m[1])] = true
			}
		}
	}
	if len(acts) < 30 || len(actions) < 10 {
		t.Fatalf("only %d acts and %d actions were found", len(acts), len(actions))
	}
	for did := range acts {
		if did == "grounds_" { // goes on with a state
			continue
		}
		if line := actLine(d, actDone{Did: did, What: map[string]any{}}); line == did {
			t.Errorf("act %s has no words", did)
		}
	}
	for action := range actions {
		if title := titleOf(d, action, body{}); title == action && action != "load_year" { // of the administrative trail
			t.Errorf("action %s has no words", action)
		}
	}
}
