package work_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// tryVersion keeps a short text and gives what went wrong.
func tryVersion(t *testing.T, d *db.DB, id work.ChapterID, kind work.VersionKind, by viewer.ID, body string) error {
	t.Helper()
	n := work.NewVersion{Kind: kind, By: by, Words: 1, ChapterText: work.ChapterText{Body: body}}
	if kind == work.NamedVersion {
		n.Name = body
	}
	return d.Tx(t.Context(), func(tx *db.Tx) error {
		_, err := work.KeepVersion(t.Context(), tx, id, n)
		return err
	})
}

func fill(t *testing.T, d *db.DB, id work.ChapterID, kind work.VersionKind, by viewer.ID, from, to int) {
	t.Helper()
	for i := from; i < to; i++ {
		if err := tryVersion(t, d, id, kind, by, fmt.Sprint(kind, i)); err != nil {
			t.Fatalf("%s %d: %v", kind, i, err)
		}
	}
}

// At the most that there may be nothing is added, what is there already is there, other
// kinds go on, and one that is removed makes room for one.
func TestNamedVersionsHaveAnEnd(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		id := begin(t, d)
		fill(t, d, id, work.NamedVersion, 1, 0, work.MaxNamed)
		err := tryVersion(t, d, id, work.NamedVersion, 1, "more")
		if fault.KindOf(err) != fault.TooLarge || fault.FieldOf(err) != "name" {
			t.Errorf("one more: %v", err)
		}
		if err := tryVersion(t, d, id, work.NamedVersion, 1, "named7"); err != nil {
			t.Errorf("kept already: %v", err)
		}
		fill(t, d, id, work.PublishedVersion, 1, 0, 2)
		fill(t, d, id, work.AutoVersion, 1, 0, 1)
		if err := tryVersion(t, d, id, work.NamedVersion, 1, "auto0"); fault.KindOf(err) != fault.TooLarge {
			t.Errorf("an automatic one gets a name beyond the limit: %v", err)
		}
		inTx(t, d, func(ctx context.Context, tx *db.Tx) error {
			return work.RemoveVersion(ctx, tx, id, versionsOf(t, d, id)[50].ID, 1)
		})
		fill(t, d, id, work.NamedVersion, 1, 1000, 1001)
		if err := tryVersion(t, d, id, work.NamedVersion, 1, "more"); fault.KindOf(err) != fault.TooLarge {
			t.Errorf("one more: %v", err)
		}
	})
}

// What is set aside is bounded for an account within an hour, and for a chapter.
func TestAsidesHaveAnEnd(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		id := begin(t, d)
		now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
		d.Now = func() time.Time { return now }
		fill(t, d, id, work.AsideVersion, 1, 0, work.MaxAsidesHourly)
		now = now.Add(20 * time.Minute)
		err := tryVersion(t, d, id, work.AsideVersion, 1, "more")
		if fault.KindOf(err) != fault.TooMany || fault.WaitOf(err) != 40*time.Minute {
			t.Errorf("one more within the hour: %v, wait %v", err, fault.WaitOf(err))
		}
		fill(t, d, id, work.AsideVersion, 2, 1000, 1001) // somebody else
		now = now.Add(41 * time.Minute)
		fill(t, d, id, work.AsideVersion, 1, work.MaxAsidesHourly, work.MaxAsides-1)
		for _, by := range []viewer.ID{1, 2, 0} {
			if err := tryVersion(t, d, id, work.AsideVersion, by, "more"); fault.KindOf(err) != fault.TooLarge {
				t.Errorf("one more in the chapter by %d: %v", by, err)
			}
		}
		if n := len(versionsOf(t, d, id)); n != work.MaxAsides {
			t.Errorf("%d versions", n)
		}
	})
}

func TestRestoringHasAnEnd(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		id := begin(t, d)
		now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
		d.Now = func() time.Time { return now }
		fill(t, d, id, work.RestoredVersion, 1, 0, work.MaxRestoredDaily)
		if err := tryVersion(t, d, id, work.RestoredVersion, 1, "more"); fault.KindOf(err) != fault.TooMany || fault.WaitOf(err) == 0 {
			t.Errorf("one more: %v", err)
		}
		now = now.Add(25 * time.Hour)
		fill(t, d, id, work.RestoredVersion, 1, 1000, 1001)
	})
}

// Eight who come at once share the room that is left: in one chapter, and of one
// account in eight chapters.
func TestEightAtTheLimit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		id := begin(t, d)
		chapters := []work.ChapterID{id}
		inTx(t, d, func(ctx context.Context, tx *db.Tx) error {
			var of work.ID
			if err := tx.QueryRowContext(ctx, `SELECT work_id FROM chapters WHERE id = $1`, int64(id)).Scan(&of); err != nil {
				return err
			}
			for range 7 {
				c, err := work.AddChapter(ctx, tx, of)
				if err != nil {
					return err
				}
				chapters = append(chapters, c)
			}
			return nil
		})
		at := func(kind work.VersionKind, chapter func(i int) work.ChapterID) (kept, refused int32) {
			var yes, no atomic.Int32
			var wg sync.WaitGroup
			for i := range 8 {
				wg.Go(func() {
					err := tryVersion(t, d, chapter(i), kind, 1, fmt.Sprint("at once ", i))
					switch fault.KindOf(err) {
					case fault.TooLarge, fault.TooMany:
						no.Add(1)
					default:
						if err != nil {
							t.Error(err)
							return
						}
						yes.Add(1)
					}
				})
			}
			wg.Wait()
			return yes.Load(), no.Load()
		}
		fill(t, d, id, work.NamedVersion, 1, 0, work.MaxNamed-3)
		if kept, refused := at(work.NamedVersion, func(int) work.ChapterID { return id }); kept != 3 || refused != 5 {
			t.Errorf("named: %d kept, %d refused", kept, refused)
		}
		fill(t, d, id, work.AsideVersion, 1, 0, work.MaxAsidesHourly-3)
		if kept, refused := at(work.AsideVersion, func(i int) work.ChapterID { return chapters[i] }); kept != 3 || refused != 5 {
			t.Errorf("set aside: %d kept, %d refused", kept, refused)
		}
	})
}
