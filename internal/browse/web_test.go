package browse

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/catalogue"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/preset"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/series"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// site is an archive with the pages of this package.
type site struct {
	t      *testing.T
	d      *db.DB
	mux    *web.Mux
	people map[string]viewer.Viewer
	works  map[string]work.ID
	rows   map[string]series.ID // each author's series
	index  *catalogue.Index
	uses   *preset.Uses
}

func newSite(t *testing.T, d *db.DB) *site {
	s := &site{t: t, d: d, mux: web.NewMux(slog.New(slog.DiscardHandler)), people: map[string]viewer.Viewer{"guest": {}}, works: map[string]work.ID{}, rows: map[string]series.ID{}}
	cache := web.NewCache(d, 1<<20)
	s.index = newIndex(t, d)
	s.uses = &preset.Uses{DB: d, Log: slog.New(slog.DiscardHandler)}
	(&Pages{DB: d, Cache: cache, Index: s.index, Names: tag.NewNames(d), Uses: s.uses}).Routes(s.mux)
	(&series.Pages{DB: d, Cache: cache}).Routes(s.mux)
	return s
}

// newIndex is a catalogue in memory alone.
func newIndex(t testing.TB, d *db.DB) *catalogue.Index {
	x := catalogue.New(d, "", slog.New(slog.DiscardHandler))
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Errorf("close the catalogue: %v", err)
		}
	})
	return x
}

func newCatalogue(t testing.TB, d *db.DB) *Catalogue {
	return NewCatalogue(d, newIndex(t, d), tag.NewNames(d))
}

