package catalogue

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/facet"
	"github.com/ficstead/ficstead/internal/fault"
)

// What the catalogue answers is what the database would, after every change.
func TestTheCatalogueIsTheDatabase(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d, 1)
		for id := range int64(60) {
			s.work(id + 1)
		}
		x := s.open("")
		for range 60 {
			s.check(x, s.ask())
			id := int64(1 + s.IntN(70))
			if s.IntN(4) == 0 {
				s.write(func(_ context.Context, do func(string, ...any)) { do(`DELETE FROM works WHERE id = $1`, id) }, id)
			} else {
				s.work(id)
			}
		}
	})
}

// Eight write while others ask: whoever has written sees it at once, and in the end
// nothing is missing.
func TestEightWritersAndReaders(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d, 2)
		x := s.open("")
		var wg sync.WaitGroup
		for w := range int64(8) {
			wg.Go(func() {
				for i := range int64(12) {
					id := 1 + 8*i + w
					err := s.try(func(_ context.Context, do func(string, ...any)) {
						do(`INSERT INTO works (id, title, sort_title, language, rating, words, posted, posted_at, revised_at, clean_version, created_at, updated_at)
							VALUES ($1, 'T', 't', 'en', 'Mature', $1, TRUE, 0, 0, 1, 0, 0)`, id)
					}, id)
					if err != nil {
						t.Error(err)
						return
					}
					var r facet.Result
					q := facet.Query{Ranges: []facet.Range{{Number: Words, From: uint32(id), To: uint32(id)}}, Limit: 1}
					if err := x.Search(t.Context(), &q, &r); err != nil || r.Total != 1 {
						t.Errorf("work %d is there, and %d are found: %v", id, r.Total, err)
					}
				}
			})
		}
		wg.Wait()
		for range 5 {
			s.check(x, s.ask())
		}
	})
}

// A catalogue that is opened again has what it had, and what happened since; one that
// is missing, damaged or not of this database is made anew.
func TestSnapshots(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d, 3)
		dir := filepath.Join(t.TempDir(), "catalogue")
		for id := range int64(30) {
			s.work(id + 1)
		}
		run := func(what string, anew bool) {
			t.Helper()
			for range 5 {
				s.work(int64(1 + s.IntN(40)))
			}
			x := s.open(dir)
			built := false
			all := x.all
			x.all = func(ctx context.Context) iter.Seq2[facet.Work, error] {
				built = true
				return all(ctx)
			}
			for range 3 {
				s.check(x, s.ask())
			}
			s.work(int64(1 + s.IntN(40)))
			s.check(x, s.ask())
			if built != anew {
				t.Errorf("%s: made anew: %v, want %v", what, built, anew)
			}
			if err := x.Save(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := x.Close(); err != nil {
				t.Fatal(err)
			}
		}
		run("nothing there", true)
		run("opened again", false)
		run("and again", false)
		spoil(t, dir, func(b []byte) []byte {
			for i := len(b) / 2; i < len(b); i++ {
				b[i] ^= 0x55
			}
			return b
		})
		run("overwritten", true)
		spoil(t, dir, func(b []byte) []byte { return b[:len(b)/2] })
		run("cut off", true)
		if err := os.Remove(filepath.Join(newestIn(t, dir), markFile)); err != nil {
			t.Fatal(err)
		}
		run("without its mark", true)
		s.write(func(_ context.Context, do func(string, ...any)) { do(`UPDATE changes SET at = at + 1`) })
		run("of another time", true)
		s.write(func(_ context.Context, do func(string, ...any)) {
			do(`DELETE FROM changes WHERE seq > (SELECT MAX(seq) - 20 FROM changes)`)
		})
		run("ahead of the database", true)
		run("opened once more", false)
	})
}

// newestIn is the folder of the newest snapshot.
func newestIn(t *testing.T, root string) string {
	t.Helper()
	n, err := newest(root)
	if err != nil || n == 0 {
		t.Fatalf("no snapshot in %s: %v", root, err)
	}
	return folderOf(root, n)
}

