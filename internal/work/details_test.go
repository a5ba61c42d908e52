package work_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// made creates a work and gives it as Ann sees it.
func made(t *testing.T, d *db.DB, draft work.Draft) *work.Work {
	t.Helper()
	withPeople(t, d)
	id, err := create(t, d, draft)
	if err != nil {
		t.Fatal(err)
	}
	return get(t, d, id)
}

func get(t *testing.T, d *db.DB, id work.ID) *work.Work {
	t.Helper()
	w, err := work.Get(t.Context(), d, ann, id)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func change(t *testing.T, d *db.DB, id work.ID, seen int, to work.Details) error {
	t.Helper()
	return d.Tx(t.Context(), func(tx *db.Tx) error { return work.ChangeDetails(t.Context(), tx, cleaner, id, seen, to) })
}

// number is the one number that a query gives.
func number(t *testing.T, d *db.DB, query string, args ...any) int {
	t.Helper()
	var n int
	if err := d.QueryRowContext(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// listed reports whether lists show the one work there is to v.
func listed(t *testing.T, d *db.DB, v viewer.Viewer) bool {
	t.Helper()
	c := work.Listed(v)
	return number(t, d, db.Numbered(`SELECT COUNT(*) FROM works w WHERE `+c.SQL), c.Args...) == 1
}

func TestChangeDetails(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := made(t, d, lamp())
		stamp := number(t, d, `SELECT COUNT(*) FROM changes`)
		to := work.Details{
			Title: " The \u0000Second Lamp\r\n", Summary: "<p>Six minutes <em>early</em><script>alert(1)</script></p>", NotesBefore: "One line.\r\n\r\nAnother.",
			Language: "PT-br", Rating: work.Mature, Posted: true, Complete: true, ChapterTotal: 2,
			Tags: []tag.Named{{Type: tag.Warning, Name: tag.Death}, {Type: tag.Fandom, Name: "Harbour Folk"}, {Type: tag.Freeform, Name: "Rain"}, {Type: tag.Freeform, Name: "Fog"}},
		}
		if err := change(t, d, w.ID, w.Minor, to); err != nil {
			t.Fatal(err)
		}
		now := get(t, d, w.ID)
		if now.Title != "The  Second Lamp" || now.Language != "pt-BR" || now.Rating != work.Mature || !now.Complete || now.ChapterTotal != 2 {
			t.Errorf("%+v", now.Details())
		}
		if strings.Contains(now.Summary, "alert") || !strings.Contains(now.Summary, "<em>early</em>") || strings.Count(now.NotesBefore, "<p>") != 2 || now.NotesAfter != "" {
			t.Errorf("summary %q, notes %q and %q", now.Summary, now.NotesBefore, now.NotesAfter)
		}
		if now.Minor != w.Minor+1 || !now.PostedAt.Equal(w.PostedAt) || !now.RevisedAt.Equal(w.RevisedAt) {
			t.Errorf("minor %d after %d; posted %v after %v; revised %v after %v", now.Minor, w.Minor, now.PostedAt, w.PostedAt, now.RevisedAt, w.RevisedAt)
		}
		// What details are not stays as it was.
		if now.Words != w.Words || len(now.Chapters) != 3 || len(now.Creators) != 1 || len(now.Credits) != 1 || len(now.Gifts) != 1 || len(now.Requests) != 1 || now.Original == nil {
			t.Errorf("something else changed: %+v", now)
		}
		if len(now.Tags) != 4 || now.Tags[2].Name != "Rain" || now.Tags[3].Name != "Fog" {
			t.Errorf("tags %+v", now.Tags)
		}
		if n := number(t, d, `SELECT COUNT(*) FROM work_filters f JOIN tags t ON t.id = f.tag_id WHERE t.name IN ('Harbour Folk', 'Rain', 'Fog', 'Major Character Death')`); n != 4 {
			t.Errorf("%d of the tags are in filters", n)
		}
		if n := number(t, d, `SELECT COUNT(*) FROM work_filters`); n != 4 {
			t.Errorf("%d filters", n)
		}
		for text, want := range map[string]int{"second lamp": 1, "six minutes early": 1, "four minutes late": 0, "harbour folk": 1, "lamplighters": 0, "fog came up off the river": 1} {
			if hits := find(t, d, text); len(hits) != want {
				t.Errorf("%q is found %d times, want %d", text, len(hits), want)
			}
		}
		if n := number(t, d, `SELECT COUNT(*) FROM changes`); n != stamp+1 {
			t.Errorf("%d changes are told", n-stamp)
		}
	})
}

func TestDetailsOfAWorkChangeNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := made(t, d, lamp())
		if err := change(t, d, w.ID, w.Minor, w.Details()); err != nil {
			t.Fatal(err)
		}
		now := get(t, d, w.ID)
		if fmt.Sprint(now.Details()) != fmt.Sprint(w.Details()) || now.Minor != w.Minor+1 {
			t.Errorf("%+v\nbecame\n%+v", w.Details(), now.Details())
		}
	})
}

