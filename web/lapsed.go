package web

import (
	"crypto/hmac"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"chengxin/api/access"
	"chengxin/models"
)

// A form that was sent after its sender's session had ended is kept in the sign-in page
// itself: nothing lies on the server for somebody who is not signed in. The same person
// gets it back filled in, and sends it anew; another never sees it.

// restored marks a form that came back from the sign-in: it is shown, and does nothing.
const restored = "restored"

const (
	mostKept     = 256 << 10 // of the form, encoded
	mostKeptBody = 64 << 20  // of a form with files, which are not kept
)

// kept is such a form on its way through the sign-in.
type kept struct {
	Path, Form string
	By         string // who was signed in last on this browser, as a mark
}

func keptIn(in url.Values) kept {
	return kept{within(in.Get("kept.path")), in.Get("kept.form"), in.Get("kept.by")}
}

// of says that the form is somebody's.
func (k kept) of(mark string) bool {
	return k.Form != "" && k.Path != "/" && hmac.Equal([]byte(k.By), []byte(mark))
}

func (k kept) hidden() []pair {
	if k.Form == "" {
		return nil
	}
	return []pair{{"kept.path", k.Path}, {"kept.form", k.Form}, {"kept.by", k.By}}
}

// Fields are the form as hidden fields.
func (k kept) Fields() []pair {
	in, err := url.ParseQuery(k.Form)
	if err != nil {
		return nil
	}
	return append(sent(in), pair{restored, "yes"})
}

// keep answers a form that met a closed session with the sign-in, the form inside. What
// cannot be kept is led to the sign-in like any other request.
func (s *Site) keep(c *gin.Context) bool {
	by, err := c.Cookie(access.LastCookie)
	if c.Request.Method != http.MethodPost || quiet(c) || err != nil {
		return false
	}
	in, err := textsOf(c)
	if err != nil {
		return false
	}
	written := false
	for name := range in {
		if strings.Contains(name, "password") {
			return false // never, not even on the way
		}
		written = written || !slices.Contains([]string{"key", "back", "version", "choice", "task", restored}, name)
	}
	if !written {
		return false // a button alone: nothing is lost
	}
	in.Del(restored)
	k := kept{within(c.Request.URL.Path), in.Encode(), by}
	if len(k.Form) > mostKept || k.Form == "" {
		return false
	}
	if ownPage(c) {
		f := ownSignInFields()
		f.Hidden = k.hidden()
		return s.showOwnSignIn(c, http.StatusUnauthorized, ownSignInForm{Form: f, Kept: true}) == nil
	}
	next := whence(c)
	f := signInFields(next)
	f.Hidden = append(f.Hidden, k.hidden()...)
	return s.showSignIn(c, http.StatusUnauthorized, next, f, k) == nil
}

// textsOf reads the texts of a form; files that came with it are passed over.
func textsOf(c *gin.Context) (url.Values, error) {
	if c.ContentType() != "multipart/form-data" {
		err := c.Request.ParseForm()
		return c.Request.PostForm, err
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, mostKeptBody)
	form, err := c.Request.MultipartReader()
	if err != nil {
		return nil, err
	}
	in, left := url.Values{}, int64(mostKept)
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return in, nil
		}
		if err != nil {
			return nil, err
		}
		if part.FileName() != "" || strings.HasSuffix(part.FormName(), ".upload") {
			continue // the next part reads it to its end
		}
		text, err := io.ReadAll(io.LimitReader(part, left+1))
		if left -= int64(len(text)); err != nil || left < 0 {
			return nil, errors.Join(err, io.ErrShortBuffer)
		}
		in.Add(part.FormName(), string(text))
	}
}

// markOf is what a browser keeps of who was signed in: it tells the same person, and
// names nobody.
func (s *Site) markOf(a access.Actor) string {
	return s.Cases.Store.Keys.Mark("last on this browser", a.ID)[:32]
}

func restoredForm() *models.Problem {
	return models.Refuse(models.Conflict, "form.restored", "内容已恢复，尚未提交",
		"登录此前已过期，您填写的内容已恢复。请核对后再次提交；所选而尚未上传的文件须重新选择。")
}
