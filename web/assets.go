package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/gin-gonic/gin"
)

//go:embed static
var static embed.FS

// assets are the static files, addressed by the checksum of their content, so that a
// browser may keep them for good. The pages' own stylesheets are one to it.
type assets struct{ files map[string]asset }

type asset struct {
	sum, kind     string
	plain, zipped []byte
}

var kinds = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
}

func loadAssets() (*assets, error) {
	a := &assets{map[string]asset{}}
	var style bytes.Buffer
	err := fs.WalkDir(static, "static", func(name string, d fs.DirEntry, err error) error {
		kind := kinds[path.Ext(name)]
		if err != nil || d.IsDir() || kind == "" {
			return err
		}
		plain, err := static.ReadFile(name)
		if err != nil {
			return err
		}
		name = strings.TrimPrefix(name, "static/")
		if own, _ := path.Match("app/*.css", name); own {
			style.Write(plain) // in the order of their names
			return nil
		}
		a.add(name, kind, plain)
		return nil
	})
	a.add("app/app.css", kinds[".css"], style.Bytes())
	return a, err
}

func (a *assets) add(name, kind string, plain []byte) {
	sum := sha256.Sum256(plain)
	var zipped bytes.Buffer
	w, _ := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
	_, _ = w.Write(plain) // into memory
	_ = w.Close()
	a.files[name] = asset{hex.EncodeToString(sum[:6]), kind, plain, zipped.Bytes()}
}

// address is where a file is found.
func (a *assets) address(name string) string { return "/static/" + a.files[name].sum + "/" + name }

// serve answers with a file. An address of an older program is gone: the page that
// named it is older too.
func (a *assets) serve(c *gin.Context) {
	f, ok := a.files[strings.TrimPrefix(c.Param("name"), "/")]
	if !ok || f.sum != c.Param("sum") {
		c.Status(http.StatusNotFound)
		return
	}
	c.Header("Cache-Control", "public, max-age=31536000, immutable")
	c.Header("Vary", "Accept-Encoding")
	c.Header("X-Content-Type-Options", "nosniff")
	if strings.Contains(c.GetHeader("Accept-Encoding"), "gzip") {
		c.Header("Content-Encoding", "gzip")
		c.Data(http.StatusOK, f.kind, f.zipped)
		return
	}
	c.Data(http.StatusOK, f.kind, f.plain)
}
