package account

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// house is an archive with the account's pages alone, and a page that says who
// is looking.
type house struct {
	*httptest.Server
	d     *db.DB
	pages *Pages
	log   *lockedBuffer

	mu  sync.Mutex
	now time.Time
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func newHouse(t *testing.T, d *db.DB) *house {
	t.Helper()
	h := &house{d: d, log: &lockedBuffer{}, now: time.Date(2026, 8, 3, 12, 0, 0, 0, time.UTC)}
	d.Now = func() time.Time {
		h.mu.Lock()
		defer h.mu.Unlock()
		return h.now
	}
	log := slog.New(slog.NewTextHandler(h.log, nil))
	h.pages = &Pages{DB: d, Log: log, hashCost: weak(), Address: func(r *http.Request) string {
		if a := r.Header.Get("Test-Address"); a != "" {
			return a
		}
		return "192.0.2.1"
	}}
	m := web.NewMux(log)
	h.pages.Routes(m)
	m.Handle("GET /who", web.Anyone, func(w http.ResponseWriter, r *http.Request) error {
		v := viewer.From(r.Context())
		who := v.Name
		if v.Guest() {
			who = "guest"
		}
		if v.Adult {
			who += " adult"
		}
		_, err := io.WriteString(w, who)
		return err
	})
	h.Server = httptest.NewServer(h.pages.Middleware(m))
	t.Cleanup(h.Close)
	return h
}

func (h *house) wait(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
}

// browser is somebody with cookies of their own.
type browser struct {
	t       *testing.T
	h       *house
	client  *http.Client
	address string
}

func (h *house) browser(t *testing.T) *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t: t, h: h, client: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

func (b *browser) do(method, path string, f url.Values, header ...string) answer {
	b.t.Helper()
	var body io.Reader
	if f != nil {
		body = strings.NewReader(f.Encode())
	}
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.h.URL+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Accept", "text/html")
	r.Header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
	if f != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if b.address != "" {
		r.Header.Set("Test-Address", b.address)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer{res.StatusCode, res.Header, string(text)}
}

func (b *browser) get(path string) answer {
	b.t.Helper()
	return b.do("GET", path, nil)
}

// post sends fields, given as name, value, name, value.
func (b *browser) post(path string, fields ...string) answer {
	b.t.Helper()
	f := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		f.Add(fields[i], fields[i+1])
	}
	return b.do("POST", path, f)
}

func (b *browser) login(name, password string) answer {
	b.t.Helper()
	return b.post("/users/login", "name", name, "password", password)
}

// who asks whom the archive takes the browser for.
func (b *browser) who() string {
	b.t.Helper()
	return b.get("/who").body
}

func (b *browser) want(a answer, status int, parts ...string) {
	b.t.Helper()
	if a.status != status {
		b.t.Errorf("status %d, want %d: %s", a.status, status, a.body)
	}
	for _, p := range parts {
		if !strings.Contains(a.body, p) {
			b.t.Errorf("no %q in %s", p, a.body)
		}
	}
}

func (b *browser) wantWho(who string) {
	b.t.Helper()
	if got := b.who(); got != who {
		b.t.Errorf("taken for %q, want %q", got, who)
	}
}

func (b *browser) cookie(name string) string {
	b.t.Helper()
	u, err := url.Parse(b.h.URL)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, c := range b.client.Jar.Cookies(u) {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}

func (b *browser) setCookie(name, value string) {
	b.t.Helper()
	u, err := url.Parse(b.h.URL)
	if err != nil {
		b.t.Fatal(err)
	}
	b.client.Jar.SetCookies(u, []*http.Cookie{{Name: name, Value: value, Path: "/"}})
}
