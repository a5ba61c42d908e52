package intake_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
)

// edited is the text of tide(n) after k small edits.
func edited(n, k int) string {
	text := tide(n).text
	for i := range k {
		text = strings.Replace(text, "the boats", fmt.Sprintf("her %d boats", i), 1)
	}
	return text
}

// download is a story as an AO3 download of work number id.
func download(id int, title, text string) string {
	return fmt.Sprintf(`<!DOCTYPE html><html><head><title>%[2]s</title></head><body><div id="preface"><p class="message"><b>%[2]s</b><br />Posted originally on the <a href="https://archiveofourown.org/">Archive of Our Own</a> at <a href="https://archiveofourown.org/works/%[1]d">https://archiveofourown.org/works/%[1]d</a>.</p>
<div class="meta"><dl class="tags"><dt>Rating:</dt><dd>General Audiences</dd><dt>Stats:</dt><dd>Published: 2020-01-02 Words: 5 Chapters: 1/1</dd></dl><h1>%[2]s</h1><div class="byline">by <a rel="author" href="https://archiveofourown.org/users/ada">ada</a></div></div></div>
<div id="chapters" class="userstuff"><p>%[3]s</p></div><div id="afterword"></div></body></html>`, id, title, strings.ReplaceAll(strings.TrimSpace(text), "\n\n", "</p><p>"))
}

// bare is the text of tide(n) without its header.
func bare(text string) string {
	_, text, _ = strings.Cut(text, "\n\n")
	return text
}

// row is the list's row of a file.
func row(t testing.TB, p *archivetest.Page, file string) (id string, text string) {
	t.Helper()
	names := p.All("ul.found > li .what > p:nth-child(2) > span")
	for i, li := range p.All("ul.found > li") {
		if archivetest.TextOf(names[i]) == file {
			return strings.TrimPrefix(archivetest.Attr(li, "id"), "w"), archivetest.TextOf(li)
		}
	}
	t.Fatalf("no row of %s", file)
	return "", ""
}

// offered is what is ticked among the choices of a work.
func offered(p *archivetest.Page, id string) string {
	for _, n := range p.All(`.choice input[name="as-` + id + `"][checked]`) {
		return archivetest.Attr(n, "value")
	}
	return ""
}

// An author's folder has each story three times: as it was written, as a site gave it
// back, and with the typos mended. One of them may be taken without a question.
func TestEightFilesOfOneStory(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		start(t, a)
		files := []upload{
			{"1.txt", edited(1, 0)}, {"2.txt", edited(1, 1)}, {"3.md", "# Tide\n\n" + bare(edited(1, 0))}, {"4.md", "# Tide, again\n\n" + bare(edited(1, 2))},
			{"5.html", "<html><body><h1>Tide</h1><p>" + strings.ReplaceAll(bare(edited(1, 1)), "\n\n", "</p><p>") + "</p></body></html>"},
			{"ao3.html", download(31, "Tide", bare(edited(1, 2)))}, {"7.txt", strings.ToUpper(edited(1, 0))}, {"8.txt", strings.Replace(edited(1, 0), "quay", "pier", 2)}, tide(2),
		}
		at := begun(t, a, archivetest.Ann, files...)
		if s := stands(t, a, archivetest.Ann, at); s.Works != 9 || s.Ready != 2 || s.Look != 7 {
			t.Fatalf("%+v", s)
		}
		list := a.Get(archivetest.Ann, at)
		if id, text := row(t, list, "ao3.html"); !strings.Contains(text, "ready") || len(list.All(`[name="as-`+id+`"]`)) != 0 {
			t.Errorf("the site's own file is not the one to take: %s", text)
		}
		for _, f := range files[:8] {
			if f.name == "ao3.html" {
				continue
			}
			id, text := row(t, list, f.name)
			if offered(list, id) != "skip" || !strings.Contains(text, "The same story as “Tide” in ao3.html") || !strings.Contains(text, "of the text is the same") {
				t.Errorf("%s: %q is offered, %s", f.name, offered(list, id), text)
			}
		}
		if text := list.Text(".checks"); !strings.Contains(text, "7 works may be here twice") || strings.Contains(text, "Nothing would") {
			t.Errorf("checks: %s", text)
		}
		accept(t, a, archivetest.Ann, at, nil)
		if s := until(t, a, archivetest.Ann, at, settled); s.Done != 2 || s.Look != 7 {
			t.Fatalf("all that are ready: %+v", s)
		}
		a.Post(archivetest.Ann, at+"/doubles", nil)
		if s := stands(t, a, archivetest.Ann, at); s.Look != 0 || s.Done != 2 || count(t, a, `SELECT COUNT(*) FROM works`) != 2 {
			t.Errorf("skipped: %+v", s)
		}
		if text := a.Get(archivetest.Ann, at).Text(".checks"); !strings.Contains(text, "Nothing would be here twice") {
			t.Errorf("checks: %s", text)
		}
	})
}

