package work_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// quay is a work of four chapters, the last a draft.
func quay() work.Draft {
	d := work.Draft{
		Title: "The Quay", Language: "en", Rating: work.Teen, Posted: true, Creators: []account.PseudID{1},
		Tags: []tag.Named{{Type: tag.Fandom, Name: "Lamplighters"}},
	}
	for i, word := range []string{"anchors", "barnacles", "cormorants", "dredgers"} {
		d.Chapters = append(d.Chapters, work.DraftChapter{
			Title: strings.ToUpper(word), Body: "<p>First of " + word + ".</p><p>Second of " + word + "day.</p>", Draft: i == 3,
			NotesBefore: "<p>Before " + word + "</p>", NotesAfter: "<p>After " + word + "</p>",
		})
	}
	return d
}

func tx(t *testing.T, d *db.DB, f func(tx *db.Tx) error) error {
	t.Helper()
	return d.Tx(t.Context(), f)
}

// titles are the chapters of a work, as its author sees them: "ANCHORS+ DREDGERS",
// with a plus for those that are posted.
func titles(t *testing.T, d *db.DB, id work.ID) string {
	t.Helper()
	var out []string
	for _, c := range get(t, d, id).Chapters {
		name := c.Title
		if c.Posted {
			name += "+"
		}
		out = append(out, name)
	}
	return strings.Join(out, " ")
}

func keysOf(w *work.Work) []work.ChapterID {
	var out []work.ChapterID
	for _, c := range w.Chapters {
		out = append(out, c.ID)
	}
	return out
}

func wantTitles(t *testing.T, d *db.DB, id work.ID, want string) {
	t.Helper()
	if got := titles(t, d, id); got != want {
		t.Errorf("the chapters are %s, want %s", got, want)
	}
}

func TestOrderAndPlace(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := made(t, d, quay())
		c := keysOf(w)
		if err := tx(t, d, func(tx *db.Tx) error {
			return work.Order(t.Context(), tx, w.ID, []work.ChapterID{c[2], c[0], c[3], c[1]})
		}); err != nil {
			t.Fatal(err)
		}
		wantTitles(t, d, w.ID, "CORMORANTS+ ANCHORS+ DREDGERS BARNACLES+")
		for _, wrong := range [][]work.ChapterID{c[:3], {c[0], c[0], c[1], c[2]}, {c[0], c[1], c[2], c[3] + 9}, nil} {
			if err := tx(t, d, func(tx *db.Tx) error { return work.Order(t.Context(), tx, w.ID, wrong) }); fault.KindOf(err) != fault.Conflict {
				t.Errorf("%v as an order: %v", wrong, err)
			}
		}
		for _, x := range []struct {
			chapter, to int
			want        string
		}{
			{2, 3, "ANCHORS+ DREDGERS CORMORANTS+ BARNACLES+"},
			{1, -7, "BARNACLES+ ANCHORS+ DREDGERS CORMORANTS+"},
			{0, 99, "BARNACLES+ DREDGERS CORMORANTS+ ANCHORS+"},
			{0, 4, "BARNACLES+ DREDGERS CORMORANTS+ ANCHORS+"},
		} {
			if err := tx(t, d, func(tx *db.Tx) error { return work.Place(t.Context(), tx, c[x.chapter], x.to) }); err != nil {
				t.Fatal(err)
			}
			wantTitles(t, d, w.ID, x.want)
		}
		if err := tx(t, d, func(tx *db.Tx) error { return work.Place(t.Context(), tx, 987654, 1) }); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a chapter that is not there: %v", err)
		}
	})
}

