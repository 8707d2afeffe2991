package api

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"chengxin/api/access"
)

//go:embed docs.html
var docsPage string

//go:embed docs.css
var docsStyle []byte

// documentation registers the specification and a page that renders it. Nothing of it
// comes from elsewhere, and nothing runs in the reader's browser.
func (s *Server) documentation() error {
	s.page("/openapi.json", "application/json", nil)
	s.page("/docs", "text/html; charset=utf-8", nil)
	spec, err := json.Marshal(s.api.OpenAPI())
	if err != nil {
		return err
	}
	var page bytes.Buffer
	t, err := template.New("docs").Parse(docsPage)
	if err != nil {
		return err
	}
	if err := t.Execute(&page, s.chapters()); err != nil {
		return err
	}
	s.static["/openapi.json"], s.static["/docs"] = spec, page.Bytes()
	s.page("/docs.css", "text/css; charset=utf-8", docsStyle)
	return nil
}

// page serves bytes that are made once, at the start.
func (s *Server) page(path, contentType string, content []byte) {
	s.static[path] = content
	s.Page(http.MethodGet, path, access.Anyone(), func(c *gin.Context) {
		c.Header("Content-Security-Policy", "default-src 'none'; style-src 'self'; frame-ancestors 'none'")
		c.Header("Cache-Control", "no-cache")
		c.Data(http.StatusOK, contentType, s.static[path])
	})
}

// manual is what the page shows.
type manual struct {
	Title, Version string
	About          []string
	Chapters       []chapter
	Shapes         []shape
}

type chapter struct {
	Name    string
	Entries []entry
}

type entry struct {
	Method, Path, Summary, About, Who string
	Params                            []part
	Body                              string // name of a shape
	Media                             string // a body that is none: application/yaml
	Answers                           []answer
}

type answer struct{ Code, Shape string }

type shape struct {
	Name   string
	Fields []part
}

type part struct {
	Name, Where, Type, About string
	Required                 bool
}

// chapters gathers the specification by tag, in the order in which it was written.
func (s *Server) chapters() manual {
	spec := s.api.OpenAPI()
	m := manual{Title: spec.Info.Title, Version: spec.Info.Version, About: strings.Split(spec.Info.Description, "\n")}
	place := map[string]int{}
	for _, r := range s.described {
		op, tag := operation(spec.Paths[r.path], r.method), r.tag
		if _, ok := place[tag]; !ok {
			place[tag] = len(m.Chapters)
			m.Chapters = append(m.Chapters, chapter{Name: tag})
		}
		c := &m.Chapters[place[tag]]
		c.Entries = append(c.Entries, s.entry(op))
	}
	schemas := spec.Components.Schemas.Map()
	for _, name := range sorted(schemas) {
		m.Shapes = append(m.Shapes, shape{name, fields(schemas[name])})
	}
	return m
}

func operation(at *huma.PathItem, method string) *huma.Operation {
	return map[string]*huma.Operation{http.MethodGet: at.Get, http.MethodPost: at.Post, http.MethodDelete: at.Delete}[method]
}

func (s *Server) entry(op *huma.Operation) entry {
	e := entry{Method: op.Method, Path: op.Path, Summary: op.Summary, About: op.Description, Who: s.who(op)}
	for _, p := range op.Parameters {
		e.Params = append(e.Params, part{p.Name, p.In, typeName(p.Schema), p.Description, p.Required})
	}
	if op.RequestBody != nil {
		for kind, media := range op.RequestBody.Content {
			if media.Schema.Ref == "" {
				e.Media = kind
				continue
			}
			e.Body = typeName(media.Schema)
		}
	}
	for _, code := range sorted(op.Responses) {
		a := answer{Code: code}
		for _, media := range op.Responses[code].Content {
			a.Shape = typeName(media.Schema)
		}
		e.Answers = append(e.Answers, a)
	}
	return e
}

// who says in words who may call an operation.
func (s *Server) who(op *huma.Operation) string {
	rule := s.book[op.Method+" "+ginPath(op.Path)]
	switch {
	case rule.Public:
		return "任何人"
	case len(rule.Roles) == 0:
		return "已登录的人"
	}
	labels := make([]string, len(rule.Roles))
	for i, r := range rule.Roles {
		labels[i] = r.Label()
	}
	return strings.Join(labels, "、")
}

func fields(of *huma.Schema) (out []part) {
	for _, name := range sorted(of.Properties) {
		p := of.Properties[name]
		out = append(out, part{name, "", typeName(p), p.Description, slices.Contains(of.Required, name)})
	}
	return out
}

// typeName says what a value is: a shape's name, a type, a choice.
func typeName(of *huma.Schema) string {
	switch {
	case of == nil:
		return ""
	case of.Ref != "":
		return of.Ref[strings.LastIndex(of.Ref, "/")+1:]
	case of.Type == huma.TypeArray:
		return typeName(of.Items) + "[]"
	case len(of.Enum) > 0:
		words := make([]string, len(of.Enum))
		for i, v := range of.Enum {
			words[i], _ = v.(string)
		}
		return strings.Join(words, " | ")
	case of.Format != "":
		return of.Format
	}
	return of.Type
}

func sorted[V any](m map[string]V) (keys []string) {
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
