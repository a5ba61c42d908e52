package work_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/work"
)

// Chapters keep their keys by what they say: what hangs on a chapter stays with its
// words, wherever they stand in the new version.
func TestReplaceKeepsChaptersByWhatTheySay(t *testing.T) {
	r := rand.New(rand.NewPCG(12, 12))
	texts := make([]string, 6)
	for i := range texts {
		texts[i] = asHTML(story(r, 200))
	}
	split := story(r, 300)
	old := []string{texts[0], asHTML(split), texts[1], texts[2]}
	for name, c := range map[string]struct {
		next []string
		want []int // the place of the old chapter, from 1; 0 for a new one
		kept []int // how many versions each has
	}{
		"the same":        {old, []int{1, 2, 3, 4}, []int{1, 1, 1, 1}},
		"a prologue":      {slices.Insert(slices.Clone(old), 0, texts[3]), []int{0, 1, 2, 3, 4}, []int{1, 1, 1, 1, 1}},
		"one removed":     {slices.Delete(slices.Clone(old), 0, 1), []int{2, 3, 4}, []int{1, 1, 1}},
		"two swapped":     {[]string{old[0], old[2], old[1], old[3]}, []int{1, 3, 2, 4}, []int{1, 1, 1, 1}},
		"cut in two":      {[]string{old[0], asHTML(split[:200]), asHTML(split[200:]), old[2], old[3]}, []int{1, 2, 0, 3, 4}, []int{1, 2, 1, 1, 1}},
		"all rewritten":   {[]string{texts[3], texts[4], texts[5], asHTML(story(r, 200))}, []int{1, 2, 3, 4}, []int{2, 2, 2, 2}},
		"edited, shifted": {[]string{texts[3], old[0], asHTML(edited(split, 30)), old[2], old[3]}, []int{0, 1, 2, 3, 4}, []int{1, 1, 2, 1, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				withPeople(t, d)
				first := told("Keys", old...)
				first.Chapters[0].PostedAt = time.Date(2003, 5, 1, 0, 0, 0, 0, time.UTC)
				id := mustCreate(t, d, first)
				before := chaptersOf(t, d, id)
				replace(t, d, id, told("Keys", c.next...))
				after := chaptersOf(t, d, id)
				if len(after) != len(c.want) {
					t.Fatalf("%d chapters, want %d", len(after), len(c.want))
				}
				for i, ch := range after {
					was := slices.IndexFunc(before, func(b work.Chapter) bool { return b.ID == ch.ID })
					if was+1 != c.want[i] || ch.Version != c.kept[i] {
						t.Errorf("chapter %d was chapter %d, version %d; want %d, %d", i+1, was+1, ch.Version, c.want[i], c.kept[i])
						continue
					}
					if was >= 0 && !ch.PostedAt.Equal(before[was].PostedAt) {
						t.Errorf("chapter %d was posted on %v and now on %v", i+1, before[was].PostedAt, ch.PostedAt)
					}
					html, err := work.Text(t.Context(), d, ch.ID)
					if err != nil || cleaner.Clean(html, prose.Body) != cleaner.Clean(c.next[i], prose.Body) {
						t.Errorf("chapter %d has another text, %v", i+1, err)
					}
				}
				var left int
				if err := d.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM chapters`).Scan(&left); err != nil || left != len(c.want) {
					t.Errorf("%d chapters are stored, %v", left, err)
				}
			})
		})
	}
}

func chaptersOf(t *testing.T, d *db.DB, id work.ID) []work.Chapter {
	t.Helper()
	w, err := work.Get(t.Context(), d, ann, id)
	if err != nil {
		t.Fatal(err)
	}
	return w.Chapters
}

// A version that says nothing new is no revision, and no version changes when the
// work was first posted.
func TestReplaceKeepsDates(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 13))
	a, b, c := story(r, 100), story(r, 100), story(r, 100)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		withPeople(t, d)
		day := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
		next := func() { day = day.AddDate(0, 0, 1) }
		d.Now = func() time.Time { return day }
		first := day
		id := mustCreate(t, d, told("Dates", asHTML(a), asHTML(b)))
		for _, step := range []struct {
			name    string
			draft   work.Draft
			revised bool
		}{
			{"the same", told("Dates", asHTML(a), asHTML(b)), false},
			{"other title", told("Other", asHTML(a), asHTML(b)), false},
			{"other order", told("Other", asHTML(b), asHTML(a)), false},
			{"changed", told("Other", asHTML(b), asHTML(edited(a, 20))), true},
			{"the same again", told("Other", asHTML(b), asHTML(edited(a, 20))), false},
			{"one more", told("Other", asHTML(b), asHTML(edited(a, 20)), asHTML(c)), true},
			{"one less", told("Other", asHTML(b), asHTML(c)), false},
		} {
			before, err := work.Get(t.Context(), d, ann, id)
			if err != nil {
				t.Fatal(err)
			}
			next()
			replace(t, d, id, step.draft)
			after, err := work.Get(t.Context(), d, ann, id)
			if err != nil {
				t.Fatal(err)
			}
			if !after.PostedAt.Equal(first) {
				t.Errorf("%s: posted on %v", step.name, after.PostedAt)
			}
			if revised := !after.RevisedAt.Equal(before.RevisedAt); revised != step.revised {
				t.Errorf("%s: revised %v, want %v: from %v to %v", step.name, revised, step.revised, before.RevisedAt, after.RevisedAt)
			}
			for _, ch := range after.Chapters {
				i := slices.IndexFunc(before.Chapters, func(b work.Chapter) bool { return b.ID == ch.ID })
				if i >= 0 && before.Chapters[i].Version == ch.Version && !before.Chapters[i].UpdatedAt.Equal(ch.UpdatedAt) {
					t.Errorf("%s: chapter %d is as it was, but changed on %v", step.name, ch.Position, ch.UpdatedAt)
				}
			}
		}
	})
}

// A work of very many chapters is replaced with one more in the middle.
func TestReplaceOneOfVeryManyChapters(t *testing.T) {
	const chapters = 250
	r := rand.New(rand.NewPCG(14, 14))
	texts := make([]string, chapters)
	for i := range texts {
		texts[i] = asHTML(story(r, 12))
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		withPeople(t, d)
		id := mustCreate(t, d, told("Long", texts...))
		before := chaptersOf(t, d, id)
		replace(t, d, id, told("Long", slices.Insert(slices.Clone(texts), 100, "<p>Between two nights there was a third.</p>")...))
		after := chaptersOf(t, d, id)
		if len(after) != chapters+1 {
			t.Fatalf("%d chapters", len(after))
		}
		for i, ch := range after {
			was := i
			if i > 100 {
				was--
			}
			if i != 100 && ch.ID != before[was].ID || i == 100 && ch.ID <= before[chapters-1].ID {
				t.Fatalf("chapter %d has the key %d", i+1, ch.ID)
			}
		}
	})
}
