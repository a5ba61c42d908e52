package series_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/series"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

func get(t *testing.T, d *db.DB, v viewer.Viewer, address string) (int, *html.Node, string) {
	t.Helper()
	m := web.NewMux(slog.New(slog.DiscardHandler))
	(&series.Pages{DB: d, Cache: web.NewCache(d, 1<<20)}).Routes(m)
	r := httptest.NewRequest(http.MethodGet, address, nil)
	w := httptest.NewRecorder()
	m.ServeHTTP(w, r.WithContext(viewer.With(r.Context(), v)))
	body := w.Body.String()
	n, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return w.Code, n, body
}

func texts(n *html.Node, selector string) []string {
	var out []string
	for _, e := range cascadia.QueryAll(n, cascadia.MustCompile(selector)) {
		var b strings.Builder
		for d := range e.Descendants() {
			if d.Type == html.TextNode {
				b.WriteString(d.Data)
			}
		}
		out = append(out, strings.Join(strings.Fields(b.String()), " "))
	}
	return out
}

// The markup is what readers' tools look for on a series' page.
func TestPageOfASeries(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var s series.ID
		for i := range 23 {
			_, s, _ = add(t, d, "A Long Row", 0, func(w *work.Draft) { w.Title = fmt.Sprintf("Part number %d", i+1) })
		}
		add(t, d, "A Long Row", 1, func(w *work.Draft) { w.Title, w.Restricted = "For members", true })
		code, n, _ := get(t, d, viewer.Viewer{}, fmt.Sprintf("/series/%d", s))
		if code != http.StatusOK || fmt.Sprint(texts(n, "div.series-show h2.heading")) != "[A Long Row]" {
			t.Fatalf("%d %v", code, texts(n, "h2.heading"))
		}
		if got := texts(n, "dl.series.meta.group dl.stats"); len(got) != 1 || !strings.Contains(got[0], "Words:92Works:23Complete:No") {
			t.Errorf("stats %q", got)
		}
		titles := texts(n, "ul.series.work.index.group h4.heading > a:first-child")
		if len(titles) != 20 || titles[0] != "Part number 1" || titles[19] != "Part number 20" {
			t.Errorf("titles %q", titles)
		}
		next := cascadia.Query(n, cascadia.MustCompile("ol.pagination li a[rel=next]"))
		if next == nil || !strings.Contains(fmt.Sprint(next.Attr), fmt.Sprintf("/series/%d?page=2", s)) {
			t.Error("no way to the next page")
		}
		_, n, _ = get(t, d, viewer.Viewer{}, fmt.Sprintf("/series/%d?page=2", s))
		if titles := texts(n, "ul.series.work.index.group h4.heading > a:first-child"); len(titles) != 3 || titles[2] != "Part number 23" {
			t.Errorf("page 2: %q", titles)
		}
		_, n, _ = get(t, d, viewer.Viewer{ID: 999, Role: viewer.Member}, fmt.Sprintf("/series/%d", s))
		if got := texts(n, "dl.stats dd.works"); fmt.Sprint(got) != "[24]" {
			t.Errorf("a member is told of %v works", got)
		}
		for _, bad := range []string{"/series/0", "/series/x", fmt.Sprintf("/series/%d", s+1)} {
			if code, _, _ := get(t, d, viewer.Viewer{}, bad); code != http.StatusNotFound {
				t.Errorf("%s: %d", bad, code)
			}
		}
	})
}

// An anonymous work beside signed ones would be known by its company.
func TestAnonymousWorkAmongSignedOnes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		add(t, d, "Mixed", 0, func(w *work.Draft) { w.Title = "Signed" })
		veiled, s, ann := add(t, d, "Mixed", 0, func(w *work.Draft) { w.Title, w.Anonymous = "Veiled", true })
		for who, c := range map[string]struct {
			v    viewer.Viewer
			sees bool
		}{"guest": {}, "member": {v: viewer.Viewer{ID: 999, Role: viewer.Member}}, "author": {ann, true}, "keeper": {viewer.Viewer{ID: 998, Role: viewer.Keeper}, true}} {
			if _, _, body := get(t, d, c.v, fmt.Sprintf("/series/%d", s)); strings.Contains(body, "Veiled") != c.sees {
				t.Errorf("%s sees the anonymous work: %v", who, !c.sees)
			}
			all, err := series.By(t.Context(), d, c.v, ann.ID, 0)
			if err != nil || len(all) != 1 || strings.Contains(fmt.Sprint(all[0].Works), fmt.Sprint(veiled)) != c.sees {
				t.Errorf("%s finds %+v, %v", who, all, err)
			}
		}
	})
}
