package desk

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/web"
)

func render(w http.ResponseWriter, r *http.Request, status int, title string, content templ.Component) error {
	w.Header().Set("Cache-Control", "no-store")
	return web.Render(w, r, status, web.Meta{Title: title, NoIndex: true, Here: "me", Styles: []string{"desk.css"}}, content)
}

// name is what a shelf is called.
func (s Shelf) name(ctx context.Context) string {
	switch s {
	case Drafts:
		return say.T(ctx, "Drafts")
	case Scheduled:
		return say.T(ctx, "Scheduled")
	case Posted:
		return say.T(ctx, "Posted")
	case Unsaved:
		return say.T(ctx, "Not published changes")
	}
	return say.T(ctx, "All")
}

// chapters says how many chapters a work has: "3/10".
func (l Line) chapters(ctx context.Context) string {
	total := "?"
	if l.Total > 0 {
		total = say.Number(ctx, l.Total)
	}
	return say.T(ctx, "{n}/{total} ch.", "n", say.Number(ctx, l.Chapters), "total", total)
}
