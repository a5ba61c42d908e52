package round_test

import (
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

// taken has Ben take the turn in a work, and write if he does.
func taken(t *testing.T, a *archivetest.Archive, s archivetest.Story, writes bool) work.ChapterID {
	t.Helper()
	if got := do(a, archivetest.Ben, s, "take"); got != 303 {
		t.Fatalf("Ben takes the turn: %d", got)
	}
	now, err := round.Now(t.Context(), a.DB, s.ID)
	if err != nil || now == nil {
		t.Fatal(err)
	}
	if writes {
		write(t, a, archivetest.Ben, now.Chapter)
	}
	return now.Chapter
}

func letters(t *testing.T, a *archivetest.Archive, p archivetest.Person) string {
	t.Helper()
	all, err := db.All(t.Context(), a.DB, db.One[string], `SELECT subject || ': ' || body FROM letters WHERE account_id = $1 ORDER BY id`, int64(a.Viewer(p).ID))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, "\n")
}

// However a turn ends that is not handed in, what was written leaves the work and
// becomes its writer's own draft; the writer is told.
func TestWhatWasWrittenGoesWithItsWriter(t *testing.T) {
	late := func(a *archivetest.Archive) {
		a.DB.Now = func() time.Time { return archivetest.Now().AddDate(0, 0, 7) }
	}
	for name, stop := range map[string]func(t *testing.T, a *archivetest.Archive, s archivetest.Story){
		"passed on":    func(_ *testing.T, a *archivetest.Archive, s archivetest.Story) { do(a, archivetest.Ben, s, "end") },
		"ended by Ann": func(_ *testing.T, a *archivetest.Archive, s archivetest.Story) { do(a, archivetest.Ann, s, "end") },
		"taken over": func(_ *testing.T, a *archivetest.Archive, s archivetest.Story) {
			late(a)
			do(a, archivetest.Reader, s, "take")
		},
		"its time over": func(t *testing.T, a *archivetest.Archive, _ archivetest.Story) {
			late(a)
			for range 2 {
				if err := round.RunSweep(t.Context(), a.DB); err != nil {
					t.Error(err)
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
				ctx, s := t.Context(), begin(t, a, nil)
				c := taken(t, a, s, true)
				if err := round.RunSweep(ctx, a.DB); err != nil {
					t.Error(err)
				}
				if of, err := work.Of(ctx, a.DB, c); err != nil || of != s.ID {
					t.Fatalf("before its time is over it is in work %d, %v", of, err)
				}
				stop(t, a, s)
				own, err := work.Of(ctx, a.DB, c)
				if err != nil || own == s.ID {
					t.Fatalf("it still hangs in the work, %v", err)
				}
				w, err := work.Get(ctx, a.DB, a.Viewer(archivetest.Ben), own)
				if err != nil || w.Posted || len(w.Chapters) != 1 || len(w.Creators) != 1 || !w.MayEdit(a.Viewer(archivetest.Ben)) || !strings.Contains(w.Title, "A chapter for “") {
					t.Errorf("his own work: %+v %v", w, err)
				}
				if d, err := draft.Open(ctx, a.DB, c); err != nil || !strings.Contains(d.Body, "zqround") {
					t.Errorf("his text: %q %v", d.Body, err)
				}
				for _, who := range []archivetest.Person{archivetest.Ann, archivetest.Reader, archivetest.Guest} {
					for _, address := range []string{own.Path(), own.ChapterPath(c), s.ID.ChapterPath(c)} {
						if p := a.Get(who, address); p.Status != 404 {
							t.Errorf("%s gets %s: %d", who, address, p.Status)
						}
					}
				}
				if got := letters(t, a, archivetest.Ben); !strings.Contains(got, "is over") || strings.Count(got, "What you wrote is yours") != 1 {
					t.Errorf("Ben is told %q", got)
				}
				if p := a.Get(archivetest.Ann, s.ID.Path()+"/round"); p.Status != 200 || strings.Contains(p.Text("main form"), "Ben’s turn") {
					t.Errorf("the round: %d %s", p.Status, p.Text("main"))
				}
			})
		})
	}
}

func TestATurnInWhichNothingWasWrittenLeavesNothing(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s := begin(t, a, nil)
		c := taken(t, a, s, false)
		if got := do(a, archivetest.Ben, s, "end"); got != 303 {
			t.Fatal(got)
		}
		if _, err := work.Of(t.Context(), a.DB, c); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the empty chapter is there: %v", err)
		}
		works, err := db.All(t.Context(), a.DB, db.One[int], `SELECT COUNT(*) FROM works`)
		if err != nil || works[0] != 1 {
			t.Errorf("%v works, %v", works, err)
		}
		if got := do(a, archivetest.Reader, s, "take"); got != 303 {
			t.Errorf("the next turn: %d", got)
		}
	})
}