// post adds a work called "Title<key>" with a fandom, a tag and a text of that key.
func (s *site) post(author, key string, change func(*work.Draft)) {
	s.t.Helper()
	err := s.d.Tx(s.t.Context(), func(tx *db.Tx) error {
		p, _, err := account.Place(s.t.Context(), tx, author)
		if err != nil {
			return err
		}
		s.people[author] = viewer.Viewer{ID: p.Account, Name: author, Role: viewer.Member}
		draft := work.Draft{
			Title: "Title" + key, Summary: "<p>Summary" + key + "</p>", Language: "en", Rating: work.General, Posted: true, ChapterTotal: 1,
			Creators: []account.PseudID{p.ID},
			Tags:     []tag.Named{{Type: tag.Fandom, Name: "Fandom" + key}, {Type: tag.Fandom, Name: "Shared/World & Co."}, {Type: tag.Freeform, Name: "Mood" + key}},
			Chapters: []work.DraftChapter{{Body: "<p>It was raining.</p><p>Somewhere inside" + key + " a lamp was lit late.</p>"}},
		}
		if change != nil {
			change(&draft)
		}
		id, err := work.Create(s.t.Context(), tx, prose.Cleaner{}, draft)
		if err != nil {
			return err
		}
		s.works[key] = id
		s.rows[author], err = series.Add(s.t.Context(), tx, "A Row", draft.Creators, id, 0)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) get(v viewer.Viewer, address string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, address, nil)
	w := httptest.NewRecorder()
	s.mux.ServeHTTP(w, r.WithContext(viewer.With(r.Context(), v)))
	return w
}

// page gets a page that must be there.
func (s *site) page(v viewer.Viewer, address string) *html.Node {
	s.t.Helper()
	w := s.get(v, address)
	if w.Code != http.StatusOK {
		s.t.Fatalf("%s: %d %s", address, w.Code, w.Header().Get("Location"))
	}
	n, err := html.Parse(w.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}

func all(n *html.Node, selector string) []*html.Node {
	return cascadia.QueryAll(n, cascadia.MustCompile(selector))
}

// text is what people read in the first element that fits.
func text(n *html.Node, selector string) string {
	found := cascadia.Query(n, cascadia.MustCompile(selector))
	if found == nil {
		return ""
	}
	var b strings.Builder
	for d := range found.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func TestListForReadersTools(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		for i := range 45 {
			s.post("Ann", fmt.Sprintf("No%d", i), nil)
		}
		n := s.page(viewer.Viewer{}, "/tags/Shared*s*World%20*a*%20Co*d*/works?page=2")
		if got := text(n, "h2.heading"); got != "21 - 40 of 45 Works in Shared/World & Co." {
			t.Errorf("heading %q", got)
		}
		next := all(n, "ol.pagination.actions li a[rel=next]")
		if len(next) != 1 || attr(next[0], "href") != "/tags/Shared*s*World%20*a*%20Co*d*/works?page=3" {
			t.Errorf("next: %v", next)
		}
		if len(all(n, "li.blurb h4.heading > a:first-child")) != PerPage || len(all(n, "form#work-filters dd.include.exclude")) == 0 {
			t.Error("blurbs or filters are missing")
		}
		if got := s.page(viewer.Viewer{}, "/works?page=99"); !strings.Contains(text(got, ".empty"), "It has 3 pages.") {
			t.Errorf("behind the end: %q", text(got, ".empty"))
		}
	})
}

// Every choice of the panel, sent as a browser would, leads to the list it promises.
func TestFormAndChips(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		s.post("Ann", "One", nil)
		s.post("Ann", "Two", func(w *work.Draft) { w.Rating, w.Language = work.Mature, "de" })
		to := func(address string) string {
			w := s.get(viewer.Viewer{}, address)
			if w.Code != http.StatusFound {
				t.Fatalf("%s: %d", address, w.Code)
			}
			return w.Header().Get("Location")
		}
		form := s.page(viewer.Viewer{}, "/works")
		sent := url.Values{}
		for _, in := range all(form, "form#work-filters input:not([type=radio]):not([type=checkbox]), form#work-filters input[checked]") {
			sent.Add(attr(in, "name"), attr(in, "value"))
		}
		if got := to("/works?" + sent.Encode()); got != "/works" {
			t.Errorf("the untouched form leads to %s", got)
		}
		sent.Set("choice[MoodOne]", "not")
		sent.Set("tags", "moodtwo")
		got := to("/works?" + sent.Encode())
		if got != "/works?exclude=MoodOne&include=MoodTwo" {
			t.Fatalf("leads to %s", got)
		}
		n := s.page(viewer.Viewer{}, got)
		if titles := text(n, "ol.work.index"); !strings.Contains(titles, "TitleTwo") || strings.Contains(titles, "TitleOne") {
			t.Errorf("finds %s", titles)
		}
		var chips []string
		for _, a := range all(n, "ul.active a.tag") {
			chips = append(chips, attr(a, "href"))
		}
		if want := "/works?exclude=MoodOne /works?include=MoodTwo"; strings.Join(chips, " ") != want {
			t.Errorf("chips %v, want %s", chips, want)
		}
		if got := to("/works?language=de&rating=Mature"); got != "/languages/de/works?rating=Mature" {
			t.Errorf("a language leads to %s", got)
		}
		if w := s.get(viewer.Viewer{}, "/works?words_from=lots"); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "lots") || !strings.Contains(w.Body.String(), "TitleOne") {
			t.Errorf("a wrong number: %d", w.Code)
		}
		if got := text(s.page(viewer.Viewer{}, "/works?query=insidetwo"), "ol.work.index"); !strings.Contains(got, "TitleTwo") || strings.Contains(got, "TitleOne") {
			t.Errorf("words within the list find %s", got)
		}
		if got := to("/languages/DE/works"); got != "/languages/de/works" {
			t.Errorf("a language in capitals leads to %s", got)
		}
		if w := s.get(viewer.Viewer{}, "/languages/nothing-at-all/works"); w.Code != http.StatusNotFound {
			t.Errorf("no language: %d", w.Code)
		}
		if got := text(s.page(viewer.Viewer{}, "/works?include=Nobody+Said+This"), ".notice"); !strings.Contains(got, "Nobody Said This") {
			t.Errorf("an unknown tag: %q", got)
		}
	})
}

func TestAddressesOfAO3(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		s.post("Ann", "One", nil)
		mood, err := tag.ByName(t.Context(), d, "MoodOne")
		if err != nil {
			t.Fatal(err)
		}
		id := fmt.Sprint(mood.ID)
		for address, want := range map[string]string{
			"/works?tag_id=Shared*s*World+*a*+Co*d*&work_search[complete]=T":                     "/tags/Shared*s*World%20*a*%20Co*d*/works?complete=yes",
			"/works?include_work_search[freeform_ids][]=" + id:                                   "/works?include=MoodOne",
			"/works?exclude_work_search[freeform_ids][]=" + id + "&work_search[crossover]=F":     "/works?crossover=no&exclude=MoodOne",
			"/works?include_work_search[rating_ids][]=11&exclude_work_search[rating_ids][]=13":   "/works?rating=Teen+And+Up+Audiences",
			"/works?work_search[other_tag_names]=MoodOne,FandomOne&work_search[words_from]=1000": "/works?include=FandomOne&include=MoodOne&words_from=1000",
			"/works?work_search[excluded_tag_names]=moodone&work_search[words_to]=9":             "/works?exclude=MoodOne&words_to=9",
			"/works?work_search[sort_column]=title_to_sort_on&work_search[date_from]=2020-01-01": "/works?date_from=2020-01-01&sort=title",
			"/works?work_search[query]=lamp&work_search[language_id]=en":                         "/languages/en/works?query=lamp",
			"/works?user_id=Ann&work_search[sort_column]=revised_at":                             "/users/Ann/works",
			"/works/search?work_search[query]=late+lamp":                                         "/search?q=late+lamp",
			"/media":                             "/browse",
			"/media/Books%20*a*%20Tales/fandoms": "/fandoms?media=Books+%26+Tales",
		} {
			w := s.get(viewer.Viewer{}, address)
			if got := w.Header().Get("Location"); got != want {
				t.Errorf("%s: %d %s, want %s", address, w.Code, got, want)
			}
		}
	})
}

