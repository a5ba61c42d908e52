package round_test

import (
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/round"
	"github.com/ficstead/ficstead/internal/work"
)

// begin opens a work of Ann's to others.
func begin(t *testing.T, a *archivetest.Archive, terms url.Values) archivetest.Story {
	t.Helper()
	s := a.Add(archivetest.OpenPlans()[0])
	f := url.Values{"open": {"1"}, "who": {"anyone"}, "post": {"review"}, "days": {"7"}, "guide": {"Keep the fog."}}
	for k, v := range terms {
		f[k] = v
	}
	if p := a.Post(archivetest.Ann, s.ID.Path()+"/round", f); p.Status != 303 {
		t.Fatalf("%d %s", p.Status, p.Text("main"))
	}
	return s
}

func do(a *archivetest.Archive, who archivetest.Person, s archivetest.Story, what string) int {
	return a.Post(who, s.ID.Path()+"/round/turn", url.Values{"do": {what}, "posted": {"1"}}).Status
}

func write(t *testing.T, a *archivetest.Archive, who archivetest.Person, c work.ChapterID) {
	t.Helper()
	text := "<p>Then zqround went on.</p>"
	a.Tx(func(tx *db.Tx) error {
		d, err := draft.Open(t.Context(), tx, c)
		if err != nil {
			return err
		}
		_, err = draft.Save(t.Context(), tx, c, draft.Edit{By: a.Viewer(who).ID, Seen: d.Seen, Whole: &text})
		return err
	})
}

func TestAMemberWritesTheNextChapter(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s := begin(t, a, nil)
		if got := do(a, archivetest.Ben, s, "take"); got != 303 {
			t.Fatalf("Ben takes the turn: %d", got)
		}
		if x, y := do(a, archivetest.Reader, s, "take"), do(a, archivetest.Ben, s, "take"); x != 409 || y != 303 {
			t.Errorf("another takes it: %d; Ben again: %d", x, y)
		}
		now, err := round.Now(t.Context(), a.DB, s.ID)
		if err != nil || now == nil {
			t.Fatal(err)
		}
		w, err := work.Get(t.Context(), a.DB, a.Viewer(archivetest.Ben), s.ID)
		if err != nil || w.MayEdit(a.Viewer(archivetest.Ben)) || !w.MayEditChapter(a.Viewer(archivetest.Ben), now.Chapter) || w.MayEditChapter(a.Viewer(archivetest.Ben), s.Chapters[0]) {
			t.Errorf("Ben may not write in his chapter alone: %v", err)
		}
		if got := do(a, archivetest.Ben, s, "hand"); got != 422 {
			t.Errorf("an empty chapter is handed in: %d", got)
		}
		write(t, a, archivetest.Ben, now.Chapter)
		if x, y := do(a, archivetest.Ann, s, "post"), do(a, archivetest.Ben, s, "post"); x != 409 || y != 404 {
			t.Errorf("posted before it is handed in: %d, %d", x, y)
		}
		if got := do(a, archivetest.Ben, s, "hand"); got != 303 {
			t.Errorf("handed in: %d", got)
		}
		draftOf := fmt.Sprintf("/works/%d/chapters/%d", s.ID, now.Chapter)
		if p := a.Get(archivetest.Reader, draftOf); p.Status != 404 {
			t.Errorf("a reader sees it before it is posted: %d", p.Status)
		}
		if x, y := do(a, archivetest.Ann, s, "back"), do(a, archivetest.Ben, s, "hand"); x != 303 || y != 303 {
			t.Errorf("given back and handed in: %d, %d", x, y)
		}
		if x, y := do(a, archivetest.Ann, s, "post"), do(a, archivetest.Ann, s, "post"); x != 303 || y != 404 {
			t.Errorf("posted, and again: %d, %d", x, y)
		}
		p := a.Get(archivetest.Guest, draftOf)
		if p.Status != 200 || !strings.Contains(p.Body, "zqround") || !strings.Contains(p.Body, "/users/Ben") {
			t.Errorf("the chapter: %d, signed %v", p.Status, strings.Contains(p.Body, "/users/Ben"))
		}
		if got := do(a, archivetest.Reader, s, "take"); got != 303 {
			t.Errorf("the next turn: %d", got)
		}
	})
}

