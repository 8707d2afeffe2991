package api

import (
	"errors"
	"net/http"
	"regexp"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"

	"chengxin/models"
)

// speakChinese makes Huma refuse in our words and our form. Its messages are package
// variables, so this happens once, before the first operation is registered.
var speakChinese = sync.OnceFunc(func() {
	for msg, words := range map[*string]string{
		&validation.MsgUnexpectedProperty:            "没有这个字段，请删除或检查拼写",
		&validation.MsgExpectedRFC3339DateTime:       "须为 RFC 3339 时间，如2026-11-24T09:00:00+08:00",
		&validation.MsgExpectedRFC3339Date:           "须为日期，如2026-11-24",
		&validation.MsgExpectedMatchAtLeastOneSchema: "不符合任何一种允许的形式",
		&validation.MsgExpectedMatchExactlyOneSchema: "须恰好符合一种允许的形式",
		&validation.MsgExpectedBoolean:               "须为 true 或 false",
		&validation.MsgExpectedNumber:                "须为数字",
		&validation.MsgExpectedInteger:               "须为整数",
		&validation.MsgExpectedString:                "须为文字",
		&validation.MsgExpectedArray:                 "须为数组",
		&validation.MsgExpectedObject:                "须为对象",
		&validation.MsgExpectedArrayItemsUnique:      "不得重复",
		&validation.MsgExpectedOneOf:                 "只能是：%s",
		&validation.MsgExpectedMinimumNumber:         "不得小于%v",
		&validation.MsgExpectedMaximumNumber:         "不得大于%v",
		&validation.MsgExpectedMinLength:             "不得少于%d个字",
		&validation.MsgExpectedMaxLength:             "不得超过%d个字",
		&validation.MsgExpectedBePattern:             "须为%s",
		&validation.MsgExpectedMatchPattern:          "须符合格式%s",
		&validation.MsgExpectedMinItems:              "不得少于%d项",
		&validation.MsgExpectedMaxItems:              "不得超过%d项",
		&validation.MsgExpectedRequiredProperty:      "缺少必填字段%s",
	} {
		*msg = words
	}
	huma.ValidateStrictCasing = true // "Choice" is another field than "choice"
	huma.NewErrorWithContext = func(ctx huma.Context, code int, msg string, errs ...error) huma.StatusError {
		p := misread(code, msg, errs)
		return shown(ctx.Context(), p, code)
	}
	huma.NewError = func(code int, msg string, errs ...error) huma.StatusError {
		return &Problem{Status: code, Title: http.StatusText(code), Detail: msg}
	}
})

// misread says what Huma could not read.
func misread(code int, msg string, errs []error) *models.Problem {
	p := models.Refuse(models.Malformed, "request.malformed", "请求无法识别", "请求内容无法识别，请按 /docs 所列格式提交。")
	switch {
	case code == http.StatusRequestEntityTooLarge:
		return tooLarge()
	case code == http.StatusUnsupportedMediaType:
		return models.Refuse(models.Malformed, "request.media_type", "不支持该内容类型", "请求内容须为 application/json。")
	case code == http.StatusRequestTimeout:
		return models.Refuse(models.Malformed, "request.timeout", "请求超时", "请求内容未能及时收到，请重试。")
	case msg == "request body is required":
		return models.Refuse(models.Malformed, "request.body_required", "缺少请求内容", "该操作须提交 JSON 内容。")
	case code == http.StatusUnprocessableEntity:
		p = models.Refuse(models.Invalid, "request.invalid", "提交内容不符合要求", "所列各项不符合要求，请改正后重新提交。")
	}
	unknown := 0
	for _, e := range errs {
		f := field(e)
		if f.Message == validation.MsgUnexpectedProperty || f.Message == unknownQuery {
			unknown++
		}
		p.Where(f)
	}
	if unknown > 0 && unknown == len(errs) {
		p.Code, p.Title = "request.unknown_field", "含有未知字段"
	}
	return p
}

const unknownQuery = "没有这个查询参数"

// field puts one of Huma's findings into our words. Values are not repeated: they
// may hold an identity number.
func field(err error) models.Field {
	var d huma.ErrorDetailer
	if !errors.As(err, &d) {
		return models.Field{Message: translate(err.Error())}
	}
	detail := d.ErrorDetail()
	where := detail.Location
	for _, part := range []string{"body.", "query.", "path.", "header."} {
		where = strings.TrimPrefix(where, part)
	}
	return models.Field{Field: where, Message: translate(detail.Message)}
}

var chinese = regexp.MustCompile(`\p{Han}`)

// fixed are the messages Huma has no variable for.
var fixed = map[string]string{
	"unknown query parameter":                                  unknownQuery,
	"required query parameter is missing":                      "缺少必填的查询参数",
	"required path parameter is missing":                       "地址不完整",
	"required header parameter is missing":                     "缺少必填的请求头",
	"invalid integer":                                          "须为整数",
	"invalid float":                                            "须为数字",
	"invalid boolean":                                          "须为 true 或 false",
	"unexpected end of JSON input":                             "JSON 内容不完整",
	"cannot read request body":                                 "请求内容未能读取",
	"expected at most one value, but received multiple values": "只能有一个值",
}

func translate(msg string) string {
	if words, ok := fixed[msg]; ok {
		return words
	}
	switch {
	case chinese.MatchString(msg):
		return msg
	case strings.HasPrefix(msg, "invalid date/time"):
		return "须为日期，如2026-11-24，或 RFC 3339 时间"
	case strings.Contains(msg, "cannot unmarshal"):
		return "类型不符"
	case strings.Contains(msg, "invalid character"), strings.Contains(msg, "JSON"):
		return "不是有效的 JSON"
	}
	return "不符合要求"
}
