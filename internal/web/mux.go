// Package web is what every page stands on: routes and who may use them, errors
// turned into pages, forms, the layout and the parts that pages share, and
// answers that are compressed once and sent often.
package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
)

// Access says who may use a route.
type Access int

// Who may use a route. What a viewer may see on it is the feature's own question.
const (
	Anyone  Access = iota // guests too
	Members               // whoever is signed in
	Staff                 // moderators and keepers
	Keepers               // those who run the archive
)

// String names a in the list of routes.
func (a Access) String() string {
	return [...]string{"anyone", "members", "staff", "keepers"}[a]
}

// Allows reports whether v may use a route of access a.
func (a Access) Allows(v viewer.Viewer) bool {
	switch a {
	case Anyone:
		return true
	case Members:
		return !v.Guest()
	case Staff:
		return v.Staff()
	}
	return v.Keeps()
}

// Handler answers a request or says why it can't.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Route is one line of the list of routes.
type Route struct {
	Pattern string
	Access  Access
	Body    int64 // how many bytes may be sent to it
}

// maxBody is the most that a form may send, in bytes.
const maxBody = 64 << 20

// Mux knows every route and who may use it.
type Mux struct {
	mux    http.ServeMux
	cross  http.CrossOriginProtection
	routes []Route
	log    *slog.Logger
	plain  bool // errors are a line of text
	ask    Asker
}

// NewMux makes a Mux that logs errors without a kind to log.
func NewMux(log *slog.Logger) *Mux {
	m := &Mux{log: log}
	m.mux.HandleFunc("/", m.astray)
	return m
}

// NewPlainMux makes a Mux for addresses that have no pages: what goes wrong there is
// told in a line of text.
func NewPlainMux(log *slog.Logger) *Mux {
	m := NewMux(log)
	m.plain = true
	return m
}

// astray answers what no route takes: there is no such page, or not by this method.
func (m *Mux) astray(w http.ResponseWriter, r *http.Request) {
	var taken []string
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost} {
		try := *r
		try.Method = method
		if _, pattern := m.mux.Handler(&try); pattern != "/" {
			taken = append(taken, method)
		}
	}
	if len(taken) == 0 {
		m.fail(w, r, notFound())
		return
	}
	w.Header().Set("Allow", strings.Join(taken, ", "))
	m.show(w, r, http.StatusMethodNotAllowed, fault.New(fault.Invalid, "This address doesn’t take that. Please go back and use the page’s own links and buttons."))
}

// Handle adds a route: "GET /works/{id}".
func (m *Mux) Handle(pattern string, who Access, h Handler) {
	m.handle(Route{pattern, who, maxBody}, h)
}

// HandleFiles adds a route that takes files, up to most bytes in one request.
// What each may weigh is its handler's question.
func (m *Mux) HandleFiles(pattern string, who Access, most int64, h Handler) {
	m.handle(Route{pattern, who, most}, h)
}

func (m *Mux) handle(route Route, h Handler) {
	m.routes = append(m.routes, route)
	pattern, who := route.Pattern, route.Access
	m.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		if r.Body != nil && r.Body != http.NoBody {
			r.Body = http.MaxBytesReader(w, r.Body, route.Body)
		}
		if err := m.try(w, r, who, h); err != nil {
			m.fail(w, r, err)
		}
	})
}

func (m *Mux) try(w http.ResponseWriter, r *http.Request, who Access, h Handler) error {
	if m.interrupted(r, who) {
		return m.afterSigningIn(w, r, who, h)
	}
	if err := Allowed(viewer.From(r.Context()), who); err != nil {
		return err
	}
	return h(w, r)
}

// Allowed is nil where v may use a route of access who, and else says what would be needed.
func Allowed(v viewer.Viewer, who Access) error {
	switch {
	case who.Allows(v):
		return nil
	case v.Guest():
		return fault.New(fault.SignIn, "This page is for members. Please sign in first.")
	case v.Waiting != "" && who.Allows(viewer.Viewer{ID: v.ID, Role: v.Waiting}):
		return &fault.Error{Kind: fault.Denied, Field: secondField, Format: "This page is for those who look after the archive, once they have taken the second step of signing in. You can take it under Keys in your account."}
	}
	return fault.New(fault.Denied, "This page is for those who look after the archive.")
}

// ServeHTTP implements http.Handler. What changes something is refused from other sites.
func (m *Mux) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := m.cross.Check(r); err != nil {
		m.fail(w, r, fault.Wrap(fault.Denied, err, "That came from another site, so it was refused. If it was you, please do it again from this page."))
		return
	}
	m.mux.ServeHTTP(w, r)
}