func TestSplitAndMerge(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		w := made(t, d, quay())
		c := keysOf(w)
		at := fmt.Sprintf("p%d-2", c[0])
		split := func() (id work.ChapterID, err error) {
			err = tx(t, d, func(tx *db.Tx) error { id, err = work.Split(ctx, tx, cleaner, c[0], at, "ASTERN"); return err })
			return id, err
		}
		fresh, err := split()
		if err != nil {
			t.Fatal(err)
		}
		wantTitles(t, d, w.ID, "ANCHORS+ ASTERN+ BARNACLES+ CORMORANTS+ DREDGERS")
		first, _ := work.TextOf(ctx, d, c[0])
		second, _ := work.TextOf(ctx, d, fresh)
		if strings.Contains(first.Body, "Second") || !strings.Contains(second.Body, "Second of anchors") || strings.Contains(second.Body, "First") {
			t.Errorf("cut into %q and %q", first.Body, second.Body)
		}
		if !strings.Contains(first.NotesBefore, "Before") || first.NotesAfter != "" || second.NotesBefore != "" || !strings.Contains(second.NotesAfter, "After anchors") {
			t.Errorf("notes %+v and %+v", first, second)
		}
		if hits := find(t, d, "anchorsday"); len(hits) != 1 || hits[0].Chapter != int64(fresh) {
			t.Errorf("the search finds %+v", hits)
		}
		if _, err := split(); fault.FieldOf(err) != "at" {
			t.Errorf("cut again: %v", err)
		}
		now := get(t, d, w.ID)
		if now.Words != w.Words || now.ChapterCount != 4 || !now.RevisedAt.Equal(w.RevisedAt) {
			t.Errorf("%d words of %d, %d chapters, revised %v", now.Words, w.Words, now.ChapterCount, now.RevisedAt)
		}

		merge := func(a, b work.ChapterID, most int) error {
			return tx(t, d, func(tx *db.Tx) error { return work.Merge(ctx, tx, cleaner, a, b, true, most) })
		}
		for _, wrong := range []work.ChapterID{c[0], c[3]} { // itself, a draft
			if err := merge(c[0], wrong, 0); fault.FieldOf(err) != "with" {
				t.Errorf("with %d: %v", wrong, err)
			}
		}
		if err := merge(c[0], fresh, 20); fault.FieldOf(err) != "with" {
			t.Errorf("beyond the limit: %v", err)
		}
		if err := merge(c[0], fresh, 500); err != nil {
			t.Fatal(err)
		}
		if err := merge(c[0], fresh, 500); fault.KindOf(err) != fault.NotFound {
			t.Errorf("once more: %v", err)
		}
		wantTitles(t, d, w.ID, "ANCHORS+ BARNACLES+ CORMORANTS+ DREDGERS")
		if first, _ = work.TextOf(ctx, d, c[0]); strings.Count(first.Body, "<p") != 2 || strings.Count(first.Body, "<hr") != 1 || !strings.Contains(first.NotesAfter, "After anchors") {
			t.Errorf("together %+v", first)
		}
		if hits := find(t, d, "anchorsday"); len(hits) != 1 || hits[0].Chapter != int64(c[0]) {
			t.Errorf("the search finds %+v", hits)
		}
		for _, x := range []work.ID{w.ID, 0} {
			if to, ch, err := work.Moved(ctx, d, x, fresh); err != nil || to != w.ID || ch != c[0] {
				t.Errorf("the old address leads to %d, %d, %v", to, ch, err)
			}
		}
		// What led to the second chapter leads on once more.
		if err := merge(c[1], c[0], 0); err != nil {
			t.Fatal(err)
		}
		if _, ch, err := work.Moved(ctx, d, w.ID, fresh); err != nil || ch != c[1] {
			t.Errorf("the oldest address leads to %d, %v", ch, err)
		}
		if _, _, err := work.Moved(ctx, d, w.ID, c[2]); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a chapter that never moved: %v", err)
		}
	})
}

func TestMoveChapter(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		w := made(t, d, quay())
		other := quay()
		other.Title, other.Chapters = "Another Quay", other.Chapters[:1]
		posted, err := create(t, d, other)
		if err != nil {
			t.Fatal(err)
		}
		other = quay()
		other.Title, other.Chapters, other.Posted = "A Draft", other.Chapters[:1], false
		hidden, err := create(t, d, other)
		if err != nil {
			t.Fatal(err)
		}
		c := keysOf(w)
		move := func(c work.ChapterID, to work.ID) error {
			return tx(t, d, func(tx *db.Tx) error { return work.MoveChapter(ctx, tx, c, to) })
		}
		for range 2 { // the second time it is there
			if err := move(c[1], posted); err != nil {
				t.Fatal(err)
			}
		}
		wantTitles(t, d, w.ID, "ANCHORS+ CORMORANTS+ DREDGERS")
		wantTitles(t, d, posted, "ANCHORS+ BARNACLES+")
		if hits := find(t, d, "barnaclesday"); len(hits) != 1 || hits[0].Work != int64(posted) {
			t.Errorf("the search finds %+v", hits)
		}
		if to, ch, err := work.Moved(ctx, d, w.ID, c[1]); err != nil || to != posted || ch != c[1] {
			t.Errorf("the old address leads to %d, %d, %v", to, ch, err)
		}
		if a, b := get(t, d, w.ID), get(t, d, posted); a.ChapterCount != 2 || b.ChapterCount != 2 || b.Words == 0 || a.Words != b.Words {
			t.Errorf("%d chapters of %d words, and %d of %d", a.ChapterCount, a.Words, b.ChapterCount, b.Words)
		}
		if err := move(c[2], hidden); err != nil {
			t.Fatal(err)
		}
		wantTitles(t, d, hidden, "ANCHORS+ CORMORANTS")
		if hits := find(t, d, "cormorantsday"); len(hits) != 0 {
			t.Errorf("the search finds what is a draft now: %+v", hits)
		}
		if err := move(c[0], posted); fault.KindOf(err) != fault.Conflict {
			t.Errorf("the only posted chapter went: %v", err)
		}
		if err := move(c[3], posted); err != nil {
			t.Fatal(err)
		}
		wantTitles(t, d, posted, "ANCHORS+ BARNACLES+ DREDGERS")
		if err := move(c[0], 987654); fault.KindOf(err) != fault.NotFound {
			t.Errorf("into no work: %v", err)
		}
	})
}

