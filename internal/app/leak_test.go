package app_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// The test of the promise that matters most: nobody is told what they may not
// see, on no page, in no list, number, file, picture or header, by no way of
// asking. Every field of every work has a word of its own; each person looks at
// everything there is and at everything whose address could be guessed.

// word is one such word, and where it stands.
type word struct {
	story       archivetest.Story
	key, field  string
	text        string // lower case
	onlyEditors bool
}

// words are those of all stories, but for the names of their authors.
func words(stories []archivetest.Story) []word {
	var out []word
	for _, s := range stories {
		for _, f := range archivetest.Fields() {
			if f != "pseud" {
				out = append(out, word{s, s.Key, f, archivetest.Word(s.Key, f), f == "file" || f == "original"})
			}
		}
		if s.Late {
			for _, f := range archivetest.LateFields() {
				out = append(out, word{s, "late", f, archivetest.Word("late", f), true})
			}
		}
	}
	return out
}

// may reports whether v may read w, by the archive's one rule.
func (w word) may(v viewer.Viewer, x *work.Work) bool {
	if w.onlyEditors {
		return x.MayEdit(v)
	}
	return x.MaySee(v)
}

// library is an archive with every kind of work, and the works as they are.
type library struct {
	*archivetest.Archive
	stories []archivetest.Story
	works   map[work.ID]*work.Work
	tags    int64 // the largest key of a tag
}

func openLibrary(t *testing.T, a *archivetest.Archive) *library {
	t.Helper()
	a.SignInAll()
	l := &library{Archive: a, stories: a.Library(), works: map[work.ID]*work.Work{}}
	if err := a.DB.QueryRowContext(t.Context(), `SELECT MAX(id) FROM tags`).Scan(&l.tags); err != nil {
		t.Fatal(err)
	}
	for _, s := range l.stories {
		w, err := work.Get(t.Context(), a.DB, a.Viewer(archivetest.Keeper), s.ID)
		if err != nil {
			t.Fatal(err)
		}
		l.works[s.ID] = w
	}
	return l
}

// guesses are the addresses that somebody could think of. None has a word in it
// that would only be echoed.
func (l *library) guesses() []string {
	out := []string{"/", "/works", "/works?page=2", "/works?page=99", "/browse", "/fandoms", "/fandoms?sort=works", "/media", "/search", "/about", "/works/search", "/users/login",
		"/account", "/account/sessions", "/account/preferences", "/account/password", "/robots.txt", "/healthz", "/readyz"}
	add := func(format string, a ...any) { out = append(out, fmt.Sprintf(format, a...)) }
	for _, s := range l.stories {
		id := s.ID
		for _, q := range []string{"", "?view_adult=true", "?view_full_work=true", "?view_full_work=true&view_adult=true"} {
			add("/works/%d%s", id, q)
		}
		for _, end := range []string{"/navigate", "/original", "/edit", "/hide", "/chapters"} {
			add("/works/%d%s", id, end)
		}
		for _, c := range s.Chapters {
			add("/works/%d/chapters/%d", id, c)
			add("/works/%d/chapters/%d?view_adult=true", id, c)
			add("/chapters/%d", c)
			add("/works/%d/navigate?selected_id=%d", id, c)
			add("/works/%d/chapters/%d", l.stories[0].ID, c)
		}
		for _, kind := range []string{"epub", "html", "txt", "md"} {
			add("/downloads/%d/x.%s", id, kind)
		}
		add("/series/%d", s.Series)
		add("/works?series=%d", s.Series)
		add("/pictures/%s", s.Picture)
	}
	for _, p := range archivetest.People()[1:] {
		for _, end := range []string{"", "/works", "/series", "/pseuds/" + string(p), "/pseuds/" + string(p) + "/works", "/works?sort=creator"} {
			add("/users/%s%s", p, end)
		}
	}
	for _, q := range []string{"sort=posted", "sort=title", "sort=creator", "sort=words", "order=asc", "rating=Explicit", "rating=General+Audiences", "complete=yes", "complete=no",
		"crossover=yes", "crossover=no", "language=en", "language=de", "words_from=1", "words_to=100000", "date_from=2026-11-01", "date_to=2026-11-30",
		"include=Fog", "exclude=Fog", "include=Harbour+Lights", "query=fog", "query=river"} {
		add("/works?%s", q)
		add("/tags/Harbour%%20Lights/works?%s", q)
	}
	for _, q := range []string{"fog", "river", "nobody", "the", "harbour", "zq", "nb"} {
		add("/search?q=%s", q)
		add("/search?q=%s&page=2", q)
	}
	return out
}

// asked are searches and filters by words that stand beside what v must not be
// told, and by the keys of tags.
func (l *library) asked(v viewer.Viewer) []string {
	var out []string
	ask := func(q string) {
		out = append(out, "/search?q="+url.QueryEscape(q), "/works?query="+url.QueryEscape(q))
	}
	for _, w := range words(l.stories) {
		if !w.may(v, l.works[w.story.ID]) && w.field != "file" && w.field != "original" {
			ask(archivetest.Near(w.key, w.field))
		}
	}
	for _, s := range l.stories {
		if !l.works[s.ID].Names(v) {
			ask(s.Pseud[:len("zq")+len(s.Key)+len("ps")]) // the beginning of the name
		}
	}
	for id := range l.tags {
		out = append(out, "/works?"+url.Values{"include_work_search[freeform_ids][]": {fmt.Sprint(id + 1)}}.Encode())
	}
	return out
}

