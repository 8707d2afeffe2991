package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/gin-gonic/gin"

	"chengxin/models"
)

//go:embed templates
var templates embed.FS

// page is a template with its frame; part is its middle alone, for quiet refreshes.
type page struct{ t *template.Template }

// parsePages reads every page: its own file, the frame and the shared pieces.
func parsePages(a *assets, most int64) (map[string]page, error) {
	shared, err := template.New("frame").Funcs(functions(a, most)).ParseFS(templates, "templates/shared/*.html")
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(templates, "templates/*.html")
	if err != nil {
		return nil, err
	}
	pages := map[string]page{}
	for _, name := range names {
		t, err := shared.Clone()
		if err == nil {
			t, err = t.ParseFS(templates, name)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		pages[strings.TrimSuffix(path.Base(name), ".html")] = page{t}
	}
	return pages, nil
}

// show renders a page in its frame. Nothing is sent before all of it is there.
func (s *Site) show(c *gin.Context, status int, name, title string, content any) error {
	return s.write(c, status, name, "frame", view{s.frame(c, title), content})
}

// part renders one piece of a page, for a script that replaces it.
func (s *Site) part(c *gin.Context, name, piece string, content any) error {
	return s.write(c, http.StatusOK, name, piece, content)
}

func (s *Site) write(c *gin.Context, status int, name, piece string, content any) error {
	var out bytes.Buffer
	if err := s.pages[name].t.ExecuteTemplate(&out, piece, content); err != nil {
		return fmt.Errorf("page %s: %w", name, err)
	}
	c.Header("Vary", "HX-Request")
	c.Data(status, "text/html; charset=utf-8", out.Bytes())
	return nil
}

// quiet says that a script asks for a piece of a page.
func quiet(c *gin.Context) bool { return c.GetHeader("HX-Request") == "true" }

// to sends the browser on after a form was taken: a reload repeats nothing.
func to(c *gin.Context, address string) error {
	c.Redirect(http.StatusSeeOther, address)
	return nil
}

// warned sends the browser on with what was refused.
func (s *Site) warned(c *gin.Context, address string, p *models.Problem) error {
	s.Gate.Sessions.Flash(c.Request.Context(), warning+p.Title+"。"+p.Detail)
	return to(c, address)
}

// warning marks a message that tells of a refusal.
const warning = "!"

// told sends the browser on with a message.
func (s *Site) told(c *gin.Context, address, message string, args ...any) error {
	s.Gate.Sessions.Flash(c.Request.Context(), fmt.Sprintf(message, args...))
	return to(c, address)
}
