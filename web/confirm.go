package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"chengxin/api/cases"
)

// confirmation asks once more before what cannot be undone.
type confirmation struct {
	Number, Step, Label string
	Warning             string
	Effects             []cases.Effect
	Said                []pair // what was filled in
	Action              string
	Sent                []pair // the form, to be sent again
}

func (s *Site) confirm(c *gin.Context, d *desk, t cases.TaskView, label string, f form, in url.Values, dec cases.Decision) error {
	effects, err := s.queries.Effects(c.Request.Context(), d.actor, t.ID, dec.Choice, dec.Details)
	if err != nil {
		return err
	}
	v := confirmation{
		Number: d.c.Number, Step: t.Name, Label: label, Action: f.Action, Effects: effects, Said: f.said(), Sent: sent(in),
		Warning: consequenceOf(d.c.Kind, t.Step, dec.Choice),
	}
	return s.show(c, http.StatusOK, "confirm", "请确认", v)
}

// said is what was filled in, by label.
func (f form) said() (out []pair) {
	for _, g := range f.Groups {
		for _, fd := range g.Fields {
			if fd.Kind == "hidden" || fd.Value == "" {
				continue
			}
			value := fd.Value
			for _, o := range fd.Options {
				if o.Value == fd.Value {
					value = o.Label
				}
			}
			if fd.Kind == "file" {
				value = fd.Said
			}
			if fd.Kind == "datetime" {
				value = strings.Replace(value, "T", " ", 1)
			}
			out = append(out, pair{fd.Label, value})
		}
	}
	return out
}

// sent is a form as hidden fields, in a steady order.
func sent(in url.Values) (out []pair) {
	for name, values := range in {
		for _, v := range values {
			if v != "" && name != "confirmed" && name != "revise" && name != restored {
				out = append(out, pair{name, v})
			}
		}
	}
	slices.SortFunc(out, func(a, b pair) int { return strings.Compare(a.Name, b.Name) })
	return out
}
