package account

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/setting"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// Pages are the account's pages, and what tells every page who is looking.
type Pages struct {
	DB *db.DB
	// Secure is set when the archive's own address is https.
	Secure bool
	// Log takes log-ins and refusals; nil drops them.
	Log *slog.Logger
	// Address is the address of the browser behind a request, past the proxies
	// that the archive trusts; nil takes the connection's own.
	Address func(*http.Request) string
	// Providers are where people may sign in by an account they have elsewhere.
	Providers []Provider
	// Passkeys is set when the archive's address can have passkeys.
	Passkeys bool
	// Mails is set when the archive has a mail server.
	Mails bool
	// Resigned is called when the names that sign works change; nil when there are no
	// works.
	Resigned func(context.Context, *db.Tx, viewer.ID) error
	// HandOver gives all that one pseud has signed to another; nil when there are no
	// works.
	HandOver func(ctx context.Context, tx *db.Tx, from, to PseudID) error
	// Cleaner cleans what people tell about themselves.
	Cleaner prose.Cleaner
	// Blob keeps the pictures of pseuds.
	Blob *blob.Store

	gate gate
	// hashCost is the cost of new hashes; the zero one means today's.
	hashCost cost
}

// Provider is somewhere else where people have accounts by which they can sign in.
type Provider struct {
	Label string // "Our Forum"
	Path  string // of the page that leads there
}

func (p *Pages) log() *slog.Logger {
	if p.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return p.Log
}

func (p *Pages) cost() cost {
	if p.hashCost == (cost{}) {
		return today()
	}
	return p.hashCost
}

func (p *Pages) address(r *http.Request) string {
	if p.Address != nil {
		return p.Address(r)
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// Middleware puts the viewer into the request's context: the account whose
// session the browser has, or a guest. When the database can't be asked it
// answers "not right now", since a member taken for a guest would lose what they
// were sending.
func (p *Pages) Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/static/") {
			next.ServeHTTP(w, r) // files are the same for everyone
			return
		}
		if led, err := p.moved(w, r); err != nil || led {
			if err != nil {
				p.unavailable(w, r, err)
			}
			return
		}
		v, err := p.viewer(w, r)
		if err != nil {
			p.unavailable(w, r, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(viewer.With(r.Context(), v)))
	})
}

func (p *Pages) viewer(w http.ResponseWriter, r *http.Request) (viewer.Viewer, error) {
	guest := viewer.Viewer{}
	if c, err := r.Cookie(adultCookie); err == nil {
		guest.Adult = c.Value == "1"
	}
	token := p.cookie(r, sessionCookie)
	if token == "" {
		return guest, nil
	}
	now := p.DB.Now()
	a, ok, err := arrive(r.Context(), p.DB, token, now)
	if err != nil || !ok {
		return guest, err
	}
	if now.Sub(a.seen) >= touchEvery {
		if err := p.DB.Tx(r.Context(), func(tx *db.Tx) error { return touch(r.Context(), tx, a) }); err != nil {
			p.log().WarnContext(r.Context(), "a visit was not written down", "err", err) // no reason to turn anybody away
		} else if keep := kept(a.stay()); keep > 0 {
			p.setCookie(w, sessionCookie, token, keep)
		}
	}
	return withPowers(r.Context(), a), nil
}

// withPowers is the viewer of a session. Who looks after the archive does so only
// where the second step was taken, unless the keepers decided otherwise: until then
// they are members, to every rule there is.
func withPowers(ctx context.Context, a arrival) viewer.Viewer {
	v := a.viewer
	if v.Staff() && !a.strong && setting.Of(ctx).StaffSecond {
		v.Role, v.Waiting = viewer.Member, v.Role
	}
	return v
}

// unavailable answers when nobody can tell who is looking.
func (p *Pages) unavailable(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) {
		return // nobody is waiting for the answer
	}
	p.log().ErrorContext(r.Context(), "can't tell who is looking", "err", err)
	w.Header().Set("Retry-After", "10")
	w.Header().Set("Cache-Control", "no-store")
	m := web.Meta{Title: say.T(r.Context(), "Not right now"), NoIndex: true}
	if err := web.Render(w, r, http.StatusServiceUnavailable, m, unavailablePage()); err != nil {
		p.log().ErrorContext(r.Context(), "error page failed", "err", err)
	}
}

// stayOf is how long the session of a request lasts without a visit.
func (p *Pages) stayOf(r *http.Request) (time.Duration, error) {
	v, err := p.visitNow(r)
	return v.stay, err
}

// visitNow is the visit that the session of a request is: one that takes its place
// lasts as long, and is as strong.
func (p *Pages) visitNow(r *http.Request) (visit, error) {
	a, ok, err := arrive(r.Context(), p.DB, p.cookie(r, sessionCookie), p.DB.Now())
	if err != nil || !ok {
		return p.visit(r, shortStay), err
	}
	v := p.visit(r, a.stay())
	v.strong = a.strong
	return v, nil
}
