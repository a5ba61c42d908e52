package backup_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/ask"
	"github.com/ficstead/ficstead/internal/backup"
	"github.com/ficstead/ficstead/internal/block"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/history"
	"github.com/ficstead/ficstead/internal/preset"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/publish"
	"github.com/ficstead/ficstead/internal/remember"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// must makes what returns an error one thing in a transaction.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func clues(what string) remember.Clues {
	return remember.Clues{remember.What: {Field: remember.What, Text: what}, remember.Where: {Field: remember.Where, Text: "a lighthouse", Maybe: true}}
}

// furnish gives Ann all that is of no work, and gives Ben a request for which she has
// suggested something.
func furnish(t *testing.T, a *archivetest.Archive) (ann viewer.Viewer, draft archivetest.Story) {
	t.Helper()
	ctx, all := t.Context(), a.Library()
	ann, ben := a.Viewer(archivetest.Ann), a.Viewer(archivetest.Ben)
	draft = all[slices.IndexFunc(all, func(s archivetest.Story) bool { return s.Key == "draft" })]
	a.Tx(func(tx *db.Tx) error {
		must(t, account.SetPrefs(ctx, tx, ann.ID, viewer.Prefs{TimeZone: "Europe/Helsinki", FullWork: true, AllowGifts: true, DailyWords: 400, MailOff: []string{"*"}}))
		must(t, account.SetReading(ctx, tx, ann.ID, viewer.Reading{Theme: "sepia"}))
		must(t, block.Block(ctx, tx, ann.ID, ben.ID))
		must(t, block.Mute(ctx, tx, ann.ID, a.Viewer(archivetest.Reader).ID))
		_, err := history.Restore(ctx, tx, ann.ID, []history.Reading{{Work: all[2].ID, First: tx.Now, Last: tx.Now, Times: 1}})
		must(t, err)
		fog, err := tag.ByName(ctx, tx, "Fog")
		must(t, err)
		for _, f := range []struct {
			name, address string
			preset.Change
		}{
			{"Long ones", "/works?complete=yes&words_from=10000", preset.Change{For: preset.Everywhere, Share: true, Named: true}},
			{"Foggy", "/tags/Fog/works?exclude=Angst", preset.Change{For: preset.OfTag, Tag: int64(fog.ID), Feed: true}},
			{"A series", "/works?complete=yes&series=7", preset.Change{}},
		} {
			id, err := preset.Save(ctx, tx, ann.ID, f.name, f.address, false)
			must(t, err)
			f.Name = f.name
			must(t, preset.Update(ctx, tx, ann.ID, id, f.Change))
		}
		must(t, preset.Note(ctx, tx, ann.ID, false))
		_, err = ask.Post(ctx, tx, ann, ask.Draft{Subject: "The one with the lamp", Fandom: "Harbour Lights", Note: "Years ago.", Clues: clues("she lit the lamp")})
		must(t, err)
		mine, err := ask.Post(ctx, tx, ann, ask.Draft{Subject: "My own, as it turned out", Clues: clues("he found the key")})
		must(t, err)
		must(t, ask.ItIs(ctx, tx, ann, mine, all[0].ID))
		bens, err := ask.Post(ctx, tx, ben, ask.Draft{Subject: "The tide and the clock", Clues: clues("the clock stopped at high tide")})
		must(t, err)
		must(t, block.Unblock(ctx, tx, ann.ID, ben.ID))
		must(t, ask.Suggest(ctx, tx, ann, bens, ask.Idea{Work: all[1].ID, Said: "The second chapter."}))
		must(t, ask.Suggest(ctx, tx, ann, bens, ask.Idea{Name: "The Long Pier", Elsewhere: true}))
		must(t, block.Block(ctx, tx, ann.ID, ben.ID))
		must(t, publish.Put(ctx, tx, draft.ID, ann.ID, []publish.Schedule{{Chapter: draft.Chapters[0], Due: tx.Now.Add(100 * time.Hour), Zone: "Europe/Helsinki", Silent: true},
			{Chapter: draft.Chapters[1], Due: tx.Now.Add(time.Hour), Zone: "Europe/Helsinki"}}))
		return nil
	})
	return ann, draft
}

// told is what a backup says of an account.
func told(t *testing.T, file []byte) (p backup.Person) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	must(t, err)
	f, err := z.Open("account.json")
	must(t, err)
	defer f.Close()
	must(t, json.NewDecoder(f).Decode(&p))
	return p
}

