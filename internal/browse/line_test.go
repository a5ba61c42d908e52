package browse

import (
	"context"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/query"
	"github.com/ficstead/ficstead/internal/search"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// What the panel has becomes its answers; the rest stays in the line.
func TestALineIsAFilter(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{`words:1000-5000`, "/works?words_from=1000&words_to=5000"},
		{`words>1000 words<9000`, "/works?words_from=1001&words_to=8999"},
		{`words:0`, "/works?q=words%3A0"},
		{`words<10 words>20`, "/works?q=words%3C10+words%3E20"},
		{`rating:T`, "/works?rating=Teen+And+Up+Audiences"},
		{`rating:(G OR T) -rating:T`, "/works?rating=General+Audiences"},
		{`rating:G rating:E`, "/works?q=rating%3AG+rating%3AE"},
		{`lang:de fandom:X`, "/languages/de/works?q=fandom%3AX"},
		{`lang:German`, "/languages/de/works"},
		{`lang:de lang:fi`, "/works?q=lang%3Ade+lang%3Afi"},
		{`complete:no crossover:false otp:true`, "/works?complete=no&crossover=no&one_relationship=yes"},
		{`-complete:yes`, "/works?complete=no"},
		{`updated:2020..2022`, "/works?date_from=2020-01-01&date_to=2022-12-31"},
		{`updated:<2weeks`, "/works?q=updated%3A%3C2weeks"},
		{`sort:kudos`, "/works?sort=kudos"},
		{`sort:>words`, "/works?order=asc&sort=words"},
		{`sort:<title`, "/works?order=desc&sort=title"},
		{`lamp "red door"`, "/works?query=lamp+%22red+door%22"},
		{`lamp -ghost`, "/works?q=-ghost&query=lamp"},
		{`kudos:>100 lamp`, "/works?q=kudos%3E100&query=lamp"},
		{`a OR b`, "/works?q=a+OR+b"},
		{`(a OR b) words>5`, "/works?q=a+OR+b&words_from=6"},
	} {
		f, wrong := Parse(url.Values{fieldLine: {c.line}})
		if got := f.Address(); got != c.want || len(wrong) > 0 {
			t.Errorf("%s: %s %v, want %s", c.line, got, wrong, c.want)
		}
	}
	said := url.Values{fieldLine: {"words>10 lamp"}, fieldWordsTo: {"5"}, fieldQuery: {"door"}, fieldSort: {"title"}}
	if f, _ := Parse(said); f.Address() != "/works?query=door+lamp&sort=title&words_from=11" {
		t.Errorf("what is typed takes the place of what the panel says: %s", f.Address())
	}
}

// someLine draws a line of a few clues, joined in any way.
func someLine() *rapid.Generator[string] {
	clues := []string{`tag:"Fandom 1"`, `fandom:"Fandom 2"`, `fandom:All`, `tag:"Mood 3"`, `tag:"Old Name"`, `warning:"` + tag.Death + `"`, `category:Gen`, "F/F",
		"rating:G", "rating:(T OR M)", "rating:E", "lang:en", "lang:fi", "words:5-15", "words>20", "words<10", "words:0", "complete:yes", "crossover:no",
		"updated:2020-01-05..2020-01-12", "updated:>2020-01-15", "posted:<2020-01-08", "title:T3", "author:ann", "kudos:0", "hits>0", "series:Row", `tag:"Nobody Said This"`}
	var some func(t *rapid.T, deep int) string
	some = func(t *rapid.T, deep int) string {
		if deep == 0 || rapid.IntRange(0, 2).Draw(t, "leaf") == 0 {
			return rapid.SampledFrom(clues).Draw(t, "clue")
		}
		switch rapid.IntRange(0, 2).Draw(t, "join") {
		case 0:
			return "-(" + some(t, deep-1) + ")"
		case 1:
			return "(" + some(t, deep-1) + " OR " + some(t, deep-1) + ")"
		}
		return "(" + some(t, deep-1) + " " + some(t, deep-1) + ")"
	}
	return rapid.Custom(func(t *rapid.T) string { return some(t, 3) })
}

func TestAnAddressWithALineSaysTheSameAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f, wrong := Parse(url.Values{fieldLine: {someLine().Draw(t, "line")}})
		if len(wrong) > 0 {
			t.Fatal(wrong)
		}
		if again := read(t, f.Address()); !reflect.DeepEqual(again, f) {
			t.Fatalf("%s\n got %+v\nwant %+v", f.Address(), again, f)
		}
	})
}

// asked tells whether a work is what a line asks for, by going through the line.
func (lib *library) asked(s *story, v viewer.Viewer, n *query.Node) bool {
	one := func(k *query.Node) bool { return lib.asked(s, v, k) }
	switch n.Op {
	case query.And:
		return !slices.ContainsFunc(n.Of, func(k *query.Node) bool { return !one(k) })
	case query.Or:
		return slices.ContainsFunc(n.Of, one)
	case query.Not:
		return !one(n.Of[0])
	}
	c := n.Clue
	in := func(r query.Range, n int) bool { return int64(n) >= r.From && int64(n) <= r.To }
	at := func(when time.Time) bool {
		from, to := c.Time.Between(time.Now())
		return !when.Before(from) && (to.IsZero() || when.Before(to))
	}
	switch c.Field {
	case query.Rating:
		return s.Rating == ratingOf(c.Text)
	case query.Language:
		return s.Language == c.Text
	case query.Words:
		return in(c.Range, s.Words)
	case query.Kudos, query.Hits:
		return in(c.Range, 0)
	case query.Complete:
		return s.Complete == c.Yes
	case query.Crossover:
		return s.Crossover == c.Yes
	case query.Updated:
		return at(s.RevisedAt)
	case query.Posted:
		return at(s.PostedAt)
	case query.Title:
		return s.Title == c.Text
	case query.Author:
		return !s.Anonymous && slices.Contains(s.by, 0)
	case query.Series:
		return s.series && s.named(v)
	}
	id, ok := lib.tags[c.Text]
	return ok && s.finds[id]
}

// Every line finds what going through all works finds, for whoever asks, in whatever list.
func TestEveryLine(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		lib := makeLibrary(t, d, 6, 120)
		rebuildSearch(t, d, lib)
		c := newCatalogue(t, d)
		viewers := []viewer.Viewer{{}, {ID: 2, Role: viewer.Member}, {ID: 4, Role: viewer.Keeper}, eve}
		rapid.Check(t, func(rt *rapid.T) {
			line := someLine().Draw(rt, "line")
			f, wrong := Parse(url.Values{fieldLine: {line}})
			if len(wrong) > 0 {
				rt.Fatal(wrong)
			}
			f.Tag = rapid.SampledFrom([]string{"", "", "All"}).Draw(rt, "tag")
			f = f.normal()
			v := rapid.SampledFrom(viewers).Draw(rt, "viewer")
			got, err := c.Find(context.Background(), v, f)
			if err != nil {
				rt.Fatal(err)
			}
			asked, _ := query.Parse(line)
			want := slices.DeleteFunc(lib.found(v, Filter{Tag: f.Tag}, ""), func(s story) bool { return !lib.asked(&s, v, asked.All) })
			n := len(want)
			if ids := sorted(want, v, f); !slices.Equal(got.IDs, ids) || got.Total != n {
				rt.Fatalf("%s = %s for %d: %d %v, want %d %v", line, f.Address(), v.ID, got.Total, got.IDs, n, ids)
			}
			proper, err := c.Proper(context.Background(), v, f)
			if err != nil {
				rt.Fatal(err)
			}
			if again, err := c.Find(context.Background(), v, proper); err != nil || again.Total != n {
				rt.Fatalf("%s, properly %s: %d %v, want %d", line, proper.Address(), again.Total, err, n)
			}
		})
	})
}