// spoil changes the largest file of the newest snapshot.
func spoil(t *testing.T, root string, f func([]byte) []byte) {
	t.Helper()
	dir := newestIn(t, root)
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var name string
	var size int64
	for _, e := range entries {
		if i, err := e.Info(); err == nil && i.Size() > size {
			name, size = filepath.Join(dir, e.Name()), i.Size()
		}
	}
	b, err := os.ReadFile(name)
	if err == nil {
		err = os.WriteFile(name, f(b), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// While the catalogue is made, whoever asks is told how far it is and when to come back.
func TestWhileItIsMade(t *testing.T) {
	d := dbtest.Open(t, dbtest.SQLite(t))
	s := newShelf(t, d, 4)
	for id := range int64(20) {
		s.work(id + 1)
	}
	x := s.open("")
	x.patience = time.Millisecond
	goOn := make(chan struct{})
	all := x.all
	x.all = func(ctx context.Context) iter.Seq2[facet.Work, error] {
		<-goOn
		return all(ctx)
	}
	var r facet.Result
	err := x.Search(t.Context(), &facet.Query{}, &r)
	if fault.KindOf(err) != fault.Unavailable || fault.WaitOf(err) <= 0 || !strings.Contains(fault.Message(err), "come back") {
		t.Errorf("%v, to wait %v", err, fault.WaitOf(err))
	}
	m := &making{begun: time.Now().Add(-10 * time.Second)}
	m.works.Store(25)
	m.of.Store(100)
	if err := x.unavailable(m); !strings.Contains(fault.Message(err), "25 in a hundred") || fault.WaitOf(err) < 25*time.Second || fault.WaitOf(err) > 35*time.Second {
		t.Errorf("a quarter in ten seconds: %v, to wait %v", err, fault.WaitOf(err))
	}
	close(goOn)
	x.patience = patient
	s.check(x, s.ask())
}

// What cannot be made is tried again after a while, and meanwhile nobody waits.
func TestWhenItCannotBeMade(t *testing.T) {
	d := dbtest.Open(t, dbtest.SQLite(t))
	s := newShelf(t, d, 5)
	x := s.open("")
	tried := 0
	x.all = func(context.Context) iter.Seq2[facet.Work, error] {
		tried++
		return func(yield func(facet.Work, error) bool) { yield(facet.Work{}, errors.New("no disk")) }
	}
	for range 3 {
		if _, err := x.Now(t.Context()); fault.KindOf(err) != fault.Unavailable || strings.Contains(fault.Message(err), "disk") {
			t.Errorf("%v", err)
		}
	}
	if tried != 1 {
		t.Errorf("tried %d times at once", tried)
	}
}

func TestCountersAreTakenIn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d, 6)
		now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
		d.Now = func() time.Time { return now }
		s.write(func(_ context.Context, do func(string, ...any)) {
			for id := 1; id <= 3; id++ {
				do(`INSERT INTO works (id, title, sort_title, language, rating, posted, posted_at, revised_at, clean_version, created_at, updated_at)
					VALUES ($1, 'T', 't', 'en', 'Mature', TRUE, 0, 0, 1, 0, 0)`, id)
			}
			do(`INSERT INTO totals (work_id, kind, n, at) VALUES (1, 'hits', 7, 0), (2, 'hits', 9, 0), (2, 'readers', 99, 0)`)
		}, 1, 2, 3)
		dir := t.TempDir()
		x := s.open(dir)
		order := func(want string) {
			t.Helper()
			if err := x.Count(t.Context()); err != nil {
				t.Fatal(err)
			}
			var r facet.Result
			if err := x.Search(t.Context(), &facet.Query{Order: Hits, Limit: 9}, &r); err != nil || fmt.Sprint(r.IDs) != want {
				t.Errorf("by hits: %v %v, want %s", r.IDs, err, want)
			}
		}
		hit := func(work, n int, at time.Time) {
			t.Helper()
			s.write(func(_ context.Context, do func(string, ...any)) {
				do(`INSERT INTO totals (work_id, kind, n, at) VALUES ($1, 'hits', $2, $3) ON CONFLICT (work_id, kind) DO UPDATE SET n = totals.n + excluded.n, at = excluded.at`, work, n, at.UnixMilli())
			})
		}
		order("[2 1 3]")
		hit(3, 4, now) // somebody, but nobody is told
		order("[2 1 3]")
		hit(3, 16, now)
		order("[3 2 1]")
		hit(1, 5, now.Add(-50*time.Second)) // of a transaction that took long
		order("[3 1 2]")
		now = now.Add(time.Hour)
		hit(2, 50, now)
		order("[2 3 1]")
		if len(x.counters.late) != 1 {
			t.Errorf("%d counters are remembered", len(x.counters.late))
		}
		if err := errors.Join(x.Save(t.Context()), x.Close()); err != nil {
			t.Fatal(err)
		}
		now = now.Add(time.Hour)
		hit(1, 100, now) // while nobody looked
		x = s.open(dir)
		order("[1 2 3]")
	})
}

