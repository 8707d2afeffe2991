package web

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"chengxin/api/cases"
)

// ruleBook is a jurisdiction's rules in words.
type ruleBook struct {
	cases.Policy
	Chapters []chapter
	Others   []string // the reader's other jurisdictions
	Keeps    bool     // the reader keeps rules
}

type chapter struct {
	Title string
	Lines []string
}

// rules shows the rules in force, of the jurisdiction in the address or of the reader's
// first.
func (s *Site) rules(c *gin.Context) error {
	own, key := held(c), c.Param("jurisdiction")
	if key == "" && len(own) == 0 {
		return s.show(c, http.StatusOK, "rules", "认定标准", ruleBook{})
	}
	if key == "" {
		key = own[0]
	}
	p, err := s.queries.Policy(c.Request.Context(), key, c.Query("version"))
	if err != nil {
		return err
	}
	v := ruleBook{Policy: p, Chapters: chapters(p.Words), Keeps: me(c).Holds(cases.PackKeepers()...)}
	for _, j := range own {
		if j != key {
			v.Others = append(v.Others, j)
		}
	}
	return s.show(c, http.StatusOK, "rules", "认定标准", v)
}

// held are the jurisdictions in which the reader holds anything.
func held(c *gin.Context) (keys []string) {
	seen := map[string]bool{}
	for _, g := range me(c).Grants {
		key, _, _ := strings.Cut(g.Organization, "/")
		if !seen[key] {
			keys = append(keys, key)
		}
		seen[key] = true
	}
	return keys
}

// chapters takes the words apart: a chapter begins with its number and ends with an
// empty line.
func chapters(words string) (out []chapter) {
	for _, block := range strings.Split(words, "\n\n") {
		title, rest, _ := strings.Cut(strings.TrimSpace(block), "\n")
		ch := chapter{Title: title}
		for _, line := range strings.Split(rest, "\n") {
			if _, text, numbered := strings.Cut(line, ". "); numbered {
				line = text
			}
			if line != "" {
				ch.Lines = append(ch.Lines, line)
			}
		}
		out = append(out, ch)
	}
	return out
}