func TestWhoMayTakeATurn(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s := begin(t, a, url.Values{"who": {"invited"}, "post": {"once"}})
		if x, y, z := do(a, archivetest.Ben, s, "take"), do(a, archivetest.Guest, s, "take"), do(a, archivetest.Ann, s, "take"); x != 403 || y != 401 || z != 422 {
			t.Errorf("who was not asked: %d, a guest: %d, a creator: %d", x, y, z)
		}
		for range 2 {
			if p := a.Post(archivetest.Ann, s.ID.Path()+"/round/guests", url.Values{"name": {"Ben"}}); p.Status != 303 {
				t.Fatalf("%d %s", p.Status, p.Text("main"))
			}
		}
		if got := do(a, archivetest.Ben, s, "take"); got != 303 {
			t.Fatalf("who was asked: %d", got)
		}
		now, err := round.Now(t.Context(), a.DB, s.ID)
		if err != nil {
			t.Fatal(err)
		}
		write(t, a, archivetest.Ben, now.Chapter)
		if x, y := do(a, archivetest.Reader, s, "hand"), do(a, archivetest.Ben, s, "hand"); x != 403 || y != 303 {
			t.Errorf("another hands it in: %d; Ben, at once: %d", x, y)
		}
		if p := a.Get(archivetest.Guest, s.ID.ChapterPath(now.Chapter)); p.Status != 200 {
			t.Errorf("posted at once: %d", p.Status)
		}
		if p := a.Post(archivetest.Ben, s.ID.Path()+"/round", url.Values{"open": {"1"}, "days": {"9"}}); p.Status != 404 {
			t.Errorf("Ben changes the terms: %d", p.Status)
		}
		a.Post(archivetest.Ann, s.ID.Path()+"/round", url.Values{"days": {"7"}})
		if got := do(a, archivetest.Ben, s, "take"); got != 403 {
			t.Errorf("closed: %d", got)
		}
		if p := a.Post(archivetest.Ann, s.ID.Path()+"/round", url.Values{"days": {"0"}}); p.Status != 422 || !strings.Contains(p.Text(".fault"), "365") {
			t.Errorf("no days: %d %s", p.Status, p.Text(".fault"))
		}
	})
}

func TestATurnThatIsOutOfTimeIsTakenOver(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s := begin(t, a, nil)
		do(a, archivetest.Ben, s, "take")
		a.DB.Now = func() time.Time { return archivetest.Now().AddDate(0, 0, 7) }
		if x, y := do(a, archivetest.Reader, s, "take"), do(a, archivetest.Ben, s, "take"); x != 303 || y != 409 {
			t.Errorf("the next one: %d, who was late: %d", x, y)
		}
		if x, y := do(a, archivetest.Reader, s, "end"), do(a, archivetest.Reader, s, "end"); x != 303 || y != 404 {
			t.Errorf("passed on: %d, and again: %d", x, y)
		}
	})
}

// Of eight who take a turn at once one has it, and one chapter is made.
func TestEightTakeOneTurn(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ctx, s := t.Context(), begin(t, a, nil)
		var wg sync.WaitGroup
		for i := range 8 {
			who := []archivetest.Person{archivetest.Ben, archivetest.Reader}[i%2]
			v := a.Viewer(who)
			pseud := a.Pseud(who, string(who))
			wg.Go(func() {
				err := a.DB.Tx(ctx, func(tx *db.Tx) error {
					w, err := work.Get(ctx, tx, v, s.ID)
					if err != nil {
						return err
					}
					_, err = round.Take(ctx, tx, w, v, pseud)
					return err
				})
				if err != nil && fault.KindOf(err) != fault.Conflict {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		n, err := db.All(ctx, a.DB, db.One[int], `SELECT COUNT(*) FROM chapters WHERE work_id = $1`, int64(s.ID))
		if err != nil || n[0] != len(s.Chapters)+1 {
			t.Errorf("%v chapters, %v", n, err)
		}
	})
}