// notes are what is told of the account once a backup is in.
func notes(all []backup.Outcome) string {
	var out []string
	for _, o := range all {
		if o.Account {
			out = append(out, o.Notes...)
		}
	}
	return strings.Join(out, "\n")
}

func backedUp(t *testing.T, a *archivetest.Archive, id viewer.ID) []byte {
	t.Helper()
	var b bytes.Buffer
	m := backup.Maker{DB: a.DB, Blob: a.Blob, Name: "Elsewhere", BaseURL: "https://elsewhere.example"}
	must(t, m.Write(t.Context(), &b, id, func(int, int) {}))
	return b.Bytes()
}

func TestWhatIsOfNoWorkComesBack(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ann, draft := furnish(t, a)
		file := write(t, a, archivetest.Ann)
		was, before := told(t, file), hash(t, a, ann.ID)
		for name, dsn := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
			t.Run("into "+name, func(t *testing.T) {
				there := archivetest.OpenEmpty(t, dsn(t), "")
				there.DB.Now = func() time.Time { return archivetest.Now().Add(50 * time.Hour) } // one plan is past by then
				there.Tx(func(tx *db.Tx) error {
					_, _, err := backup.Account(t.Context(), tx, "Ben")
					return err
				})
				id, all, err := take(t, there, file, "Ann")
				must(t, err)
				if after := hash(t, there, id); after != before {
					t.Errorf("the content is another: %s, was %s", after, before)
				}
				is := told(t, backedUp(t, there, id))
				if string(is.Prefs) != string(was.Prefs) || string(is.Reading) != string(was.Reading) || !is.Unnoted {
					t.Errorf("preferences %s %s %v, were %s %s", is.Prefs, is.Reading, is.Unnoted, was.Prefs, was.Reading)
				}
				if !slices.Equal(is.Blocked, []string{"Ben"}) || len(is.Muted) != 0 {
					t.Errorf("blocked %v, muted %v", is.Blocked, is.Muted)
				}
				want := []backup.Filter{{Name: "A series", Address: "/works?complete=yes"}, {Name: "Foggy", Address: "/tags/Fog/works?exclude=Angst", Start: "tag", Tag: "Fog"},
					{Name: "Long ones", Address: "/works?complete=yes&words_from=10000", Start: "all"}}
				if !slices.Equal(is.Filters, want) {
					t.Errorf("filters %+v", is.Filters)
				}
				if !reflect.DeepEqual(is.Asked, was.Asked) || is.Asked[1].Work == 0 {
					t.Errorf("asked %+v, was %+v", is.Asked, was.Asked)
				}
				said := notes(all)
				for _, want := range []string{"3 saved filters are here again", "2 of them had a link", "nobody is here by that name: reader", "2 requests of yours are here again", "2 suggestions of yours are for requests that are not here", "1 work that you had read is not here"} {
					if !strings.Contains(said, want) {
						t.Errorf("nobody is told that %q: %s", want, said)
					}
				}
				plans(t, there, all, draft)
				// Once more changes nothing.
				rows, state := rowsOf(t, there), told(t, backedUp(t, there, id))
				if _, _, err := take(t, there, file, "Ann"); err != nil {
					t.Fatal(err)
				}
				if again := told(t, backedUp(t, there, id)); !reflect.DeepEqual(again, state) || hash(t, there, id) != before {
					t.Errorf("the second time it is %+v, was %+v", again, state)
				}
				for table, n := range rowsOf(t, there) {
					if rows[table] != n {
						t.Errorf("%s has %d rows after the second time, had %d", table, n, rows[table])
					}
				}
			})
		}
	})
}

