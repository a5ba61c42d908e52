package draft_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// desk is an archive with two writers and a chapter that is begun.
type desk struct {
	t       testing.TB
	d       *db.DB
	work    work.ID
	chapter work.ChapterID
}

const (
	ann viewer.ID = 1
	cat viewer.ID = 2
)

func each(t *testing.T, f func(t *testing.T, k *desk)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { f(t, newDesk(t, d)) })
}

func newDesk(t testing.TB, d *db.DB) *desk {
	t.Helper()
	k := &desk{t: t, d: d}
	k.tx(func(ctx context.Context, tx *db.Tx) (err error) {
		for i, name := range []string{"Ann", "Cat"} {
			if err := tx.Exec(ctx, `INSERT INTO accounts (id, name, name_key, created_at) VALUES ($1, $2, $2, 1)`, i+1, name); err != nil {
				return err
			}
			if err := tx.Exec(ctx, `INSERT INTO pseuds (id, account_id, name, name_key, is_default, created_at) VALUES ($1, $1, $2, $2, TRUE, 1)`, i+1, name); err != nil {
				return err
			}
		}
		k.work, k.chapter, err = work.Begin(ctx, tx, account.PseudID(ann), "en")
		return err
	})
	return k
}

func (k *desk) tx(f func(ctx context.Context, tx *db.Tx) error) {
	k.t.Helper()
	if err := k.d.Tx(k.t.Context(), func(tx *db.Tx) error { return f(k.t.Context(), tx) }); err != nil {
		k.t.Fatal(err)
	}
}

// save tries to save.
func (k *desk) save(e draft.Edit) (c draft.Copy, err error) {
	err = k.d.Tx(k.t.Context(), func(tx *db.Tx) (err error) {
		c, err = draft.Save(k.t.Context(), tx, k.chapter, e)
		return err
	})
	return c, err
}

// keep saves and expects no objection.
func (k *desk) keep(e draft.Edit) draft.Copy {
	k.t.Helper()
	c, err := k.save(e)
	if err != nil {
		k.t.Fatal(err)
	}
	return c
}

func (k *desk) open() draft.Copy {
	k.t.Helper()
	c, err := draft.Open(k.t.Context(), k.d, k.chapter)
	if err != nil {
		k.t.Fatal(err)
	}
	return c
}

func (k *desk) settle() {
	k.t.Helper()
	k.tx(func(ctx context.Context, tx *db.Tx) error { return draft.Settle(ctx, tx, prose.Cleaner{}, k.chapter) })
}

func whole(by viewer.ID, seen int, text string) draft.Edit {
	return draft.Edit{By: by, Seen: seen, Whole: &text}
}

func splice(seen, from, to int, was string, lines ...string) draft.Edit {
	all := strings.Split(was, "\n")
	all = append(append(append([]string(nil), all[:from]...), lines...), all[to:]...)
	return draft.Edit{By: ann, Seen: seen, Splice: &draft.Splice{From: from, To: to, Lines: lines, Count: len(all), Sum: draft.Sum(all)}}
}

func TestSave(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		c := k.keep(whole(ann, k.open().Seen, "<p>The fog came up.</p>\n<p>It went again.</p>"))
		if c.Words != 7 || c.By != ann || c.SavedAt.IsZero() || c.Rev != c.Seen {
			t.Errorf("%+v", c)
		}
		c2 := k.keep(splice(c.Seen, 1, 2, c.Body, "<p>It stayed.</p>", "<p>雾散了。</p>"))
		want := "<p>The fog came up.</p>\n<p>It stayed.</p>\n<p>雾散了。</p>"
		if c2.Body != want || c2.Seen != c.Seen+1 || c2.Words != 9 {
			t.Errorf("%+v", c2)
		}
		title := "Low\r\nTide\x00"
		k.keep(draft.Edit{By: ann, Seen: c2.Seen, Title: &title})
		if o := k.open(); o.Title != "Low\nTide" || o.Body != want {
			t.Errorf("%+v", o)
		}
		if text, err := work.TextOf(t.Context(), k.d, k.chapter); err != nil || text.Body != "" {
			t.Errorf("readers have it before it is settled: %+v, %v", text, err)
		}
	})
}

