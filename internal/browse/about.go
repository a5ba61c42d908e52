package browse

import (
	"net/http"
	"runtime/debug"

	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// source is where the program's own text is offered to everyone who uses it, as
// section 13 of its licence asks.
const source = "https://github.com/ficstead/ficstead"

func (p *Pages) about(w http.ResponseWriter, r *http.Request) error {
	n, err := p.works.figures(r.Context(), viewer.From(r.Context()))
	if err != nil && fault.KindOf(err) != fault.Unavailable {
		return err
	}
	m := web.Meta{Title: say.T(r.Context(), "About {name}", "name", web.SiteOf(r.Context()).Name), Canonical: "/about"}
	return web.Render(w, r, statusWithout(w, err), m, about(n, err, version()))
}

// version is the program's version, as the tools that built it know it.
func version() string {
	if b, ok := debug.ReadBuildInfo(); ok && b.Main.Version != "" && b.Main.Version != "(devel)" {
		return b.Main.Version
	}
	return ""
}
