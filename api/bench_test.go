package api_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"chengxin/models"
)

// P5: the public entry of a code, as JSON and as the page behind a QR code, beside a bare
// Gin handler with the same indexed SELECT. Nobody is counted: all of it comes from one
// address.
func BenchmarkPublicCredit(b *testing.B) {
	the.api.Gate.Visits = nil
	b.Cleanup(the.unhurried)
	now := models.At(time.Now())
	must(the.store.Tx(context.Background(), func(tx *storeTx) error {
		_, err := tx.Put(&models.Publication{
			ListingNumber: "bench", Jurisdiction: "jining", Code: "BENCH", Name: "济宁示例建材有限公司", List: "yellow", ListName: "黄名单",
			PublishedAt: now - 1, EndsAt: now * 2,
		})
		return err
	}))
	bare := gin.New()
	bare.GET("/public/v1/credit/:code", func(c *gin.Context) {
		var rows []models.Publication
		err := the.store.Read(c.Request.Context()).Find(&rows, "code = ? AND withdrawn_at = 0", c.Param("code")).Error
		if err != nil {
			c.Status(http.StatusInternalServerError)
			return
		}
		c.JSON(http.StatusOK, rows)
	})
	for _, c := range []struct {
		name, path string
		h          http.Handler
	}{
		{"bare", "/public/v1/credit/BENCH", bare}, {"chengxin", "/public/v1/credit/BENCH", the.api}, {"page", "/c/BENCH", the.api},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					w := httptest.NewRecorder()
					c.h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, c.path, nil))
					if w.Code != http.StatusOK {
						b.Fatal(w.Code, w.Body)
					}
				}
			})
		})
	}
}