func TestNobodyIsToldWhatTheyMayNotSee(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		l := openLibrary(t, a)
		etags := map[string]string{}
		people := archivetest.People()
		for i := len(people) - 1; i >= 0; i-- { // who may see most goes first: caches are full when the guest comes
			who := people[i]
			guesses := l.guesses()
			pages := crawl(t, a, who, slices.Concat(guesses, l.asked(a.Viewer(who))))
			l.check(t, who, pages)
			for _, address := range guesses {
				if who == archivetest.Keeper || who == archivetest.Moderator {
					break // there is nothing that they may not see
				}
				l.checkAgain(t, who, pages[address], etags[address])
			}
			for address, p := range pages {
				if e := p.Header.Get("ETag"); e != "" {
					etags[address] = e
				}
			}
			t.Logf("%s looked at %d pages", who, len(pages))
		}
	})
}

// check looks for every word on every page: there are those that may be read,
// and no others.
func (l *library) check(t *testing.T, who archivetest.Person, pages map[string]*archivetest.Page) {
	t.Helper()
	v, found := l.Viewer(who), map[string]bool{}
	all := words(l.stories)
	for address, p := range pages {
		if p.Status >= 500 {
			t.Errorf("%s gets %d from %s", who, p.Status, address)
		}
		said := wordsIn(told(t, p))
		for _, w := range all {
			if !said[w.text] {
				continue
			}
			first := !found[w.text]
			found[w.text] = true
			if first && !w.may(v, l.works[w.story.ID]) {
				t.Errorf("%s is told the %s of the %s work by %s (%d)", who, w.field, w.key, address, p.Status)
			}
		}
		l.checkNames(t, who, address, said, found)
	}
	for _, w := range all {
		if w.may(v, l.works[w.story.ID]) && !found[w.text] {
			t.Errorf("%s nowhere finds the %s of the %s work", who, w.field, w.key)
		}
	}
	for _, s := range l.stories {
		if x := l.works[s.ID]; x.MaySee(v) && x.Names(v) && !found[s.Pseud] {
			t.Errorf("%s nowhere finds who wrote the %s work", who, s.Key)
		}
	}
}

// wordsIn are the words of stories that stand in a text, each with all that begins
// it: a word counts also where letters follow it.
func wordsIn(text string) map[string]bool {
	out := map[string]bool{}
	for {
		at := strings.Index(text, "zq")
		if at < 0 {
			return out
		}
		text = text[at:]
		end := strings.IndexFunc(text, func(r rune) bool { return r < 'a' || r > 'z' })
		if end < 0 {
			end = len(text)
		}
		for n := len("zq") + 1; n <= end; n++ {
			out[text[:n]] = true
		}
		text = text[end:]
	}
}

// checkNames looks for the names of those who wrote works. That somebody has a
// name is told on their own pages; what they wrote under it only as the rule says.
func (l *library) checkNames(t *testing.T, who archivetest.Person, address string, said, found map[string]bool) {
	t.Helper()
	v := l.Viewer(who)
	for _, s := range l.stories {
		x, name := l.works[s.ID], s.Pseud
		known := x.MaySee(v) && x.Names(v)
		gifts := strings.Contains(address, "/gifts") // of whoever wrote them, to whose page it is
		if own := strings.HasPrefix(address, "/users/") && !gifts; own {
			if !known && said[archivetest.Word(s.Key, "title")] {
				t.Errorf("%s is told of the %s work on its author's page %s", who, s.Key, address)
			}
			continue
		}
		if said[name] {
			found[name] = true
			if !known {
				t.Errorf("%s is told who wrote the %s work by %s", who, s.Key, address)
			}
		}
	}
}

// checkAgain asks for a page in other ways: packed, its head only, and as one who
// has it already from somebody who may see more.
func (l *library) checkAgain(t *testing.T, who archivetest.Person, plain *archivetest.Page, etag string) {
	t.Helper()
	v, all, address := l.Viewer(who), words(l.stories), plain.Address
	quiet := func(way string, status int, p *archivetest.Page) {
		said := wordsIn(told(t, p))
		for _, w := range all {
			if said[w.text] && !w.may(v, l.works[w.story.ID]) {
				t.Errorf("%s is told the %s of the %s work by %s, %s", who, w.field, w.key, address, way)
			}
		}
		if p.Status != status {
			t.Errorf("%s gets %d from %s, but %d %s", who, plain.Status, address, p.Status, way)
		}
	}
	quiet("packed", plain.Status, l.Get(who, address, "Accept-Encoding", "gzip"))
	quiet("as its head", plain.Status, l.Head(who, address))
	if etag != "" && plain.Header.Get("ETag") != etag {
		quiet("with another's ETag", plain.Status, l.Get(who, address, "If-None-Match", etag))
	}
	if plain.Status == http.StatusUnauthorized {
		quiet("in a browser", http.StatusFound, l.Get(who, address, "Accept", "text/html"))
	}
}