// Trust lets forms be sent from origin ("https://example.org"), for a proxy that changes Host.
func (m *Mux) Trust(origin string) error { return m.cross.AddTrustedOrigin(origin) }

// Routes lists every route in the order of its pattern.
func (m *Mux) Routes() []Route {
	all := slices.Clone(m.routes)
	slices.SortFunc(all, func(a, b Route) int { return strings.Compare(byPath(a.Pattern), byPath(b.Pattern)) })
	return all
}

func byPath(pattern string) string {
	_, p, _ := strings.Cut(pattern, " ")
	return p + " " + pattern
}

// fail shows err as a page.
func (m *Mux) fail(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() == context.Canceled {
		return // nobody is waiting for the answer
	}
	if _, ok := errors.AsType[broken](err); ok {
		m.log.ErrorContext(r.Context(), "page broken off", "path", safePath(r), "err", err)
		panic(http.ErrAbortHandler) // closes the connection, so that the reader knows
	}
	err, _ = db.Trouble(err)
	status := Status(fault.KindOf(err))
	if status == http.StatusUnauthorized && isPage(r) {
		http.Redirect(w, r, SignInPath(r.URL.RequestURI(), err), http.StatusFound)
		return
	}
	if fault.FieldOf(err) == secondField && isPage(r) {
		http.Redirect(w, r, SecondPath+"?"+url.Values{"next": {SafeNext(r.URL.RequestURI())}, "gate": {"1"}}.Encode(), http.StatusFound)
		return
	}
	if cause := fault.As(err).Unwrap(); cause != nil && status >= http.StatusInternalServerError {
		m.log.ErrorContext(r.Context(), "request failed", "method", r.Method, "path", safePath(r), "err", cause)
	}
	if wait := fault.WaitOf(err); wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(wait.Seconds())+1))
	}
	m.show(w, r, status, err)
}

// show sends the page of an error.
func (m *Mux) show(w http.ResponseWriter, r *http.Request, status int, err error) {
	w.Header().Set("Cache-Control", "no-store")
	if e := fault.As(err); m.plain {
		http.Error(w, say.F(r.Context(), e.Format, e.Args...), status)
		return
	}
	if err := Render(w, r, status, Meta{Title: title(r.Context(), status), NoIndex: true}, failure(fault.As(err), status, w.Header().Get("X-Request-Id"))); err != nil {
		m.log.ErrorContext(r.Context(), "error page failed", "err", err)
	}
}

// isPage reports whether a browser asks for a page to show, which can lead to the
// log-in page and back. Programs that fetch files are told the status instead.
func isPage(r *http.Request) bool {
	return (r.Method == http.MethodGet || r.Method == http.MethodHead) && strings.Contains(r.Header.Get("Accept"), "text/html")
}

// SignInPath is the address of the log-in page that leads back to next. It says
// so when what lies there is a work for members: reading tools look for that.
func SignInPath(next string, err error) string {
	q := url.Values{"next": {SafeNext(next)}}
	if fault.FieldOf(err) == RestrictedField {
		q.Set("restricted", "true")
	}
	return "/users/login?" + q.Encode()
}

// RestrictedField marks the SignIn fault of a work for members, for SignInPath.
const RestrictedField = "restricted"

// SecondPath is the address of the page on which who is signed in takes the second
// step, or sets it up; it leads back to the page named by next,
// which opens only then if there is a gate.
const SecondPath = "/account/second"

// secondField marks the fault of a page that waits for the second step.
const secondField = "second"

// safePath is the path of a request for the log: the pattern of its route, which
// has no one-time token in it, or the path of one that no route knows.
func safePath(r *http.Request) string {
	if r.Pattern != "" && r.Pattern != "/" {
		return r.Pattern
	}
	return r.URL.Path
}

// Status is the HTTP status of a kind of error.
func Status(k fault.Kind) int {
	switch k {
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.NotFound:
		return http.StatusNotFound
	case fault.SignIn:
		return http.StatusUnauthorized
	case fault.Denied:
		return http.StatusForbidden
	case fault.Conflict:
		return http.StatusConflict
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge
	case fault.TooMany:
		return http.StatusTooManyRequests
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// ID reads a number from the address; anything that is none is no such page.
func ID[T ~int64](r *http.Request, name string) (T, error) {
	n, err := strconv.ParseInt(r.PathValue(name), 10, 64)
	if err != nil || n < 1 {
		return 0, notFound()
	}
	return T(n), nil
}

func notFound() error {
	return fault.New(fault.NotFound, "There is no such page here. The address may be mistyped, or the page has moved.")
}
