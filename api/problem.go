package api

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"maps"
	"net"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
	mysql "github.com/go-sql-driver/mysql"

	"chengxin/models"
)

// Problem is a refusal as callers see it (RFC 9457). Code is stable; detail says in
// Chinese what is wrong, by which rule, and what to do.
type Problem struct {
	Type     string         `json:"type" example:"/problems/repair-too-early"`
	Title    string         `json:"title"`
	Status   int            `json:"status"`
	Detail   string         `json:"detail"`
	Code     string         `json:"code" example:"repair.too_early"`
	Rule     *models.Rule   `json:"rule,omitempty" doc:"所依据的规则包与条款"`
	Errors   []models.Field `json:"errors,omitempty" doc:"逐项说明"`
	Instance string         `json:"instance,omitempty" doc:"请求编号，报告故障时请提供"`
}

// Error is for logs.
func (p *Problem) Error() string { return p.Code + ": " + p.Detail }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is the problem's own.
func (p *Problem) ContentType(string) string { return problemType }

// GetHeaders tells programs when to try again.
func (p *Problem) GetHeaders() http.Header {
	h := http.Header{}
	if p.Status == http.StatusServiceUnavailable || p.Status == http.StatusTooManyRequests {
		h.Set("Retry-After", "1")
	}
	return h
}

const problemType = "application/problem+json"

var statuses = map[models.Class]int{
	models.Invalid: http.StatusUnprocessableEntity, models.Malformed: http.StatusBadRequest,
	models.Unknown: http.StatusNotFound, models.Forbidden: http.StatusForbidden, models.Conflict: http.StatusConflict,
	models.Unavailable: http.StatusServiceUnavailable, models.Unauthenticated: http.StatusUnauthorized,
	models.TooMany: http.StatusTooManyRequests,
}

// refusal is the one place where an error becomes an answer for programs.
func (s *Server) refusal(ctx context.Context, err error) *Problem {
	p, code := s.judge(ctx, err)
	return shown(ctx, p, code)
}

// judge says what an error means to the caller, and with which status. What no rule
// refused is a fault of ours: the log gets it whole, the caller gets a number to quote.
func (s *Server) judge(ctx context.Context, err error) (*models.Problem, int) {
	p, ours := models.AsProblem(err)
	switch {
	case ours:
	case away(err):
		s.Log.WarnContext(ctx, "unavailable", "request", requestID(ctx), "err", err)
		p = unavailable("database")
	default:
		s.Log.ErrorContext(ctx, "fault", "request", requestID(ctx), "err", err)
		return models.Refuse("", "internal", "系统故障",
			"系统内部故障，未能完成操作。请稍后重试；仍不成功的，请将请求编号告知管理员。"), http.StatusInternalServerError
	}
	var other *status
	if errors.As(err, &other) {
		return p, other.code
	}
	return p, statuses[p.Class]
}

func shown(ctx context.Context, p *models.Problem, status int) *Problem {
	return &Problem{
		Type: "/problems/" + strings.NewReplacer(".", "-", "_", "-").Replace(p.Code), Title: p.Title, Status: status,
		Detail: p.Detail, Code: p.Code, Rule: p.Rule, Errors: p.Fields, Instance: requestID(ctx),
	}
}

func unavailable(what string) *models.Problem {
	return models.Refuse(models.Unavailable, "service."+what+"_away", "服务暂时不可用",
		"系统暂时无法处理请求，没有作出任何更改。请稍后以同一 Idempotency-Key 重试。")
}

// away says that the database could not be asked: nothing was decided, a retry may do.
func away(err error) bool {
	var op *net.OpError
	var my *mysql.MySQLError
	if errors.As(err, &my) { // too many connections, shutting down
		return my.Number == 1040 || my.Number == 1053 || my.Number == 1317 || my.Number == 1203
	}
	for _, known := range []error{
		driver.ErrBadConn, sql.ErrConnDone, mysql.ErrInvalidConn, context.DeadlineExceeded, context.Canceled,
	} {
		if errors.Is(err, known) {
			return true
		}
	}
	return errors.As(err, &op) || strings.Contains(err.Error(), "database is closed")
}

// answer writes a problem outside Huma: as a page where a page was asked for.
func (s *Server) answer(c *gin.Context, err error) {
	c.Abort()
	ctx := c.Request.Context()
	p, code := s.judge(ctx, err)
	if s.PageRefused != nil && !resource(c.Request.URL.Path) {
		s.PageRefused(c, code, p)
		return
	}
	s.write(c.Writer, shown(ctx, p, code))
}

// resource says that an address is for programs.
func resource(path string) bool {
	return strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/public/v1/")
}

// fail answers where not even Gin has been reached.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	s.write(w, s.refusal(r.Context(), err))
}

func (s *Server) write(w http.ResponseWriter, p *Problem) {
	maps.Copy(w.Header(), p.GetHeaders())
	w.Header().Set("Content-Type", problemType)
	w.WriteHeader(p.Status)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(p)
}

func notFound() *models.Problem {
	return models.Refuse(models.Unknown, "request.no_such_address", "没有这个地址", "该地址不存在，请查阅 /docs 所列接口。")
}

func notAllowed() error {
	return &status{http.StatusMethodNotAllowed, models.Refuse(models.Malformed, "request.method_not_allowed", "不支持该方法",
		"该地址不支持此请求方法，请查阅 /docs 所列接口。")}
}
