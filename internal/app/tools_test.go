package app_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db/dbtest"
)

// What reading tools made for AO3, FanFicFare's adapter before all, look for on
// each page, through the whole program: a selector, how many there are (-1 for at
// least one), and the text of the first.

type sought struct {
	selector string
	count    int
	text     string
}

func look(t *testing.T, p *archivetest.Page, all []sought) {
	t.Helper()
	if p.Status != http.StatusOK {
		t.Errorf("%s: %d", p.Address, p.Status)
	}
	for _, s := range all {
		found := p.All(s.selector)
		if s.count >= 0 && len(found) != s.count || s.count < 0 && len(found) == 0 {
			t.Errorf("%s: %d × %s, want %d", p.Address, len(found), s.selector, s.count)
			continue
		}
		if s.text != "" && archivetest.TextOf(found[0]) != s.text {
			t.Errorf("%s: %s says %q, want %q", p.Address, s.selector, archivetest.TextOf(found[0]), s.text)
		}
	}
}

// both is what stands in a field of a story.
func both(key, field string) string {
	return archivetest.Near(key, field) + " " + archivetest.Word(key, field)
}

func TestReadingToolsFindWhatTheyLookFor(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		l := openLibrary(t, a)
		stories := map[string]archivetest.Story{}
		for _, s := range l.stories {
			stories[s.Key] = s
		}
		for _, key := range []string{"open", "short"} {
			s := stories[key]
			look(t, a.Get(archivetest.Guest, s.ID.Path()+"/navigate?view_adult=true"), navigateSought(s))
			look(t, a.Get(archivetest.Guest, s.ID.Path()+"?view_adult=true"), workSought(s))
			look(t, a.Get(archivetest.Guest, s.ID.Path()+"?view_full_work=true&view_adult=true"), textSought(s, len(s.Chapters)))
			look(t, a.Get(archivetest.Guest, s.ID.ChapterPath(s.Chapters[0])+"?view_adult=true"), textSought(s, 1))
			chapterByItself(t, a, s)
		}
		look(t, a.Get(archivetest.Reader, stories["locked"].ID.Path()), []sought{{`img[alt="(Restricted)"]`, 1, ""}, {`a[href^="/users/logout"]`, -1, ""}})
		look(t, a.Get(archivetest.Guest, stories["anon"].ID.Path()+"/navigate"), []sought{{`a[href*="/pseuds/"]`, 0, ""}, {"h3.byline", 1, "by Anonymous"}})
	})
}

func navigateSought(s archivetest.Story) []sought {
	out := []sought{
		{fmt.Sprintf(`a[href$="/works/%d"]`, s.ID), -1, "The " + both(s.Key, "title")},
		{`a[href*="/users/Ann/pseuds/"]`, -1, s.Pseud + " (Ann)"},
		{`a[href*="/chapters/"] + span.datetime`, len(s.Chapters), fmt.Sprintf("(2026-11-%02d)", map[string]int{"open": 2, "short": 4}[s.Key])},
	}
	for i, c := range s.Chapters {
		title := "On " + both(s.Key, "chapter")
		if i == 1 {
			title = "The other half"
		}
		out = append(out, sought{fmt.Sprintf(`a[href$="/works/%d/chapters/%d"]`, s.ID, c), 1, title})
	}
	return out
}

func workSought(s archivetest.Story) []sought {
	day := map[string]string{"open": "2026-11-02", "short": "2026-11-04"}[s.Key]
	k := s.Key
	out := []sought{
		{"h2.title.heading", 1, "The " + both(k, "title")},
		{"h3.byline", 1, "by " + s.Pseud + " (Ann)"},
		{"blockquote.userstuff", -1, "Here is " + both(k, "summary") + " to be read."}, // the first is the summary
		{`dd[class="rating tags"]`, 1, "General Audiences"},
		{`dd[class="warning tags"] a.tag`, 1, "No Archive Warnings Apply"},
		{`dd[class="category tags"] a.tag`, 1, "Gen"},
		{`dd[class="fandom tags"] a.tag`, 2, "Harbour Lights"},
		{`dd[class="relationship tags"] a.tag`, 1, both(k, "pairing") + "/Nobody"},
		{`dd[class="character tags"] a.tag`, 1, both(k, "character")},
		{`dd[class="freeform tags"] a.tag`, 2, both(k, "freeform")},
		{"dd.language", 1, "English"},
		{"dl.stats dt.published + dd.published", 1, day},
		{"dl.stats dt.words + dd.words", 1, ""},
		{"dl.stats dt.chapters + dd.chapters", 1, fmt.Sprintf("%d/%d", len(s.Chapters), len(s.Chapters))},
		{fmt.Sprintf(`dd.series span.position a[href$="/series/%d"]`, s.Series), 1, both(k, "series")},
		{"dd.series span.position", 1, "Part 1 of " + both(k, "series")},
		{fmt.Sprintf(`li.download ul li a[href^="/downloads/%d/"]`, s.ID), 4, "EPUB"},
		{"div#main > style, div#admin-banner", 0, ""},
		{`div.preface.group div.notes.module blockquote.userstuff`, 1, "Here is " + both(k, "before") + " to be read."},
		{"ul.associations li", 3, ""}, {"ul.associations li.dedication bdi", 1, both(k, "gift")},
		{"div#work_endnotes blockquote", 1, "Here is " + both(k, "after") + " to be read."},
	}
	if len(s.Chapters) > 1 {
		return append(out, sought{"dl.stats dt.status", 1, "Completed:"}, sought{"dl.stats dt.status + dd.status", 1, day})
	}
	return append(out, sought{"dl.stats dt.status", 0, ""})
}

