package mail_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"github.com/ficstead/ficstead/internal/config"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/web"
)

// server is a mail server that does what a test tells it.
type server struct {
	mu   sync.Mutex
	got  []received
	rcpt func(to string) error
	data func(text string) error
	from func() error
	slow time.Duration

	host string
	port int
}

// received is one letter that the server took.
type received struct {
	to   []string
	text string
}

func newServer(t *testing.T) *server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &server{host: "127.0.0.1", port: l.Addr().(*net.TCPAddr).Port}
	x := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &session{s: s, c: c}, nil }))
	x.Domain, x.ErrorLog = "mail.example", quiet{}
	go func() {
		if err := x.Serve(l); err != nil && !errors.Is(err, net.ErrClosed) {
			fmt.Println("mail server:", err)
		}
	}()
	t.Cleanup(func() { x.Close() })
	return s
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

func (s *server) letters() []received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.got
}

type session struct {
	s  *server
	c  *smtp.Conn
	to []string
}

func (x *session) Reset()        { x.to = nil }
func (x *session) Logout() error { return nil }

func (x *session) Mail(string, *smtp.MailOptions) error {
	if x.s.from != nil {
		return x.s.from()
	}
	return nil
}

func (x *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if x.s.rcpt != nil {
		if err := x.s.rcpt(to); err != nil {
			return err
		}
	}
	x.to = append(x.to, to)
	return nil
}

func (x *session) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	time.Sleep(x.s.slow)
	if x.s.data != nil {
		err = x.s.data(string(b))
	}
	if err == nil || errors.Is(err, errDrop) {
		x.s.mu.Lock()
		x.s.got = append(x.s.got, received{x.to, string(b)})
		x.s.mu.Unlock()
	}
	if errors.Is(err, errDrop) {
		x.c.Conn().Close()
	}
	return err
}

// errDrop makes the server take a letter and hang up before it says so.
var errDrop = errors.New("drop")

func says(code int, text string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 0, 0}, Message: text}
}

// clock is a database's time, as a test sets it.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) wait(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func setClock(d *db.DB) *clock {
	c := &clock{now: time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)}
	d.Now = func() time.Time {
		c.mu.Lock()
		defer c.mu.Unlock()
		return c.now
	}
	return c
}

// house is an archive's outbox with a mail server.
type house struct {
	*server
	*clock
	t   *testing.T
	d   *db.DB
	log bytes.Buffer
}

func newHouse(t *testing.T, d *db.DB) *house {
	return &house{server: newServer(t), clock: setClock(d), t: t, d: d}
}

func (h *house) sender() *mail.Sender {
	return &mail.Sender{
		DB: h.d, Server: config.Mail{Host: h.host, Port: h.port, TLS: "none", From: "archive@stories.example"},
		Site: web.SiteInfo{Name: "Testing Quay", BaseURL: "https://quay.example"}, Log: slog.New(slog.NewTextHandler(&h.log, nil)), Patience: 2 * time.Second,
	}
}

func (h *house) run() {
	h.t.Helper()
	if err := h.sender().Run(h.t.Context()); err != nil {
		h.t.Error(err)
	}
}

func (h *house) write(f func(context.Context, *db.Tx) error) {
	h.t.Helper()
	if err := h.d.Tx(h.t.Context(), func(tx *db.Tx) error { return f(h.t.Context(), tx) }); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) post(l mail.Letter) {
	h.t.Helper()
	h.write(func(ctx context.Context, tx *db.Tx) error { return mail.Post(ctx, tx, l) })
}

// row is how a letter stands in the outbox.
type row struct {
	state, secret, trouble string
	tries                  int
}

func (h *house) rows() []row {
	h.t.Helper()
	rows, err := h.d.QueryContext(h.t.Context(), `SELECT state, secret, trouble, tries FROM letters ORDER BY id`)
	if err != nil {
		h.t.Fatal(err)
	}
	defer rows.Close()
	var all []row
	for rows.Next() {
		var r row
		if err := rows.Scan(&r.state, &r.secret, &r.trouble, &r.tries); err != nil {
			h.t.Fatal(err)
		}
		all = append(all, r)
	}
	return all
}

// want checks the states of all letters, as "sent waiting".
func (h *house) want(states string) {
	h.t.Helper()
	var got []string
	for _, r := range h.rows() {
		got = append(got, r.state)
	}
	if s := strings.Join(got, " "); s != states {
		h.t.Errorf("letters are %q, want %q: %+v", s, states, h.rows())
	}
}
