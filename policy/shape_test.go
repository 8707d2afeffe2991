package policy

import (
	"os"
	"strings"
	"testing"
)

// The guide for whoever writes a pack names every section, step, choice,
// event and term there is.
func TestGuideNamesEverything(t *testing.T) {
	guide, err := os.ReadFile("packs/README.md")
	if err != nil {
		t.Fatal(err)
	}
	words := append([]string{"reason: always", "evidence: always", "insist"}, sections...)
	for _, s := range []shape{violationShape, listingShape, disputeShape, breachShape, repairShape, revocationShape} {
		for _, st := range append(s.steps, signOffShape) {
			words = append(append(append(words, st.key), st.choices...), st.optional...)
		}
	}
	for _, e := range events() {
		words = append(words, string(e))
	}
	words = append(words, termKeys...)
	words = append(words, authorities...)
	for _, w := range words {
		if !strings.Contains(string(guide), w) {
			t.Errorf("the guide does not name %s", w)
		}
	}
}

// Every choice a process acts upon has words, and every step a name and a role.
func TestShapesAreComplete(t *testing.T) {
	for _, s := range []shape{violationShape, listingShape, disputeShape, breachShape, repairShape, revocationShape} {
		steps := s.steps
		if s.chain != nil {
			steps = append(steps[:len(steps):len(steps)], *s.chain)
		}
		for _, st := range steps {
			if st.name == "" || st.role.Label() == "" || len(st.choices) == 0 {
				t.Errorf("%s.%s: %+v", s.key, st.key, st)
			}
			for _, key := range append(st.choices[:len(st.choices):len(st.choices)], st.optional...) {
				if st.standardChoice(key).Label == "" {
					t.Errorf("%s.%s.%s has no words", s.key, st.key, key)
				}
			}
		}
	}
}
