package work_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/work"
)

// told is a posted work with these texts for chapters.
func told(title string, texts ...string) work.Draft {
	d := work.Draft{Title: title, Language: "en", Posted: true, Creators: []account.PseudID{1}}
	for _, body := range texts {
		d.Chapters = append(d.Chapters, work.DraftChapter{Body: body})
	}
	return d
}

func mustCreate(t *testing.T, d *db.DB, draft work.Draft) work.ID {
	t.Helper()
	id, err := create(t, d, draft)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func replace(t *testing.T, d *db.DB, id work.ID, draft work.Draft) {
	t.Helper()
	if err := d.Tx(t.Context(), func(tx *db.Tx) error { return work.Replace(t.Context(), tx, cleaner, id, draft) }); err != nil {
		t.Fatal(err)
	}
}

func alike(t *testing.T, d *db.DB, among db.Cond, draft work.Draft) []work.Match {
	t.Helper()
	draft.Chapters = slices.Clone(draft.Chapters)
	draft.Prepare(cleaner)
	out, err := work.Alike(t.Context(), d, among, work.LikenessOf(&draft), 5)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// edited changes one word in so many.
func edited(words []string, every int) []string {
	out := slices.Clone(words)
	for i := every / 2; i < len(out); i += every {
		out[i] = "zzz"
	}
	return out
}

func TestAlike(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	long := story(r, 6000)
	other := story(r, 3000)
	drabble := story(r, 100)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		withPeople(t, d)
		lampID := mustCreate(t, d, told("Lamp", asHTML(long[:3000]), asHTML(long[3000:])))
		beginning := mustCreate(t, d, told("Beginning", asHTML(long[:1500])))
		mustCreate(t, d, told("Other", asHTML(other)))
		small := mustCreate(t, d, told("Drabble", asHTML(drabble)))
		everyone := db.Where("TRUE")

		got := alike(t, d, everyone, told("Again", asHTML(long[:2000]), asHTML(long[2000:])))
		if len(got) != 2 || got[0] != (work.Match{Work: lampID, Title: "Lamp", Chapters: 2, Words: 6000, Estimate: 1, Part: work.WholeText}) {
			t.Fatalf("the same text, cut otherwise: %+v", got)
		}
		if m := got[1]; m.Work != beginning || m.Part != work.Opening || m.Estimate < 0.65 || m.Estimate > 0.85 {
			t.Errorf("what it has grown from: %+v", m)
		}
		got = alike(t, d, everyone, told("Edited", asHTML(edited(long, 50))))
		if len(got) == 0 || got[0].Work != lampID || got[0].Part != work.WholeText || got[0].Estimate < 0.7 || got[0].Estimate > 0.95 {
			t.Errorf("one word in fifty changed: %+v", got)
		}
		got = alike(t, d, everyone, told("Small", asHTML(drabble)))
		if len(got) != 1 || got[0].Work != small || got[0].Estimate != 1 {
			t.Errorf("a drabble: %+v", got)
		}
		for name, texts := range map[string][]string{"unlike all": {asHTML(story(rand.New(rand.NewPCG(6, 6)), 3000))}, "too short": {asHTML(drabble[:40])}} {
			if got := alike(t, d, everyone, told("New", texts...)); len(got) != 0 {
				t.Errorf("%s: %+v", name, got)
			}
		}
		got, err := work.Alike(t.Context(), d, everyone, work.Likeness{}, 5)
		if err != nil || len(got) != 0 {
			t.Errorf("like nothing: %+v, %v", got, err)
		}

		// A new version is known by what it says now, and no longer by what it said.
		replace(t, d, lampID, told("Lamp", asHTML(other[:2500])))
		if got := alike(t, d, everyone, told("Again", asHTML(long))); len(got) != 1 || got[0].Work != beginning {
			t.Errorf("by what it was: %+v", got)
		}
		if got := alike(t, d, everyone, told("Other", asHTML(other[:2500]))); len(got) != 2 || got[0].Work != lampID || got[0].Estimate != 1 {
			t.Errorf("by what it is: %+v", got)
		}
		replace(t, d, lampID, told("Lamp", "<p>Only a word.</p>"))
		if got := alike(t, d, everyone, told("Other", asHTML(other[:2500]))); len(got) != 1 || got[0].Work == lampID {
			t.Errorf("a work that has become short: %+v", got)
		}
	})
}

