package browse

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/catalogue"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/preset"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// Pages are the pages on which works are found.
type Pages struct {
	DB    *db.DB
	Cache *web.Cache
	Index *catalogue.Index
	Names *tag.Names   // which are offered to who types
	Uses  *preset.Uses // notes which filters are used

	works *Catalogue
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {
	p.works = NewCatalogue(p.DB, p.Index, p.Names)
	kept := func(pattern string, h web.Handler) {
		m.Handle(pattern, web.Anyone, func(w http.ResponseWriter, r *http.Request) error {
			if q := r.URL.Query(); Sort(q.Get(fieldSort)).Counted() || q.Has(fieldLine) {
				return h(w, r) // what the page shows changes while the works stay as they are
			}
			return p.Cache.Guest(w, r, web.Site, h)
		})
	}
	kept("GET /{$}", p.home)
	kept("GET /browse", p.browse)
	kept("GET /fandoms", p.fandoms)
	m.Handle("GET /media", web.Anyone, func(w http.ResponseWriter, r *http.Request) error {
		http.Redirect(w, r, "/browse", http.StatusMovedPermanently)
		return nil
	})
	m.Handle("GET /media/{name}/fandoms", web.Anyone, func(w http.ResponseWriter, r *http.Request) error {
		http.Redirect(w, r, indexAt{Media: tag.Unslug(clean(r.PathValue("name")))}.address(), http.StatusMovedPermanently)
		return nil
	})
	kept("GET /works", p.all)
	m.Handle("GET /works/random", web.Anyone, p.random)
	m.Handle("GET /works/count", web.Anyone, p.count)
	m.Handle("GET /suggest/filters", web.Anyone, p.suggest)
	m.Handle("GET /suggest/line", web.Anyone, p.suggestLine)
	m.Handle("GET /help/search", web.Anyone, p.help)
	kept("GET /languages/{code}/works", p.ofLanguage)
	kept("GET /tags/{name}/works", p.tagged)
	m.Handle("GET /tags/{name}", web.Anyone, p.tag)
	kept("GET /users/{login}/works", p.ofAuthor)
	kept("GET /users/{login}/pseuds/{pseud}/works", p.ofAuthor)
	m.Handle("GET /users/{login}", web.Anyone, p.author)
	m.Handle("GET /users/{login}/pseuds/{pseud}", web.Anyone, p.author)
	m.Handle("GET /users/{login}/series", web.Anyone, p.seriesOfAuthor)
	m.Handle("GET /users/{login}/profile", web.Anyone, p.profile)
	m.Handle("GET /account/filters", web.Members, p.savedList)
	m.Handle("POST /account/filters", web.Members, p.savedNew)
	m.Handle("POST /account/filters/recent", web.Members, p.savedRecent)
	m.Handle("GET /account/filters/{id}", web.Members, p.savedEdit)
	m.Handle("POST /account/filters/{id}", web.Members, p.savedUpdate)
	m.Handle("POST /account/filters/{id}/delete", web.Members, p.savedDelete)
	m.Handle("GET /filters/{token}", web.Anyone, p.sharedList)
	m.Handle("GET /filters/{token}/feed.atom", web.Anyone, p.feed)
	kept("GET /search", p.search)
	kept("GET /works/search", p.search)
	kept("GET /about", p.about)
}

// fields reads what an address says after its path, in our words or AO3's.
func (p *Pages) fields(r *http.Request) (url.Values, error) {
	q := r.URL.Query()
	if !foreign(q) {
		return q, nil
	}
	return fromAO3(r.Context(), p.DB, q)
}

// all lists every work, or those of the tag or author that AO3's fields name.
func (p *Pages) all(w http.ResponseWriter, r *http.Request) error {
	q, err := p.fields(r)
	if err != nil {
		return err
	}
	f, wrong := anywhere(q)
	if f.Tag != "" || f.Login != "" {
		http.Redirect(w, r, f.Address(), http.StatusFound)
		return nil
	}
	return p.list(w, r, f, wrong, place{})
}

func (p *Pages) ofLanguage(w http.ResponseWriter, r *http.Request) error {
	q, err := p.fields(r)
	if err != nil {
		return err
	}
	q.Set(fieldLanguage, r.PathValue("code"))
	f, wrong := Parse(q)
	if f.Language == "" {
		return fault.New(fault.NotFound, "There is no such language. Its code may be mistyped: write it as in “en”, “de” or “pt-BR”.")
	}
	return p.list(w, r, f, wrong, place{})
}

// tagged lists the works of a tag; a synonym leads to the tag it stands for.
func (p *Pages) tagged(w http.ResponseWriter, r *http.Request) error {
	q, err := p.fields(r)
	if err != nil {
		return err
	}
	t, err := p.known(r, r.PathValue("name"))
	if err != nil {
		return err
	}
	if t.Merger != 0 {
		if t, err = tag.Get(r.Context(), p.DB, t.Merger); err != nil {
			return err
		}
	}
	f, wrong := Parse(q)
	f.Tag = t.Name
	return p.list(w, r, f, wrong, place{tag: t})
}

// known gives a tag that the viewer may hear of.
func (p *Pages) known(r *http.Request, name string) (*tag.Tag, error) {
	t, err := tag.ByName(r.Context(), p.DB, name)
	if err != nil {
		return nil, err
	}
	may, c := false, known(viewer.From(r.Context()))
	err = p.DB.QueryRowContext(r.Context(), db.Numbered(`SELECT EXISTS (SELECT 1 FROM tags t WHERE t.id = ? AND (`+c.SQL+`))`),
		append([]any{int64(t.ID)}, c.Args...)...).Scan(&may)
	if err != nil {
		return nil, err
	}
	if !may {
		return nil, fault.New(fault.NotFound, "There is no such tag here. Nobody has used it yet, or its name is mistyped.")
	}
	return t, nil
}

// ofAuthor lists the works of an account or one of its pseuds.
func (p *Pages) ofAuthor(w http.ResponseWriter, r *http.Request) error {
	q, err := p.fields(r)
	if err != nil {
		return err
	}
	who, pseud, err := p.who(r)
	if err != nil {
		return err
	}
	f, wrong := Parse(q)
	f.Login = who.Name
	if pseud != nil {
		f.Pseud = pseud.Name
	}
	return p.list(w, r, f, wrong, place{who: who, pseud: pseud})
}

// who finds the account and the pseud, if any, in the address.
func (p *Pages) who(r *http.Request) (*account.Account, *account.Pseud, error) {
	who, err := account.ByName(r.Context(), p.DB, r.PathValue("login"))
	if err != nil || r.PathValue("pseud") == "" {
		return who, nil, err
	}
	pseud, err := account.PseudByName(r.Context(), p.DB, who.Name, r.PathValue("pseud"))
	return who, pseud, err
}

// place is where a list stands.
type place struct {
	tag   *tag.Tag
	who   *account.Account
	pseud *account.Pseud
}

// list answers with a page of works. An address that says the same as another in
// other words leads there, unless something in it could not be understood.
func (p *Pages) list(w http.ResponseWriter, r *http.Request, f Filter, wrong []error, at place) error {
	v, just := viewer.From(r.Context()), ""
	if !v.Guest() {
		r, just = withoutNote(r)
	}
	f, err := p.works.Proper(r.Context(), v, f)
	if err != nil {
		return err
	}
	mine, err := p.savedFor(r.Context(), v, f, at)
	if err != nil {
		return err
	}
	f = mine.begin(r, f)
	mine.justSaved(just, f)
	if len(wrong) == 0 && !sameAddress(r.URL, f.Address()) {
		if !v.Guest() {
			w.Header().Set("Cache-Control", "no-store")
		}
		http.Redirect(w, r, f.Address(), http.StatusFound)
		return nil
	}
	l, err := p.works.Find(r.Context(), v, f)
	if err != nil {
		return err
	}
	works, err := work.Load(r.Context(), p.DB, v, l.IDs)
	if err != nil {
		return err
	}
	page := listPage{Filter: f, List: l, place: at, works: works, said: f.asked(), saved: mine}
	if page.typed, page.misread, page.wrong = misreadings(wrong); len(page.misread) == 0 {
		page.typed = f.Line
	}
	shy, err := p.shy(r.Context(), at)
	if err != nil {
		return err
	}
	m := web.Meta{Title: page.title(r.Context()), Here: "browse", Canonical: f.Address(), NoIndex: f.narrowed() || shy, Main: "works-index",
		Styles: []string{"listing.css"}, Scripts: []string{"site.js", "filters.js", "line.js"}}
	status := http.StatusOK
	if len(wrong) > 0 {
		status = http.StatusUnprocessableEntity
	} else {
		p.note(r, v, f)
	}
	return web.Render(w, r, status, m, listing(page))
}

// sameAddress reports whether u says what address does in the same words.
func sameAddress(u *url.URL, address string) bool {
	want, err := url.Parse(address)
	return err == nil && u.Path == want.Path && u.Query().Encode() == want.Query().Encode()
}

// home shows what is new and the largest fandoms. While there are no lists it says so, and
// is not kept.
func (p *Pages) home(w http.ResponseWriter, r *http.Request) error {
	h, err := p.front(r.Context(), viewer.From(r.Context()))
	if err != nil && fault.KindOf(err) != fault.Unavailable {
		return err
	}
	h.later = err
	return web.Render(w, r, statusWithout(w, err), web.Meta{Here: "home", Canonical: "/"}, home(h))
}

// front gathers what the front page shows.
func (p *Pages) front(ctx context.Context, v viewer.Viewer) (homePage, error) {
	l, err := p.works.Find(ctx, v, Filter{})
	if err != nil {
		return homePage{}, err
	}
	const newest, most = 8, 12
	works, err := work.Load(ctx, p.DB, v, l.IDs[:min(newest, len(l.IDs))])
	if err != nil {
		return homePage{}, err
	}
	s, err := p.works.shelves(ctx, v)
	if err != nil {
		return homePage{}, err
	}
	largest, err := p.works.largest(ctx, s, most)
	return homePage{total: l.Total, works: works, fandoms: s.total, largest: largest}, err
}

// statusWithout is the status of a page that is shown without what it would have but for
// err, which says when to come back; without err it is all right.
func statusWithout(w http.ResponseWriter, err error) int {
	if err == nil {
		return http.StatusOK
	}
	w.Header().Set("Retry-After", strconv.Itoa(int(fault.As(err).Wait.Seconds())+1))
	return http.StatusServiceUnavailable
}
