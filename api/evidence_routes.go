package api

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
)

// uploadTime is how long one file may take to come in or go out over a poor line.
const uploadTime = 10 * time.Minute

// uploadIn is a file on its way in.
type uploadIn struct{ request huma.Context }

// Resolve keeps the request: its body is read as it comes in.
func (u *uploadIn) Resolve(ctx huma.Context) []error {
	u.request = ctx
	return nil
}

// fileBody describes a form with one file.
func fileBody() *huma.RequestBody {
	file := &huma.Schema{Type: huma.TypeString, Format: "binary", Description: "文件"}
	form := &huma.Schema{Type: huma.TypeObject, Properties: map[string]*huma.Schema{"file": file}, Required: []string{"file"}}
	return &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {Schema: form}}}
}

// ByFile names an uploaded file.
type ByFile struct {
	ID string `path:"id" maxLength:"128" doc:"文件编号"`
}

type fileOut struct{ Body func(huma.Context) }

// evidenceRoutes take evidence files in and give them out. What a file belongs to is said
// by the decision or application that names it.
func (s *Server) evidenceRoutes() {
	const tag = "证据"
	deciders := access.Holders(access.Deciders()...)
	handle(s, route{
		method: http.MethodPost, path: "/api/v1/evidence", tag: tag, rule: deciders, status: http.StatusCreated, file: true, summary: "上传证据文件",
		more: "以 multipart/form-data 的 file 字段上传一个文件。按内容识别类型，计算 SHA-256，照片读取拍摄时间和地点。" +
			"所得编号由本人在一天内填入证据的 file，随决定或者申请提交；逾期未提交的自动清除。",
		refuses: []int{http.StatusUnprocessableEntity, http.StatusTooManyRequests},
	}, func(ctx context.Context, in *uploadIn) (*body[cases.Uploaded], error) {
		return answered(s.upload(ctx, in.request))
	})
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/evidence/{id}", tag: tag, rule: access.Holders(access.Readers()...), summary: "下载证据文件",
		more:    "限上传人，以及可以查看其所在案件的人员；自然人的案件记入查阅日志。提供前核对 SHA-256，与提交时不符的不予提供。",
		refuses: []int{http.StatusNotFound, http.StatusConflict},
	}, func(ctx context.Context, in *ByFile) (*fileOut, error) {
		f, content, err := s.Cases.EvidenceFile(ctx, me(ctx), in.ID)
		if err != nil {
			return nil, err
		}
		return &fileOut{func(to huma.Context) {
			defer func() { _ = content.Close() }()
			c := humagin.Unwrap(to)
			s.unhurried(c.Writer)
			h := c.Writer.Header()
			h.Set("Content-Type", f.Type)
			h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
			h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
			http.ServeContent(c.Writer, c.Request, "", time.Time{}, content)
		}}, nil
	})
}

// upload reads the one file of a form.
func (s *Server) upload(ctx context.Context, in huma.Context) (cases.Uploaded, error) {
	c := humagin.Unwrap(in)
	s.unhurried(c.Writer)
	var most int64 = mostBody
	if s.Cases.Files != nil {
		most += s.Cases.Files.Most
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, most)
	form, err := c.Request.MultipartReader()
	if err != nil {
		return cases.Uploaded{}, noFile().Because(err)
	}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return cases.Uploaded{}, noFile()
		}
		if err != nil {
			return cases.Uploaded{}, brokenOff(err)
		}
		if part.FormName() == "file" && part.FileName() != "" {
			return s.receive(ctx, part)
		}
	}
}

func (s *Server) receive(ctx context.Context, part *multipart.Part) (cases.Uploaded, error) {
	u, err := s.Cases.Upload(ctx, me(ctx), part.FileName(), part)
	var over *http.MaxBytesError
	if errors.As(err, &over) {
		err = brokenOff(err)
	}
	return u, err
}

func noFile() *models.Problem {
	return models.Refuse(models.Malformed, "evidence.no_file", "没有文件", "请以 multipart/form-data 的 file 字段上传一个文件。")
}

func brokenOff(err error) error {
	var over *http.MaxBytesError
	if errors.As(err, &over) {
		return &status{http.StatusRequestEntityTooLarge, models.Refuse(models.Malformed, "request.too_large", "请求内容过大", "请求内容超过单个文件的限额%s。", cases.Bytes(over.Limit-mostBody))}
	}
	return models.Refuse(models.Malformed, "request.interrupted", "请求中断", "请求内容未能完整收到，请重试。").Because(err)
}

// unhurried gives a request with a file more time than others have.
func (s *Server) unhurried(w http.ResponseWriter) {
	rc, until := http.NewResponseController(w), time.Now().Add(uploadTime)
	if err := errors.Join(rc.SetReadDeadline(until), rc.SetWriteDeadline(until)); err != nil {
		s.Log.Warn("a request keeps its usual time", "err", err)
	}
}
