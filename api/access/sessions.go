package access

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"chengxin/models/store"
)

// Sessions are signed-in browsers. The cookie is HttpOnly and SameSite, the register
// keeps only its hash, and it is drawn anew at every sign-in.
type Sessions struct{ manager *scs.SessionManager }

// workday is how long a sign-in lasts; nobody needs to sign in twice a day, and
// nobody stays signed in overnight.
const workday = 12 * time.Hour

// What a session holds.
const (
	userKey    = "user"
	stampKey   = "stamp"
	subjectKey = "subject"
	codeKey    = "code"
	vouchedKey = "vouched"
	awaitedKey = "awaited"
	flashKey   = "flash"
)

func newSessions(s *store.Store, now func() time.Time, secure bool) *Sessions {
	m := scs.New()
	m.Store = store.Sessions{Store: s, Now: now}
	m.Lifetime = workday
	m.HashTokenInStore = true
	m.Cookie.Name = "chengxin"
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.Cookie.Secure = secure
	return &Sessions{m}
}

// Wrap loads the session before a request and saves it after. failed answers when the
// register cannot be asked.
func (s *Sessions) Wrap(next http.Handler, failed func(http.ResponseWriter, *http.Request, error)) http.Handler {
	s.manager.ErrorFunc = failed
	return s.manager.LoadAndSave(next)
}

// User is who is signed in, empty when nobody is. The context must come from Wrap.
func (s *Sessions) User(ctx context.Context) string { return s.manager.GetString(ctx, userKey) }

// Open signs a browser in under a new session token.
func (s *Sessions) Open(ctx context.Context, user, stamp string) error {
	if err := s.manager.RenewToken(ctx); err != nil {
		return err
	}
	s.manager.Remove(ctx, subjectKey)
	s.manager.Put(ctx, userKey, user)
	s.manager.Put(ctx, stampKey, stamp)
	s.manager.Remove(ctx, vouchedKey)
	return nil
}

// ownFor is how long a subject stays signed in: long enough to write an application, and
// not for the next one at the same machine.
const ownFor = 2 * time.Hour

// Subject is who signed in to its own file, empty when nobody did.
func (s *Sessions) Subject(ctx context.Context) string {
	return s.manager.GetString(ctx, subjectKey)
}

// code is by which code it did.
func (s *Sessions) code(ctx context.Context) string { return s.manager.GetString(ctx, codeKey) }

// openOwn signs a subject in under a new session token. Whoever was signed in on the
// browser is so no more.
func (s *Sessions) openOwn(ctx context.Context, subject, code string, now time.Time) error {
	if err := s.manager.Clear(ctx); err != nil {
		return err
	}
	if err := s.manager.RenewToken(ctx); err != nil {
		return err
	}
	s.manager.Put(ctx, subjectKey, subject)
	s.manager.Put(ctx, codeKey, code)
	s.manager.SetDeadline(ctx, now.Add(ownFor))
	return nil
}

// openVouched signs a browser in at the identity provider's word.
func (s *Sessions) openVouched(ctx context.Context, user, stamp string) error {
	if err := s.Open(ctx, user, stamp); err != nil {
		return err
	}
	s.manager.Put(ctx, vouchedKey, true)
	return nil
}

// vouched says that a browser was signed in without a password.
func (s *Sessions) vouched(ctx context.Context) bool { return s.manager.GetBool(ctx, vouchedKey) }

// await keeps a sign-in that is under way at the identity provider. Anyone may begin one: a
// session that holds nothing else ends with it.
func (s *Sessions) await(ctx context.Context, w awaited) {
	kept, _ := json.Marshal(w) // texts and a time
	s.manager.Put(ctx, awaitedKey, string(kept))
	if s.User(ctx) == "" && s.Subject(ctx) == "" {
		s.manager.SetDeadline(ctx, w.Until)
	}
}

// awaited is the sign-in that a browser waits for; false where it waits for none.
func (s *Sessions) awaited(ctx context.Context) (w awaited, ok bool) {
	kept := s.manager.GetString(ctx, awaitedKey)
	return w, kept != "" && json.Unmarshal([]byte(kept), &w) == nil
}

// arrived forgets it.
func (s *Sessions) arrived(ctx context.Context) { s.manager.Remove(ctx, awaitedKey) }

// stamp is of the password the browser signed in with.
func (s *Sessions) stamp(ctx context.Context) string { return s.manager.GetString(ctx, stampKey) }

// Flash keeps a message for the next page (what became of a form that was sent).
func (s *Sessions) Flash(ctx context.Context, message string) { s.manager.Put(ctx, flashKey, message) }

// TakeFlash gives the message and forgets it.
func (s *Sessions) TakeFlash(ctx context.Context) string { return s.manager.PopString(ctx, flashKey) }

// End signs a browser out.
func (s *Sessions) End(ctx context.Context) error { return s.manager.Destroy(ctx) }
