package browse

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/block"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/series"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// authorPage is what is told about an author.
type authorPage struct {
	who    *account.Account
	pseud  *account.Pseud // the one name that the page is about, or nil
	pseuds []account.Pseud
	list   *List
	later  error // why there are no lists now, nil when there are
	works  []work.Work
	own    []work.Work // not in lists: drafts, hidden and unrevealed ones
	series []series.Series
	about  *account.AboutPseud // of the name, or of the usual one; nil when there is none
	prefs  viewer.Prefs        // of the author
	done   block.State         // what the viewer has done about the author
}

// told reports whether there is something to say of the name that the page is about.
func (p authorPage) told() bool {
	return p.about != nil && (p.about.Icon.Name != "" || p.about.Description != "")
}

// name is whose page it is.
func (p authorPage) name() string {
	if p.pseud != nil {
		return p.pseud.Name
	}
	return p.who.Name
}

// base is the address of the page.
func (p authorPage) base() string {
	if p.pseud != nil {
		return work.PseudPath(*p.pseud)
	}
	return p.who.Path()
}

// newestOfAuthor is how many works an author's own page shows.
const newestOfAuthor = 10

// author shows an author's newest works, series and fandoms.
func (p *Pages) author(w http.ResponseWriter, r *http.Request) error {
	page, err := p.aboutAuthor(r)
	if err != nil {
		return err
	}
	ctx, v := r.Context(), viewer.From(r.Context())
	if page.works, err = work.Load(ctx, p.DB, v, page.list.IDs[:min(newestOfAuthor, len(page.list.IDs))]); err != nil {
		return err
	}
	if page.own, err = p.notListed(ctx, v, page); err != nil {
		return err
	}
	m := page.meta(page.name(), page.base())
	if v.ID == page.who.ID {
		m.Here = "me"
	}
	return web.Render(w, r, http.StatusOK, m, authorView(page))
}

// seriesOfAuthor lists an author's series.
func (p *Pages) seriesOfAuthor(w http.ResponseWriter, r *http.Request) error {
	page, err := p.aboutAuthor(r)
	if err != nil {
		return err
	}
	m := page.meta(say.T(r.Context(), "Series by {name}", "name", page.name()), page.base()+"/series")
	return web.Render(w, r, http.StatusOK, m, authorSeriesView(page))
}

// aboutAuthor gathers what both pages of an author show.
func (p *Pages) aboutAuthor(r *http.Request) (authorPage, error) {
	ctx, v := r.Context(), viewer.From(r.Context())
	var page authorPage
	var err error
	if page.who, page.pseud, err = p.who(r); err != nil {
		return page, err
	}
	f := Filter{Login: page.who.Name}
	if page.pseud != nil {
		f.Pseud = page.pseud.Name
	}
	page.list, err = p.works.Find(ctx, v, f)
	if fault.KindOf(err) == fault.Unavailable {
		page.list, page.later, err = &List{}, err, nil
	}
	if err != nil {
		return page, err
	}
	if page.series, err = series.By(ctx, p.DB, v, page.who.ID, page.pseudID()); err != nil {
		return page, err
	}
	return page, p.personal(ctx, v, &page)
}

// personal adds what the author tells about themselves and wishes, and what the viewer
// has done about them.
func (p *Pages) personal(ctx context.Context, v viewer.Viewer, page *authorPage) (err error) {
	if page.prefs, err = account.Prefs(ctx, p.DB, page.who.ID); err != nil {
		return err
	}
	if !page.prefs.HidePseuds || v.ID == page.who.ID || v.Staff() {
		if page.pseuds, err = account.PseudsOf(ctx, p.DB, page.who.ID); err != nil {
			return err
		}
	}
	if page.pseud != nil {
		page.about, err = account.TellPseud(ctx, p.DB, page.pseud.ID)
	} else {
		page.about, err = account.UsualPseud(ctx, p.DB, page.who.ID)
	}
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	page.done, err = block.StateOf(ctx, p.DB, v.ID, page.who.ID)
	return err
}

// meta is what every page of an author says of itself.
func (p authorPage) meta(title, canonical string) web.Meta {
	return web.Meta{Title: title, Canonical: canonical, NoIndex: p.prefs.NoIndex, Styles: []string{"people.css"}}
}

// pseudID is the key of the name that the page is about, 0 for all of them.
func (p authorPage) pseudID() account.PseudID {
	if p.pseud == nil {
		return 0
	}
	return p.pseud.ID
}

// maxOwn is how many works out of lists an author is shown at once.
const maxOwn = 100

// notListed gives the works of an author that no list shows but that v may see:
// for the author and for staff.
func (p *Pages) notListed(ctx context.Context, v viewer.Viewer, page authorPage) ([]work.Work, error) {
	from, seen := worksOf(int64(page.who.ID), int64(page.pseudID())), db.And(work.VisibleTo(v), work.NamedTo(v))
	ids, err := db.All(ctx, p.DB, db.One[work.ID], db.Numbered(`SELECT w.id FROM `+from.SQL+` WHERE w.id = d.work_id AND w.audience = 2 AND `+seen.SQL+`
		ORDER BY w.updated_at DESC, w.id DESC LIMIT ?`), slices.Concat(from.Args, seen.Args, []any{int64(maxOwn)})...)
	if err != nil {
		return nil, fmt.Errorf("browse: works out of lists of %d: %w", page.who.ID, err)
	}
	return work.Load(ctx, p.DB, v, ids)
}

// inFandom is the list of the author's works with a tag.
func (p authorPage) inFandom(t tag.Tag) Filter {
	f := Filter{Login: p.who.Name, Include: []string{t.Name}}
	if p.pseud != nil {
		f.Pseud = p.pseud.Name
	}
	return f
}

// worksOf are the works of an account, or of one of its pseuds, once each, as d, joined
// to works w.
func worksOf(account, pseud int64) db.Cond {
	return db.Where(`(SELECT DISTINCT wc.work_id FROM pseuds p JOIN work_creators wc ON wc.pseud_id = p.id
		WHERE wc.approved AND p.account_id = ? AND (? = 0 OR p.id = ?)) d CROSS JOIN works w`, account, pseud, pseud)
}
