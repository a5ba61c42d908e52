package browse

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/preset"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// savedPage is the page of all filters that somebody has saved.
type savedPage struct {
	saved
	noted bool
	done  string
	// What is to be saved, when it came back with a mistake.
	name, address string
	replace       bool
	bad           web.Faults
}

func (p *Pages) savedList(w http.ResponseWriter, r *http.Request) error {
	page := savedPage{done: savedDone(r.Context(), r.URL.Query().Get("done"))}
	return p.savedShow(w, r, http.StatusOK, page)
}

// savedDone says what was done before the page was shown.
func savedDone(ctx context.Context, done string) string {
	switch done {
	case "deleted":
		return say.T(ctx, "The filter is deleted. Its link and its feed lead nowhere now.")
	case "cleared":
		return say.T(ctx, "What you used last is forgotten.")
	case "off":
		return say.T(ctx, "Filters that you use are no longer noted, and what was noted is forgotten.")
	case "on":
		return say.T(ctx, "Filters that you use are noted from now on.")
	}
	return ""
}

func (p *Pages) savedShow(w http.ResponseWriter, r *http.Request, status int, page savedPage) (err error) {
	ctx, v := r.Context(), viewer.From(r.Context())
	if page.all, err = preset.Of(ctx, p.DB, v.ID); err != nil {
		return err
	}
	if page.recent, page.noted, err = p.Uses.Recent(ctx, v.ID); err != nil {
		return err
	}
	return web.Render(w, r, status, savedMeta(say.T(ctx, "Saved filters")), savedView(page))
}

func savedMeta(title string) web.Meta {
	return web.Meta{Title: title, Here: "me", NoIndex: true, Styles: []string{"listing.css"}}
}

// savedNew saves the filter of a list, and leads back to it.
func (p *Pages) savedNew(w http.ResponseWriter, r *http.Request) error {
	ctx, v := r.Context(), viewer.From(r.Context())
	page := savedPage{name: r.PostFormValue("name"), address: r.PostFormValue("address"), replace: r.PostFormValue("replace") != ""}
	f, ok := listAt(page.address)
	if !ok {
		return fault.New(fault.Invalid, "This is not the address of a list of works. Open a list, choose filters, and save them there.")
	}
	f.Everything = false
	address := f.page(1).Address()
	var id preset.ID
	err := p.DB.Tx(ctx, func(tx *db.Tx) (err error) {
		id, err = preset.Save(ctx, tx, v.ID, page.name, address, page.replace)
		return err
	})
	if fault.KindOf(err) == fault.Invalid {
		page.bad.Add("name", err)
		return p.savedShow(w, r, http.StatusUnprocessableEntity, page)
	}
	return savedThen(w, r, err, withNote(address, id))
}

// savedThen leads on once something is done.
func savedThen(w http.ResponseWriter, r *http.Request, err error, to string) error {
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// savedRecent clears what was noted, or says whether it is to be noted.
func (p *Pages) savedRecent(w http.ResponseWriter, r *http.Request) error {
	ctx, me := r.Context(), viewer.From(r.Context()).ID
	do := r.PostFormValue("do")
	err := p.DB.Tx(ctx, func(tx *db.Tx) error {
		switch do {
		case "on", "off":
			return preset.Note(ctx, tx, me, do == "on")
		case "cleared":
			return preset.Clear(ctx, tx, me)
		}
		return fault.New(fault.Invalid, "Choose whether to forget what you used, or to note it.")
	})
	if err == nil {
		p.Uses.Forget(me)
	}
	return savedThen(w, r, err, "/account/filters?done="+do)
}

// oneSaved is the page of one saved filter.
type oneSaved struct {
	*preset.Preset
	set  preset.Change // what stands in the form
	tags []tag.Tag     // of whose lists it may be the default
	bad  web.Faults
	done bool
}

// savedOf gives the filter of the address, which is the viewer's.
func (p *Pages) savedOf(r *http.Request) (*preset.Preset, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		id = 0
	}
	return preset.Get(r.Context(), p.DB, viewer.From(r.Context()).ID, preset.ID(id))
}

func (p *Pages) savedEdit(w http.ResponseWriter, r *http.Request) error {
	s, err := p.savedOf(r)
	if err != nil {
		return err
	}
	page := oneSaved{Preset: s, done: r.URL.Query().Has("done"), set: preset.Change{Name: s.Name, For: s.For, Tag: s.Tag, Share: s.Share != "", Named: s.Named, Feed: s.Feed != "", Mine: s.Mine}}
	return p.savedForm(w, r, http.StatusOK, page)
}

func (p *Pages) savedForm(w http.ResponseWriter, r *http.Request, status int, page oneSaved) (err error) {
	if page.tags, err = p.startsIn(r.Context(), page.Preset); err != nil {
		return err
	}
	return web.Render(w, r, status, savedMeta(page.Name), oneSavedView(page))
}

