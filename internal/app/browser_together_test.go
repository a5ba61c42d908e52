package app_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/viewer"
)

// The pages on which people work together, and the story of a writer and her beta
// reader, who selects words to say something about them.
func TestTogetherInABrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser takes a minute; run without -short")
	}
	t.Parallel()
	a := archivetest.Open(t, dbtest.SQLite(t))
	s := &site{library: openLibrary(t, a), stories: map[string]archivetest.Story{}}
	for _, x := range s.library.stories {
		s.stories[x.Key] = x
	}
	s.serve(t)
	t.Run("beta reading", func(t *testing.T) { betaStory(t, s) })
	t.Run("pages", func(t *testing.T) { judgeTogether(t, s) })
}

// invite has Ann give the first chapter of her open work to somebody by name.
func (s *site) invite(t *testing.T, name string) {
	t.Helper()
	open := s.stories["open"]
	p := s.Post(archivetest.Ann, open.ID.Path()+"/betas", url.Values{"who": {"person"}, "name": {name}, "chapters": {fmt.Sprint(int64(open.Chapters[0]))}, "days": {"7"}, "text": {"now"}})
	if p.Status != 303 {
		t.Fatalf("Ann invites %s: %d %s", name, p.Status, p.Text(".fault"))
	}
}

// readAsBeta leads to the chapter that was given, from the page of what is to be read first.
func (b *tab) readAsBeta(p archivetest.Person) {
	b.t.Helper()
	b.size(360)
	b.signIn(p)
	b.open("/account/betas")
	b.click("main ul.rows a")
	b.click("main form button[value=accept]")
	b.click("main ol.rows a")
}

// sel selects the word that stands in a paragraph, and reports whether it is there.
const sel = `(word => { for (const p of document.querySelectorAll(".given .passage p")) {
	const walk = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
	while (walk.nextNode()) { const i = walk.currentNode.data.indexOf(word); if (i >= 0) { getSelection().setBaseAndExtent(walk.currentNode, i, walk.currentNode, i + word.length); return true } } }
	return false })(%q)`

func betaStory(t *testing.T, s *site) {
	open := s.stories["open"]
	for _, name := range []string{"Ben", "reader"} {
		s.invite(t, name)
	}
	word := archivetest.Word("open", "text")

	// Ben selects a word and suggests another.
	b := s.tab(t)
	b.readAsBeta(archivetest.Ben)
	if !b.is(fmt.Sprintf(sel, word)) {
		t.Fatalf("the text is not there: %s", b.text(`document.querySelector("main").textContent`))
	}
	b.click(".saythis")
	if got := b.text(`document.querySelector("#say input[name=quote]").value`); got != word {
		t.Errorf("the quote is %q, not %q", got, word)
	}
	b.do(chromedp.SendKeys(chromedp.CSS("#say textarea[name=words]"), "A truer word?"), chromedp.Click(chromedp.CSS("#say input[name=kind]"), chromedp.NodeVisible),
		chromedp.SendKeys(chromedp.CSS("#say textarea[name=replacement]"), "zqlantern"))
	b.click("#say button.primary")
	if got := b.text(`document.querySelector("li.remark").textContent`); !strings.Contains(got, "zqlantern") || !strings.Contains(got, "A truer word?") {
		t.Errorf("Ben's own remark: %s", got)
	}
	b.quiet()

	// Another beta reader of the same chapter sees nothing of it.
	other := s.tab(t)
	other.readAsBeta(archivetest.Reader)
	if got := other.text(`document.querySelector("main").textContent`); strings.Contains(got, "zqlantern") || !strings.Contains(got, word) || other.is(`document.querySelector("li.remark")`) {
		t.Errorf("another reader is shown %s", got)
	}
	other.quiet()

	// Ann looks at it in her text and takes it.
	ann := s.tab(t)
	ann.size(360)
	ann.signIn(archivetest.Ann)
	ann.open(open.ID.Path() + "/betas")
	ann.click("main .rows li:has(.badge) a")
	ann.click("li.remark a.btn")
	if got := ann.text(`document.querySelector(".change").innerText`); !strings.Contains(got, "zqlantern") || !strings.Contains(got, word) {
		t.Errorf("before it is taken: %s", got)
	}
	ann.click("main form button[value=accept]")
	if got := ann.text(`document.querySelector("li.remark").textContent`); !strings.Contains(got, "accepted") {
		t.Errorf("after it is taken: %s", got)
	}
	ann.open(open.ID.ChapterPath(open.Chapters[0]) + "/edit")
	ann.until(`document.body.textContent.includes("zqlantern") || [...document.querySelectorAll("textarea")].some(e => e.value.includes("zqlantern"))`)
	ann.open(open.ID.ChapterPath(open.Chapters[0]))
	if got := ann.text(`document.querySelector("main").textContent`); strings.Contains(got, "zqlantern") {
		t.Error("readers have it before it is published")
	}
	ann.quiet()
}