// A save whose answer was lost is sent again: it is one save.
func TestSentAgain(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		seen := k.open().Seen
		e := splice(seen, 0, 1, "", "<p>One.</p>")
		e.Tab, e.N = "tab", 1
		c := k.keep(e)
		again := k.keep(e)
		if again.Seen != c.Seen || again.Body != c.Body {
			t.Errorf("%+v, then %+v", c, again)
		}
		k.settle()
		if after := k.keep(e); after.Seen != c.Seen {
			t.Errorf("sent again after it was settled: %+v", after)
		}
		same := k.keep(whole(cat, seen, "<p>One.</p>"))
		if same.Seen != c.Seen || same.By != ann {
			t.Errorf("who says the same is no conflict and no save: %+v", same)
		}
	})
}

func TestConflict(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		seen := k.open().Seen
		mine := k.keep(whole(ann, seen, "<p>Mine.</p>"))
		theirs, err := k.save(whole(cat, seen, "<p>Theirs.</p>"))
		if fault.KindOf(err) != fault.Conflict || theirs.Body != "<p>Mine.</p>" || theirs.Seen != mine.Seen || theirs.By != ann {
			t.Errorf("%+v, %v", theirs, err)
		}
		_, err = k.save(splice(seen, 0, 1, "", "<p>Theirs.</p>"))
		if fault.KindOf(err) != fault.Conflict {
			t.Errorf("lines of an old text: %v", err)
		}
		title := "Theirs"
		_, err = k.save(draft.Edit{By: cat, Seen: seen, Title: &title})
		if fault.KindOf(err) != fault.Conflict {
			t.Errorf("a title beside an old text: %v", err)
		}
		if c := k.open(); c.Body != "<p>Mine.</p>" || c.Title != "" {
			t.Errorf("%+v", c)
		}
		k.keep(whole(cat, mine.Seen, "<p>Both.</p>"))
	})
}

// Lines that are not those of the text that they were made for change nothing.
func TestMisfit(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		c := k.keep(whole(ann, k.open().Seen, "<p>One.</p>\n<p>Two.</p>"))
		good := draft.Splice{From: 1, To: 2, Lines: []string{"<p>Three.</p>"}, Count: 2, Sum: draft.Sum([]string{"<p>One.</p>", "<p>Three.</p>"})}
		for name, change := range map[string]func(*draft.Splice){
			"sum":       func(s *draft.Splice) { s.Sum++ },
			"count":     func(s *draft.Splice) { s.Count = 3 },
			"from":      func(s *draft.Splice) { s.From = -1 },
			"backwards": func(s *draft.Splice) { s.From, s.To = 2, 1 },
			"beyond":    func(s *draft.Splice) { s.To = 3 },
			"far":       func(s *draft.Splice) { s.From, s.To = 1<<40, 1<<41 },
		} {
			s := good
			change(&s)
			if _, err := k.save(draft.Edit{By: ann, Seen: c.Seen, Splice: &s}); !errors.As(err, &draft.Misfit{}) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if o := k.open(); o.Body != c.Body || o.Seen != c.Seen {
			t.Errorf("%+v", o)
		}
		k.keep(draft.Edit{By: ann, Seen: c.Seen, Splice: &good})
	})
}

// What somebody typed first into a new chapter was refused once and sent again, whole:
// for the server a text of nothing had a line, for the browser none.
func TestFirstLinesFitNothing(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		c := k.keep(whole(ann, k.open().Seen, ""))
		first := []string{"<p>One.</p>"}
		c = k.keep(draft.Edit{By: ann, Seen: c.Seen, Splice: &draft.Splice{Lines: first, Count: 1, Sum: draft.Sum(first)}})
		c = k.keep(draft.Edit{By: ann, Seen: c.Seen, Splice: &draft.Splice{To: 1, Sum: draft.Sum(nil)}})
		if c.Body != "" {
			t.Errorf("after all lines were taken out: %q", c.Body)
		}
	})
}