// textSought is what is looked for where n chapters are read.
func textSought(s archivetest.Story, n int) []sought {
	k, one := s.Key, "div#chapter-1 "
	out := []sought{
		{one + `div[class="userstuff module"]`, 1, ""},
		{one + "div#summary blockquote", 1, "Here is " + both(k, "chaptersummary") + " to be read."},
		{one + "div#notes blockquote", 1, "Here is " + both(k, "chapterbefore") + " to be read."},
		{one + "div.end.notes.module blockquote", 1, "Here is " + both(k, "chapterafter") + " to be read."},
		{one + `div[class="userstuff module"] p`, -1, "The fog came up off the river."},
		{one + "h3.title a", -1, ""},
		{"div.preface.group div.notes.module blockquote.userstuff", 1, "Here is " + both(k, "before") + " to be read."},
		{"ul.associations", 1, ""},
		{`div[id^="chapter-"].chapter`, n, ""},
		{"h3.landmark.heading", 0, ""},
	}
	if n == len(s.Chapters) {
		out = append(out, sought{"div#work_endnotes blockquote", 1, "Here is " + both(k, "after") + " to be read."})
	}
	for i := range n {
		out = append(out, sought{fmt.Sprintf(`div#chapter-%d div[class="userstuff module"]`, i+1), 1, ""})
	}
	return out
}

// chapterByItself follows a chapter's own address, as a tool does that knows no work.
func chapterByItself(t *testing.T, a *archivetest.Archive, s archivetest.Story) {
	t.Helper()
	p := a.Get(archivetest.Guest, fmt.Sprintf("/chapters/%d", s.Chapters[0]))
	if p.Status != http.StatusFound || p.Header.Get("Location") != s.ID.ChapterPath(s.Chapters[0]) {
		t.Errorf("/chapters/%d: %d to %q", s.Chapters[0], p.Status, p.Header.Get("Location"))
	}
	look(t, a.Get(archivetest.Guest, p.Header.Get("Location")), []sought{{fmt.Sprintf(`li.download ul li a[href^="/downloads/%d/"]`, s.ID), 4, ""}})
}

// What stands before a work for adults, for members, or in a challenge, in the
// words that tools look for in the page as it comes.
func TestReadingToolsKnowTheGates(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		l := openLibrary(t, a)
		id := map[string]string{}
		for _, s := range l.stories {
			id[s.Key] = s.ID.Path()
		}
		gate := a.Get(archivetest.Guest, id["adult"])
		if !strings.Contains(gate.Body, "This work could have adult content. If you proceed you have agreed that you are willing to see such content.") {
			t.Error("the gate does not say what tools look for")
		}
		proceed := gate.All("a.btn")
		if len(proceed) == 0 || archivetest.TextOf(proceed[0]) != "Proceed" || archivetest.Attr(proceed[0], "href") != id["adult"]+"?view_adult=true" {
			t.Error("the gate has no Proceed")
		}
		if p := a.Get(archivetest.Guest, archivetest.Attr(proceed[0], "href")); p.Status != http.StatusOK || strings.Contains(p.Body, "could have adult content") {
			t.Errorf("after Proceed: %d", p.Status)
		}
		for _, address := range []string{id["locked"] + "/navigate?view_adult=true", id["locked"] + "?view_adult=true", id["anonlocked"]} {
			plain := a.Get(archivetest.Guest, address)
			if plain.Status != http.StatusUnauthorized || !strings.Contains(plain.Body, "This work is only available to registered users of the Archive.") {
				t.Errorf("%s: %d", address, plain.Status)
			}
			there := a.Get(archivetest.Guest, a.Get(archivetest.Guest, address, "Accept", "text/html,*/*").Header.Get("Location"))
			if there.Status != http.StatusOK || !strings.Contains(there.Body, "This work is only available to registered users of the Archive.") {
				t.Errorf("%s leads to a log-in (%d) that does not say why", address, there.Status)
			}
		}
		if p := a.Get(archivetest.Guest, id["mystery"]); !strings.Contains(p.Body, "This work is part of an ongoing challenge and will be revealed soon!") {
			t.Errorf("unrevealed: %d without the sentence", p.Status)
		}
		if p := a.Get(archivetest.Guest, "/works/987654/navigate?view_adult=true"); p.Status != http.StatusNotFound || p.Text("p.lede") == "" {
			t.Errorf("missing: %d", p.Status)
		}
	})
}