// Who may read a work is right at once wherever it is asked.
func TestChangeWhoMayRead(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := made(t, d, lamp())
		for i, c := range []struct {
			name               string
			posted, restricted bool
			hidden             bool
			guest, member      bool
			audience           int
		}{
			{"members", true, true, false, false, true, 1},
			{"draft", false, false, false, false, false, 2},
			{"restricted draft", false, true, false, false, false, 2},
			{"everyone", true, false, false, true, true, 0},
			{"hidden", true, false, true, false, false, 2},
			{"shown again", true, false, false, true, true, 0},
		} {
			to := w.Details()
			to.Posted, to.Restricted = c.posted, c.restricted
			stamp := number(t, d, `SELECT MAX(seq) FROM changes`)
			if err := change(t, d, w.ID, w.Minor+i, to); err != nil {
				t.Fatal(err)
			}
			hide(t, d, w.ID, c.hidden)
			if listed(t, d, guest) != c.guest || listed(t, d, cat) != c.member {
				t.Errorf("%s: listed to guests %v, to members %v", c.name, listed(t, d, guest), listed(t, d, cat))
			}
			if n := number(t, d, `SELECT COUNT(*) FROM work_filters WHERE audience = $1`, c.audience); n != 2 {
				t.Errorf("%s: %d of 2 filters are for audience %d", c.name, n, c.audience)
			}
			if found := len(find(t, d, "key turned as if oiled")) == 1; found != c.guest {
				t.Errorf("%s: a guest finds it: %v", c.name, found)
			}
			if number(t, d, `SELECT MAX(seq) FROM changes`) == stamp {
				t.Errorf("%s: no change is told", c.name)
			}
		}
	})
}

func hide(t *testing.T, d *db.DB, id work.ID, hidden bool) {
	t.Helper()
	if err := d.Tx(t.Context(), func(tx *db.Tx) error { return work.SetHidden(t.Context(), tx, id, hidden) }); err != nil {
		t.Fatal(err)
	}
}

func TestSetHidden(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := made(t, d, lamp())
		hide(t, d, w.ID, true)
		if _, err := work.Get(t.Context(), d, cat, w.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a member gets a hidden work: %v", err)
		}
		now := get(t, d, w.ID)
		if !now.Hidden || now.Minor != w.Minor {
			t.Errorf("hidden %v, minor %d after %d: the author's open form must stay good", now.Hidden, now.Minor, w.Minor)
		}
		stamp := number(t, d, `SELECT COUNT(*) FROM changes`)
		hide(t, d, w.ID, true)
		if n := number(t, d, `SELECT COUNT(*) FROM changes`); n != stamp {
			t.Error("hiding a hidden work is told as a change")
		}
		// Its authors can't take it out of hiding.
		to := w.Details()
		if err := change(t, d, w.ID, w.Minor, to); err != nil || !get(t, d, w.ID).Hidden {
			t.Errorf("hidden %v after its author changed it, err %v", get(t, d, w.ID).Hidden, err)
		}
		err := d.Tx(t.Context(), func(tx *db.Tx) error { return work.SetHidden(t.Context(), tx, w.ID+1, true) })
		if fault.KindOf(err) != fault.NotFound {
			t.Errorf("hiding what is not there: %v", err)
		}
	})
}

