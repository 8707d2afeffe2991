package web

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
)

// What one form may bring: text as every request may, and files.
const (
	mostFormText  = 1 << 20
	mostFormFiles = 20
)

func (s *Site) fileRoutes() []route {
	deciders, readers := access.Holders(access.Deciders()...), access.Holders(access.Readers()...)
	return []route{
		{http.MethodPost, "/evidence", deciders.AlsoSubjects(), s.uploadOne},
		{http.MethodGet, "/evidence/:id", readers.AlsoSubjects(), s.downloadFile},
		{http.MethodGet, "/evidence/:id/picture/:side", readers.AlsoSubjects(), s.picture},
	}
}

// uploadOne keeps a file that a form's script sends ahead of the form. Scripts are told in
// JSON; without a script the file comes with its form.
func (s *Site) uploadOne(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	if fault := in.Get("one.fault"); fault != "" || in.Get("one.file") == "" {
		if fault == "" {
			fault = "没有收到文件，请重新选择。"
		}
		c.JSON(http.StatusUnprocessableEntity, gin.H{"fault": fault})
		return nil
	}
	c.JSON(http.StatusCreated, gin.H{
		"file": in.Get("one.file"), "said": in.Get("one.said"), "title": in.Get("one.title"), "kind": in.Get("one.kind"),
		"picture": pictured(in.Get("one.said")),
	})
	return nil
}

// downloadFile sends a file to be saved, never to be opened within the site.
func (s *Site) downloadFile(c *gin.Context) error {
	f, content, err := s.server.Commands().EvidenceFile(c.Request.Context(), me(c), c.Param("id"))
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }()
	s.server.Unhurried(c)
	h := c.Writer.Header()
	h.Set("Content-Type", f.Type)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, content)
	return nil
}

// picture shows a photo, made smaller by us: nothing that somebody uploaded is shown as
// it came.
func (s *Site) picture(c *gin.Context) error {
	side, _ := strconv.Atoi(c.Param("side"))
	if !slices.Contains(cases.PictureSides, side) {
		return models.Refuse(models.Unknown, "evidence.no_picture", "没有缩略图", "没有这一尺寸的图片，请从案件页面打开。")
	}
	content, err := s.server.Commands().EvidencePicture(c.Request.Context(), me(c), c.Param("id"), side)
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }()
	c.Header("Content-Type", "image/jpeg")
	c.Header("Cache-Control", "private, max-age=3600") // its bytes never change
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, content)
	return nil
}

// takeFiles reads a form that may bring files, so that the action finds a form of text
// alone: each file is kept as it comes in and its number stands where it was, so it is
// there still when the form comes back with errors or asks to be confirmed. A file that
// is refused leaves its reason at its field.
func (s *Site) takeFiles(c *gin.Context) error {
	if c.ContentType() != "multipart/form-data" || c.Request.PostForm != nil {
		return nil
	}
	if _, signedIn := access.From(c.Request.Context()); !signedIn {
		return unreadableForm(nil)
	}
	s.server.Unhurried(c)
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, mostFormFiles*s.mostFile()+mostFormText)
	form, err := c.Request.MultipartReader()
	if err != nil {
		return unreadableForm(err)
	}
	in := url.Values{}
	files, err := s.readParts(c, form, in)
	if err != nil {
		return err
	}
	if p := s.server.Legible(in); p != nil {
		return p
	}
	for _, f := range files {
		f.place(in)
	}
	c.Request.PostForm, c.Request.Form = in, in
	return nil
}

func (s *Site) mostFile() int64 {
	if s.Cases.Files == nil {
		return 0
	}
	return s.Cases.Files.Most
}

func unreadableForm(err error) *models.Problem {
	return models.Refuse(models.Malformed, "request.malformed", "请求无法识别", "表单内容无法识别，请返回后重新提交。").Because(err)
}

// sentFile is a file that came with a form.
type sentFile struct {
	field string // without ".upload"
	cases.Uploaded
	fault string
}

