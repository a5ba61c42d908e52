package beta

import (
	"net/http"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// Pages are those of authors and their beta readers.
type Pages struct {
	DB *db.DB
	// Cleaner cleans what authors write.
	Cleaner prose.Cleaner
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {
	m.Handle("GET /works/{id}/betas", web.Members, p.show)
	m.Handle("POST /works/{id}/betas", web.Members, p.invite)
	m.Handle("POST /works/{id}/betas/end", web.Members, p.end)
	m.Handle("POST /works/{id}/betas/credit", web.Members, p.credit)
	m.Handle("GET /works/{id}/betas/{copy}", web.Members, p.showRemarks)
	m.Handle("POST /works/{id}/betas/{copy}", web.Members, p.settle)
	m.Handle("GET /works/{id}/betas/{copy}/remarks/{remark}", web.Members, p.compare)

	m.Handle("GET /account/betas", web.Members, p.mine)
	m.Handle("GET /betas/{beta}", web.Members, p.open)
	m.Handle("POST /betas/{beta}", web.Members, p.answer)
	m.Handle("GET /betas/{beta}/credit", web.Members, p.askUncredit)
	m.Handle("POST /betas/{beta}/credit", web.Members, p.uncredit)
	m.Handle("GET /betas/{beta}/chapters/{chapter}", web.Members, p.read)
	m.Handle("POST /betas/{beta}/chapters/{chapter}", web.Members, p.say)
	m.Handle("GET /beta/{token}", web.Anyone, p.contents)
	m.Handle("GET /beta/{token}/chapters/{chapter}", web.Anyone, p.read)
	m.Handle("POST /beta/{token}/chapters/{chapter}", web.Anyone, p.say)
}

// maxForm is the most that a form here may send, in bytes.
const maxForm = 256 << 10

// render answers with a page that no cache keeps, no search engine lists, and no
// other site learns the address of.
func render(w http.ResponseWriter, r *http.Request, status int, title string, body templ.Component) error {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.Header().Set("X-Robots-Tag", "noindex, nofollow")
	return web.Render(w, r, status, web.Meta{Title: title, NoIndex: true, Styles: []string{"together.css", work.MenuSheet}, Scripts: []string{"beta.js"}}, body)
}