// rowsOf counts what taking a backup in writes.
func rowsOf(t *testing.T, a *archivetest.Archive) map[string]int {
	t.Helper()
	out := map[string]int{}
	for _, table := range []string{"works", "chapters", "schedules", "presets", "asks", "ask_clues", "ask_words", "ask_suggestions", "readings", "histories", "blocks", "mutes", "letters", "chapter_moves", "accounts"} {
		var n int
		must(t, a.DB.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM `+table).Scan(&n))
		out[table] = n
	}
	return out
}

// plans looks whether a chapter waits for its time, and the one whose time is past does not.
func plans(t *testing.T, a *archivetest.Archive, all []backup.Outcome, s archivetest.Story) {
	t.Helper()
	i := slices.IndexFunc(all, func(o backup.Outcome) bool { return strings.Contains(o.Title, archivetest.Word(s.Key, "title")) })
	w := all[i]
	is, err := publish.Schedules(t.Context(), a.DB, w.Work)
	must(t, err)
	for _, p := range is {
		if len(is) != 1 || !p.Due.Equal(archivetest.Now().Add(100*time.Hour)) || p.Zone != "Europe/Helsinki" || !p.Silent || p.Failed {
			t.Errorf("planned is %+v", is)
		}
	}
	if said := strings.Join(w.Notes, " "); len(is) != 1 || !strings.Contains(said, "Chapter 1 will be posted on Tuesday 24 November 2026, 18:00, Helsinki time") || !strings.Contains(said, "Chapter 2 was to be posted") {
		t.Errorf("%d planned; told: %s", len(is), said)
	}
	must(t, publish.RunDue(t.Context(), a.DB, prose.Cleaner{}, a.Log))
	x, err := work.Get(t.Context(), a.DB, viewer.Viewer{Role: viewer.Moderator}, w.Work)
	must(t, err)
	if x.Posted || slices.ContainsFunc(x.Chapters, func(c work.Chapter) bool { return c.Posted && x.Posted }) {
		t.Error("what was planned long ago is posted")
	}
}

// Where she was, nothing changes: what is there stays, and nobody gets a letter. Her
// suggestions are for a request that is there.
func TestABackupOfWhatIsThereChangesNothing(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ann, _ := furnish(t, a)
		file, before, rows := write(t, a, archivetest.Ann), hash(t, a, ann.ID), rowsOf(t, a)
		was := told(t, file)
		_, all, err := take(t, a, file, "Ann")
		must(t, err)
		if is := told(t, write(t, a, archivetest.Ann)); !reflect.DeepEqual(is, was) || hash(t, a, ann.ID) != before {
			t.Errorf("it is %+v, was %+v", is, was)
		}
		if is := rowsOf(t, a); !reflect.DeepEqual(is, rows) {
			t.Errorf("rows %v, were %v", is, rows)
		}
		if said := notes(all); strings.Contains(said, "again") {
			t.Errorf("what is there is told as new: %s", said)
		}
		// Her suggestions come back where they are gone and the request is not.
		a.Tx(func(tx *db.Tx) error {
			must(t, block.Unblock(t.Context(), tx, ann.ID, a.Viewer(archivetest.Ben).ID))
			return tx.Exec(t.Context(), `DELETE FROM ask_suggestions`)
		})
		_, _, err = take(t, a, file, "Ann")
		must(t, err)
		if is := told(t, write(t, a, archivetest.Ann)); !reflect.DeepEqual(is.Suggested, was.Suggested) || rowsOf(t, a)["letters"] != rows["letters"] {
			t.Errorf("suggested %+v, was %+v; %d letters, were %d", is.Suggested, was.Suggested, rowsOf(t, a)["letters"], rows["letters"])
		}
	})
}

// What somebody has chosen here stays, and they are told.
func TestWhatIsChosenHereStays(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		furnish(t, a)
		file := write(t, a, archivetest.Ann)
		id := a.Viewer(archivetest.Reader).ID
		a.Tx(func(tx *db.Tx) error {
			must(t, account.SetPrefs(t.Context(), tx, id, viewer.Prefs{TimeZone: "Asia/Tokyo"}))
			one, err := preset.Save(t.Context(), tx, id, "long ONES", "/works?complete=no", false)
			must(t, err)
			return preset.Update(t.Context(), tx, id, one, preset.Change{Name: "Mine", For: preset.Everywhere})
		})
		a.Tx(func(tx *db.Tx) error {
			_, err := preset.Save(t.Context(), tx, id, "foggy", "/works?complete=no", false)
			return err
		})
		_, all, err := take(t, a, file, "reader")
		must(t, err)
		p := told(t, write(t, a, archivetest.Reader))
		if !strings.Contains(string(p.Prefs), "Tokyo") || strings.Contains(string(p.Prefs), "Helsinki") {
			t.Errorf("preferences %s", p.Prefs)
		}
		want := []backup.Filter{{Name: "A series", Address: "/works?complete=yes"}, {Name: "foggy", Address: "/works?complete=no"},
			{Name: "Long ones", Address: "/works?complete=yes&words_from=10000"}, {Name: "Mine", Address: "/works?complete=no", Start: "all"}}
		if !slices.Equal(p.Filters, want) {
			t.Errorf("filters %+v", p.Filters)
		}
		if said := notes(all); !strings.Contains(said, "which stay") || !strings.Contains(said, "were not saved: Foggy") {
			t.Errorf("told: %s", said)
		}
		if slices.Contains(p.Muted, "reader") {
			t.Error("somebody has muted themselves")
		}
	})
}

// A file that a member made up can do no more than they can by the pages.
func TestAMadeUpAccountIsHarmless(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		furnish(t, a)
		file := changed(t, write(t, a, archivetest.Ann), func(n, c string) string {
			if n != "account.json" {
				return c
			}
			var p backup.Person
			must(t, json.Unmarshal([]byte(c), &p))
			p.Prefs = json.RawMessage(`{"time_zone":"../../etc/passwd","daily_words":-5,"title_format":"` + strings.Repeat("x", 9000) + `","mail_off":["staff","nonsense"],"role":"keeper"}`)
			p.Reading = json.RawMessage(`{"theme":"x\" onload=","size":999999}`)
			p.Blocked = []string{"keeper", "Ann", strings.Repeat("é", 10_000), "a\x00b", ""}
			for i := range 5000 {
				p.Blocked = append(p.Blocked, fmt.Sprintf("nobody %d", i))
			}
			p.Filters = nil
			for i, address := range []string{"https://evil.example/works", "//evil.example/works", "/account/leave", "javascript:alert(1)", "/works/7", "", "/works?sort=%00", "\x00"} {
				p.Filters = append(p.Filters, backup.Filter{Name: fmt.Sprint("odd ", i), Address: address, Start: "all"})
			}
			for i := range 3000 {
				p.Filters = append(p.Filters, backup.Filter{Name: fmt.Sprint("many ", i), Address: "/works?complete=yes"})
				p.Asked = append(p.Asked, backup.Asked{Subject: fmt.Sprint("asked ", i), Clues: []backup.Clue{{Field: "what", Text: "x"}, {Field: "role", Text: "keeper"}}, At: 99999999999999, FoundAt: int64(i%2) * 99999999999999, Found: strings.Repeat("y", 5000/(1+i))})
				p.Suggested = append(p.Suggested, backup.Suggested{Subject: "The tide and the clock", Asker: "Ben", AskedAt: archivetest.Now().UnixMilli(), Title: fmt.Sprint("this ", i), Said: "me!", At: -7})
			}
			p.Asked = append(p.Asked[:2:2], append([]backup.Asked{{Subject: strings.Repeat("z", 500)}, {Subject: "no clue"}, {Subject: "long", Clues: []backup.Clue{{Field: "what", Text: strings.Repeat("x", 10_000)}}}}, p.Asked[2:]...)...)
			b, _ := json.Marshal(p)
			return string(b)
		})
		id := a.Viewer(archivetest.Reader).ID
		rows := rowsOf(t, a)
		x := backup.Taker{DB: a.DB, Blob: a.Blob, Cleaner: prose.Cleaner{}, BaseURL: "https://quay.example", Careful: true}
		var last backup.Outcome
		must(t, x.Take(t.Context(), bytes.NewReader(file), int64(len(file)), id, func(o backup.Outcome) { last = o }))
		is := rowsOf(t, a)
		if is["chapter_moves"] != rows["chapter_moves"] || is["letters"] != rows["letters"] {
			t.Errorf("a member’s file has made addresses or letters: %v, were %v", is, rows)
		}
		p := told(t, write(t, a, archivetest.Reader))
		if string(p.Prefs) != "{}" || strings.Contains(string(p.Reading), "onload") || strings.Contains(string(p.Reading), "999999") {
			t.Errorf("preferences %s %s", p.Prefs, p.Reading)
		}
		open := 0
		for _, r := range p.Asked {
			if r.FoundAt == 0 {
				open++
			}
			if r.At > archivetest.Now().UnixMilli() || len(r.Found) > 300 {
				t.Errorf("asked %+v", r)
			}
		}
		if open > 10 || len(p.Asked) > 100 || len(p.Suggested) > 10 || len(p.Filters) > preset.Most || len(p.Blocked) != 1 || p.Blocked[0] != "Ann" {
			t.Errorf("%d open of %d requests, %d suggestions, %d filters, blocked %v", open, len(p.Asked), len(p.Suggested), len(p.Filters), p.Blocked)
		}
		for _, f := range p.Filters {
			if !strings.HasPrefix(f.Address, "/works?") && f.Address != "/works" {
				t.Errorf("a filter leads to %s", f.Address)
			}
		}
		if n := len(strings.Join(last.Notes, "")); n > 20_000 || !last.Account {
			t.Errorf("%d bytes are told: %+v", n, last.Account)
		}
		if v, err := account.Get(t.Context(), a.DB, id); err != nil || v.Role != viewer.Member {
			t.Errorf("the reader is %s, %v", v.Role, err)
		}
		for _, bad := range []string{`{"prefs":7,"pseuds":[]}`, `{"prefs":[],"reading":"x","pseuds":[]}`} {
			odd := changed(t, file, func(n, c string) string {
				if n == "account.json" {
					return bad
				}
				return c
			})
			must(t, x.Take(t.Context(), bytes.NewReader(odd), int64(len(odd)), id, func(o backup.Outcome) { last = o }))
			if !strings.Contains(strings.Join(last.Notes, ""), "can’t be read") {
				t.Errorf("%s: %+v", bad, last)
			}
		}
	})
}

// Eight at once take the same file in: everything comes once.
func TestEightTakeOneAccount(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		furnish(t, a)
		file := changed(t, write(t, a, archivetest.Ann), func(n, c string) string {
			if n == "manifest.json" { // the works have tests of their own
				var m backup.Manifest
				must(t, json.Unmarshal([]byte(c), &m))
				m.Works = 0
				b, _ := json.Marshal(m)
				return string(b)
			}
			return c
		})
		id := a.Viewer(archivetest.Reader).ID
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				x := backup.Taker{DB: a.DB, Blob: a.Blob, Cleaner: prose.Cleaner{}}
				if err := x.Take(t.Context(), bytes.NewReader(file), int64(len(file)), id, func(backup.Outcome) {}); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		p := told(t, write(t, a, archivetest.Reader))
		if len(p.Filters) != 3 || len(p.Asked) != 2 || len(p.Suggested) != 0 && len(p.Suggested) != 2 || !slices.Equal(p.Blocked, []string{"Ben"}) {
			t.Errorf("%+v", p)
		}
	})
}

// Who looks after an archive takes a backup in again where it was made: the addresses of
// chapters lead there again. Nobody else’s file, and no other archive, does so.
func TestOldAddressesLeadToTheirChaptersAgain(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s := a.Add(archivetest.OpenPlans()[0])
		v := a.Viewer(archivetest.Ann)
		a.Tx(func(tx *db.Tx) error {
			return tx.Exec(t.Context(), `INSERT INTO chapter_moves (chapter_id, work_id, to_chapter, at) VALUES (777, 70, $1, 1)`, int64(s.Chapters[1]))
		})
		file := write(t, a, archivetest.Ann)
		was := s.ID.ChapterPath(s.Chapters[0])
		a.Tx(func(tx *db.Tx) error { return work.Remove(t.Context(), tx, s.ID) })
		leads := func(address string) string {
			return a.Get(archivetest.Guest, address).Header.Get("Location")
		}
		for _, x := range []backup.Taker{{Careful: true, BaseURL: "https://quay.example"}, {BaseURL: "https://elsewhere.example"}, {BaseURL: "https://quay.example"}} {
			x.DB, x.Blob, x.Cleaner = a.DB, a.Blob, prose.Cleaner{}
			var o backup.Outcome
			must(t, x.Take(t.Context(), bytes.NewReader(file), int64(len(file)), v.ID, func(y backup.Outcome) {
				if !y.Account {
					o = y
				}
			}))
			if o.Here || o.Work == 0 {
				t.Fatalf("%+v", o)
			}
			w, err := work.Get(t.Context(), a.DB, viewer.Viewer{}, o.Work)
			must(t, err)
			should := !x.Careful && x.BaseURL == "https://quay.example"
			for i, address := range []string{was, "/works/70/chapters/777"} {
				want := ""
				if should {
					want = o.Work.ChapterPath(w.Chapters[i].ID)
				}
				// A work that came at the same number has addresses of its own.
				if got := leads(address); got != want && a.Get(archivetest.Guest, address).Status != http.StatusOK {
					t.Errorf("%+v: %s leads to %q, not %q", x.Careful, address, got, want)
				}
			}
			a.Tx(func(tx *db.Tx) error { return work.Remove(t.Context(), tx, o.Work) })
		}
	})
}
