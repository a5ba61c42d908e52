package stats

import (
	"context"
	"fmt"
	"net/http"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

func render(w http.ResponseWriter, r *http.Request, title string, content templ.Component) error {
	w.Header().Set("Cache-Control", "no-store")
	return web.Render(w, r, http.StatusOK, web.Meta{Title: title, NoIndex: true, Here: "me", Styles: []string{"stats.css", work.MenuSheet}}, content)
}

// at writes a coordinate of a chart.
func at(f float64) string { return fmt.Sprintf("%.1f", f) }

// viewBox is the canvas of a chart.
func (c chart) viewBox() string { return fmt.Sprintf("0 0 %d %d", c.Width, c.Height) }

// class tells the lines of a chart apart.
func (l line) class() string {
	if l.Second {
		return "second"
	}
	return "first"
}

// percent writes the share of readers who read on.
func percent(ctx context.Context, n int) string {
	if n < 0 {
		return say.T(ctx, "too few to tell")
	}
	return say.T(ctx, "{n} %", "n", n)
}