// Nothing outside the condition is told, and nothing of chapters that aren't posted.
func TestAlikeTellsNobodyTooMuch(t *testing.T) {
	words := story(rand.New(rand.NewPCG(7, 7)), 2500)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		withPeople(t, d)
		const address = "https://archiveofourown.org/works/19"
		anns := told("Ann's", asHTML(words))
		anns.SourceURL = address
		posted := mustCreate(t, d, anns)
		cats := anns
		cats.Creators, cats.Posted = []account.PseudID{3}, false
		draft := mustCreate(t, d, cats)
		half := told("Half", asHTML(story(rand.New(rand.NewPCG(8, 8)), 300)), asHTML(words))
		half.Chapters[1].Draft = true
		mustCreate(t, d, half)
		for name, c := range map[string]struct {
			among db.Cond
			want  []work.ID
		}{
			"Ann's own":            {work.EditableBy(ann), []work.ID{posted}},
			"Ben's own":            {work.EditableBy(ben), nil},
			"Cat's own":            {work.EditableBy(cat), []work.ID{draft}},
			"a guest's own":        {work.EditableBy(guest), nil},
			"what a guest may see": {work.VisibleTo(guest), []work.ID{posted}},
			"what Cat may see":     {work.VisibleTo(cat), []work.ID{posted, draft}},
			"staff":                {work.EditableBy(moderator), []work.ID{posted, draft}},
			"either":               {db.Cond{SQL: "w.id = ? OR w.id = ?", Args: []any{int64(posted), int64(draft)}}, []work.ID{posted, draft}},
		} {
			got := alike(t, d, c.among, told("Again", asHTML(words)))
			if ids := idsOf(got); !slices.Equal(ids, c.want) {
				t.Errorf("%s by text: %v, want %v", name, ids, c.want)
			}
			got, err := work.BySource(t.Context(), d, c.among, "http://ao3.org/works/19/chapters/20#x")
			if ids := idsOf(got); err != nil || !slices.Equal(ids, c.want) {
				t.Errorf("%s by address: %v, want %v, %v", name, ids, c.want, err)
			}
		}
		for _, address := range []string{"", "https://archiveofourown.org/works/20", "no address"} {
			if got, err := work.BySource(t.Context(), d, db.Where("TRUE"), address); err != nil || len(got) != 0 {
				t.Errorf("%q: %v, %v", address, got, err)
			}
		}
	})
}

func idsOf(all []work.Match) []work.ID {
	var ids []work.ID
	for _, m := range all {
		ids = append(ids, m.Work)
	}
	return ids
}

