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

// P5: the public entry of a code, beside a bare Gin handler with the same indexed
// SELECT.
func BenchmarkPublicCredit(b *testing.B) {
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
	for name, h := range map[string]http.Handler{"bare": bare, "chengxin": the.api} {
		b.Run(name, func(b *testing.B) {
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					w := httptest.NewRecorder()
					h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/public/v1/credit/BENCH", nil))
					if w.Code != http.StatusOK {
						b.Fatal(w.Code, w.Body)
					}
				}
			})
		})
	}
}
