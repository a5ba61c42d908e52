package round_test

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/round"
	"github.com/ficstead/ficstead/internal/work"
)

// save saves a text in the working copy of a chapter.
func save(t *testing.T, a *archivetest.Archive, who archivetest.Person, c work.ChapterID, text string) error {
	t.Helper()
	return a.DB.Tx(t.Context(), func(tx *db.Tx) error {
		d, err := draft.Open(t.Context(), tx, c)
		if err != nil {
			return err
		}
		_, err = draft.Save(t.Context(), tx, c, draft.Edit{By: a.Viewer(who).ID, Seen: d.Seen, Whole: &text})
		return err
	})
}

// One handed a chapter in, changed it while the creators read it, and what they had
// never seen was posted at their word.
func TestWhatIsReadIsPosted(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s := begin(t, a, nil)
		do(a, archivetest.Ben, s, "take")
		now, err := round.Now(t.Context(), a.DB, s.ID)
		if err != nil {
			t.Fatal(err)
		}
		write(t, a, archivetest.Ben, now.Chapter)
		if got := do(a, archivetest.Ben, s, "hand"); got != 303 {
			t.Fatalf("handed in: %d", got)
		}
		edit := s.ID.ChapterPath(now.Chapter) + "/edit"
		if p := a.Get(archivetest.Ann, s.ID.ChapterPath(now.Chapter)); !strings.Contains(p.Body, "zqround") {
			t.Error("the creators can't read what was handed in")
		}
		if err := save(t, a, archivetest.Ben, now.Chapter, "<p>Swapped.</p>"); fault.KindOf(err) != fault.Denied {
			t.Errorf("changed while it is read: %v", err)
		}
		if p := a.Post(archivetest.Ben, edit, url.Values{"seen": {"9"}, "text": {"<p>Swapped zqkept.</p>"}}); p.Status != 403 || !strings.Contains(p.Text("#write"), "zqkept") {
			t.Errorf("by the form: %d; typed text kept: %v", p.Status, strings.Contains(p.Body, "zqkept"))
		}
		if p := a.Get(archivetest.Ben, edit); p.Status != 200 || !strings.Contains(p.Text("[role=alert]"), "handed this chapter in") {
			t.Errorf("the editor: %d %s", p.Status, p.Text("[role=alert]"))
		}
		if err := save(t, a, archivetest.Ann, now.Chapter, "<p>Then zqround went on, mended.</p>"); err != nil {
			t.Errorf("a creator mends it: %v", err)
		}
		do(a, archivetest.Ann, s, "post")
		if p := a.Get(archivetest.Guest, s.ID.ChapterPath(now.Chapter)); !strings.Contains(p.Body, "zqround") || strings.Contains(p.Body, "Swapped") {
			t.Errorf("readers have another text: %d", p.Status)
		}

		// What its writer changes afterwards they can show by themselves, and nobody else.
		if err := save(t, a, archivetest.Ben, now.Chapter, "<p>Then zqround went on, zqlater.</p>"); err != nil {
			t.Fatal(err)
		}
		show := url.Values{"do": {"show"}, "chapter": {strconv.Itoa(int(now.Chapter))}}
		if p := a.Post(archivetest.Reader, s.ID.Path()+"/round/turn", show); p.Status != 404 {
			t.Errorf("a stranger shows it: %d", p.Status)
		}
		if p := a.Get(archivetest.Ben, s.ID.Path()+"/round"); len(p.All("button[value=show]")) != 1 {
			t.Errorf("no button to show the changes: %s", p.Text("main"))
		}
		for range 2 {
			if p := a.Post(archivetest.Ben, s.ID.Path()+"/round/turn", show); p.Status != 303 {
				t.Errorf("shown: %d %s", p.Status, p.Text("main"))
			}
		}
		if p := a.Get(archivetest.Guest, s.ID.ChapterPath(now.Chapter)); !strings.Contains(p.Body, "zqlater") {
			t.Error("readers don't have the change")
		}
	})
}

// A turn posted chapters of any length, which nobody else can.
func TestARoundAsksForLimits(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		for _, how := range []string{"once", "review"} {
			s := begin(t, a, url.Values{"post": {how}})
			do(a, archivetest.Ben, s, "take")
			now, err := round.Now(t.Context(), a.DB, s.ID)
			if err != nil {
				t.Fatal(err)
			}
			if err := save(t, a, archivetest.Ben, now.Chapter, "<p>"+strings.Repeat("long ", 103_000)+"</p>"); err != nil {
				t.Fatal(err)
			}
			if p := a.Post(archivetest.Ben, s.ID.Path()+"/round/turn", url.Values{"do": {"hand"}}); p.Status != 422 || !strings.Contains(p.Text("[role=alert]"), "510,000") {
				t.Errorf("%s: %d %s", how, p.Status, p.Text("[role=alert]"))
			}
			do(a, archivetest.Ben, s, "end")
		}
	})
}
