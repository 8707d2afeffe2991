package access

import (
	"net/http"
	"time"
)

// LastCookie holds a mark of who was signed in last on a browser: what they were filling
// in when their session ended is given back to them alone.
const LastCookie = "chengxin_last"

// Remember keeps the mark for a few days. It signs nobody in.
func (g *Gate) Remember(w http.ResponseWriter, mark string) {
	http.SetCookie(w, &http.Cookie{
		Name: LastCookie, Value: mark, Path: "/", MaxAge: int(4 * 24 * time.Hour / time.Second),
		HttpOnly: true, Secure: g.Sessions.manager.Cookie.Secure, SameSite: http.SameSiteLaxMode,
	})
}
