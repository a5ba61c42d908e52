package app

import (
	"context"
	"io"
	"net/http"
	"time"

	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/web"
)

// health answers those who watch over the program.
type health struct{ app *App }

func (h *health) Routes(m *web.Mux) {
	m.Handle("GET /healthz", web.Anyone, h.alive)
	m.Handle("GET /readyz", web.Anyone, h.ready)
}

// alive says that the program runs.
func (h *health) alive(w http.ResponseWriter, _ *http.Request) error { return ok(w) }

// ready says that it can answer: its database does.
func (h *health) ready(w http.ResponseWriter, r *http.Request) error {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if err := h.app.DB.Ping(ctx); err != nil {
		return fault.Wrap(fault.Unavailable, err, "The database does not answer.")
	}
	return ok(w)
}

func ok(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, err := io.WriteString(w, "ok\n")
	return err
}
