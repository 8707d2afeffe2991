package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
)

// exported is a list as it leaves the house: all of its rows, as the reader may see
// them, narrowed as its address says.
type exported struct {
	title   string
	columns []column
	// page gives the rows behind a cursor, and the next cursor.
	page func(cursor string) (rows [][]any, next string, err error)
}

// mostExported bounds a file; who wants more narrows the list, month by month say.
const mostExported = 100_000

// exports are the addresses of a list's files.
func exports(list, here string) []way {
	_, query, _ := strings.Cut(here, "?")
	if query != "" {
		query = "?" + query
	}
	return []way{{"XLSX", "/export/" + list + ".xlsx" + query}, {"CSV", "/export/" + list + ".csv" + query}}
}

// quickRows is how long a list may be to be sent at once; a longer one is written in the
// background.
const quickRows = 5000

// errLong says that a list is too long to wait for.
var errLong = errors.New("list is too long to wait for")

// exportOf finds a list by the name of its file.
func (s *Site) exportOf(file string) (name, format string, list func(context.Context, url.Values) (exported, error), err error) {
	name, format, _ = strings.Cut(file, ".")
	list, known := s.exportable()[name]
	if !known || fileKinds[format] == "" {
		err = models.Refuse(models.Unknown, "export.unknown", "没有这个导出", "没有可以导出的“%s”，请从列表页导出。", file)
	}
	return name, format, list, err
}

// export sends a list as a file, or leads to where a long one is being written. It is
// written whole before the first of it is sent: a file that breaks off in the middle looks
// like a complete one.
func (s *Site) export(c *gin.Context) error {
	ctx, q := c.Request.Context(), c.Request.URL.Query()
	name, format, list, err := s.exportOf(c.Param("file"))
	if err != nil {
		return err
	}
	e, err := list(ctx, q)
	if err != nil {
		return err
	}
	spool, done, err := spool()
	if err != nil {
		return err
	}
	defer done()
	rows, err := e.write(spool, format, quickRows, nil)
	if errors.Is(err, errLong) && s.Jobs != nil && s.Cases.Files != nil {
		job, err := s.server.Commands().BeginExport(ctx, me(c), e.title, exportParams{c.Param("file"), q.Encode()})
		if err != nil {
			return err
		}
		return to(c, "/jobs/"+job.ID)
	}
	if errors.Is(err, errLong) { // nothing keeps it for later: it is waited for after all
		if _, err = spool.Seek(0, io.SeekStart); err == nil {
			err = spool.Truncate(0)
		}
		if err == nil {
			rows, err = e.write(spool, format, mostExported, nil)
		}
	}
	if err == nil {
		err = s.server.Commands().Exported(ctx, me(c), name, q.Encode(), rows)
	}
	if err != nil {
		return err
	}
	size, err := spool.Seek(0, io.SeekCurrent)
	if err == nil {
		_, err = spool.Seek(0, io.SeekStart)
	}
	if err != nil {
		return err
	}
	c.DataFromReader(http.StatusOK, size, fileKinds[format], spool, map[string]string{
		"Content-Disposition": fmt.Sprintf(`attachment; filename="%s-%s.%s"; filename*=UTF-8''%s`, name, s.today(), format, url.PathEscape(s.fileName(e, format))),
	})
	return nil
}

func (s *Site) today() string { return models.At(s.Cases.Now()).Time().Format(time.DateOnly) }

func (s *Site) fileName(e exported, format string) string {
	return e.title + "-" + s.today() + "." + format
}

// spool is a file to write to for a moment.
func spool() (f *os.File, done func(), err error) {
	if f, err = os.CreateTemp("", "chengxin-export"); err != nil {
		return nil, func() {}, err
	}
	_ = os.Remove(f.Name()) // where that is allowed nothing is left behind, however the process ends
	return f, func() { _ = f.Close(); _ = os.Remove(f.Name()) }, nil
}

// exportParams say which list a job writes.
type exportParams struct {
	File  string `json:"file"`
	Query string `json:"query"`
}

// exportJob writes a long list, as whoever asked may read it now, and keeps it a day for
// them alone.
func (s *Site) exportJob(ctx context.Context, job *cases.JobRun) error {
	var p exportParams
	if err := json.Unmarshal([]byte(job.Job.Params), &p); err != nil {
		return err
	}
	a, open, err := s.Gate.Actor(ctx, job.Job.RequestedBy)
	if err != nil {
		return err
	}
	if rule := access.Holders(access.Readers()...); !open || rule.Allows(a, true) != nil {
		return models.Refuse(models.Forbidden, "access.role_required", "没有该项权限", "提出导出的人员已经没有查看该列表的职责，没有导出。")
	}
	ctx = access.With(ctx, a)
	name, format, list, err := s.exportOf(p.File)
	if err != nil {
		return err
	}
	q, err := url.ParseQuery(p.Query)
	if err != nil {
		return err
	}
	e, err := list(ctx, q)
	if err != nil {
		return err
	}
	f, done, err := spool()
	if err != nil {
		return err
	}
	defer done()
	rows, err := e.write(f, format, mostExported, func(n int) { job.Progress(n, 0) })
	if err != nil {
		return err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	kept, err := s.Cases.KeepMade(ctx, a, s.fileName(e, format), fileKinds[format], f)
	if err != nil {
		return err
	}
	if err := s.Cases.Exported(ctx, a, name, p.Query, rows); err != nil {
		return err
	}
	job.Result(kept, "共%d条，请在一天内下载。", rows)
	return nil
}

var fileKinds = map[string]string{
	"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// write writes a list whole and says how many rows that were. Errors: errLong beyond most
// rows; at mostExported the file says itself that it is not all.
func (e exported) write(to io.Writer, format string, most int, progress func(rows int)) (n int, err error) {
	out, err := newCommas(to, e.columns)
	if format == "xlsx" {
		out, err = newWorkbook(to, e.title, e.columns)
	}
	if err != nil {
		return 0, err
	}
	for cursor := ""; ; {
		rows, next, err := e.page(cursor)
		if err != nil {
			return n, err
		}
		for _, row := range rows {
			if n == most && most < mostExported {
				return n, errLong
			}
			if n == mostExported {
				if err := out.row(fmt.Sprintf("以上为前%d条，其余未导出，请缩小筛选范围后分次导出。", mostExported)); err != nil {
					return n, err
				}
				return n, out.finish()
			}
			n++
			if err := out.row(row...); err != nil {
				return n, err
			}
		}
		if progress != nil {
			progress(n)
		}
		if cursor = next; cursor == "" {
			return n, out.finish()
		}
	}
}

func (s *Site) exportRoutes() []route {
	return []route{{http.MethodGet, "/export/:file", access.Holders(access.Readers()...), s.export}}
}