// What the work's creators have planned to post, or have posted by themselves, is
// theirs: nobody takes it out of the work any more.
func TestWhatIsPlannedOrPostedStays(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ctx, s := t.Context(), begin(t, a, nil)
		c := taken(t, a, s, true)
		a.Tx(func(tx *db.Tx) error {
			return tx.Exec(ctx, `INSERT INTO schedules (chapter_id, due_at, zone, silent, state, made_at) VALUES ($1, 1, 'UTC', FALSE, 'waiting', 1)`, int64(c))
		})
		a.DB.Now = func() time.Time { return archivetest.Now().AddDate(0, 0, 7) }
		if err := round.RunSweep(ctx, a.DB); err != nil {
			t.Error(err)
		}
		if x, y := do(a, archivetest.Ben, s, "end"), do(a, archivetest.Reader, s, "take"); x != 409 || y != 409 {
			t.Errorf("planned: ended %d, taken over %d", x, y)
		}
		a.Tx(func(tx *db.Tx) error {
			if err := draft.Settle(ctx, tx, a.Cleaner(), c); err != nil {
				return err
			}
			return work.PostChapter(ctx, tx, c, work.Posting{})
		})
		if x, y := do(a, archivetest.Ben, s, "end"), do(a, archivetest.Reader, s, "take"); x != 404 || y != 303 {
			t.Errorf("posted: ended %d, the next turn %d", x, y)
		}
		if of, err := work.Of(ctx, a.DB, c); err != nil || of != s.ID {
			t.Errorf("the chapter is in work %d, %v", of, err)
		}
	})
}

// Of eight who hand in, end and take over one turn at once, each chapter is in one
// place, and none is posted twice.
func TestEightHandIn(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ctx, s := t.Context(), begin(t, a, url.Values{"post": {"once"}})
		c, ben := taken(t, a, s, true), a.Viewer(archivetest.Ben)
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				err := a.DB.Tx(ctx, func(tx *db.Tx) error {
					w, err := work.Get(ctx, tx, ben, s.ID)
					if err != nil {
						return err
					}
					if i == 7 {
						return round.EndTurn(ctx, tx, w, ben)
					}
					return round.HandIn(ctx, tx, a.Cleaner(), w, ben)
				})
				if err != nil && fault.KindOf(err) != fault.NotFound {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		var posted bool
		var of work.ID
		if err := a.DB.QueryRowContext(ctx, `SELECT posted, work_id FROM chapters WHERE id = $1`, int64(c)).Scan(&posted, &of); err != nil || posted != (of == s.ID) {
			t.Errorf("posted %v, in work %d, %v", posted, of, err)
		}
		told := letters(t, a, archivetest.Ben)
		if x, y := strings.Count(told, "is posted"), strings.Count(told, "is over"); x+y != 1 || (x == 1) != posted {
			t.Errorf("posted %v, but Ben is told %q", posted, told)
		}
		if open, err := db.All(ctx, a.DB, db.One[int], `SELECT COUNT(*) FROM round_turns WHERE state IN ('writing', 'handed')`); err != nil || open[0] != 0 {
			t.Errorf("%v turns under way, %v", open, err)
		}
	})
}

// Ann deleted Ben's chapter on the page of chapters, and it was gone: Ben heard nothing
// and had no text any more. However far it has come, it goes back to him.
func TestAChapterDeletedByHandGoesBackToItsWriter(t *testing.T) {
	for name, far := range map[string]func(t *testing.T, a *archivetest.Archive, s archivetest.Story, c work.ChapterID){
		"being written": func(*testing.T, *archivetest.Archive, archivetest.Story, work.ChapterID) {},
		"handed in": func(t *testing.T, a *archivetest.Archive, s archivetest.Story, _ work.ChapterID) {
			if got := do(a, archivetest.Ben, s, "hand"); got != 303 {
				t.Fatal(got)
			}
		},
		"planned": func(t *testing.T, a *archivetest.Archive, _ archivetest.Story, c work.ChapterID) {
			a.Tx(func(tx *db.Tx) error {
				return tx.Exec(t.Context(), `INSERT INTO schedules (chapter_id, due_at, zone, silent, state, made_at) VALUES ($1, 1, 'UTC', FALSE, 'waiting', 1)`, int64(c))
			})
		},
		"posted": func(t *testing.T, a *archivetest.Archive, _ archivetest.Story, c work.ChapterID) {
			a.Tx(func(tx *db.Tx) error {
				if err := draft.Settle(t.Context(), tx, a.Cleaner(), c); err != nil {
					return err
				}
				return work.PostChapter(t.Context(), tx, c, work.Posting{})
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
				ctx, s := t.Context(), begin(t, a, nil)
				c := taken(t, a, s, true)
				far(t, a, s, c)
				if p := a.Post(archivetest.Ann, s.ID.ChapterPath(c)+"/remove", url.Values{"sure": {"1"}}); p.Status != 303 {
					t.Fatalf("delete: %d %s", p.Status, p.Text("main"))
				}
				own, err := work.Of(ctx, a.DB, c)
				if err != nil || own == s.ID {
					t.Fatalf("Ben's chapter is gone, or stays: %v", err)
				}
				d, err := draft.Open(ctx, a.DB, c)
				if err != nil || !strings.Contains(d.Body, "zqround") {
					t.Errorf("his text: %q %v", d.Body, err)
				}
				write(t, a, archivetest.Ben, c) // nothing holds him any more
				if got := letters(t, a, archivetest.Ben); !strings.Contains(got, "not in “") || strings.Count(got, "What you wrote is yours") != 1 {
					t.Errorf("Ben is told %q", got)
				}
				planned, err := db.All(ctx, a.DB, db.One[int], `SELECT COUNT(*) FROM schedules`)
				if err != nil || planned[0] != 0 {
					t.Errorf("%v are planned still, %v", planned, err)
				}
				for _, who := range []archivetest.Person{archivetest.Ann, archivetest.Guest} {
					if p := a.Get(who, own.Path()); p.Status != 404 {
						t.Errorf("%s gets Ben's draft: %d", who, p.Status)
					}
				}
				if got := do(a, archivetest.Reader, s, "take"); got != 303 {
					t.Errorf("the next turn: %d", got)
				}
			})
		})
	}
}
