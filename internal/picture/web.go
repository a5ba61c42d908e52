// Package picture takes the pictures that authors send: checked, made anew, counted
// against a quota, with covers and small copies for lists.
package picture

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// Pages are those by which authors send and look after pictures.
type Pages struct {
	DB   *db.DB
	Blob *blob.Store
	Log  *slog.Logger
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {
	m.Handle("GET /works/{id}/pictures", web.Members, p.list)
	m.HandleFiles("POST /works/{id}/pictures", web.Members, maxRequest, p.send)
	m.Handle("POST /works/{id}/pictures/{name}/cover", web.Members, p.cover)
	m.Handle("POST /works/{id}/pictures/{name}/delete", web.Members, p.delete)
}

// send takes a picture for a work. Programs that accept JSON get the picture's
// address and size, or the sentence that says what is wrong.
func (p *Pages) send(w http.ResponseWriter, r *http.Request) error {
	x, err := p.work(r)
	if err != nil {
		return answerTo(w, r, err)
	}
	d, err := p.receive(r, x.ID)
	if err != nil && fault.KindOf(err) != fault.Internal {
		// A browser shows no answer before it has sent everything.
		_, _ = io.Copy(io.Discard, r.Body)
	}
	if err != nil {
		if wantsJSON(r) {
			return answerTo(w, r, err)
		}
		if fault.KindOf(err) == fault.Internal {
			return err
		}
		return p.render(w, r, web.Status(fault.KindOf(err)), x, form{Alt: d.alt}, web.Faults{fault.As(err)})
	}
	if !wantsJSON(r) {
		return see(w, r, x.ID.Path()+"/pictures?came="+d.picture.Name)
	}
	return sendJSON(w, http.StatusOK, map[string]any{
		"name": d.picture.Name, "src": Src(d.picture.Name), "width": d.picture.Width, "height": d.picture.Height, "alt": d.alt,
	})
}

// Src is the address of a stored picture, as texts have it.
func Src(name string) string { return "/pictures/" + name }

func wantsJSON(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "application/json")
}

// answerTo answers with an error in the form that was asked for.
func answerTo(w http.ResponseWriter, r *http.Request, err error) error {
	k := fault.KindOf(err)
	if !wantsJSON(r) || k == fault.Internal {
		return err
	}
	e := fault.As(err)
	return sendJSON(w, web.Status(k), map[string]string{"error": say.F(r.Context(), e.Format, e.Args...), "field": e.Field})
}

func sendJSON(w http.ResponseWriter, status int, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("picture: %w", err)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(b) // a reader who left is no error of ours
	return nil
}

func see(w http.ResponseWriter, r *http.Request, to string) error {
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// work is the work in the address, for who may edit it. Everyone else gets one
// answer, whatever there is.
func (p *Pages) work(r *http.Request) (*work.Work, error) {
	id, err := web.ID[work.ID](r, "id")
	if err != nil {
		return nil, err
	}
	v := viewer.From(r.Context())
	x, err := work.Get(r.Context(), p.DB, v, id)
	switch k := fault.KindOf(err); {
	case err != nil && k != fault.NotFound && k != fault.Denied && k != fault.SignIn:
		return nil, err
	case err != nil || !x.MayEdit(v):
		return nil, fault.New(fault.NotFound, "You have no such work to edit. It may be somebody else’s, or the address is mistyped.")
	}
	return x, nil
}
