// Package api is the JSON resources of the product over HTTP: who may call what, what
// is asked and answered, and how a refusal reads. It decides nothing itself: commands
// and queries are in api/cases, rights in api/access.
package api

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
)

// Options are what a server needs.
type Options struct {
	Cases   *cases.Service // commands; its register, rules and clock serve the queries too
	Log     *slog.Logger
	Metrics *prometheus.Registry
	Version string
	// PublicURL is how people outside reach the pages; empty: as whoever asks did.
	PublicURL string
	// Mail sends a message to an address that somebody confirmed; nil: none is set.
	Mail     func(ctx context.Context, address, title, text string) error
	Provider *access.ProviderSettings // of the city's own identity provider; nil: there is none
	Trial    bool                     // pages and documents say 试运行
	Bare     bool                     // health and metrics alone, for a process that only works
	Secure   bool                     // cookies for HTTPS alone
	Proxies  []string                 // addresses whose word about the caller's address is believed
}

// Server answers HTTP requests. It is safe for concurrent use.
type Server struct {
	Options
	Gate   *access.Gate
	Engine *gin.Engine // pages are added here, through Page
	Health *Health
	Jobs   *cases.JobRunner // is to be run by whoever serves
	// PageRefused, where pages set it, writes a refusal as a page: who is not signed in
	// is led to the sign-in, others are told what is wrong.
	PageRefused func(c *gin.Context, status int, p *models.Problem)

	api       huma.API
	described []route // in the order in which they were written
	static    map[string][]byte
	book      access.Book
	uploads   map[string]bool // routes that read a form with files themselves
	metrics   *metrics
	handler   http.Handler
}

// New assembles a server. Health is watched from Server.Health.Watch on.
func New(o Options) (*Server, error) {
	speakChinese()
	gin.SetMode(gin.ReleaseMode)
	if o.Metrics == nil {
		o.Metrics = prometheus.NewRegistry()
	}
	s := &Server{
		Options: o,
		Gate:    access.NewGate(o.Cases.Store, o.Cases.Now, o.Secure),
		Engine:  gin.New(),
		Health:  &Health{Store: o.Cases.Store, Temporal: o.Cases.Reachable, Log: o.Log},
		book:    access.Book{},
		uploads: map[string]bool{},
		static:  map[string][]byte{},
		metrics: newMetrics(o.Metrics),
	}
	if o.Provider != nil {
		s.Gate.Provider = access.NewProvider(*o.Provider, o.Cases.Now, o.Log)
	}
	s.Jobs = cases.NewJobRunner(o.Cases)
	s.Engine.HandleMethodNotAllowed = true
	if err := s.Engine.SetTrustedProxies(o.Proxies); err != nil {
		return nil, err
	}
	s.Engine.Use(s.readable, s.guard)
	s.Engine.NoRoute(func(c *gin.Context) { s.answer(c, notFound()) })
	s.Engine.NoMethod(func(c *gin.Context) { s.answer(c, notAllowed()) })
	s.api = humagin.New(s.Engine, s.config())
	s.routes()
	s.handler = s.chain()
	return s, s.documentation()
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// chain is what every request passes, outermost first: a number and a line in the log,
// a panic turned into an answer, nothing forged across sites, the browser's session.
func (s *Server) chain() http.Handler {
	h := s.Gate.Sessions.Wrap(s.Engine, s.fail)
	return s.observed(s.recovered(s.sameSite(h)))
}

func (s *Server) config() huma.Config {
	c := huma.DefaultConfig("城信 · 城市管理信用监管", s.Version)
	c.CreateHooks = nil // no $schema in answers
	c.OpenAPIPath, c.DocsPath, c.SchemasPath = "", "", ""
	c.RejectUnknownQueryParameters = true
	c.Info.Description = description
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"bearer":  {Type: "http", Scheme: "bearer", Description: "程序使用的令牌"},
		"session": {Type: "apiKey", In: "cookie", Name: "chengxin", Description: "网页登录后的会话"},
	}
	aliases(c.Components.Schemas)
	return c
}

const description = `城市管理信用监管的案件、名单、异议与信用修复。

写操作可带 Idempotency-Key：同一键值的重复提交得到同一结果，内容不同则被拒绝。
列表按 cursor 翻页，每页至多 200 条。时间为 RFC 3339，东八区。
拒绝一律为 application/problem+json，含 code（稳定，英文）、detail（中文）、rule（依据）与 errors（逐项）。`

// routes registers every route with its rule.
func (s *Server) routes() {
	s.operational()
	if s.Bare {
		return
	}
	s.sessionRoutes()
	s.intakeRoutes()
	s.taskRoutes()
	s.deskRoutes()
	s.viewRoutes()
	s.documentRoutes()
	s.evidenceRoutes()
	s.deliveryRoutes()
	s.peopleRoutes()
	s.organizationRoutes()
	s.shopRoutes()
	s.publicRoutes()
	s.caseRoutes()
	s.boardRoutes()
	s.subjectRoutes()
	s.signOffRoutes()
	s.lookRoutes()
	s.ruleRoutes()
	s.calendarRoutes()
	s.packRoutes()
	s.jobRoutes()
}