// togetherPages are the pages on which people work together, for each of them.
func togetherPages(t *testing.T, s *site) map[archivetest.Person][][2]string {
	t.Helper()
	open, short := s.stories["open"], s.stories["short"]
	ctx := s.Context()
	s.Tx(func(tx *db.Tx) error {
		for _, who := range []archivetest.Person{archivetest.Ben, archivetest.Reader} {
			if err := account.SetPrefs(ctx, tx, s.Viewer(who).ID, viewer.Prefs{AllowCreator: true, AllowGifts: true}); err != nil {
				return err
			}
		}
		return nil
	})
	at := open.ID.Path()
	for _, x := range []struct {
		who     archivetest.Person
		address string
		form    url.Values
	}{
		{archivetest.Ann, at + "/creators", url.Values{"name": {"Ben"}}},
		{archivetest.Ann, at + "/gifts", url.Values{"name": {"reader"}}},
		{archivetest.Ann, at + "/round", url.Values{"open": {"1"}, "who": {"anyone"}, "post": {"review"}, "days": {"14"}, "guide": {"Keep the fog, and nobody dies."}}},
		{archivetest.Ann, at + "/round/guests", url.Values{"name": {"reader"}}},
		{archivetest.Ann, short.ID.Path() + "/related", url.Values{"address": {"https://elsewhere.example/works/7"}, "title": {"The tide tables"}, "author": {"Somebody"}, "language": {"de"}, "translation": {"1"}}},
		{archivetest.Ben, at + "/round/turn", url.Values{"do": {"take"}}},
	} {
		if p := s.Post(x.who, x.address, x.form); p.Status != 303 {
			t.Fatalf("%s: %d %s", x.address, p.Status, p.Text("main"))
		}
	}
	ids, err := db.All(ctx, s.DB, db.One[int64], `SELECT MIN(id) FROM beta_chapters UNION ALL SELECT MIN(id) FROM betas`)
	if err != nil || len(ids) != 2 {
		t.Fatal(ids, err)
	}
	given := fmt.Sprintf("/betas/%d/chapters/%d", ids[1], int64(open.Chapters[0]))
	return map[archivetest.Person][][2]string{
		archivetest.Ann: {{"creators", at + "/creators"}, {"orphan", fmt.Sprintf("/orphan?work=%d&work=%d", open.ID, short.ID)}, {"betas", at + "/betas"},
			{"remarks", fmt.Sprintf("%s/betas/%d", at, ids[0])}, {"round", at + "/round"}, {"gifts", at + "/gifts"}, {"related", short.ID.Path() + "/related"}, {"my related works", "/users/Ann/related_works"}},
		archivetest.Ben:    {{"requests", "/account/creatorships"}, {"to read first", "/account/betas"}, {"given", given + "?at=b1"}, {"my turn", at + "/round"}, {"rounds", "/account/rounds"}, {"work with my turn", at}},
		archivetest.Reader: {{"my gifts", "/users/reader/gifts"}, {"work open to others", at}},
	}
}

func judgeTogether(t *testing.T, s *site) {
	for who, pages := range togetherPages(t, s) {
		b := s.tab(t)
		b.signIn(who)
		for _, p := range pages {
			b.judge(p[0], p[1], "")
		}
		b.quiet()
	}
}