// Programs sign in with AO3's fields, by the form they find, or without one.
func TestProgramsSignIn(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		locked := a.Add(archivetest.SecretPlans()[0])
		a.Post(archivetest.Reader, "/users/logout", nil)
		var dispensed struct{ Token string }
		if err := json.Unmarshal([]byte(a.Get(archivetest.Reader, "/token_dispenser.json").Body), &dispensed); err != nil || dispensed.Token == "" {
			t.Errorf("no token: %v", err)
		}
		send := func(password string) *archivetest.Page {
			return a.Post(archivetest.Reader, "/users/login", url.Values{"user[login]": {"reader"}, "user[password]": {password}, "user[remember_me]": {"1"},
				"authenticity_token": {dispensed.Token}, "commit": {"Log in"}, "utf8": {"✓"}}, "Sec-Fetch-Site", "", "Sec-Fetch-Mode", "", "Accept", "*/*")
		}
		wrong := send("not the password")
		if !strings.Contains(wrong.Body, "The password or user name you entered doesn't match our records") {
			t.Errorf("a wrong password: %d without the sentence", wrong.Status)
		}
		if p := a.Get(archivetest.Reader, locked.ID.Path()); p.Status != http.StatusUnauthorized {
			t.Errorf("before: %d", p.Status)
		}
		right := send(archivetest.Reader.Password())
		if right.Status != http.StatusSeeOther {
			t.Fatalf("signing in: %d %s", right.Status, right.Text("p"))
		}
		home := a.Get(archivetest.Reader, right.Header.Get("Location"))
		if !strings.Contains(home.Body, `href="/users/logout`) {
			t.Error("the page afterwards has no way to log out, by which programs know that they are in")
		}
		if p := a.Get(archivetest.Reader, locked.ID.Path()); p.Status != http.StatusOK {
			t.Errorf("afterwards: %d", p.Status)
		}
		form := a.Get(archivetest.Guest, "/users/login")
		for _, want := range []string{`form[method=post][action="/users/login"]`, "form input[type=password]", "form button"} {
			if len(form.All(want)) == 0 {
				t.Errorf("the log-in page has no %s", want)
			}
		}
	})
}

// Lists of works and series give tools the works in them.
func TestReadingToolsFindTheWorksInLists(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		l := openLibrary(t, a)
		s := l.stories[0]
		look(t, a.Get(archivetest.Guest, fmt.Sprintf("/series/%d", s.Series)), []sought{
			{"div.series-show h2.heading, .series-show h2.heading", -1, both(s.Key, "series")},
			{"dl.series dl.stats", 1, ""},
			{"h4.heading a:first-child", -1, "The " + both(s.Key, "title")},
		})
		series := a.Get(archivetest.Guest, fmt.Sprintf("/series/%d", s.Series))
		if !regexp.MustCompile(`Complete: ?(Yes|No)`).MatchString(archivetest.TextOf(first(t, series, "dl.series dl.stats"))) {
			t.Errorf("the series does not say whether it is complete: %s", archivetest.TextOf(first(t, series, "dl.series dl.stats")))
		}
		look(t, a.Get(archivetest.Guest, "/tags/Harbour%20Lights/works"), []sought{
			{"ol.work.index.group > li.work.blurb.group", 6, ""}, {"li.blurb h4.heading > a:first-child", 6, "The " + both("anon", "title")},
			{`li.blurb a[rel=author]`, 5, ""}, {"li.blurb h5.fandoms a.tag", -1, ""}, {"li.blurb ul.required-tags li", -1, ""},
			{"li.blurb ul.tags li", -1, ""}, {"li.blurb dl.stats dd.words", 6, ""}, {"li.blurb p.datetime", 6, ""}, {"li.blurb blockquote.summary", 6, ""},
			{"h2.heading a.tag", 1, "Harbour Lights"},
		})
	})
}

func first(t *testing.T, p *archivetest.Page, selector string) *html.Node {
	t.Helper()
	all := p.All(selector)
	if len(all) == 0 {
		t.Fatalf("%s has no %s", p.Address, selector)
	}
	return all[0]
}

// What stands beside "by" is apart from it, also when it is no link.
func TestBylinesHaveTheirSpaces(t *testing.T) {
	t.Parallel()
	a := archivetest.Open(t, dbtest.SQLite(t))
	a.Add(archivetest.AnonymousPlans(archivetest.Ann)[0])
	for _, address := range []string{"/works", "/works/1", "/works/1/navigate"} {
		var text strings.Builder
		for _, n := range a.Get(archivetest.Guest, address).All(".byline, li.blurb h4.heading") {
			for d := range n.Descendants() {
				if d.Type == html.TextNode {
					text.WriteString(d.Data)
				}
			}
		}
		if !strings.Contains(text.String(), "by Anonymous") {
			t.Errorf("%s: %q", address, text.String())
		}
	}
}