// rebuildSearch makes the titles and names of a library findable, which it put into the
// tables by itself.
func rebuildSearch(t *testing.T, d *db.DB, lib *library) {
	t.Helper()
	err := d.Tx(t.Context(), func(tx *db.Tx) error {
		for _, s := range lib.stories {
			e := search.Entry{Work: int64(s.ID), Title: s.Title}
			for _, p := range s.by {
				if !s.Anonymous {
					e.Names += people[p] + " "
				}
			}
			if err := search.PutWork(t.Context(), tx, e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestALineOnAList(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		pair := func(name string) func(*work.Draft) {
			return func(w *work.Draft) { w.Tags = append(w.Tags, tag.Named{Type: tag.Relationship, Name: name}) }
		}
		s.post("ann", "one", pair("Ann Ash/Bo Birch"))
		s.post("ann", "two", pair("Bo Birch/Cy Cedar"))
		s.post("bob", "three", func(w *work.Draft) {
			w.Tags = append(w.Tags, tag.Named{Type: tag.Warning, Name: tag.Death})
			w.Restricted = true
		})
		s.post("bob", "four", func(w *work.Draft) { w.Anonymous = true })
		guest := viewer.Viewer{}
		for _, c := range []struct {
			who  viewer.Viewer
			line string
			want []string
		}{
			{guest, `*/"Bo Birch"`, []string{"one"}},
			{guest, `Birch/*`, []string{"two"}},
			{guest, `*/"Bo Birch" OR Birch/*`, []string{"one", "two"}},
			{s.people["ann"], `-"Major Character Death"`, []string{"one", "two", "four"}},
			{s.people["ann"], `warning:"Major Character Death" OR tag:Moodone`, []string{"one", "three"}},
			{guest, `warning:"Major Character Death" OR tag:Moodone`, []string{"one"}},
			{s.people["ann"], `-moodone insideone OR insidetwo`, []string{"two"}},
			{guest, `author:bob`, nil},
			{s.people["ann"], `author:bob`, []string{"three"}},
			{guest, `title:Titletwo OR title:"titleone"`, []string{"one", "two"}},
			{guest, `title:insideone`, nil},
			{guest, `insideone OR title:Titletwo`, []string{"one", "two"}},
			{guest, `main:"Ann Ash/Bo Birch"`, []string{"one"}},
			{guest, `lamp -insideone`, []string{"two", "four"}},
			{guest, `series:"A Row"`, []string{"one", "two"}},
		} {
			w := s.get(c.who, lineAddress("/works", c.line))
			for range 2 {
				if w.Code == http.StatusFound {
					w = s.get(c.who, w.Header().Get("Location"))
				}
			}
			n, err := html.Parse(w.Body)
			if err != nil || w.Code != http.StatusOK {
				t.Fatalf("%s: %d %v", c.line, w.Code, err)
			}
			var got []string
			for _, a := range all(n, ".blurb .name") {
				got = append(got, strings.TrimPrefix(strings.TrimSpace(textOfNode(a)), "Title"))
			}
			slices.Sort(got)
			want := slices.Sorted(slices.Values(c.want))
			if !slices.Equal(got, want) {
				t.Errorf("%s finds %v, want %v", c.line, got, want)
			}
		}
		s.lineMistakes(t)
		s.lineChips(t)
	})
}

// Whoever asks for words that are in more works than a list looks among is told so, in a
// group or not: the numbers would be taken for all there are.
func TestWordsInTooManyWorks(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		for _, name := range []string{"one", "two", "three"} {
			s.post("ann", name, func(*work.Draft) {})
		}
		c := newCatalogue(t, d)
		for most, told := range map[int]int{2: 1, 4: 0} {
			found := min(most, 3)
			c.sets = newSets()
			c.sets.most = most
			for _, line := range []string{"lamp", "lamp OR title:nothing"} {
				f, _ := Parse(url.Values{fieldLine: {line}})
				list, err := c.Find(t.Context(), viewer.Viewer{}, f)
				if err != nil || list.Total != found || len(list.Told) != told {
					t.Errorf("%s among %d: %d works, told %v, %v", line, most, list.Total, list.Told, err)
				}
			}
			if list, err := c.findWords(t.Context(), viewer.Viewer{}, Filter{Query: "lamp"}, nil); err != nil || list.Total != found || len(list.Told) != told {
				t.Errorf("a search among %d: %d works, told %v, %v", most, list.Total, list.Told, err)
			}
		}
	})
}

func textOfNode(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// A mistake comes back with what was typed, its place marked, and a sentence.
func (s *site) lineMistakes(t *testing.T) {
	for _, c := range []struct {
		line, marked, says string
		status             int
	}{
		{`wrods:5 lamp`, "wrods:", "words:", http.StatusUnprocessableEntity},
		{`lamp (`, "(", "not closed", http.StatusUnprocessableEntity},
		{`lang:Klingonish lamp`, "lang:Klingonish", "no language", http.StatusUnprocessableEntity},
		{`kudos>=0 fandom:Moodone OR lamp`, "fandom:Moodone", "another kind", http.StatusOK},
		{`kudos>=0 OR tag:"Nobody Said"`, `tag:"Nobody Said"`, "No work here has the tag", http.StatusOK},
		{`*/Nobody`, `relationship:"*/Nobody"`, "no relationship", http.StatusOK},
		{`series:Nowhere`, `series:Nowhere`, "no series", http.StatusOK},
	} {
		w := s.get(viewer.Viewer{}, lineAddress("/works", c.line))
		if w.Code == http.StatusFound {
			w = s.get(viewer.Viewer{}, w.Header().Get("Location"))
		}
		n, err := html.Parse(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		if w.Code != c.status || text(n, ".line-told mark") != c.marked || !strings.Contains(text(n, ".line-told li p"), c.says) {
			t.Errorf("%s: %d, marked %q, says %q", c.line, w.Code, text(n, ".line-told mark"), text(n, ".line-told li p"))
		}
		if in := all(n, "input#line"); len(in) != 1 || c.status != http.StatusOK && attribute(in[0], "value") != c.line {
			t.Errorf("%s does not come back in the field", c.line)
		}
	}
	for _, at := range []string{"/works/count", "/works/random"} {
		if w := s.get(viewer.Viewer{}, lineAddress(at, "lamp (")); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s with a mistake: %d", at, w.Code)
		}
	}
}

// Each part that stays in the line can be taken away by itself, and goes along with pages,
// sorts and other forms.
func (s *site) lineChips(t *testing.T) {
	n := s.page(viewer.Viewer{}, "/works?q=kudos%3E%3D0+%28lamp+OR+tag%3AX%29")
	var to []string
	for _, a := range all(n, ".active .tag") {
		to = append(to, attribute(a, "href"))
	}
	if want := []string{"/works?q=lamp+OR+tag%3AX", "/works?q=kudos%3E%3D0"}; !slices.Equal(to, want) {
		t.Errorf("chips lead to %v, want %v", to, want)
	}
	if in := all(n, ".sorts input[name=q]"); len(in) != 1 {
		t.Errorf("the form of orders keeps %d lines", len(in))
	}
	if in := all(n, ".line-form input[name=q]"); len(in) != 1 {
		t.Errorf("the form of the line has %d lines", len(in))
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// Every example of the help works, and is understood wholly.
func TestExamplesWork(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		s.post("ann", "one", nil)
		n := s.page(viewer.Viewer{}, "/help/search")
		links := all(n, ".asking td a")
		if len(links) < 20 {
			t.Fatalf("the help has %d examples", len(links))
		}
		for _, a := range links {
			w := s.get(viewer.Viewer{}, attribute(a, "href"))
			if w.Code == http.StatusFound {
				w = s.get(viewer.Viewer{}, w.Header().Get("Location"))
			}
			if w.Code != http.StatusOK {
				t.Errorf("%s: %d", attribute(a, "href"), w.Code)
			}
		}
	})
}

// What is offered to who types takes the place of what is typed, and nothing else.
func TestLineOffers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		s.post("ann", "one", nil)
		p := &Pages{DB: d, Index: s.index, Names: tag.NewNames(d)}
		p.works = NewCatalogue(d, s.index, p.Names)
		for _, c := range []struct{ before, after, want string }{
			{"kud", "", "kudos:|"},
			{"lamp fandom:fandomo", " words>5", `lamp fandom:"Fandomone" | words>5`},
			{"moodo", "", "tag:Moodone |"},
			{"-moodo", "", `-"Moodone" |`},
			{`tag:"mood`, "", `tag:"Moodone" |`},
		} {
			got, err := p.lineOffers(t.Context(), viewer.Viewer{}, c.before, c.after)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(got, func(o lineOffer) bool { return o.Before+"|"+o.After == c.want }) {
				t.Errorf("%q|%q: %+v, want %q", c.before, c.after, got, c.want)
			}
		}
		if got, err := p.lineOffers(t.Context(), viewer.Viewer{}, "words:10", ""); err != nil || len(got) != 0 {
			t.Errorf("for a number %v is offered", got)
		}
	})
}
