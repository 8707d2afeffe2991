package web

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"chengxin/api/access"
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

// export sends a list as a file. It is written whole before the first of it is sent: a
// file that breaks off in the middle looks like a complete one.
func (s *Site) export(c *gin.Context) error {
	name, format, _ := strings.Cut(c.Param("file"), ".")
	list, known := s.exportable()[name]
	if !known || format != "xlsx" && format != "csv" {
		return models.Refuse(models.Unknown, "export.unknown", "没有这个导出", "没有可以导出的“%s”，请从列表页导出。", c.Param("file"))
	}
	e, err := list(c, c.Request.URL.Query())
	if err != nil {
		return err
	}
	spool, err := os.CreateTemp("", "chengxin-export")
	if err != nil {
		return err
	}
	defer func() { _ = spool.Close(); _ = os.Remove(spool.Name()) }()
	rows, err := e.write(spool, format)
	if err == nil {
		err = s.server.Commands().Exported(c.Request.Context(), me(c), name, c.Request.URL.Query().Encode(), rows)
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
	day := models.At(s.Cases.Now()).Time().Format(time.DateOnly)
	c.DataFromReader(http.StatusOK, size, fileKinds[format], spool, map[string]string{
		"Content-Disposition": fmt.Sprintf(`attachment; filename="%s-%s.%s"; filename*=UTF-8''%s`, name, day, format, url.PathEscape(e.title+"-"+day+"."+format)),
	})
	return nil
}

var fileKinds = map[string]string{
	"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

func (e exported) write(to io.Writer, format string) (n int, err error) {
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
		if cursor = next; cursor == "" {
			return n, out.finish()
		}
	}
}

func (s *Site) exportRoutes() []route {
	return []route{{http.MethodGet, "/export/:file", access.Holders(access.Readers()...), s.export}}
}
