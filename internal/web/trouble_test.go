package web

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
)

// What passes by itself is "not now" for people and programs, and its cause is in
// the log. It was "Something went wrong on our side".
func TestTroubleThatPasses(t *testing.T) {
	var log bytes.Buffer
	m := NewMux(slog.New(slog.NewTextHandler(&log, nil)))
	m.Handle("GET /save", Anyone, func(http.ResponseWriter, *http.Request) error {
		return fmt.Errorf("db: commit: %w", syscall.ENOSPC)
	})
	w := httptest.NewRecorder()
	m.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/save", nil))
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || !strings.Contains(w.Body.String(), "no room left") {
		t.Errorf("%d, Retry-After %q: %s", w.Code, w.Header().Get("Retry-After"), w.Body)
	}
	if !strings.Contains(log.String(), "no space left on device") {
		t.Errorf("the log says %q", log.String())
	}
}
