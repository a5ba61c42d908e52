package edit_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/edit"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/read"
	"github.com/ficstead/ficstead/internal/setting"
	"github.com/ficstead/ficstead/internal/suggest"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

var (
	guest     = viewer.Viewer{}
	ann       = viewer.Viewer{ID: 1, Name: "Ann", Role: viewer.Member}
	cat       = viewer.Viewer{ID: 2, Name: "Cat", Role: viewer.Member}
	moderator = viewer.Viewer{ID: 3, Name: "Mod", Role: viewer.Moderator}
)

// desk is an archive with one work of Ann's, the pages on which it is read and
// those of this package.
type desk struct {
	t  *testing.T
	d  *db.DB
	m  *web.Mux
	id work.ID
	// site is what the keepers chose.
	site setting.Site
}

func each(t *testing.T, f func(t *testing.T, k *desk)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { f(t, newDesk(t, d)) })
}

func newDesk(t *testing.T, d *db.DB) *desk {
	t.Helper()
	k := &desk{t: t, d: d, m: web.NewMux(slog.New(slog.DiscardHandler)), site: setting.Default()}
	cleaner := prose.Cleaner{Base: "https://archive.example"}
	(&edit.Pages{DB: d, Cleaner: cleaner, BaseURL: "https://archive.example", Suggest: suggest.NewFinder(d, tag.NewNames(d))}).Routes(k.m)
	(&read.Pages{DB: d, Cache: web.NewCache(d, 1<<20)}).Routes(k.m)
	err := d.Tx(t.Context(), func(tx *db.Tx) (err error) {
		for _, v := range []viewer.Viewer{ann, cat, moderator} {
			if err := tx.Exec(t.Context(), `INSERT INTO accounts (id, name, name_key, role, created_at) VALUES ($1, $2, $2, $3, 1)`, int64(v.ID), v.Name, string(v.Role)); err != nil {
				return err
			}
			if err := tx.Exec(t.Context(), `INSERT INTO pseuds (id, account_id, name, name_key, is_default, created_at) VALUES ($1, $1, $2, $2, TRUE, 1)`, int64(v.ID), v.Name); err != nil {
				return err
			}
		}
		k.id, err = work.Create(t.Context(), tx, cleaner, work.Draft{
			Title: "Six Minutes Late", Summary: "<p>Every Friday.</p>", Language: "en", Posted: true, Creators: []account.PseudID{1},
			Tags:     []tag.Named{{Type: tag.Media, Name: "Radio"}, {Type: tag.Fandom, Name: "Harbour Lights"}, {Type: tag.Character, Name: "Tobias"}, {Type: tag.Character, Name: "Ines"}},
			Original: &work.Original{SHA256: strings.Repeat("a", 64), File: "late.txt", Size: 12},
			Chapters: []work.DraftChapter{{Body: "<p>The fog came up off the river.</p>"}, {Body: "<p>It went again.</p>"}},
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func (k *desk) path(end string) string { return k.id.Path() + end }

func (k *desk) do(v viewer.Viewer, method, path string, f url.Values, header ...string) *httptest.ResponseRecorder {
	k.t.Helper()
	r := httptest.NewRequestWithContext(setting.With(viewer.With(k.t.Context(), v), k.site), method, path, strings.NewReader(f.Encode()))
	if f != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	k.m.ServeHTTP(w, r)
	return w
}

// form gets the page of the work's details as v and gives what its form holds,
// as a browser would send it.
func (k *desk) form(v viewer.Viewer) url.Values {
	k.t.Helper()
	a := k.do(v, "GET", k.path("/edit"), nil)
	if a.Code != http.StatusOK {
		k.t.Fatalf("the page is %d: %s", a.Code, a.Body)
	}
	return sent(k.t, a.Body.String())
}

// save posts the form and expects a status.
func (k *desk) save(v viewer.Viewer, f url.Values, status int) string {
	k.t.Helper()
	a := k.do(v, "POST", k.path("/edit"), f)
	if a.Code != status {
		k.t.Fatalf("saved with %d, want %d: %s", a.Code, status, a.Body)
	}
	if a.Header().Get("Cache-Control") != "no-store" {
		k.t.Errorf("Cache-Control %q", a.Header().Get("Cache-Control"))
	}
	if to := a.Header().Get("Location"); status == http.StatusSeeOther && to != k.path("") {
		k.t.Errorf("leads to %q", to)
	}
	return a.Body.String()
}

func (k *desk) work() *work.Work {
	k.t.Helper()
	w, err := work.Get(k.t.Context(), k.d, ann, k.id)
	if err != nil {
		k.t.Fatal(err)
	}
	return w
}

// sent is what a browser would send of the form on a page.
func sent(t *testing.T, page string) url.Values {
	t.Helper()
	f := url.Values{}
	for n := range parse(t, page).Descendants() {
		name := attr(n, "name")
		if n.Type != html.ElementNode || name == "" || attr(n, "id") == "q-top" {
			continue
		}
		switch typ := attr(n, "type"); {
		case n.Data == "textarea":
			f.Add(name, text(n))
		case n.Data == "option", n.Data == "meta":
		case n.Data == "select":
			for o := range n.Descendants() {
				if o.Data == "option" && has(o, "selected") {
					f.Add(name, attr(o, "value"))
				}
			}
		case typ == "radio" || typ == "checkbox":
			if has(n, "checked") {
				f.Add(name, attr(n, "value"))
			}
		case n.Data == "input":
			f.Add(name, attr(n, "value"))
		}
	}
	return f
}

func parse(t *testing.T, page string) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// byID is the element of a page with an id, nil when there is none.
func byID(root *html.Node, id string) *html.Node {
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && attr(n, "id") == id {
			return n
		}
	}
	return nil
}