// A newer version comes into the work that is made of the first, in whatever order
// they are accepted.
func TestANewerVersionOfWhatComesInWithIt(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		start(t, a)
		more := "\nAnd in the evening of that last day all the boats went out again, and nobody came to look.\n"
		at := begun(t, a, archivetest.Ann, upload{"old.txt", edited(1, 0)}, upload{"new.txt", edited(1, 1)}, upload{"long.txt", edited(1, 0) + strings.Repeat(more, 6)})
		list := a.Get(archivetest.Ann, at)
		lead, text := row(t, list, "long.txt")
		if !strings.Contains(text, "ready") {
			t.Fatalf("the longest is not the one to take: %s", text)
		}
		newer, _ := row(t, list, "new.txt")
		tick := func(id, as string) {
			accept(t, a, archivetest.Ann, at, url.Values{"which": {"ticked"}, "work": {id}, "as-" + id: {as}})
			until(t, a, archivetest.Ann, at, settled)
		}
		tick(newer, "newer")
		list = a.Get(archivetest.Ann, at)
		if _, text := row(t, list, "new.txt"); !strings.Contains(text, "not in the archive yet") || offered(list, newer) != "newer" {
			t.Errorf("a newer version of nothing: %s", text)
		}
		if n := count(t, a, `SELECT COUNT(*) FROM works`); n != 0 {
			t.Fatalf("%d works", n)
		}
		accept(t, a, archivetest.Ann, at, url.Values{"which": {"ticked"}, "work": {newer, lead}, "as-" + newer: {"newer"}})
		if s := until(t, a, archivetest.Ann, at, settled); s.Done != 2 || s.Look != 1 {
			t.Fatalf("%+v", s)
		}
		if n := count(t, a, `SELECT COUNT(*) FROM works`); n != 1 {
			t.Errorf("%d works", n)
		}
		if n := count(t, a, `SELECT COUNT(*) FROM originals WHERE file = 'new.txt'`); n != 1 {
			t.Error("the work doesn't have the newer text")
		}
		old, _ := row(t, a.Get(archivetest.Ann, at), "old.txt")
		tick(old, "new")
		if n := count(t, a, `SELECT COUNT(*) FROM works`); n != 2 {
			t.Errorf("%d works, though one of its own was asked for", n)
		}
		if p := accept(t, a, archivetest.Ann, at, url.Values{"which": {"ticked"}, "work": {lead}, "as-" + lead: {"newer"}}); strings.Contains(p.Header.Get("Location"), "left") {
			t.Error("what is done is asked about")
		}
	})
}

