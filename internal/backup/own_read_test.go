package backup_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/backup"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/history"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// haveRead gives the reader a history of every work of the library, some days apart, and
// hides one of them afterwards and removes another.
func haveRead(t *testing.T, a *archivetest.Archive) (viewer.Viewer, map[string]archivetest.Story) {
	t.Helper()
	me, all := a.Viewer(archivetest.Reader), map[string]archivetest.Story{}
	var read []history.Reading
	for i, s := range a.Library() {
		all[s.Key] = s
		if s.Key == "hidden" || s.Key == "mystery" || s.Key == "draft" || s.Key == "buried" {
			continue
		}
		at := archivetest.Now().AddDate(0, 0, -i-1)
		read = append(read, history.Reading{Work: s.ID, First: at.AddDate(0, -1, 0), Last: at, Times: i + 1, Chapter: s.Chapters[0], Chapters: 1})
	}
	a.Tx(func(tx *db.Tx) error {
		_, err := history.Restore(t.Context(), tx, me.ID, read)
		must(t, err)
		must(t, work.SetHidden(t.Context(), tx, all["adult"].ID, true))
		return work.Remove(t.Context(), tx, all["short"].ID)
	})
	return me, all
}

// homeless is what of readings is the same in any archive.
func homeless(all []backup.Read) []backup.Read {
	out := slices.Clone(all)
	for i := range out {
		out[i].Address = ""
	}
	return out
}

func TestWhatWasReadComesBack(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		me, all := haveRead(t, a)
		anns, bens := write(t, a, archivetest.Ann), write(t, a, archivetest.Ben)
		file, before := write(t, a, archivetest.Reader), hash(t, a, me.ID)
		was := told(t, file).Read
		if len(was) != 8 {
			t.Fatalf("the backup tells of %d works: %+v", len(was), was)
		}
		for _, r := range was {
			for _, key := range []string{"short", "adult"} {
				if b, _ := json.Marshal(r); strings.Contains(string(b), "zq"+key) || r.Address != "" && strings.HasSuffix(r.Address, all[key].ID.Path()) {
					t.Errorf("the backup tells of a work that is gone or hidden: %s", b)
				}
			}
			if strings.Contains(r.Title, "zqanon") && len(r.By) != 0 {
				t.Errorf("the backup tells who wrote an anonymous work: %v", r.By)
			}
		}
		shown := slices.DeleteFunc(slices.Clone(was), func(r backup.Read) bool { return r.Title == "" })
		if len(shown) != 6 || shown[0].Chapter != 1 || shown[0].Chapters != 1 || len(shown[0].By) != 1 {
			t.Errorf("what it tells: %+v", shown)
		}
		for name, dsn := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
			t.Run("into "+name, func(t *testing.T) {
				there := archivetest.OpenEmpty(t, dsn(t), "https://quay.example")
				_, _, err := take(t, there, file, "reader") // before the works are there
				must(t, err)
				for who, file := range map[string][]byte{"Ann": anns, "Ben": bens} {
					_, _, err := take(t, there, file, who)
					must(t, err)
				}
				id, told1, err := take(t, there, file, "reader")
				must(t, err)
				if said := notes(told1); !strings.Contains(said, "6 works are on your reading history again") || !strings.Contains(said, "2 works that you had read are not here") {
					t.Errorf("told: %s", said)
				}
				is := told(t, backedUp(t, there, id)).Read
				if !reflect.DeepEqual(homeless(is), homeless(shown)) {
					t.Errorf("there it is %+v, was %+v", is, shown)
				}
				_, told2, err := take(t, there, file, "reader")
				must(t, err)
				if again := told(t, backedUp(t, there, id)).Read; !reflect.DeepEqual(again, is) || strings.Contains(notes(told2), "again.") || hash(t, there, id) != before {
					t.Errorf("the second time it is %+v; %s", again, notes(told2))
				}
			})
		}
	})
}

