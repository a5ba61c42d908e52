package read

import (
	"net/http"

	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// moved leads from the address that a chapter had in a work to where it is read now:
// in another work, or as part of another chapter. of is 0 for a chapter's own
// address. Where that is, is told only to those who may read it.
func (p *Pages) moved(w http.ResponseWriter, r *http.Request, of work.ID, c work.ChapterID) error {
	ctx, v := r.Context(), viewer.From(r.Context())
	id, now, err := work.Moved(ctx, p.DB, of, c)
	if fault.KindOf(err) == fault.NotFound {
		return noSuchChapter(of)
	}
	if err != nil {
		return err
	}
	x, err := work.Get(ctx, p.DB, v, id)
	switch fault.KindOf(err) {
	case fault.NotFound, fault.Denied, fault.SignIn:
		return noSuchChapter(of)
	}
	if err != nil {
		return err
	}
	if id == of && now == c || see(r, x, v).at(now) < 0 {
		return noSuchChapter(of)
	}
	to := id.ChapterPath(now)
	if r.URL.RawQuery != "" {
		to += "?" + r.URL.Query().Encode()
	}
	http.Redirect(w, r, to, http.StatusFound)
	return nil
}

// ofGone leads from the address that a chapter had in a work which is gone for everybody;
// why is what is told where it leads nowhere.
func (p *Pages) ofGone(w http.ResponseWriter, r *http.Request, c work.ChapterID, why error) error {
	if fault.KindOf(why) != fault.NotFound {
		return why
	}
	of, err := web.ID[work.ID](r, "id")
	if err != nil {
		return why
	}
	there, err := work.Exists(r.Context(), p.DB, of)
	if err != nil {
		return err
	}
	if there {
		return why
	}
	if err := p.moved(w, r, of, c); fault.KindOf(err) != fault.NotFound {
		return err
	}
	return why
}

// noSuchChapter is said of what is not in the work of, or nowhere when of is 0: there
// it is the same sentence that a work gets which somebody may not know of.
func noSuchChapter(of work.ID) error {
	if of == 0 {
		return fault.New(fault.NotFound, "There is no such work here. It may have been removed by its author, or the address is mistyped.")
	}
	return fault.New(fault.NotFound, "This work has no such chapter. It may have been removed, or the address is mistyped.")
}
