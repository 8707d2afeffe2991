// Package web is the pages: server-rendered, in Chinese, usable without JavaScript on
// every core path. It decides nothing: commands and queries are in api/cases, rights in
// api/access. Every page action has a file of its own.
package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
)

// Server is what pages are mounted on.
type Server interface {
	// Page registers a route with its rule; what has none is denied.
	Page(method, path string, rule access.Rule, h gin.HandlerFunc)
	// Form registers a route whose form may bring files: its action reads the body.
	Form(path string, rule access.Rule, h gin.HandlerFunc)
	// Legible refuses texts of a form that no action should see.
	Legible(form url.Values) *models.Problem
	// Unhurried gives a request with a file more time than others have.
	Unhurried(c *gin.Context)
	// Refuse answers with what went wrong, through Refused where it is set.
	Refuse(c *gin.Context, err error)
	// Commands are the commands as they are to be carried out just now.
	Commands() *cases.Service
	// Request is the number a person quotes when reporting a fault.
	Request(c *gin.Context) string
}

// Options are what the pages need.
type Options struct {
	Cases   *cases.Service
	Gate    *access.Gate
	Version string
	Trial   bool // every page says 试运行
	// PublicURL is how people outside reach the pages, without a slash at its end; where it
	// is empty codes lead to where their reader was.
	PublicURL string
	// Jobs does what nobody waits for.
	Jobs *cases.JobRunner
	// Mail sends a code to a confirmed address; nil: none is set.
	Mail func(ctx context.Context, address, title, text string) error
}

// Site is the pages. It is safe for concurrent use.
type Site struct {
	Options
	server      Server
	queries     *cases.Queries
	registrar   *cases.Registrar
	assets      *assets
	moments     moments
	publicRules publicRules
	pages       map[string]page
}

// New parses templates and static files. What is wrong with them fails here, not
// before a reader.
func New(o Options) (*Site, error) {
	s := &Site{
		Options: o, queries: o.Cases.Queries(), registrar: &cases.Registrar{Store: o.Cases.Store, Now: o.Cases.Now},
	}
	var err error
	if s.assets, err = loadAssets(); err != nil {
		return nil, err
	}
	s.pages, err = parsePages(s.assets, s.mostFile())
	if s.Jobs != nil {
		s.Jobs.Does(cases.JobExport, s.exportJob)
	}
	return s, err
}

// Mount registers every page.
func (s *Site) Mount(at Server) {
	s.server = at
	at.Page(http.MethodGet, "/static/:sum/*name", access.Anyone(), s.assets.serve)
	for _, r := range slices.Concat(
		s.routes(), s.intakeRoutes(), s.operationRoutes(), s.documentRoutes(),
		s.subjectRoutes(),
		s.viewRoutes(), s.manyRoutes(), s.boardRoutes(), s.exportRoutes(),
		s.signOffRoutes(),
		s.absenceRoutes(), s.peopleRoutes(), s.organizationRoutes(), s.personalRoutes(), s.shopRoutes(), s.statisticsRoutes(), s.calendarRoutes(), s.publicRoutes(), s.ownRoutes(), s.jobRoutes(), s.packRoutes(),
		s.fileRoutes(), s.deliveryRoutes(),
	) {
		if r.method == http.MethodPost && !r.rule.Public {
			at.Form(r.path, r.rule, s.action(r.do))
			continue
		}
		at.Page(r.method, r.path, r.rule, s.action(r.do))
	}
}

// route is one page action and who may take it.
type route struct {
	method, path string
	rule         access.Rule
	do           action
}

// action answers a request, or says why not.
type action func(c *gin.Context) error

func (s *Site) action(do action) gin.HandlerFunc {
	return func(c *gin.Context) {
		secure(c)
		err := s.takeFiles(c)
		if err == nil {
			err = do(c)
		}
		if err != nil {
			s.server.Refuse(c, err)
		}
	}
}

// secure lets a page load nothing but its own files, run nothing inline, and be framed
// by nobody. What it shows is nobody else's to keep.
func secure(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "+
		"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
}

func (s *Site) routes() []route {
	everyone, signedIn := access.Anyone(), access.SignedIn()
	readers, deciders := access.Holders(access.Readers()...), access.Holders(access.Deciders()...)
	return []route{
		{http.MethodGet, "/sign-in", everyone, s.signInPage},
		{http.MethodPost, "/sign-in", everyone, s.signIn},
		{http.MethodPost, "/sign-in/kept", everyone, s.carryOn},
		{http.MethodGet, departPath, access.Passersby(), s.depart},
		{http.MethodGet, ArrivePath, access.Passersby(), s.arrive},
		{http.MethodPost, "/sign-out", everyone, s.signOut},
		{http.MethodGet, "/password", access.BeforeChange(), s.passwordPage},
		{http.MethodPost, "/password", access.BeforeChange(), s.changePassword},

		{http.MethodGet, "/", signedIn, s.home},
		{http.MethodGet, "/search", readers, s.search},
		{http.MethodGet, "/cases", readers, s.caseList},
		{http.MethodGet, "/notices", signedIn, s.notices},
		{http.MethodGet, "/rules", signedIn, s.rules},
		{http.MethodGet, "/rules/:jurisdiction", signedIn, s.rules},

		{http.MethodPost, "/tasks/:id/claim", deciders, s.claim},
		{http.MethodPost, "/tasks/:id/release", deciders, s.release},
		{http.MethodPost, "/tasks/:id/urge", deciders, s.urge},
		{http.MethodPost, "/tasks/:id/return", deciders, s.giveBack},
		{http.MethodPost, "/tasks/:id/decision", deciders, s.decide},
		{http.MethodPost, "/tasks/:id/effects", deciders, s.preview},

		{http.MethodGet, "/intake", deciders, s.intakeMenu},
		{http.MethodPost, "/intake/look", deciders, s.look},
		{http.MethodPost, "/intake/behaviour", deciders, s.behaviour},

		{http.MethodGet, "/cases/:number", readers, s.casePageOf},
		{http.MethodGet, "/cases/:number/trail", readers, s.trail},
		s.recordRoute(),
		{http.MethodPost, "/cases/:number/withdrawal", deciders, s.withdraw},
	}
}

// me is who asks; guarded routes have one.
func me(c *gin.Context) access.Actor { return actor(c.Request.Context()) }

// actor is who asks, or for whom a job works.
func actor(ctx context.Context) access.Actor {
	a, _ := access.From(ctx)
	return a
}

// refused is a refusal among errors.
func refused(err error) (*models.Problem, bool) { return models.AsProblem(err) }