// In the archive where it was, what was cleared comes back; what has been read since stays.
func TestWhatWasReadComesBackWhereItWas(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		me, all := haveRead(t, a)
		file := write(t, a, archivetest.Reader)
		a.Tx(func(tx *db.Tx) error { return history.Clear(t.Context(), tx, me.ID) })
		late := history.Reading{Work: all["bens"].ID, First: archivetest.Now(), Last: archivetest.Now().Add(time.Hour), Times: 1, Chapters: 2}
		a.Tx(func(tx *db.Tx) error {
			_, err := history.Restore(t.Context(), tx, me.ID, []history.Reading{late})
			must(t, err)
			must(t, work.SetHidden(t.Context(), tx, all["adult"].ID, false))
			return tx.Exec(t.Context(), `UPDATE works SET title = $1 WHERE id = $2`, archivetest.Word("anon", "title"), int64(all["serial"].ID))
		})
		x := backup.Taker{DB: a.DB, Blob: a.Blob, Cleaner: prose.Cleaner{}, BaseURL: "https://elsewhere.example", Careful: true}
		must(t, x.Take(t.Context(), bytes.NewReader(file), int64(len(file)), me.ID, func(backup.Outcome) {}))
		is, err := history.Of(t.Context(), a.DB, me.ID, 100)
		must(t, err)
		var keys []string
		for _, r := range is {
			for key, s := range all {
				if s.ID == r.Work {
					keys = append(keys, key)
				}
			}
			if r.Work == late.Work && (!r.Last.Equal(late.Last) || r.Chapters != 2 || r.Times != 3 || !r.First.Before(late.First)) {
				t.Errorf("what was read since is %+v", r)
			}
		}
		slices.Sort(keys)
		if want := []string{"anon", "anonlocked", "bens", "locked", "open"}; !slices.Equal(keys, want) {
			t.Errorf("on the list are %v, want %v", keys, want)
		}
	})
}

// A file that was made up can put nothing on a list that its owner may not see, and no
// more than so much.
func TestMadeUpReadingsAreHarmless(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		me, all := haveRead(t, a)
		file := changed(t, write(t, a, archivetest.Reader), func(n, c string) string {
			if n != "account.json" {
				return c
			}
			var p backup.Person
			must(t, json.Unmarshal([]byte(c), &p))
			p.Read = nil
			for _, key := range []string{"hidden", "mystery", "draft", "buried", "short"} {
				s := all[key]
				p.Read = append(p.Read, backup.Read{Title: "The " + archivetest.Near(key, "title") + " " + archivetest.Word(key, "title"), Address: "https://elsewhere.example" + s.ID.Path(), By: []string{s.Pseud}, First: 1, Last: 2, Times: 1})
			}
			p.Read = append(p.Read, backup.Read{Work: -5}, backup.Read{Address: "https://elsewhere.example/works/99999999999999999999"}, backup.Read{Title: "\x00", By: []string{"\xff"}},
				backup.Read{Title: "The " + archivetest.Near("open", "title") + " " + archivetest.Word("open", "title"), By: []string{all["open"].Pseud}, First: 9e15, Last: -4, Times: 1 << 40, Chapter: 1 << 40, Chapters: 1 << 40})
			for i := range 30_000 {
				p.Read = append(p.Read, backup.Read{Title: fmt.Sprint("Nothing ", i), First: 1, Last: 1})
			}
			b, _ := json.Marshal(p)
			return string(b)
		})
		a.Tx(func(tx *db.Tx) error { return history.Clear(t.Context(), tx, me.ID) })
		x := backup.Taker{DB: a.DB, Blob: a.Blob, Cleaner: prose.Cleaner{}, BaseURL: "https://elsewhere.example", Careful: true}
		var last backup.Outcome
		must(t, x.Take(t.Context(), bytes.NewReader(file), int64(len(file)), me.ID, func(o backup.Outcome) { last = o }))
		is, err := history.Of(t.Context(), a.DB, me.ID, 100)
		must(t, err)
		if len(is) != 1 || is[0].Work != all["open"].ID || is[0].Last.After(archivetest.Now()) || is[0].Times > 10_000 || is[0].Chapter != 0 || is[0].First.After(is[0].Last) {
			t.Errorf("on the list: %+v", is)
		}
		if !strings.Contains(strings.Join(last.Notes, " "), "30,008 works that you had read") {
			t.Errorf("told: %v", last.Notes)
		}
	})
}
