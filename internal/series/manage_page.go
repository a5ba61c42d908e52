package series

import (
	"net/http"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/web"
)

func render(w http.ResponseWriter, r *http.Request, status int, title string, content templ.Component) error {
	w.Header().Set("Cache-Control", "no-store")
	return web.Render(w, r, status, web.Meta{Title: title, NoIndex: true, Here: "me"}, content)
}
