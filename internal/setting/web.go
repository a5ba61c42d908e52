package setting

import (
	"net/http"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/web"
)

// Pages are where those who look after the archive begin, and the keepers’ page of
// settings.
type Pages struct {
	DB    *db.DB
	Watch *Watch
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {
	m.Handle("GET /keep", web.Staff, p.home)
	m.Handle("GET /keep/settings", web.Keepers, p.show)
	m.Handle("POST /keep/settings", web.Keepers, p.save)
}

// maxForm is the most that the form may send, in bytes.
const maxForm = 64 << 10

func (p *Pages) home(w http.ResponseWriter, r *http.Request) error {
	return render(w, r, http.StatusOK, say.T(r.Context(), "Looking after the archive"), homePage())
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	s, err := Load(ctx, p.DB)
	if err != nil {
		return err
	}
	f := formOf(ctx, s)
	if r.URL.Query().Get("done") == "saved" {
		f.Said = say.T(ctx, "The settings are saved, and hold from now on.")
	}
	return render(w, r, http.StatusOK, say.T(ctx, "Settings of the archive"), settingsPage(s, f))
}

func (p *Pages) save(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "What you sent could not be read whole. Go back and send it again.")
	}
	ctx := r.Context()
	var s Site
	var f form
	err := p.DB.Tx(ctx, func(tx *db.Tx) (err error) {
		if s, err = Load(ctx, tx); err != nil {
			return err
		}
		if f = read(ctx, &s, r.PostForm); len(f.Faults) > 0 {
			return nil
		}
		return Save(ctx, tx, s)
	})
	if err != nil {
		return err
	}
	if len(f.Faults) > 0 {
		return render(w, r, http.StatusUnprocessableEntity, say.T(ctx, "Settings of the archive"), settingsPage(s, f))
	}
	p.Watch.Forget()
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, "/keep/settings?done=saved", http.StatusSeeOther)
	return nil
}

func render(w http.ResponseWriter, r *http.Request, status int, title string, body templ.Component) error {
	w.Header().Set("Cache-Control", "no-store")
	return web.Render(w, r, status, web.Meta{Title: title, NoIndex: true, Here: "me", Styles: []string{"keep.css"}}, body)
}
