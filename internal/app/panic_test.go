package app

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// A panic in a handler costs its visitor one page, and nobody else anything.
func TestAPanicIsAPlainAnswer(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	h := logged(slog.New(slog.NewTextHandler(&log, nil)), address(nil), headers(policy(""), false, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/panic" {
			panic("the password is swordfish")
		}
		io.WriteString(w, "still here")
	})))
	get := func(path string) (*http.Response, string) {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w.Result(), w.Body.String()
	}
	answer, body := get("/panic")
	id := answer.Header.Get("X-Request-Id")
	if answer.StatusCode != http.StatusInternalServerError || id == "" || !strings.Contains(body, id) || strings.Contains(body, "swordfish") || strings.Contains(body, "goroutine") {
		t.Errorf("%d %q", answer.StatusCode, body)
	}
	if answer.Header.Get("Content-Security-Policy") == "" {
		t.Error("the answer after a panic has no policy")
	}
	if !strings.Contains(log.String(), "swordfish") || !strings.Contains(log.String(), "status=500") {
		t.Errorf("the log does not tell: %s", log.String())
	}
	if answer, body := get("/"); answer.StatusCode != http.StatusOK || body != "still here" {
		t.Errorf("afterwards: %d %q", answer.StatusCode, body)
	}
}