// What may not be known to exist is answered as what does not exist.
func TestSecretsAnswerAsNothingDoes(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		l := openLibrary(t, a)
		for _, who := range archivetest.People()[:4] {
			v := a.Viewer(who)
			same := func(what, address, nothing, name, none string) {
				p, n := a.Get(who, address), a.Get(who, nothing)
				if got, want := alike(p, name), alike(n, none); got != want {
					t.Errorf("%s: %s, %s, gets %d, but %s gets %d:\n%s", who, what, address, p.Status, nothing, n.Status, difference(got, want))
				}
			}
			for _, s := range l.stories {
				x := l.works[s.ID]
				if s.Late && !x.MayEdit(v) {
					late := s.Chapters[len(s.Chapters)-1]
					same("a draft of a chapter", fmt.Sprintf("/works/%d/chapters/%d", s.ID, late), fmt.Sprintf("/works/%d/chapters/987654", s.ID), fmt.Sprint(late), "987654")
					same("a draft of a chapter", fmt.Sprintf("/chapters/%d", late), "/chapters/987654", fmt.Sprint(late), "987654")
				}
				if x.Sight(v) == work.Whole {
					continue
				}
				same("a picture", "/pictures/"+s.Picture, "/pictures/"+strings.Repeat("0", 64)+".png", s.Picture, strings.Repeat("0", 64)+".png")
				same("a series", fmt.Sprintf("/series/%d", s.Series), "/series/987654", fmt.Sprint(s.Series), "987654")
				same("a list of a series", fmt.Sprintf("/works?series=%d", s.Series), "/works?series=987654", fmt.Sprint(s.Series), "987654")
				l.sameTags(t, s, same)
				if x.Sight(v) != work.Nothing {
					continue
				}
				id, none := fmt.Sprint(int64(s.ID)), "987654"
				for _, end := range []string{"", "/navigate", "/original", "?view_full_work=true", "/edit"} {
					same("a work", "/works/"+id+end, "/works/"+none+end, id, none)
				}
				same("a download", "/downloads/"+id+"/x.epub", "/downloads/"+none+"/x.epub", id, none)
				for _, c := range s.Chapters {
					same("a chapter", fmt.Sprintf("/works/%d/chapters/%d", s.ID, c), "/works/"+none+"/chapters/987654", fmt.Sprint(c), "987654")
					same("a chapter", fmt.Sprintf("/chapters/%d", c), "/chapters/987654", fmt.Sprint(c), "987654")
				}
			}
		}
	})
}

// sameTags compares the tags that only a secret work has with words that nobody ever used.
func (l *library) sameTags(t *testing.T, s archivetest.Story, same func(what, address, nothing, name, none string)) {
	t.Helper()
	for _, field := range []string{"fandom", "character", "freeform"} {
		name := archivetest.Near(s.Key, field) + " " + archivetest.Word(s.Key, field)
		none := "nobodysaid suchaword"
		for _, form := range []string{"/tags/%s", "/tags/%s/works", "/works?include=%s", "/works?exclude=%s", "/tags/Fog/works?include=%s", "/works?tags=%s", "/works?tags=-%s",
			"/works?tag_id=%s", "/works?work_search%%5Bother_tag_names%%5D=%s", "/search?q=%s", "/works?query=%s", "/users/Ann/works?include=%s"} {
			esc := url.PathEscape
			if strings.Contains(form, "?") {
				esc = url.QueryEscape
			}
			same("a tag", fmt.Sprintf(form, esc(name)), fmt.Sprintf(form, esc(none)), name, none)
		}
		for _, typ := range tag.Types() {
			offered, err := tag.NewNames(l.DB).Complete(t.Context(), typ, archivetest.Near(s.Key, field), 20)
			if err != nil || len(offered) > 0 {
				t.Errorf("while typing, %d tags of the %s work are offered, %v", len(offered), s.Key, err)
			}
		}
	}
}

// alike is what an answer says, with the name of what was asked for taken out: a
// number in an address or a field, or words.
func alike(p *archivetest.Page, name string) string {
	out := fmt.Sprintln(p.Status, p.Header.Get("Location"), p.Header.Get("Cache-Control"), p.Header.Get("Content-Type"), p.Header.Get("Content-Disposition"), p.Body)
	out = wayBack.ReplaceAllString(out, "next=")
	if number.MatchString(name) {
		return regexp.MustCompile(`((?:works|chapters|series|downloads)(?:/|=)|value=")`+name+`\b`).ReplaceAllString(out, "$1")
	}
	for part := range strings.FieldsSeq(name) {
		out = strings.ReplaceAll(out, part, "…")
	}
	return out
}

var (
	wayBack = regexp.MustCompile(`next=[^"]*`) // where the log-in leads back to
	number  = regexp.MustCompile(`^[0-9]{1,9}$`)
)
