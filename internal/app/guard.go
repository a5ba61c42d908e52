package app

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"strings"
	"time"
)

// What stands round every request, from the outside in: a name for it in the
// log, safety from panics, and headers that keep a page to itself.

// policy is the Content-Security-Policy of every page: nothing runs, loads or frames
// but what comes from here, and pictures from their own host if they have one.
func policy(pictureHost string) string {
	pictures := "img-src 'self' data:"
	if pictureHost != "" {
		pictures += " " + pictureHost
	}
	return "default-src 'none'; script-src 'self'; style-src 'self'; " + pictures + "; font-src 'self'; connect-src 'self'; " +
		"manifest-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
}

func headers(policy string, secure bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h["Content-Security-Policy"] = []string{policy}
		h["X-Content-Type-Options"] = []string{"nosniff"}
		h["Referrer-Policy"] = []string{"same-origin"}
		h["Cross-Origin-Opener-Policy"] = []string{"same-origin"}
		h["Cross-Origin-Resource-Policy"] = []string{"same-origin"}
		h["Permissions-Policy"] = []string{"camera=(), microphone=(), geolocation=(), interest-cohort=()"}
		h["X-Frame-Options"] = []string{"DENY"}
		if secure {
			h["Strict-Transport-Security"] = []string{"max-age=31536000"}
		}
		next.ServeHTTP(w, r)
	})
}

type requestKey struct{}

// requestID is the name of a request in the log and on the page of an error.
func requestID(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

// logged names each request, writes one line of log about it, and turns a panic
// into a plain answer while the program lives on.
func logged(log *slog.Logger, address func(*http.Request) string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		var b [8]byte
		rand.Read(b[:])
		id := hex.EncodeToString(b[:])
		w.Header().Set("X-Request-Id", id)
		s := &statusWriter{ResponseWriter: w}
		r = r.WithContext(context.WithValue(r.Context(), requestKey{}, id))
		defer func() {
			if p := recover(); p != nil && p != http.ErrAbortHandler {
				log.ErrorContext(r.Context(), "panic", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
				if s.status == 0 {
					http.Error(s, "Something went wrong on our side. If it happens again, tell the archive's keeper this number: "+id, http.StatusInternalServerError)
				}
			}
			log.LogAttrs(r.Context(), slog.LevelInfo, "request", slog.String("method", r.Method), slog.String("path", loggable(r.URL.Path)),
				slog.Int("status", s.status), slog.Int64("bytes", s.bytes), slog.Duration("took", time.Since(start)), slog.String("from", address(r)))
		}()
		next.ServeHTTP(s, r)
	})
}

// loggable leaves one-time tokens out of the log.
func loggable(path string) string {
	for _, page := range []string{"/setup/", "/claim/", "/reset/", "/address/confirm/", "/address/stop/", "/join/", "/mail-off/"} {
		if strings.HasPrefix(path, page) {
			return page + "…"
		}
	}
	return path
}

// contextLog adds the request's name to each line logged in its context.
type contextLog struct{ slog.Handler }

func (h contextLog) Handle(ctx context.Context, r slog.Record) error {
	if id := requestID(ctx); id != "" {
		r.AddAttrs(slog.String("request", id))
	}
	return h.Handler.Handle(ctx, r)
}

func (h contextLog) WithAttrs(a []slog.Attr) slog.Handler { return contextLog{h.Handler.WithAttrs(a)} }

func (h contextLog) WithGroup(name string) slog.Handler { return contextLog{h.Handler.WithGroup(name)} }

// statusWriter remembers what was answered.
type statusWriter struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (s *statusWriter) WriteHeader(status int) {
	if s.status == 0 {
		s.status = status
	}
	s.ResponseWriter.WriteHeader(status)
}

func (s *statusWriter) Write(b []byte) (int, error) {
	if s.status == 0 {
		s.status = http.StatusOK
	}
	n, err := s.ResponseWriter.Write(b)
	s.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (s *statusWriter) Unwrap() http.ResponseWriter { return s.ResponseWriter }

// address tells where a request comes from. Only what a trusted proxy says in
// X-Forwarded-For is believed, from the right, up to the first that is no proxy.
func address(proxies []netip.Prefix) func(*http.Request) string {
	trusted := func(a string) bool {
		ip, err := netip.ParseAddr(a)
		if err != nil {
			return false
		}
		for _, p := range proxies {
			if p.Contains(ip.Unmap()) {
				return true
			}
		}
		return false
	}
	return func(r *http.Request) string {
		from, _, err := net.SplitHostPort(r.RemoteAddr)
		if err != nil {
			from = r.RemoteAddr
		}
		if !trusted(from) {
			return from
		}
		hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		for i := len(hops) - 1; i >= 0; i-- {
			hop := strings.TrimSpace(hops[i])
			if _, err := netip.ParseAddr(hop); err != nil {
				break
			}
			from = hop
			if !trusted(hop) {
				break
			}
		}
		return from
	}
}
