package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"unicode"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"chengxin/models"
)

const (
	mostBody = 1 << 20
	mostText = 10_000 // characters of one value
	mostKey  = 128    // characters of an idempotency key
)

// whole are fields of pages' forms that hold more than a text: a rule pack as it is
// written, and what somebody was filling in when their session ended.
var whole = map[string]bool{"pack": true, "kept.form": true}

func tooLarge() *models.Problem {
	return models.Refuse(models.Malformed, "request.too_large", "请求内容过大", "请求内容不得超过1MiB。请分次提交；大件材料以名称和编号登记，原件存卷。")
}

// status gives a problem another status than its class has.
type status struct {
	code int
	*models.Problem
}

// Unwrap lets refusal find the problem.
func (s *status) Unwrap() error { return s.Problem }

// readable refuses what no handler should see: bodies beyond the limit, broken UTF-8,
// characters that cannot be seen, in body, address and query alike.
func (s *Server) readable(c *gin.Context) {
	r := c.Request
	key := r.Header.Get("Idempotency-Key")
	query, err := url.QueryUnescape(r.URL.RawQuery)
	switch {
	case err != nil, !utf8.ValidString(query), !utf8.ValidString(r.URL.Path):
		s.answer(c, notUTF8())
		return
	case hidden(query) || hidden(r.URL.Path) || hidden(key):
		s.answer(c, hiddenCharacters(""))
		return
	case utf8.RuneCountInString(key) > mostKey:
		s.answer(c, models.Refuse(models.Malformed, "idempotency.key_too_long", "幂等键过长", "Idempotency-Key 不得超过%d个字符。", mostKey))
		return
	}
	if r.Body == nil || r.Body == http.NoBody || s.takesFiles(c) {
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.Writer, r.Body, mostBody))
	var over *http.MaxBytesError
	switch {
	case errors.As(err, &over):
		s.answer(c, &status{http.StatusRequestEntityTooLarge, tooLarge()})
		return
	case err != nil:
		s.answer(c, models.Refuse(models.Malformed, "request.interrupted", "请求中断", "请求内容未能完整收到，请重试。").Because(err))
		return
	}
	if p := legible(c.ContentType(), body); p != nil {
		s.answer(c, p)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
}

// takesFiles says that whoever answers the request reads its body as it comes in, and
// bounds it: files are as large as they are. Only a form's content can be that.
func (s *Server) takesFiles(c *gin.Context) bool {
	return c.ContentType() == "multipart/form-data" && s.uploads[c.Request.Method+" "+c.FullPath()]
}

// legible checks the texts of a body: JSON, or a page's form. What is neither is left
// for the handler to refuse.
func legible(contentType string, body []byte) *models.Problem {
	if contentType == "application/x-www-form-urlencoded" {
		return legibleForm(body)
	}
	if !utf8.Valid(body) {
		return notUTF8()
	}
	var v any
	if json.Unmarshal(body, &v) != nil {
		return nil
	}
	return legibleValue("", v)
}

func legibleForm(body []byte) *models.Problem {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return notUTF8()
	}
	return legibleValues(form)
}

func legibleValues(form url.Values) *models.Problem {
	for key, values := range form {
		for _, v := range append(values, key) {
			if !utf8.ValidString(v) {
				return notUTF8()
			}
			if p := legibleValue(key, v); p != nil {
				return p
			}
		}
	}
	return nil
}

func legibleValue(at string, v any) *models.Problem {
	switch v := v.(type) {
	case string:
		if hidden(v) {
			return hiddenCharacters(at)
		}
		if len(v) > mostText && !whole[at] && utf8.RuneCountInString(v) > mostText {
			return models.Refuse(models.Invalid, "request.text_too_long", "文字过长", "单项文字不得超过%d字。", mostText).
				Where(models.Field{Field: at})
		}
	case []any:
		for _, item := range v {
			if p := legibleValue(at, item); p != nil {
				return p
			}
		}
	case map[string]any:
		for key, item := range v {
			if p := legibleValue("", key); p != nil {
				return p
			}
			if at != "" {
				key = at + "." + key
			}
			if p := legibleValue(key, item); p != nil {
				return p
			}
		}
	}
	return nil
}

// hidden says that a text holds what a reader cannot see: control characters, and
// marks that turn the order of the characters around them.
func hidden(s string) bool {
	for _, r := range s {
		switch {
		case r == '\n', r == '\r', r == '\t':
		case unicode.Is(unicode.Cc, r), r == 0xFEFF, r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
			return true
		}
	}
	return false
}

func notUTF8() *models.Problem {
	return models.Refuse(models.Malformed, "request.not_utf8", "文字编码有误", "请求内容不是有效的 UTF-8 文字，请检查编码。")
}

func hiddenCharacters(at string) *models.Problem {
	p := models.Refuse(models.Invalid, "request.control_characters", "含有不可见的控制字符",
		"文字中含有不可见的控制字符，可能使所见与所载不一致，请删除后重新提交。")
	if at != "" {
		p.Where(models.Field{Field: at})
	}
	return p
}