// readParts reads the texts of a form and keeps its files. What is refused is read to its
// end all the same: a browser that is cut off shows nothing but a broken connection.
func (s *Site) readParts(c *gin.Context, form *multipart.Reader, in url.Values) (files []sentFile, err error) {
	left := int64(mostFormText)
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, cutOff(err)
		}
		name := part.FormName()
		if part.FileName() == "" { // a text, or a file field left empty
			text, err := io.ReadAll(io.LimitReader(part, left+1))
			if err != nil {
				return nil, cutOff(err)
			}
			if left -= int64(len(text)); left < 0 {
				return nil, models.Refuse(models.Malformed, "request.too_large", "请求内容过大", "填写的文字过多，请精简后重新提交。")
			}
			if _, upload := strings.CutSuffix(name, ".upload"); !upload {
				in.Add(name, string(text))
			}
			continue
		}
		f := sentFile{field: strings.TrimSuffix(name, ".upload")}
		if len(files) >= mostFormFiles {
			f.fault = "一次至多上传" + strconv.Itoa(mostFormFiles) + "个文件，其余的请分次提交。"
		} else if f.Uploaded, err = s.Cases.Upload(c.Request.Context(), me(c), part.FileName(), part); err != nil {
			p, ok := refused(err)
			if !ok {
				return nil, cutOff(err)
			}
			f.fault = p.Detail
		}
		if _, err := io.Copy(io.Discard, part); err != nil {
			return nil, cutOff(err)
		}
		if files = append(files, f); len(files) > 2*mostFormFiles {
			return nil, unreadableForm(nil)
		}
	}
}

// cutOff says that a form did not come in whole.
func cutOff(err error) error {
	var over *http.MaxBytesError
	switch {
	case errors.As(err, &over):
		return models.Refuse(models.Malformed, "request.too_large", "请求内容过大", "所选文件合计过大，请分次提交。").Because(err)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return models.Refuse(models.Malformed, "request.interrupted", "请求中断", "请求内容未能完整收到，请重试。").Because(err)
	}
	return err
}

// place writes a file into the form that brought it: into its own field, or into the
// first row of evidence that is still empty.
func (f sentFile) place(in url.Values) {
	at := f.field
	if f.fault != "" {
		in.Set(at+".fault", f.fault)
		return
	}
	if at == "evidence" {
		at = freeRow(in)
	}
	title := strings.TrimSuffix(f.Name, filepath.Ext(f.Name))
	in.Set(at+".file", f.File)
	in.Set(at+".said", f.Name+"（"+cases.Bytes(f.Size)+"）")
	switch {
	case in.Has(at) && in.Get(at) == "":
		in.Set(at, title)
	case in.Get(at+".title") == "":
		in.Set(at+".title", title)
	}
	if in.Get(at+".kind") == "" {
		in.Set(at+".kind", usualKind(f.Type))
	}
}

func usualKind(mediaType string) string {
	if strings.HasPrefix(mediaType, "image/") || strings.HasPrefix(mediaType, "video/") {
		return "photo"
	}
	return "document"
}

// dropped takes out the files that their sender does not want after all.
func dropped(in url.Values) {
	for name := range in {
		at, drop := strings.CutSuffix(name, ".drop")
		if !drop {
			continue
		}
		for _, title := range []string{at + ".title", at} {
			if text := in.Get(title); text != "" && strings.HasPrefix(in.Get(at+".said"), text+".") {
				in.Del(title) // it was the file's name
			}
		}
		for _, of := range []string{".file", ".said", ".drop"} {
			in.Del(at + of)
		}
	}
}

// pictured says by its name whether a file can be shown as a picture.
func pictured(said string) bool {
	name, _, _ := strings.Cut(said, "（")
	return slices.Contains([]string{".jpg", ".png", ".webp"}, filepath.Ext(name)) && utf8.ValidString(name)
}