// An anonymous work can't be found by who wrote it.
func TestChangeToAnonymous(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := made(t, d, lamp())
		if len(find(t, d, "Ann")) != 1 {
			t.Fatal("not found by its author's name")
		}
		for i, anonymous := range []bool{true, false} {
			to := w.Details()
			to.Anonymous = anonymous
			if err := change(t, d, w.ID, w.Minor+i, to); err != nil {
				t.Fatal(err)
			}
			if found := len(find(t, d, "Ann")) == 1; found == anonymous {
				t.Errorf("anonymous %v, found by its author's name %v", anonymous, found)
			}
		}
	})
}

func TestPostADraft(t *testing.T) {
	now := time.Date(2026, 8, 3, 12, 0, 0, 0, time.UTC)
	long := time.Date(2004, 3, 9, 0, 0, 0, 0, time.UTC)
	later := now.Add(90 * 24 * time.Hour)
	for name, c := range map[string]struct {
		posted, revised   time.Time // as they came with the draft
		publishes, revise time.Time // once it is posted
	}{
		"written here":      {time.Time{}, time.Time{}, later, later},
		"came with dates":   {long, long, long, long},
		"came with its end": {time.Time{}, long, later, long},
	} {
		t.Run(name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				d.Now = func() time.Time { return now }
				draft := lamp()
				draft.Posted, draft.PostedAt, draft.RevisedAt = false, c.posted, c.revised
				w := made(t, d, draft)
				d.Now = func() time.Time { return later }
				to := w.Details()
				to.Posted = true
				if err := change(t, d, w.ID, w.Minor, to); err != nil {
					t.Fatal(err)
				}
				got := get(t, d, w.ID)
				if !got.PostedAt.Equal(c.publishes) || !got.RevisedAt.Equal(c.revise) {
					t.Errorf("posted %v, revised %v; want %v, %v", got.PostedAt, got.RevisedAt, c.publishes, c.revise)
				}
				if n := number(t, d, `SELECT COUNT(*) FROM work_filters WHERE revised_at = $1 AND audience = 0`, c.revise.UnixMilli()); n != 2 {
					t.Errorf("%d of 2 filters have its date", n)
				}
				// Taken back and posted again it is not new.
				d.Now = func() time.Time { return later.Add(time.Hour) }
				for i, posted := range []bool{false, true} {
					to.Posted = posted
					if err := change(t, d, w.ID, got.Minor+i, to); err != nil {
						t.Fatal(err)
					}
				}
				if again := get(t, d, w.ID); !again.PostedAt.Equal(got.PostedAt) || !again.RevisedAt.Equal(got.RevisedAt) {
					t.Errorf("posted again at %v, revised %v", again.PostedAt, again.RevisedAt)
				}
			})
		})
	}
}

func TestDetailsAreRefusedWithASentence(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := made(t, d, lamp())
		for name, c := range map[string]struct {
			field string
			spoil func(*work.Details)
		}{
			"no title":      {"title", func(d *work.Details) { d.Title = " \u200b\n" }},
			"long title":    {"title", func(d *work.Details) { d.Title = strings.Repeat("å", work.MaxTitle+1) }},
			"rating":        {"rating", func(d *work.Details) { d.Rating = "PG" }},
			"language":      {"language", func(d *work.Details) { d.Language = "no such language" }},
			"long summary":  {"summary", func(d *work.Details) { d.Summary = strings.Repeat("x", work.MaxSummary+1) }},
			"long notes":    {"notes_after", func(d *work.Details) { d.NotesAfter = strings.Repeat("x", work.MaxNotes+1) }},
			"too few":       {"chapter_total", func(d *work.Details) { d.ChapterTotal = 1 }},
			"less than one": {"chapter_total", func(d *work.Details) { d.ChapterTotal = -1 }},
			"many tags":     {"tags", func(d *work.Details) { d.Tags = make([]tag.Named, work.MaxTags+1) }},
			"a comma":       {"tags", func(d *work.Details) { d.Tags = []tag.Named{{Type: tag.Freeform, Name: "a, b"}} }},
			"a new warning": {"tags", func(d *work.Details) { d.Tags = []tag.Named{{Type: tag.Warning, Name: "Spiders"}} }},
		} {
			to := w.Details()
			c.spoil(&to)
			if err := change(t, d, w.ID, w.Minor, to); fault.KindOf(err) != fault.Invalid || fault.FieldOf(err) != c.field {
				t.Errorf("%s: %v (field %q)", name, err, fault.FieldOf(err))
			}
		}
		if err := change(t, d, w.ID+1, 0, w.Details()); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a work that is not there: %v", err)
		}
		now := get(t, d, w.ID)
		if fmt.Sprint(now.Details()) != fmt.Sprint(w.Details()) || now.Minor != w.Minor {
			t.Errorf("%+v\nbecame\n%+v", w.Details(), now.Details())
		}
	})
}

