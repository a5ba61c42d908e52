package account

import (
	"context"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// peopleRoutes adds the pages on which people say who they are and what they like.
func (p *Pages) peopleRoutes(m *web.Mux) {
	m.Handle("GET /account", web.Members, p.show)
	m.Handle("GET /account/pseuds", web.Members, p.pseuds)
	m.Handle("POST /account/pseuds", web.Members, p.addPseud)
	m.Handle("GET /account/pseuds/{id}", web.Members, p.editPseud)
	m.HandleFiles("POST /account/pseuds/{id}", web.Members, maxPseudForm, p.changePseud)
	m.Handle("POST /account/pseuds/{id}/usual", web.Members, p.makeUsual)
	m.Handle("GET /account/pseuds/{id}/delete", web.Members, p.askDeletePseud)
	m.Handle("POST /account/pseuds/{id}/delete", web.Members, p.deletePseud)
	p.IconRoutes(m)
	m.Handle("GET /account/profile", web.Members, p.editProfile)
	m.Handle("POST /account/profile", web.Members, p.changeProfile)
	m.Handle("GET /account/preferences", web.Members, p.showPreferences)
	m.Handle("POST /account/preferences", web.Members, p.preferences)
	m.Handle("POST /account/reading", web.Members, p.reading)
}

// maxPseudForm is how many bytes the form of a pseud may have, with a picture that is
// too large, so that it can be told from one that is far too large.
const maxPseudForm = 8 << 20

// pseudsPage is the page of all one's pseuds.
type pseudsPage struct {
	all   []AboutPseud
	said  string
	typed string // the name that could not be taken
}

func (p *Pages) pseudsPage(r *http.Request) (pseudsPage, error) {
	all, err := TellPseuds(r.Context(), p.DB, viewer.From(r.Context()).ID)
	return pseudsPage{all: all, said: saidOfPseuds(r.Context(), r)}, err
}

func (p *Pages) pseuds(w http.ResponseWriter, r *http.Request) error {
	page, err := p.pseudsPage(r)
	if err != nil {
		return err
	}
	return renderPeople(w, r, http.StatusOK, say.T(r.Context(), "Your pseuds"), pseudsView(page, nil))
}

func (p *Pages) addPseud(w http.ResponseWriter, r *http.Request) error {
	f, err := form(w, r)
	if err != nil {
		return err
	}
	ctx, typed := r.Context(), firstOf(f, "pseud", "pseud[name]")
	failed := p.DB.Tx(ctx, func(tx *db.Tx) error {
		_, err := AddPseud(ctx, tx, viewer.From(ctx).ID, typed)
		return err
	})
	if failed == nil {
		return web.See(w, r, "/account/pseuds?done=added")
	}
	page, err := p.pseudsPage(r)
	if err != nil {
		return err
	}
	page.typed = typed
	return againBy(renderPeople, w, r, failed, say.T(ctx, "Your pseuds"), func(e *fault.Error) templ.Component { return pseudsView(page, e) })
}

// pseudForm is the form of one pseud as it is typed.
type pseudForm struct {
	Pseud             *AboutPseud
	Name, Description string
	Alt               string
	NoIcon            bool
}

// ownPseud is the pseud in the address, if it is the viewer's.
func (p *Pages) ownPseud(r *http.Request) (*AboutPseud, error) {
	id, err := web.ID[PseudID](r, "id")
	if err != nil {
		return nil, err
	}
	return ownPseud(r.Context(), p.DB, viewer.From(r.Context()).ID, id)
}

func (p *Pages) editPseud(w http.ResponseWriter, r *http.Request) error {
	x, err := p.ownPseud(r)
	if err != nil {
		return err
	}
	f := pseudForm{Pseud: x, Name: x.Name, Description: x.Description, Alt: x.Icon.Alt}
	return renderPeople(w, r, http.StatusOK, say.T(r.Context(), "Pseud {name}", "name", x.Name), pseudView(f, nil))
}

// changePseud takes name, words and picture together. What is wrong is told at every
// field at once, and nothing is kept then.
func (p *Pages) changePseud(w http.ResponseWriter, r *http.Request) error {
	x, err := p.ownPseud(r)
	if err != nil {
		return err
	}
	sent, file, err := fileForm(r, "icon")
	if err != nil {
		return err
	}
	ctx := r.Context()
	f := pseudForm{Pseud: x, Name: sent.Get("pseud"), Description: sent.Get("description"), Alt: sent.Get("alt"), NoIcon: ticked(sent, "no_icon")}
	bad, failed := p.savePseud(ctx, f, file)
	if failed != nil {
		return failed
	}
	if len(bad) > 0 {
		return renderPeople(w, r, http.StatusUnprocessableEntity, say.T(ctx, "Not saved: {name}", "name", x.Name), pseudView(f, bad))
	}
	return web.See(w, r, "/account/pseuds?done=changed")
}

func (p *Pages) savePseud(ctx context.Context, f pseudForm, file *multipart.FileHeader) (bad web.Faults, failed error) {
	note := func(err error) {
		if err == nil {
			return
		}
		switch fault.KindOf(err) {
		case fault.Invalid, fault.TooLarge, fault.TooMany:
			bad = append(bad, fault.As(err))
		default:
			failed = err
		}
	}
	_, err := pseudName(f.Name)
	note(err)
	description, err := cleanWords(p.Cleaner, "description", f.Description, prose.Summary, maxPseudWords)
	note(err)
	icon := f.Pseud.Icon
	icon.Alt, err = checkAlt(f.Alt)
	note(err)
	if f.NoIcon {
		icon = Icon{}
	} else if file != nil && len(bad) == 0 {
		icon.Name, err = p.takeIcon(ctx, file)
		note(err)
	}
	if icon.Name != "" && icon.Alt == "" && len(bad) == 0 {
		bad = append(bad, fault.As(fault.In("alt", "Please say in a few words what the picture shows, for readers who can’t see it.")))
	}
	if len(bad) > 0 || failed != nil {
		return bad, failed
	}
	owner, id := viewer.From(ctx).ID, f.Pseud.ID
	note(p.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := describe(ctx, tx, owner, id, description, icon); err != nil {
			return err
		}
		if f.Name == f.Pseud.Name {
			return nil
		}
		if err := RenamePseud(ctx, tx, owner, id, f.Name); err != nil {
			return err
		}
		return p.resigned(ctx, tx, owner)
	}))
	return bad, failed
}

