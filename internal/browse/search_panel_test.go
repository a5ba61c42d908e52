package browse

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/search"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

const (
	lampLine   = "She carried the copper lantern down eleven flights and counted every stair aloud"
	nearlySaid = "she carried the copper lantern down twelve flights and counted every stair aloud"
	apart      = `"copper lantern" near "every stair"`
)

// shelves posts works that differ in all that the panel asks, some of them for members.
func (s *site) shelves() {
	s.t.Helper()
	for i := range 24 {
		yes := i%3 == 0
		s.post([]string{"Ann", "Ben"}[i%2], fmt.Sprintf("N%02d", i), func(w *work.Draft) {
			w.Complete, w.Restricted, w.Rating = &yes, i%5 == 4, work.Ratings()[i%4]
			w.Language = []string{"en", "fi"}[i%2]
			if i%4 == 1 {
				w.Tags = w.Tags[:len(w.Tags)-1]
			}
			for k, name := range []string{"Fog", "Bells", "Tea"} {
				if (i>>k)%2 == 1 {
					w.Tags = append(w.Tags, tag.Named{Type: tag.Freeform, Name: name})
				}
			}
			if i >= 18 {
				w.Chapters[0].Body += "<p>" + lampLine + ".</p>"
			}
		})
	}
	s.post("Ann", "Far", func(w *work.Draft) {
		w.Chapters[0].Body = "<p>The copper lantern stood on the sill.</p><p>" + strings.Repeat("It rained and it rained. ", 40) + "</p><p>He knew every stair of it.</p>"
	})
}

// lead gets a page, by way of the address that says the same in the search's own words.
func (s *site) lead(v viewer.Viewer, address string) (*html.Node, int, string) {
	s.t.Helper()
	w := s.get(v, address)
	if to := w.Header().Get("Location"); w.Code == http.StatusFound {
		address, w = to, s.get(v, to)
	}
	n, err := html.Parse(w.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return n, w.Code, address
}

// panelFields are the fields that the panel of a page sends as it stands.
func panelFields(n *html.Node) url.Values {
	q := url.Values{}
	for _, x := range all(n, "#work-filters input") {
		kind := attr(x, "type")
		if name := attr(x, "name"); name != "" && (kind != "radio" && kind != "checkbox" || slices.ContainsFunc(x.Attr, func(a html.Attribute) bool { return a.Key == "checked" })) {
			q.Add(name, attr(x, "value"))
		}
	}
	for _, x := range all(n, "#work-filters option[selected]") {
		q.Add(attr(x.Parent, "name"), attr(x, "value"))
	}
	return q
}

// totalOf is how many works a page says that there are, and how many stand on it.
func totalOf(t *testing.T, n *html.Node) (total, shown int) {
	t.Helper()
	shown = len(all(n, ".results > li"))
	words := strings.Fields(text(n, ".list-bar .heading"))
	if len(words) < 2 {
		return 0, shown
	}
	at := 0
	if words[1] == "-" {
		at = 4
	}
	total, err := strconv.Atoi(words[at])
	if err != nil {
		t.Fatalf("the heading says %q", words)
	}
	return total, shown
}

// Beside each choice of a search's panel stands how many works are found once it is made,
// for whoever looks, also where a line is remembered not quite right.
func TestThePanelOfASearch(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		s.shelves()
		for _, v := range []viewer.Viewer{{}, s.people["Ben"]} {
			for _, c := range []struct {
				words, filter string
				guests, all   int
			}{
				{"lamp", "", 20, 24},
				{"lamp", "&complete=yes&exclude=Fog", 4, 4},
				{"lamp", "&exclude=Fog&exclude=Bells", 5, 6},
				{"lamp", "&include=Bells&language=fi&sort=title", 5, 6},
				{"lamp", "&user_id=Ann&rating=Teen+And+Up+Audiences", 0, 0},
				{nearlySaid, "", 5, 6},
				{nearlySaid, "&complete=no", 3, 4},
				{apart, "", 5, 6},
				{apart, "&complete=no&sort=words", 3, 4},
				{"lamp", "&line=" + url.QueryEscape("Tea OR Bells"), 15, 18},
			} {
				want := c.all
				if v.Guest() {
					want = c.guests
				}
				s.panelTells(t, v, "/search?q="+url.QueryEscape(c.words)+c.filter, want)
			}
		}
	})
}