// The same change twice is one change, also where a tag got another name on the
// way; another change from the same version is a conflict.
func TestOvertaken(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := made(t, d, lamp())
		to := w.Details()
		to.Title, to.Summary = "Twice", "no paragraph yet"
		to.Tags = append(to.Tags, tag.Named{Type: tag.Character, Name: "fog"}, tag.Named{Type: tag.Character, Name: "fog (character)"})
		for range 2 {
			if err := change(t, d, w.ID, w.Minor, to); err != nil {
				t.Fatal(err)
			}
		}
		now := get(t, d, w.ID)
		if now.Minor != w.Minor+1 || len(now.Tags) != 3 || now.Tags[2].Name != "fog (character)" {
			t.Errorf("minor %d after %d, tags %v", now.Minor, w.Minor, now.Tags)
		}
		to.Tags = append(to.Tags, tag.Named{Type: tag.Freeform, Name: "Nowhere Else"})
		if err := change(t, d, w.ID, w.Minor, to); fault.KindOf(err) != fault.Conflict {
			t.Errorf("another change from the same version: %v", err)
		}
		if n := number(t, d, `SELECT COUNT(*) FROM tags WHERE name = 'Nowhere Else'`); n != 0 {
			t.Error("what was refused left a tag")
		}
		if err := change(t, d, w.ID, now.Minor, to); err != nil {
			t.Errorf("saved again with the conflict seen: %v", err)
		}
	})
}

func TestEightChangeDetailsAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := made(t, d, lamp())
		for round := range 3 {
			won := make([]bool, 8)
			var wg sync.WaitGroup
			for i := range won {
				wg.Go(func() {
					to := w.Details()
					to.Title = fmt.Sprintf("By writer %d of round %d", i, round)
					to.Tags = append(to.Tags, tag.Named{Type: tag.Freeform, Name: "Everybody wants this"}, tag.Named{Type: tag.Freeform, Name: fmt.Sprint("Only ", i)})
					err := change(t, d, w.ID, w.Minor+round, to)
					won[i] = err == nil
					if err != nil && fault.KindOf(err) != fault.Conflict {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			now, winners := get(t, d, w.ID), 0
			for i, ok := range won {
				if !ok {
					continue
				}
				winners++
				if want := fmt.Sprintf("By writer %d of round %d", i, round); now.Title != want || now.Tags[len(now.Tags)-1].Name != fmt.Sprint("Only ", i) {
					t.Errorf("title %q, tags %v; want %q", now.Title, now.Tags, want)
				}
			}
			if winners != 1 || now.Minor != w.Minor+round+1 {
				t.Errorf("round %d: %d of eight won, minor %d", round, winners, now.Minor)
			}
		}
	})
}

// Staff hide while the author changes: both hold, and lists know of it.
func TestEightHideAndChangeAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := made(t, d, lamp())
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				err := d.Tx(t.Context(), func(tx *db.Tx) error {
					if i%2 == 0 {
						return work.SetHidden(t.Context(), tx, w.ID, true)
					}
					to := w.Details()
					to.Restricted = true
					return work.ChangeDetails(t.Context(), tx, cleaner, w.ID, w.Minor, to)
				})
				if err != nil {
					t.Error(err) // the four changes are the same change
				}
			})
		}
		wg.Wait()
		now := get(t, d, w.ID)
		if !now.Hidden || !now.Restricted || now.Minor != w.Minor+1 {
			t.Errorf("hidden %v, restricted %v, minor %d after %d", now.Hidden, now.Restricted, now.Minor, w.Minor)
		}
		if n := number(t, d, `SELECT COUNT(*) FROM work_filters WHERE audience = 2`); n != 2 {
			t.Errorf("%d of 2 filters are hidden", n)
		}
	})
}