func TestRemoveChapter(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := made(t, d, quay())
		c := keysOf(w)
		remove := func(c work.ChapterID) error {
			return tx(t, d, func(tx *db.Tx) error { return work.RemoveChapter(t.Context(), tx, c) })
		}
		for _, x := range []struct {
			chapter int
			kind    fault.Kind
			want    string
		}{
			{0, fault.Internal, "BARNACLES+ CORMORANTS+ DREDGERS"}, {0, fault.NotFound, "BARNACLES+ CORMORANTS+ DREDGERS"}, {2, fault.Internal, "BARNACLES+ DREDGERS"},
			{1, fault.Conflict, "BARNACLES+ DREDGERS"}, {3, fault.Internal, "BARNACLES+"}, {1, fault.Conflict, "BARNACLES+"},
		} {
			if err := remove(c[x.chapter]); fault.KindOf(err) != x.kind {
				t.Errorf("chapter %d: %v", x.chapter, err)
			}
			wantTitles(t, d, w.ID, x.want)
		}
		if hits := find(t, d, "anchorsday"); len(hits) != 0 {
			t.Errorf("the search finds %+v", hits)
		}
		if now := get(t, d, w.ID); now.ChapterCount != 1 {
			t.Errorf("%d chapters", now.ChapterCount)
		}
	})
}

func TestDates(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		w := made(t, d, quay())
		c := keysOf(w)
		old := time.Date(2011, 5, 3, 12, 0, 0, 0, time.UTC)
		date := func(c work.ChapterID, at time.Time) error {
			return tx(t, d, func(tx *db.Tx) error { return work.DateChapter(ctx, tx, c, at) })
		}
		if err := date(c[0], old); err != nil {
			t.Fatal(err)
		}
		now := get(t, d, w.ID)
		if !now.Chapters[0].PostedAt.Equal(old) || !now.PostedAt.Equal(old) || !now.RevisedAt.Equal(w.RevisedAt) {
			t.Errorf("dated %v, work %v to %v", now.Chapters[0].PostedAt, now.PostedAt, now.RevisedAt)
		}
		for _, err := range []error{date(c[0], time.Now().AddDate(0, 0, 1)), date(c[3], old)} {
			if fault.FieldOf(err) != "date" {
				t.Errorf("%v", err)
			}
		}
		// A chapter that is dated back when it is posted does not make the work new.
		post := func(p work.Posting) error {
			return tx(t, d, func(tx *db.Tx) error { return work.PostChapter(ctx, tx, c[3], p) })
		}
		if err := post(work.Posting{At: time.Now().AddDate(0, 1, 0)}); fault.FieldOf(err) != "date" {
			t.Errorf("posted tomorrow: %v", err)
		}
		if err := post(work.Posting{At: old.AddDate(1, 0, 0)}); err != nil {
			t.Fatal(err)
		}
		now = get(t, d, w.ID)
		if !now.Chapters[3].PostedAt.Equal(old.AddDate(1, 0, 0)) || !now.RevisedAt.Equal(w.RevisedAt) {
			t.Errorf("dated %v, work %v", now.Chapters[3].PostedAt, now.RevisedAt)
		}
	})
}

// Eight people put one work in order, cut and join it, at once: every chapter is
// there once, numbered without a gap, and no word is lost.
func TestEightArrangeAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		w := made(t, d, quay())
		c := keysOf(w)
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				for n := range 4 {
					err := d.Tx(ctx, func(tx *db.Tx) error {
						switch (i + n) % 4 {
						case 0:
							return work.Place(ctx, tx, c[i%4], n)
						case 1:
							_, err := work.Split(ctx, tx, cleaner, c[i%3], fmt.Sprintf("p%d-2", c[i%3]), "CUT")
							return err
						case 2:
							return work.Merge(ctx, tx, cleaner, c[0], c[1], false, 0)
						}
						return work.Order(ctx, tx, w.ID, c)
					})
					if k := fault.KindOf(err); err != nil && k != fault.Invalid && k != fault.NotFound && k != fault.Conflict {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		positions, err := db.All(ctx, d, db.One[int], `SELECT position FROM chapters WHERE work_id = $1 ORDER BY position`, int64(w.ID))
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range positions {
			if i > 0 && p == positions[i-1] {
				t.Errorf("two chapters at one place: %v", positions)
			}
		}
		now := get(t, d, w.ID)
		if now.Words != w.Words || now.ChapterCount != number(t, d, `SELECT COUNT(*) FROM chapters WHERE posted`) {
			t.Errorf("%d words of %d in %d chapters", now.Words, w.Words, now.ChapterCount)
		}
		if all := keysOf(now); len(slices.Compact(slices.Sorted(slices.Values(all)))) != len(positions) {
			t.Errorf("chapters %v", all)
		}
	})
}