// One work with more tags than a catalogue takes kept all lists of an archive from being
// made. It is there, by its last tags, and for members only if it is.
func TestAWorkOfVeryManyTags(t *testing.T) {
	d := dbtest.Open(t, dbtest.SQLite(t))
	s := newShelf(t, d, 8)
	const tag, many = 1000, facet.MaxWorkTerms + 5
	s.write(func(_ context.Context, do func(string, ...any)) {
		do(`INSERT INTO works (id, title, sort_title, language, rating, restricted, posted, posted_at, revised_at, clean_version, created_at, updated_at)
			VALUES (1, 'T', $1, 'en', 'Mature', TRUE, TRUE, 0, 0, 1, 0, 0)`, strings.Repeat("t", facet.MaxText+9))
		for i := range many {
			do(`INSERT INTO tags (id, type, name, name_key, canonical, created_at) VALUES ($1, 'freeform', $2, $2, TRUE, 0)`, tag+i, fmt.Sprint("many", i))
			do(`INSERT INTO work_filters (work_id, tag_id, type, inherited, audience, revised_at) VALUES (1, $1, 'freeform', FALSE, 1, 0)`, tag+i)
		}
	}, 1)
	x := s.open(t.TempDir())
	for i, want := range map[int]int{0: 0, many - 1: 1} {
		var r facet.Result
		q := facet.Query{All: []facet.Term{{Kind: Freeform, ID: int64(tag + i)}}, Limit: 9}
		if err := x.Search(t.Context(), &q, &r); err != nil || r.Total != want {
			t.Errorf("by tag %d: %d works, %v", i, r.Total, err)
		}
	}
	var r facet.Result
	if err := x.Search(t.Context(), &facet.Query{None: []facet.Term{{Kind: Audience, ID: Members}}, Limit: 9}, &r); err != nil || r.Total != 0 {
		t.Errorf("guests find %d works: %v", r.Total, err)
	}
}

// However many languages somebody makes up, their works are found, and the ones that
// were there before are counted.
func TestMadeUpLanguages(t *testing.T) {
	d := dbtest.Open(t, dbtest.SQLite(t))
	s := newShelf(t, d, 7)
	code := func(i int) string { return fmt.Sprintf("x-made-%d", i) }
	s.write(func(_ context.Context, do func(string, ...any)) {
		for i := range maxLanguages + 30 {
			do(`INSERT INTO works (id, title, sort_title, language, rating, posted, posted_at, revised_at, clean_version, created_at, updated_at)
				VALUES ($1, 'T', 't', $2, 'Mature', TRUE, 0, 0, 1, 0, 0)`, i+1, code(i))
		}
	})
	x := s.open("")
	var r facet.Result
	for _, i := range []int{0, maxLanguages - 1, maxLanguages, maxLanguages + 29} {
		if _, err := x.Now(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := x.Search(t.Context(), &facet.Query{All: []facet.Term{x.Language(code(i))}, Limit: 9, Facets: true}, &r); err != nil || fmt.Sprint(r.IDs) != fmt.Sprint([]int{i + 1}) {
			t.Errorf("language %d: %v %v", i, r.IDs, err)
		}
	}
	if err := x.Search(t.Context(), &facet.Query{Facets: true}, &r); err != nil || len(r.Counts[Language]) != maxLanguages || r.Total != maxLanguages+30 {
		t.Errorf("%d languages are counted, %d works: %v", len(r.Counts[Language]), r.Total, err)
	}
	if code := x.LanguageOf(r.Counts[Language][0].ID); !strings.HasPrefix(code, "x-made-") {
		t.Errorf("a language is called %q", code)
	}
}

func TestCodesAreNumbers(t *testing.T) {
	for _, code := range []string{"en", "fil", "pt-BR", "zh-Hant", "zh-Hant-TW", "sr-Latn-RS", "ca-valencia", "tlh", "qya", "de-1996", "x-elvish"} {
		if id, ok := numberOf(code); !ok || codeOf(id) != code {
			t.Errorf("%s is %d, which is %q", code, id, codeOf(id))
		}
	}
	for _, code := range []string{"", "english, mostly", "sl-rozaj-biske-1994", "ünich", "EN"} {
		if id, ok := numberOf(code); ok {
			t.Errorf("%q is %d", code, id)
		}
	}
	for _, id := range []int64{0, -5, 38, 1 << 62} {
		if got := codeOf(id); got != "" && id != 1<<62 {
			t.Errorf("%d is %q", id, got)
		}
	}
}

func TestExamine(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d, 8)
		for id := range int64(20) {
			s.work(id + 1)
		}
		dir := filepath.Join(t.TempDir(), "catalogue")
		examine := func(want string) {
			t.Helper()
			var told []string
			if err := Examine(t.Context(), d, dir, func(s string) { told = append(told, s) }); err != nil {
				t.Fatal(err)
			}
			if all := strings.Join(told, "\n"); !strings.Contains(all, want) || (want == "") != (all == "") {
				t.Errorf("told %q, want %q", all, want)
			}
		}
		examine("")
		if err := New(d, dir, nil).Rebuild(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		examine("")
		s.work(3)
		examine("") // what is only behind is whole
		s.write(func(_ context.Context, do func(string, ...any)) {
			do(`DELETE FROM works WHERE id = (SELECT MAX(id) FROM works WHERE audience < 2)`)
		})
		examine("Make it anew")
		spoil(t, dir, func(b []byte) []byte { return b[:len(b)-9] })
		examine("can't be used")
	})
}