// Works from before there were likenesses get theirs, once and for good.
func TestRemember(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	words := story(r, 2500)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		withPeople(t, d)
		ctx := t.Context()
		first := told("First", asHTML(words[:1000]), asHTML(words[1000:]), asHTML(story(rand.New(rand.NewPCG(10, 1)), 500)))
		first.Chapters[2].Draft = true
		first.SourceURL = "http://lamps.example/fic?id=4&utm_source=x"
		mustCreate(t, d, first)
		mustCreate(t, d, told("Second", "<p>Short.</p>"))
		mustCreate(t, d, told("Third", asHTML(words[:400])))
		made := remembered(t, d)
		if len(made) < 20 {
			t.Fatalf("only %d remembered", len(made))
		}
		forget := func() error {
			return d.Tx(ctx, func(tx *db.Tx) error {
				for _, query := range []string{`DELETE FROM likeness_prints`, `DELETE FROM likenesses`, `UPDATE works SET likeness_version = 0, source_key = ''`} {
					if err := tx.Exec(ctx, query); err != nil {
						return err
					}
				}
				return nil
			})
		}
		feed, err := db.Stamp(ctx, d)
		if err != nil {
			t.Fatal(err)
		}
		nothing := func() error { return nil }
		for i, before := range []func() error{forget, nothing} {
			if err := before(); err != nil {
				t.Fatal(err)
			}
			if err := work.RunRemember(ctx, d); err != nil {
				t.Fatal(err)
			}
			if again := remembered(t, d); !slices.Equal(again, made) {
				t.Errorf("run %d: remembered %v, want %v", i+1, again, made)
			}
		}
		if now, err := db.Stamp(ctx, d); err != nil || now != feed {
			t.Errorf("readers are told of a change: %d after %d, %v", now, feed, err)
		}
		// What is cleaned anew is remembered anew.
		err = d.Tx(ctx, func(tx *db.Tx) error {
			return tx.Exec(ctx, `UPDATE chapter_texts SET clean_version = 0, html = '<p>Other words.</p>', source = NULL WHERE chapter_id = 1`)
		})
		if err == nil {
			err = work.RunReclean(ctx, d, cleaner)
		}
		if err == nil {
			err = work.RunRemember(ctx, d)
		}
		if err != nil {
			t.Fatal(err)
		}
		if again := remembered(t, d); slices.Equal(again, made) {
			t.Error("a text that was cleaned anew is remembered as it was")
		}
	})
}

// remembered is everything that is stored of likenesses, as text.
func remembered(t *testing.T, d *db.DB) []string {
	t.Helper()
	var all []string
	for _, query := range []string{
		`SELECT id, 0, source_key FROM works ORDER BY id`,
		`SELECT work_id, print, '' FROM likeness_prints ORDER BY work_id, print`,
		`SELECT work_id, LENGTH(whole), '' FROM likenesses ORDER BY work_id`,
	} {
		rows, err := d.QueryContext(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var id, n int64
			var s string
			if err := rows.Scan(&id, &n, &s); err != nil {
				t.Fatal(err)
			}
			all = append(all, fmt.Sprint(id, n, s))
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// Eight writers and the job at once: in the end each work is known by its text.
func TestEightWriteLikenessesAtOnce(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 11))
	texts := make([][]string, 8)
	for i := range texts {
		texts[i] = story(r, 300)
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		withPeople(t, d)
		ctx := t.Context()
		shared := mustCreate(t, d, told("Shared", asHTML(texts[0])))
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				for range 3 {
					err := d.Tx(ctx, func(tx *db.Tx) error {
						return work.Replace(ctx, tx, cleaner, shared, told(fmt.Sprintf("Shared %d", i), asHTML(texts[i])))
					})
					if err == nil {
						err = d.Tx(ctx, func(tx *db.Tx) error { return tx.Exec(ctx, `UPDATE works SET likeness_version = 0`) })
					}
					if err == nil {
						err = work.RunRemember(ctx, d)
					}
					if err == nil {
						_, err = create(t, d, told("Same", asHTML(texts[i])))
					}
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		var last int
		w, err := work.Get(ctx, d, ann, shared)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := fmt.Sscanf(w.Title, "Shared %d", &last); err != nil {
			t.Fatal(err)
		}
		for i := range texts {
			got := alike(t, d, db.Where("TRUE"), told("Again", asHTML(texts[i])))
			want := 3
			if i == last {
				want = 4
			}
			if len(got) != want || got[0].Estimate != 1 || (got[0].Work == shared) != (i == last) {
				t.Errorf("text %d: %+v, want %d works", i, got, want)
			}
		}
		var prints int
		if err := d.QueryRowContext(ctx, `SELECT COUNT(*) FROM likeness_prints`).Scan(&prints); err != nil || prints != 25*8 {
			t.Errorf("%d prints, want 8 for each of 25 works, %v", prints, err)
		}
	})
}
