package stats

import (
	"net/http"
	"net/url"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// Pages are the statistics that authors see: their own, and nobody else's.
type Pages struct {
	DB *db.DB
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {
	m.Handle("GET /stats", web.Members, p.here)
	m.Handle("GET /users/{login}/stats", web.Members, p.all)
	m.Handle("GET /users/{login}/stats.csv", web.Members, p.csv)
	m.Handle("GET /works/{id}/stats", web.Members, p.one)
}

// here leads to one's own statistics.
func (p *Pages) here(w http.ResponseWriter, r *http.Request) error {
	http.Redirect(w, r, path(viewer.From(r.Context())), http.StatusSeeOther)
	return nil
}

func path(v viewer.Viewer) string { return "/users/" + url.PathEscape(v.Name) + "/stats" }

// own lets people in to their own statistics only: to others there are none.
func own(r *http.Request) (viewer.Viewer, error) {
	v := viewer.From(r.Context())
	if r.PathValue("login") != v.Name {
		return v, fault.New(fault.NotFound, "There are no statistics here that you may see. Yours are in your account’s menu.")
	}
	return v, nil
}

func (p *Pages) all(w http.ResponseWriter, r *http.Request) error {
	v, err := own(r)
	if err != nil {
		return err
	}
	if v.Prefs.HideStats {
		return render(w, r, say.T(r.Context(), "Statistics"), hiddenPage())
	}
	works, err := Mine(r.Context(), p.DB, v.ID)
	if err != nil {
		return err
	}
	x, err := makeReport(r.Context(), p.DB, works, periodOf(r.URL.Query().Get("period")), DayOf(p.DB.Now()))
	if err != nil {
		return err
	}
	x.Base = path(v)
	return render(w, r, say.T(r.Context(), "Statistics"), overviewPage(x))
}

func (p *Pages) one(w http.ResponseWriter, r *http.Request) error {
	id, err := web.ID[work.ID](r, "id")
	if err != nil {
		return err
	}
	ctx, v := r.Context(), viewer.From(r.Context())
	x, err := work.Get(ctx, p.DB, v, id)
	if err != nil || !x.Mine(v) {
		return fault.Wrap(fault.NotFound, err, "There are no statistics here that you may see. Yours are in your account’s menu.")
	}
	title := say.T(ctx, "Statistics of {title}", "title", x.Title)
	if v.Prefs.HideStats {
		return render(w, r, title, hiddenPage())
	}
	today, period := DayOf(p.DB.Now()), periodOf(r.URL.Query().Get("period"))
	rep, err := makeReport(ctx, p.DB, []Owned{{id, x.Title, x.Words}}, period, today)
	if err != nil {
		return err
	}
	if rep.Keeping, err = Retention(ctx, p.DB, id, period.from(today)); err != nil {
		return err
	}
	rep.Base = id.Path() + "/stats"
	return render(w, r, title, workPage(rep, x))
}

// csv sends every count of one's works since the beginning.
func (p *Pages) csv(w http.ResponseWriter, r *http.Request) error {
	v, err := own(r)
	if err != nil {
		return err
	}
	if v.Prefs.HideStats {
		return fault.New(fault.NotFound, "Your statistics are hidden. You can show them again in your preferences.")
	}
	works, err := Mine(r.Context(), p.DB, v.ID)
	if err != nil {
		return err
	}
	ids := make([]work.ID, len(works))
	for i, x := range works {
		ids[i] = x.ID
	}
	rows, err := Rows(r.Context(), p.DB, ids, 0)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8; header=present")
	h.Set("Content-Disposition", `attachment; filename="statistics.csv"`)
	h.Set("Cache-Control", "no-store")
	return writeCSV(w, works, rows)
}