// startsIn are the tags in whose lists a filter may be the one to start with: the tag of
// its own list, fandoms that it names, and the tag for which it is chosen.
func (p *Pages) startsIn(ctx context.Context, s *preset.Preset) ([]tag.Tag, error) {
	v := viewer.From(ctx)
	f, _ := listAt(s.Address)
	names := f.Include
	if f.Tag != "" {
		names = append([]string{f.Tag}, names...)
	}
	found, _, err := p.works.tags(ctx, v, names)
	if err != nil {
		return nil, err
	}
	var out []tag.Tag
	for _, t := range found {
		if t.Type == tag.Fandom || f.Tag != "" && t.ID == found[0].ID && tag.Key(f.Tag) == tag.Key(names[0]) {
			out = append(out, t)
		}
	}
	if s.Tag != 0 && !hasTag(out, s.Tag) {
		t, err := tag.Get(ctx, p.DB, tag.ID(s.Tag))
		if err == nil {
			out = append(out, *t)
		} else if fault.KindOf(err) != fault.NotFound {
			return nil, err
		}
	}
	return out, nil
}

func hasTag(all []tag.Tag, id int64) bool {
	for _, t := range all {
		if int64(t.ID) == id {
			return true
		}
	}
	return false
}

func (p *Pages) savedUpdate(w http.ResponseWriter, r *http.Request) error {
	ctx, v := r.Context(), viewer.From(r.Context())
	s, err := p.savedOf(r)
	if err != nil {
		return err
	}
	page := oneSaved{Preset: s, set: preset.Change{Name: r.PostFormValue("name"),
		Share: r.PostFormValue("share") != "", Named: r.PostFormValue("named") != "", Feed: r.PostFormValue("feed") != "", Mine: r.PostFormValue("feed") == "mine"}}
	page.set.RenewShare, page.set.RenewFeed = slices.Contains(r.PostForm["renew"], "share"), slices.Contains(r.PostForm["renew"], "feed")
	if page.set.For, page.set.Tag, err = p.startOf(ctx, s, r.PostFormValue("start")); err != nil {
		return err
	}
	err = p.DB.Tx(ctx, func(tx *db.Tx) error { return preset.Update(ctx, tx, v.ID, s.ID, page.set) })
	if fault.KindOf(err) == fault.Invalid && fault.FieldOf(err) != "" {
		page.bad.Add(fault.FieldOf(err), err)
		return p.savedForm(w, r, http.StatusUnprocessableEntity, page)
	}
	return savedThen(w, r, err, savedPath(s.ID)+"?done=1")
}

// startOf reads when a filter is to be the one to start with. Only tags that the page
// offers can be chosen.
func (p *Pages) startOf(ctx context.Context, s *preset.Preset, said string) (preset.Default, int64, error) {
	id, err := strconv.ParseInt(said, 10, 64)
	if err != nil {
		if said == string(preset.Everywhere) {
			return preset.Everywhere, 0, nil
		}
		return preset.Never, 0, nil
	}
	offered, err := p.startsIn(ctx, s)
	if err != nil || !hasTag(offered, id) {
		return preset.Never, 0, err
	}
	return preset.OfTag, id, nil
}

func (p *Pages) savedDelete(w http.ResponseWriter, r *http.Request) error {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return fault.New(fault.NotFound, "There is no such saved filter. It may have been deleted, or its link renewed.")
	}
	ctx := r.Context()
	err = p.DB.Tx(ctx, func(tx *db.Tx) error { return preset.Delete(ctx, tx, viewer.From(ctx).ID, preset.ID(id)) })
	return savedThen(w, r, err, "/account/filters?done=deleted")
}

func savedPath(id preset.ID) string { return "/account/filters/" + strconv.FormatInt(int64(id), 10) }

func sharePath(token string) string { return "/filters/" + token }

func feedPath(token string) string { return sharePath(token) + "/feed.atom" }

// sharedPage is a list that somebody shared, as whoever has the link sees it.
type sharedPage struct {
	*preset.Preset
	*List
	told
	number int
	open   string // the list itself
	works  []work.Work
}

func (p sharedPage) pager() web.Pager {
	return web.Pager{Page: min(p.number, p.Pages()), Last: p.Pages(), Link: func(n int) string {
		if n == 1 {
			return sharePath(p.Share)
		}
		return sharePath(p.Share) + "?page=" + strconv.Itoa(n)
	}}
}

// sharedList shows the list of a filter that somebody shared by a link.
func (p *Pages) sharedList(w http.ResponseWriter, r *http.Request) error {
	ctx, v := r.Context(), viewer.From(r.Context())
	s, err := preset.Shared(ctx, p.DB, r.PathValue("token"))
	if err != nil {
		return err
	}
	f, ok := listAt(s.Address)
	if !ok {
		return fault.New(fault.NotFound, "There is no such saved filter. It may have been deleted, or its link renewed.")
	}
	page := sharedPage{Preset: s, told: tell(ctx, s.Address), number: 1, open: f.Address()}
	if n, err := strconv.Atoi(r.URL.Query().Get(fieldPage)); err == nil && n > 1 {
		page.number = min(n, 1_000_000)
	}
	if page.List, err = p.works.Find(ctx, v, f.page(page.number)); err != nil {
		return err
	}
	if page.works, err = work.Load(ctx, p.DB, v, page.IDs); err != nil {
		return err
	}
	w.Header().Set("Referrer-Policy", "same-origin")
	m := web.Meta{Title: s.Name, Here: "browse", NoIndex: true, Styles: []string{"listing.css"}}
	return web.Render(w, r, http.StatusOK, m, sharedView(page))
}
