package browse

import (
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/search"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Fields among the words of a search bound what is found; one that can't be understood is
// told at its place, and what was typed stays.
func TestFieldsInASearch(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		yes, no := true, false
		s.post("Ann", "One", func(w *work.Draft) { w.Complete = &yes })
		s.post("Ann", "Two", func(w *work.Draft) { w.Complete = &no })
		for address, want := range map[string]string{
			"/search?q=lamp+was+lit":                                      "TitleOne TitleTwo",
			"/search?q=lamp+complete:yes+was+lit":                         "TitleOne",
			"/search?q=lamp+-complete:yes":                                "TitleTwo",
			`/search?q=lamp+tag:MoodTwo`:                                  "TitleTwo",
			"/search?q=lamp+words:>100000":                                "",
			"/search?q=lamp&line=complete:yes":                            "TitleOne",
			"/works/search?work_search[query]=lamp+complete:yes&x=y":      "",
			"/search?q=lamp+words:many+complete:yes":                      "TitleOne",
			"/search?q=" + strings.Repeat("lamp+words:many+", 15) + "was": "TitleOne TitleTwo",
		} {
			w := s.get(viewer.Viewer{}, address)
			mistaken := strings.Contains(address, "many")
			if to := w.Header().Get("Location"); strings.HasPrefix(address, "/search") && w.Code == http.StatusFound {
				w = s.get(viewer.Viewer{}, to)
			}
			switch {
			case strings.HasPrefix(address, "/works/"):
				if got := w.Header().Get("Location"); got != "/search?complete=yes&q=lamp" {
					t.Errorf("%s leads to %q", address, got)
				}
				continue
			case mistaken != (w.Code == http.StatusUnprocessableEntity) || !mistaken && w.Code != http.StatusOK:
				t.Errorf("%.80s: %d", address, w.Code)
				continue
			}
			n, err := html.Parse(w.Body)
			if err != nil {
				t.Fatal(err)
			}
			var titles []string
			for _, x := range []string{"TitleOne", "TitleTwo"} {
				if strings.Contains(text(n, ".results"), x) {
					titles = append(titles, x)
				}
			}
			if got := strings.Join(titles, " "); got != want {
				t.Errorf("%.80s finds %q, want %q", address, got, want)
			}
			if !mistaken {
				continue
			}
			if got := attr(all(n, "#q")[0], "value"); !strings.Contains(got, "words:many") || attr(all(n, "#q")[0], "aria-invalid") != "true" {
				t.Errorf("the field has %q", got)
			}
			if got := text(n, "#line-told mark"); !strings.Contains(got, "many") {
				t.Errorf("marked %q", got)
			}
			if got := text(n, "#line-told"); !strings.Contains(got, "found without this") {
				t.Errorf("told %q", got)
			}
		}
		if w := s.get(viewer.Viewer{}, "/search?q=complete:yes+words:1-900"); w.Code != http.StatusFound || w.Header().Get("Location") != "/works?complete=yes&words_from=1&words_to=900" {
			t.Errorf("only fields: %d %s", w.Code, w.Header().Get("Location"))
		}
		if w := s.get(viewer.Viewer{}, "/search?q=words:many"); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("only a mistake: %d", w.Code)
		}
	})
}

// While the index is made anew, a search says that texts may be missing.
func TestSearchWhileTheIndexIsMade(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		s.post("Ann", "One", nil)
		told := func() bool {
			return strings.Contains(text(s.page(viewer.Viewer{}, "/search?q=lamp"), ".search-page"), "reading all stories anew")
		}
		if told() {
			t.Error("told of nothing")
		}
		if err := d.Tx(t.Context(), func(tx *db.Tx) error {
			return tx.Exec(t.Context(), `INSERT INTO search_rebuild (id, work_id, chapter_id) VALUES (1, 0, 0)`)
		}); err != nil {
			t.Fatal(err)
		}
		if !told() {
			t.Error("nothing is told")
		}
		if err := search.RunTidy(t.Context(), d, slog.New(slog.DiscardHandler)); err != nil || told() {
			t.Errorf("still told after the job; %v", err)
		}
	})
}