func TestSearchLeadsToTheParagraph(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		s.post("Ann", "One", nil)
		s.post("Ann", "Two", nil)
		n := s.page(viewer.Viewer{}, "/search?q=insideTwo+a+lamp+was+lit")
		if got := text(n, ".result .t"); got != "TitleTwo" || len(all(n, ".result")) != 1 {
			t.Fatalf("found %q", got)
		}
		var w work.ID
		var c work.ChapterID
		var anchor string
		link := attr(all(n, ".passage .to a")[0], "href")
		if _, err := fmt.Sscanf(link, "/works/%d/chapters/%d#%s", &w, &c, &anchor); err != nil || w != s.works["Two"] {
			t.Fatalf("leads to %s, %v", link, err)
		}
		if body, err := work.Text(t.Context(), d, c); err != nil || !strings.Contains(body, `id="`+anchor+`">Somewhere insideTwo`) {
			t.Errorf("%s is not the paragraph in %s %v", anchor, body, err)
		}
		if marks := text(n, ".passage mark"); !strings.HasPrefix(marks, "inside") {
			t.Errorf("marked %q", marks)
		}
		n = s.page(viewer.Viewer{}, "/search?q=mood")
		if got := text(n, ".called"); !strings.Contains(got, "MoodOne") || !strings.Contains(got, "MoodTwo") {
			t.Errorf("tags called mood: %q", got)
		}
		if got := text(s.page(viewer.Viewer{}, "/search?q=ann"), ".called"); !strings.Contains(got, "Ann") {
			t.Errorf("people called ann: %q", got)
		}
		if got := text(s.page(viewer.Viewer{}, "/search"), ".search-help"); got == "" {
			t.Error("no help for an empty search")
		}
	})
}

func TestSynonymsLeadToTheirTag(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		s.post("Ann", "One", nil)
		s.post("Ann", "Two", nil)
		merge(t, d, "MoodTwo", "MoodOne")
		if w := s.get(viewer.Viewer{}, "/tags/MoodTwo/works?sort=words"); w.Header().Get("Location") != "/tags/MoodOne/works?sort=words" {
			t.Errorf("%d %s", w.Code, w.Header().Get("Location"))
		}
		if got := text(s.page(viewer.Viewer{}, "/tags/MoodOne/works"), "h2.heading"); !strings.HasPrefix(got, "2 Works") {
			t.Errorf("works of both: %q", got)
		}
		if got := text(s.page(viewer.Viewer{}, "/tags/MoodTwo"), ".page-head"); !strings.Contains(got, "MoodOne") {
			t.Errorf("the synonym's page says %q", got)
		}
		if got := text(s.page(viewer.Viewer{}, "/tags/MoodOne"), ".tag-page"); !strings.Contains(got, "MoodTwo") {
			t.Errorf("the tag's page says %q", got)
		}
	})
}

// merge makes from a synonym of into, as wranglers do.
func merge(t *testing.T, d *db.DB, from, into string) {
	t.Helper()
	err := d.Tx(t.Context(), func(tx *db.Tx) error {
		a, err := tag.ByName(t.Context(), tx, from)
		if err != nil {
			return err
		}
		b, err := tag.ByName(t.Context(), tx, into)
		if err != nil {
			return err
		}
		if err := tag.Merge(t.Context(), tx, a.ID, b.ID); err != nil {
			return err
		}
		works, err := tag.Affected(t.Context(), tx, []tag.ID{a.ID, b.ID})
		if err != nil {
			return err
		}
		for _, w := range works {
			if err := work.Refilter(t.Context(), tx, work.ID(w)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
