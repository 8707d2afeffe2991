package web

import (
	"io"
	"mime"
	"net/http"
	"os"

	"github.com/gin-gonic/gin"
)

// archive sends a case as a self-contained archive. It is written whole before the first
// of it is sent: one that breaks off in the middle would look complete.
func (s *Site) archive(c *gin.Context) error {
	spool, err := os.CreateTemp("", "chengxin-archive")
	if err != nil {
		return err
	}
	defer func() { _ = spool.Close(); _ = os.Remove(spool.Name()) }()
	number := c.Param("number")
	s.server.Unhurried(c)
	if err := s.server.Commands().Archive(purposeOf(c), me(c), number, spool); err != nil {
		return err
	}
	size, err := spool.Seek(0, io.SeekCurrent)
	if err == nil {
		_, err = spool.Seek(0, io.SeekStart)
	}
	if err != nil {
		return err
	}
	c.DataFromReader(http.StatusOK, size, "application/zip", spool, map[string]string{
		"Content-Disposition": mime.FormatMediaType("attachment", map[string]string{"filename": "归档-" + number + ".zip"}),
	})
	return nil
}
