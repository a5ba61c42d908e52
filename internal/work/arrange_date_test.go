package work_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/work"
)

// A posted chapter that moves makes the work that it comes to as new as itself, and the
// one that it leaves as old as what is left; lists know it at once.
func TestMovedChaptersDateTheirWorks(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		day := func(n int) time.Time { return time.Date(2020, 1, n, 12, 0, 0, 0, time.UTC) }
		dated := func(title string, days ...int) work.Draft {
			w := quay()
			w.Title, w.PostedAt, w.Chapters = title, day(days[0]), w.Chapters[:len(days)]
			for i, n := range days {
				w.Chapters[i].PostedAt, w.Chapters[i].Draft = day(n), false
			}
			return w
		}
		from := made(t, d, dated("From", 2, 9))
		to, err := create(t, d, dated("To", 5))
		if err != nil {
			t.Fatal(err)
		}
		check := func(what string, id work.ID, revised, chapters int) {
			t.Helper()
			x := get(t, d, id)
			if !x.RevisedAt.Equal(day(revised)) || x.ChapterCount != chapters {
				t.Errorf("%s: revised %v with %d chapters, want day %d with %d", what, x.RevisedAt, x.ChapterCount, revised, chapters)
			}
			if n := number(t, d, fmt.Sprintf(`SELECT COUNT(*) FROM work_filters WHERE work_id = %d AND revised_at <> %d`, id, day(revised).UnixMilli())); n != 0 {
				t.Errorf("%s: lists have another date", what)
			}
		}
		check("before", from.ID, 9, 2)
		check("before", to, 5, 1)
		c := keysOf(from)
		move := func(c work.ChapterID, to work.ID) error {
			return tx(t, d, func(tx *db.Tx) error { return work.MoveChapter(ctx, tx, c, to) })
		}
		if err := move(c[1], to); err != nil {
			t.Fatal(err)
		}
		check("left", from.ID, 2, 1)
		check("came to", to, 9, 2)
		if err := move(c[0], to); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a work was left without chapters: %v", err)
		}
		if err := move(c[1], from.ID); err != nil {
			t.Fatal(err)
		}
		check("back", from.ID, 9, 2)
		check("left again", to, 5, 1)

		draft := quay()
		draft.Title, draft.Posted, draft.Chapters = "A draft of one", false, draft.Chapters[3:]
		one, err := create(t, d, draft)
		if err != nil {
			t.Fatal(err)
		}
		if err := move(keysOf(get(t, d, one))[0], to); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a draft was left without chapters: %v", err)
		}
	})
}

// Eight forms about one work at once: those made from what it was are refused, the same
// one twice is one, and what is kept is one of them, whole.
func TestEightChangeAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := made(t, d, quay())
		var wg sync.WaitGroup
		var mu sync.Mutex
		kept := 0
		for i := range 8 {
			wg.Go(func() {
				n := i / 2 // each is sent twice
				details := w.Details()
				details.Title = fmt.Sprint("Quay ", n)
				x := work.Extras{Dedications: []string{fmt.Sprint("for ", n)}, UsualBefore: fmt.Sprintf("<p>%d</p>", n), Credits: []work.Credit{{Role: work.RoleBeta, Name: fmt.Sprint("Beta ", n)}}}
				err := d.Tx(t.Context(), func(tx *db.Tx) error { return work.Change(t.Context(), tx, cleaner, w.ID, w.Minor, details, x) })
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					kept++
				} else if fault.KindOf(err) != fault.Conflict {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		now := get(t, d, w.ID)
		x, err := work.ExtrasOf(t.Context(), d, now)
		var n int
		if _, scan := fmt.Sscanf(now.Title, "Quay %d", &n); err != nil || scan != nil {
			t.Fatal(err, scan)
		}
		if kept != 2 || now.Minor != w.Minor+1 {
			t.Errorf("%d were kept, and the work changed %d times", kept, now.Minor-w.Minor)
		}
		if len(x.Dedications) != 1 || x.Dedications[0] != fmt.Sprint("for ", n) || x.UsualBefore != fmt.Sprintf("<p>%d</p>", n) || len(x.Credits) != 1 || x.Credits[0].Name != fmt.Sprint("Beta ", n) {
			t.Errorf("%q has %+v", now.Title, x)
		}
	})
}