// When the file that was to be taken is skipped, the next best is; and what was skipped
// can be taken after all.
func TestAnotherIsOfferedInPlaceOfTheSkipped(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		start(t, a)
		at := begun(t, a, archivetest.Ann, upload{"old.txt", edited(1, 0)}, upload{"ao3.html", download(31, "Tide", bare(edited(1, 0)))})
		lead, _ := row(t, a.Get(archivetest.Ann, at), "ao3.html")
		accept(t, a, archivetest.Ann, at, url.Values{"which": {"ticked"}, "work": {lead}, "as-" + lead: {"skip"}})
		list := a.Get(archivetest.Ann, at)
		if _, text := row(t, list, "old.txt"); !strings.Contains(text, "ready") {
			t.Errorf("nothing is offered in its place: %s", text)
		}
		if _, text := row(t, list, "ao3.html"); !strings.Contains(text, "skipped") || !strings.Contains(text, "Take it after all") {
			t.Errorf("skipped: %s", text)
		}
		a.Post(archivetest.Ann, at+"/works/"+lead+"/again", nil)
		list = a.Get(archivetest.Ann, at)
		if _, text := row(t, list, "ao3.html"); !strings.Contains(text, "choose") || !strings.Contains(text, "in old.txt") {
			t.Errorf("back: %s", text)
		}
		a.Post(archivetest.Ann, at+"/works/"+lead+"/again", nil) // twice is once
		accept(t, a, archivetest.Ann, at, url.Values{"which": {"ticked"}, "work": {lead}, "as-" + lead: {"new"}})
		if s := until(t, a, archivetest.Ann, at, settled); s.Done != 1 || s.Ready != 1 {
			t.Errorf("%+v", s)
		}
		if p := a.Post(archivetest.Ben, at+"/works/"+lead+"/again", nil); p.Status != 404 {
			t.Errorf("Ben: %d", p.Status)
		}
	})
}

// A text too short to be compared is known by what it says of itself, and two pages of
// one story by their address.
func TestShortTextsAndAddresses(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		start(t, a)
		drabble := func(by, last string) string {
			return "Title: Lamp\nLanguage: English\nAuthor: " + by + "\n\nThe lamp was out. Nobody climbed the " + last + ".\n"
		}
		at := begun(t, a, archivetest.Ann, upload{"a.txt", drabble("Wren", "stair")}, upload{"b.txt", drabble("Wren", "tower")}, upload{"c.txt", drabble("Ida", "stair")}, upload{"d.txt", drabble("Wren", "long stair")},
			upload{"one.html", download(31, "Tide", bare(tide(3).text))}, upload{"two.html", download(31, "Tide", bare(tide(4).text))}, upload{"other.html", download(32, "Tide", bare(tide(5).text))})
		if s := stands(t, a, archivetest.Ann, at); s.Works != 7 || s.Ready != 5 || s.Look != 2 {
			t.Errorf("%+v %s", s, a.Get(archivetest.Ann, at).Text("ul.found"))
		}
		list := a.Get(archivetest.Ann, at)
		for _, name := range []string{"b.txt", "two.html"} {
			id, text := row(t, list, name)
			if !strings.Contains(text, "The same story") || offered(list, id) != "" {
				t.Errorf("%s: %q is offered, %s", name, offered(list, id), text)
			}
		}
	})
}

// What is read otherwise is compared anew.
func TestARereadWorkIsComparedAnew(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		start(t, a)
		cyrillic := strings.Repeat("\xcb\xe0\xec\xef\xe0 \xed\xe5 \xe3\xee\xf0\xe5\xeb\xe0 \xf2\xf0\xe8 \xed\xee\xf7\xe8. ", 3)
		for i := range 60 { // no likeness is shared by mere repetition
			cyrillic += fmt.Sprintf("\xcd\xee\xf7\xfc %d \xe1\xfb\xeb\xe0 \xf2\xe8\xf5\xe0\xff \xf3 %d. ", i*i, i*7)
		}
		at := begun(t, a, archivetest.Ann, upload{"a.txt", cyrillic}, upload{"b.txt", cyrillic + "\xc4\xe0. "})
		list := a.Get(archivetest.Ann, at)
		id, text := row(t, list, "a.txt")
		if other, _ := row(t, list, "b.txt"); offered(list, id) == "" {
			id = other
		}
		if offered(list, id) != "skip" {
			t.Fatalf("not seen to be the same: %s", text)
		}
		sheet := at + "/works/" + id
		form := fields(a.Get(archivetest.Ann, sheet), ".sheet-form")
		form.Del("as")
		form.Set("charset", "windows-1252")
		form.Set("do", "read")
		if p := a.Post(archivetest.Ann, sheet, form); p.Status != 303 {
			t.Fatalf("%d %s", p.Status, p.Text("[role=alert]"))
		}
		if list = a.Get(archivetest.Ann, at); len(list.All(".choice")) != 0 {
			t.Errorf("still asked about: %s", list.Text(".choice"))
		}
	})
}