// resigned tells those above that the works of an account are signed otherwise, or
// are to be shown otherwise.
func (p *Pages) resigned(ctx context.Context, tx *db.Tx, id viewer.ID) error {
	if p.Resigned == nil {
		return nil
	}
	return p.Resigned(ctx, tx, id)
}

func (p *Pages) makeUsual(w http.ResponseWriter, r *http.Request) error {
	x, err := p.ownPseud(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return MakeUsual(ctx, tx, x.Account, x.ID) }); err != nil {
		return err
	}
	return web.See(w, r, "/account/pseuds?done=usual")
}

func (p *Pages) askDeletePseud(w http.ResponseWriter, r *http.Request) error {
	x, err := p.ownPseud(r)
	if err != nil {
		return err
	}
	usual, err := UsualPseud(r.Context(), p.DB, x.Account)
	if err != nil {
		return err
	}
	return renderPeople(w, r, http.StatusOK, say.T(r.Context(), "Delete a pseud"), deletePseudView(x, usual))
}

func (p *Pages) deletePseud(w http.ResponseWriter, r *http.Request) error {
	x, err := p.ownPseud(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	err = p.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := DeletePseud(ctx, tx, x.Account, x.ID, p.HandOver); err != nil {
			return err
		}
		return p.resigned(ctx, tx, x.Account)
	})
	if err != nil {
		return err
	}
	return web.See(w, r, "/account/pseuds?done=deleted")
}

// fileForm reads a form with at most one file, nil when none was sent.
func fileForm(r *http.Request, field string) (url.Values, *multipart.FileHeader, error) {
	if err := r.ParseMultipartForm(maxPseudForm); err != nil && err != http.ErrNotMultipart {
		return nil, nil, fault.Wrap(fault.TooLarge, err, "That is more than this form takes. Please choose a smaller picture: %d KB is the most.", maxIcon>>10)
	}
	if r.MultipartForm == nil || len(r.MultipartForm.File[field]) == 0 || r.MultipartForm.File[field][0].Size == 0 {
		return r.PostForm, nil, nil
	}
	return r.PostForm, r.MultipartForm.File[field][0], nil
}

func pseudPath(id PseudID, end string) templ.SafeURL {
	return templ.SafeURL("/account/pseuds/" + strconv.FormatInt(int64(id), 10) + end)
}

func saidOfPseuds(ctx context.Context, r *http.Request) string {
	switch r.URL.Query().Get("done") {
	case "added":
		return say.T(ctx, "Your new pseud is ready to write under.")
	case "changed":
		return say.T(ctx, "Saved.")
	case "usual":
		return say.T(ctx, "New works are signed with it from now on, unless you choose another.")
	case "deleted":
		return say.T(ctx, "The pseud is gone. What it had signed is under your usual one.")
	}
	return ""
}

// renderPeople is render with the styles of these pages.
func renderPeople(w http.ResponseWriter, r *http.Request, status int, title string, content templ.Component) error {
	w.Header().Set("Cache-Control", "no-store")
	return web.Render(w, r, status, web.Meta{Title: title, NoIndex: true, Here: "me", Styles: []string{"people.css"}}, content)
}
