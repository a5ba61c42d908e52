package series

import (
	"net/http"
	"strconv"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// Pages are the pages of series.
type Pages struct {
	DB    *db.DB
	Cache *web.Cache
	// Cleaner cleans what authors write.
	Cleaner prose.Cleaner
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {
	m.Handle("GET /series/{id}", web.Anyone, p.show)
	m.Handle("GET /series/new", web.Members, p.new)
	m.Handle("POST /series", web.Members, p.create)
	m.Handle("GET /series/{id}/edit", web.Members, p.edit)
	m.Handle("POST /series/{id}/edit", web.Members, p.change)
	m.Handle("GET /series/{id}/remove", web.Members, p.askRemove)
	m.Handle("POST /series/{id}/remove", web.Members, p.remove)
}

// perPage is how many works a page of a series shows.
const perPage = 20

// page is one page of a series.
type page struct {
	*Series
	number int
	works  []work.Work // of this page
}

// last is the number of the last page.
func (p page) last() int { return max(1, (len(p.Works)+perPage-1)/perPage) }

// link is the address of a page of the series.
func (p page) link(n int) string {
	if n <= 1 {
		return p.Path()
	}
	return p.Path() + "?page=" + strconv.Itoa(n)
}

// show answers with a series and its works in order.
func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	id, err := web.ID[ID](r, "id")
	if err != nil {
		return err
	}
	return p.Cache.Guest(w, r, web.Site, func(w http.ResponseWriter, r *http.Request) error {
		ctx, v := r.Context(), viewer.From(r.Context())
		s, err := Get(ctx, p.DB, v, id)
		if err != nil {
			return err
		}
		x := page{Series: s, number: 1}
		if n, err := strconv.Atoi(r.URL.Query().Get("page")); err == nil {
			x.number = min(max(n, 1), x.last())
		}
		first := (x.number - 1) * perPage
		if x.works, err = work.Load(ctx, p.DB, v, s.Works[first:min(len(s.Works), first+perPage)]); err != nil {
			return err
		}
		m := web.Meta{Title: s.Title, Here: "browse", Main: "series-show", Canonical: x.link(x.number)}
		return web.Render(w, r, http.StatusOK, m, showPage(x))
	})
}
