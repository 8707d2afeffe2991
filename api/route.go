package api

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"chengxin/api/access"
	"chengxin/models"
)

// route describes one operation: where it is, what it is called, and who may call it.
type route struct {
	method, path  string
	summary, more string
	tag           string
	status        int
	rule          access.Rule
	refuses       []int // besides what every route may answer
	file          bool  // takes a file: the handler reads the body itself
}

// handle registers an operation with its rule. A handler returns what the caller
// sees, or an error that refusal turns into a problem.
func handle[I, O any](s *Server, r route, h func(context.Context, *I) (*O, error)) {
	op := huma.Operation{
		Method: r.method, Path: r.path, Summary: r.summary, Description: r.more, Tags: []string{r.tag},
		OperationID: operationID(r.method, r.path), DefaultStatus: r.status,
		MaxBodyBytes: -1, // readable has bounded the body
		Errors:       append([]int{http.StatusBadRequest, http.StatusServiceUnavailable}, r.refuses...),
	}
	if !r.rule.Public {
		op.Security = []map[string][]string{{"bearer": {}}, {"session": {}}}
		op.Errors = append(op.Errors, http.StatusUnauthorized, http.StatusForbidden)
	}
	s.list(r.method, ginPath(r.path), r.rule)
	s.described = append(s.described, r)
	huma.Register(s.api, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := h(ctx, in)
		if err != nil {
			return nil, s.refusal(ctx, err)
		}
		return out, nil
	})
	if r.file { // told only now: Huma would read the body itself
		s.api.OpenAPI().Paths[r.path].Post.RequestBody = fileBody()
		s.uploads[r.method+" "+ginPath(r.path)] = true
	}
}

func (s *Server) list(method, path string, rule access.Rule) { s.book[method+" "+path] = rule }

// ginPath writes {name} as the router does.
func ginPath(path string) string {
	return strings.NewReplacer("{", ":", "}", "").Replace(path)
}

// operationID names an operation by what it does: post-tasks-id-decision.
func operationID(method, path string) string {
	path = strings.TrimPrefix(strings.TrimPrefix(path, "/api/v1"), "/public/v1")
	id := strings.NewReplacer("{", "", "}", "", "/", "-").Replace(path)
	return strings.ToLower(method) + id
}

// aliases tell the schema how our own types are written.
func aliases(r huma.Registry) {
	r.RegisterTypeAlias(reflect.TypeFor[models.Instant](), reflect.TypeFor[time.Time]())
	r.RegisterTypeAlias(reflect.TypeFor[json.RawMessage](), reflect.TypeFor[any]())
}

// me is the actor of a request; guard has let nobody without one through.
func me(ctx context.Context) access.Actor {
	a, _ := access.From(ctx)
	return a
}