// No two texts of a chapter have the same number, whatever happens between.
func TestNumbersGoUpForGood(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		numbers := map[int]string{}
		note := func(step string) draft.Copy {
			c := k.open()
			if was, ok := numbers[c.Seen]; ok && was != c.Body {
				t.Errorf("%s: %d was %q and is %q", step, c.Seen, was, c.Body)
			}
			numbers[c.Seen] = c.Body
			return c
		}
		for _, text := range []string{"<p>One.</p>", "<p>Two.</p>", "<p>Three.</p>"} {
			c := note("before " + text)
			k.keep(whole(ann, c.Seen, text))
			note("saved " + text)
			k.settle()
			note("settled " + text)
			k.tx(func(ctx context.Context, tx *db.Tx) error {
				return work.SetChapter(ctx, tx, prose.Cleaner{}, k.chapter, work.ChapterText{Kind: work.PlainChapter, Body: "<p>Brought in after " + text})
			})
			if after := note("changed after " + text); after.Seen <= c.Seen+1 {
				t.Errorf("a change of the chapter is not told: %d after %d", after.Seen, c.Seen)
			}
			if _, err := k.save(whole(ann, c.Seen+1, "<p>Late.</p>")); fault.KindOf(err) != fault.Conflict {
				t.Errorf("a tab that was left open overwrites: %v", err)
			}
		}
		if len(numbers) != 7 {
			t.Errorf("%d numbers: %v", len(numbers), numbers)
		}
	})
}

func TestSettle(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.settle() // nobody writes: nothing changes
		if c := k.open(); c.Rev != 0 || c.Seen != 1 {
			t.Errorf("%+v", c)
		}
		c := k.keep(whole(ann, 1, "<p>Lamps.<script>x()</script></p>\n<p>Fog.</p>"))
		k.settle()
		o := k.open()
		if o.Rev != 0 || o.Seen != c.Seen || o.Body != "<p>Lamps.</p>\n<p>Fog.</p>" || o.Words != 2 {
			t.Errorf("%+v", o)
		}
		k.keep(splice(o.Seen, 0, 1, o.Body, "<p>Light.</p>"))
		if c := k.open(); c.Body != "<p>Light.</p>\n<p>Fog.</p>" {
			t.Errorf("%+v", c)
		}
	})
}

func TestTooLong(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		notes := strings.Repeat("ß", work.MaxNotes+1)
		_, err := k.save(draft.Edit{By: ann, Seen: 1, NotesAfter: &notes})
		if fault.KindOf(err) != fault.TooLarge || fault.FieldOf(err) != "notes_after" {
			t.Errorf("%v", err)
		}
		notes = notes[2:]
		k.keep(draft.Edit{By: ann, Seen: 1, NotesAfter: &notes})
	})
}

func TestNoChapter(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.chapter = 987654
		if _, err := k.save(whole(ann, 0, "x")); fault.KindOf(err) != fault.NotFound {
			t.Error(err)
		}
	})
}

// Of eight who save at once one wins and the others are shown what it saved; none
// is half done, and who goes on from there wins in turn.
func TestEightWriters(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		const writers, rounds = 8, 5
		var wg sync.WaitGroup
		for w := range writers {
			wg.Go(func() {
				seen, mine := 1, ""
				for done := 0; done < rounds; {
					next := mine + "<p>" + string(rune('A'+w)) + "</p>\n"
					c, err := k.save(whole(ann, seen, next))
					switch {
					case err == nil:
						done++
					case fault.KindOf(err) != fault.Conflict:
						t.Error(err)
						return
					}
					seen, mine = c.Seen, c.Body
				}
			})
		}
		wg.Wait()
		c := k.open()
		for w := range writers {
			if n := strings.Count(c.Body, string(rune('A'+w))); n != rounds {
				t.Errorf("%d of %d saves of writer %c are there", n, rounds, 'A'+w)
			}
		}
		if c.Seen != 1+writers*rounds {
			t.Errorf("%d saves are counted as %d", writers*rounds, c.Seen-1)
		}
	})
}