// panelTells looks at the panel of a search that finds want works.
func (s *site) panelTells(t *testing.T, v viewer.Viewer, address string, want int) {
	t.Helper()
	n, code, address := s.lead(v, address)
	total, shown := totalOf(t, n)
	if code != http.StatusOK || total != want || shown != min(want, PerPage) {
		t.Errorf("%q finds %s: %d, %d works, %d shown; want %d", v.Name, address, code, total, shown, want)
		return
	}
	if got := text(n, "#work-filters .go button"); want > 0 && !strings.Contains(got, fmt.Sprintf("Show %d work", want)) {
		t.Errorf("%s: the button says %q", address, got)
	}
	fields := panelFields(n)
	if _, _, again := s.lead(v, "/search?"+fields.Encode()); inOneOrder(t, again) != inOneOrder(t, address) {
		t.Errorf("the panel of %s leads to %s as it stands", address, again)
	}
	for _, x := range all(n, "#work-filters [data-n]") {
		field, value, _ := strings.Cut(attr(x, "data-n"), "=")
		said := strings.Trim(strings.TrimSpace(textOfNode(x)), "() \n\t")
		q := url.Values{}
		for k, v := range fields {
			q[k] = v
		}
		if field == fieldTags {
			field, value = choiceField(value), "in"
		}
		before := 0
		if fields.Get(field) == "not" {
			said, value, before = strings.TrimPrefix(said, "+"), "", want
		}
		q[field] = []string{value}
		other, _, to := s.lead(v, "/search?"+q.Encode())
		if got, shown := totalOf(t, other); fmt.Sprint(got-before) != said || shown != min(got, PerPage) {
			t.Errorf("%q at %s: %s=%s says %s, and %s finds %d, of which %d are shown", v.Name, address, field, value, said, to, got, shown)
		}
	}
	s.scriptIsToldTheSame(t, v, n)
}

// inOneOrder is an address with its fields in order.
func inOneOrder(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.Path + "?" + u.Query().Encode()
}

// scriptIsToldTheSame asks for the numbers as the panel's script does.
func (s *site) scriptIsToldTheSame(t *testing.T, v viewer.Viewer, n *html.Node) {
	t.Helper()
	q := panelFields(n)
	beside, err := url.ParseQuery(attr(all(n, "#work-filters")[0], "data-count"))
	if err != nil {
		t.Fatal(err)
	}
	for k, v := range beside {
		q[k] = v
	}
	var told counted
	if err := json.Unmarshal(s.get(v, "/works/count?"+q.Encode()).Body.Bytes(), &told); err != nil {
		t.Fatal(err)
	}
	if told.Show != text(n, "#work-filters .go button") {
		t.Errorf("%s: the script is told %q, the button says %q", q.Encode(), told.Show, text(n, "#work-filters .go button"))
	}
	for _, x := range all(n, "#work-filters [data-n]") {
		said := strings.Trim(strings.TrimSpace(textOfNode(x)), "() \n\t")
		if got := told.Counts[attr(x, "data-n")]; got != said && (got != "" || said != "0") {
			t.Errorf("%s: %s is %q for the script, %q on the page", q.Encode(), attr(x, "data-n"), got, said)
		}
	}
}

// What is found stands in the order that was asked, the best first unless it was; every
// page has its own works, and passages stay.
func TestOrdersOfASearch(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		s.shelves()
		s.post("Ben", "Lamp", func(w *work.Draft) { w.Title = "The Lamp" })
		titles := func(address string) []string {
			n, code, _ := s.lead(viewer.Viewer{}, address)
			if code != http.StatusOK || len(all(n, ".results > li")) != len(all(n, ".results .passage mark:first-of-type")) {
				t.Errorf("%s: %d, %d works and %d passages", address, code, len(all(n, ".results > li")), len(all(n, ".results .passage mark:first-of-type")))
			}
			var out []string
			for _, x := range all(n, ".results .t") {
				out = append(out, textOfNode(x))
			}
			return out
		}
		if got := titles("/search?q=lamp"); len(got) != 20 || got[0] != "The Lamp" {
			t.Errorf("best first: %q", got)
		}
		if got := titles("/search?q=lamp&complete=yes"); len(got) == 0 || got[0] != "The Lamp" {
			t.Errorf("best first, of those that are complete: %q", got)
		}
		for _, sort := range []string{"title", "updated", "posted", "words", "creator", "kudos"} {
			for _, way := range []string{"asc", "desc"} {
				at := "/search?q=lamp&sort=" + sort + "&order=" + way
				got := append(titles(at), titles(at+"&page=2")...)
				l, err := NewCatalogue(d, s.index, nil).Find(t.Context(), viewer.Viewer{}, Filter{Query: "lamp", Sort: listSort(sort), Reverse: (way == "desc") != Filter{Sort: listSort(sort)}.Descending()})
				if err != nil || len(got) != 21 || l.Total != 21 {
					t.Fatalf("%s: %d titles, %d in the list, %v", at, len(got), l.Total, err)
				}
				works, err := work.Load(t.Context(), d, viewer.Viewer{}, l.IDs)
				if err != nil {
					t.Fatal(err)
				}
				for i, w := range works {
					if w.Title != got[i] {
						t.Errorf("%s: %q stands at %d, want %q", at, got[i], i, w.Title)
					}
				}
			}
		}
		for address, want := range map[string]string{
			"/search?q=lamp+sort:title":          "/search?q=lamp&sort=title",
			"/search?q=lamp&sort=best&order=asc": "/search?q=lamp",
			"/search?q=lamp&sort=updated":        "/search?q=lamp&sort=updated",
			"/search?q=lamp&sort=nonsense":       "/search?q=lamp",
			"/search?q=lamp&page=99":             "/search?page=50&q=lamp",
			"/search?q=lamp&page=99&sort=title":  "/search?page=99&q=lamp&sort=title",
			"/search?sort=title&q=complete:yes":  "/works?complete=yes&sort=title",
		} {
			if _, _, got := s.lead(viewer.Viewer{}, address); inOneOrder(t, got) != inOneOrder(t, want) {
				t.Errorf("%s leads to %s, want %s", address, got, want)
			}
		}
	})
}

func listSort(name string) Sort {
	if name == searchUpdated {
		return Updated
	}
	return Sort(name)
}

// What a search finds by itself and what the catalogue counts are the same works, whatever
// is looked for.
func TestASearchAndItsNumbersAgree(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		s.shelves()
		c := NewCatalogue(d, s.index, nil)
		for _, v := range []viewer.Viewer{{}, s.people["Ben"]} {
			for _, words := range []string{"lamp", "copper lantern", nearlySaid, lampLine, apart, `"copper lantern" near "lamp"`, "lamp -copper", nearlySaid + " -copper", "xylophone", "Fog", "raining", "a", "-lamp", "insideN03", "TitleN03 lamp"} {
				found, err := search.Find(t.Context(), d, search.Query{Text: words, Within: work.Listed(v), Limit: 100})
				if err != nil {
					t.Fatal(err)
				}
				l, err := c.findWords(t.Context(), v, Filter{Query: words, Sort: Best}, nil)
				if err != nil || l.Total != found.Total {
					t.Errorf("%q looks for %q: %d are found, %d counted, %v", v.Name, words, found.Total, l.Total, err)
					continue
				}
				fit, err := c.fitWords(t.Context(), v, Filter{Query: words, Sort: Best})
				if err != nil {
					t.Fatal(err)
				}
				var works []int64
				for _, h := range found.Hits {
					works = append(works, h.Work)
				}
				slices.Sort(works)
				slices.Sort(fit)
				if !slices.Equal(works, fit) {
					t.Errorf("%q looks for %q: %v are found, %v counted", v.Name, words, works, fit)
				}
			}
		}
	})
}
