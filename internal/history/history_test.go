package history_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/block"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/history"
	"github.com/ficstead/ficstead/internal/work"
)

const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

const reader = archivetest.Reader

// read has somebody open a page to read it, some hours after the tests' own time.
func read(t *testing.T, a *archivetest.Archive, p archivetest.Person, hours float64, address string) {
	t.Helper()
	a.DB.Now = func() time.Time { return archivetest.Now().Add(time.Duration(hours * float64(time.Hour))) }
	if page := a.Get(p, address, "User-Agent", firefox); page.Status != http.StatusOK {
		t.Fatalf("%s gets %d from %s", p, page.Status, address)
	}
}

// of is what is stored of p's history once all is written.
func of(t *testing.T, a *archivetest.Archive, p archivetest.Person) []history.Reading {
	t.Helper()
	if err := a.FlushHistory(t.Context()); err != nil {
		t.Fatal(err)
	}
	all, err := history.Of(t.Context(), a.DB, a.Viewer(p).ID, 100)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// rows are the lines of p's list.
func rows(t *testing.T, a *archivetest.Archive, p archivetest.Person, query string) []string {
	t.Helper()
	page := a.Get(p, "/history"+query)
	if page.Status != http.StatusOK {
		t.Fatalf("%s gets %d from the history%s", p, page.Status, query)
	}
	var out []string
	for _, n := range page.All(".past > li") {
		out = append(out, archivetest.TextOf(n))
	}
	return out
}

func chapter(s archivetest.Story, i int) string { return s.ID.ChapterPath(s.Chapters[i]) }

func TestWhatIsReadIsListed(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s, other := a.Add(archivetest.OpenPlans()[0]), a.Add(archivetest.OpenPlans()[1])
		read(t, a, reader, 0, chapter(s, 0))
		read(t, a, reader, 1, chapter(s, 1))
		read(t, a, reader, 2, other.ID.Path())
		got := rows(t, a, reader, "") // the list is right at once
		if len(got) != 2 || !strings.Contains(got[1], archivetest.Word("open", "title")) || !strings.Contains(got[1], "chapter 2 of 2") || strings.Contains(got[1], "times") {
			t.Errorf("the list: %q", got)
		}
		read(t, a, reader, 30, s.ID.Path()+"?view_full_work=true")
		read(t, a, reader, 60, chapter(s, 0))
		got = rows(t, a, reader, "")
		if !strings.Contains(got[0], "Last read 23 Nov 2026") || !strings.Contains(got[0], "3 times") || !strings.Contains(got[0], "chapter 1 of 2") || !strings.Contains(got[0], "Read on at chapter 1") {
			t.Errorf("after three sittings: %q", got[0])
		}
		all := of(t, a, reader)
		want := history.Reading{Work: s.ID, First: archivetest.Now(), Last: archivetest.Now().Add(60 * time.Hour), Times: 3, Chapter: s.Chapters[0], Chapters: 2}
		if len(all) != 2 || all[0] != want {
			t.Errorf("stored %+v, want %+v", all, want)
		}
		if len(of(t, a, archivetest.Ben)) != 0 || len(rows(t, a, archivetest.Keeper, "")) != 0 {
			t.Error("somebody else has it in their history")
		}
	})
}

// What is no reading leaves no trace, whoever asks.
func TestWhatIsNotNoted(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s := a.Add(archivetest.OpenPlans()[0])
		a.Get(archivetest.Guest, chapter(s, 0), "User-Agent", firefox)
		a.Get(reader, chapter(s, 0), "User-Agent", "Wget/1.25")
		a.Get(reader, chapter(s, 0))                                                    // which says nothing of itself
		a.Get(reader, chapter(s, 0), "User-Agent", firefox, "Sec-Purpose", "prefetch")  // before anybody reads it
		a.Get(reader, s.ID.Path(), "User-Agent", firefox)                               // the list of chapters
		a.Get(reader, s.ID.Path()+"/navigate", "User-Agent", firefox)                   //
		a.Get(reader, s.ID.Path()+"/chapters/987654", "User-Agent", firefox)            //
		a.Get(archivetest.Ann, chapter(s, 0), "User-Agent", firefox)                    // wrote it
		a.Get(reader, fmt.Sprintf("/downloads/%d/x.epub", s.ID), "User-Agent", firefox) //
		a.Get(reader, "/works", "User-Agent", firefox)                                  //
		a.Head(reader, chapter(s, 0))                                                   //
		a.Post(reader, "/history/keep", url.Values{"do": {"off"}})                      //
		a.Get(reader, chapter(s, 0), "User-Agent", firefox)                             // with no wish for a list
		if n := len(of(t, a, reader)) + len(of(t, a, archivetest.Ann)); n != 0 {
			t.Errorf("%d readings are noted", n)
		}
		if err := a.DB.QueryRowContext(t.Context(), `SELECT 1 FROM readings`).Scan(new(int)); err == nil {
			t.Error("somebody has a history")
		}
		p := a.Get(reader, "/history")
		if !strings.Contains(p.Text("main"), "What you read is not noted now.") {
			t.Errorf("the page says %q", p.Text("main"))
		}
		a.Post(reader, "/history/keep", url.Values{"do": {"on"}})
		a.Get(reader, chapter(s, 0), "User-Agent", firefox)
		if n := len(of(t, a, reader)); n != 1 {
			t.Errorf("%d readings are noted once it is wanted again", n)
		}
		if p := a.Post(reader, "/history/keep", url.Values{"do": {"perhaps"}}); p.Status != http.StatusUnprocessableEntity {
			t.Errorf("an odd choice gets %d", p.Status)
		}
	})
}

// The preference is on the form of preferences too, which keeps what it does not change.
func TestThePreference(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		for _, keeps := range []bool{true, false, true} {
			f := url.Values{"time_zone": {"Europe/Berlin"}}
			if keeps {
				f.Set("history", "1")
			}
			if p := a.Post(reader, "/account/preferences", f); p.Status != http.StatusSeeOther {
				t.Fatal(p.Status)
			}
			prefs, err := account.Prefs(t.Context(), a.DB, a.Viewer(reader).ID)
			if err != nil || prefs.NoHistory == keeps || prefs.TimeZone != "Europe/Berlin" {
				t.Errorf("wanted %v: %+v, %v", keeps, prefs, err)
			}
			ticked := len(a.Get(reader, "/account/preferences").All(`input[name=history][checked]`)) == 1
			if ticked != keeps {
				t.Errorf("wanted %v, and the box is %v", keeps, ticked)
			}
		}
	})
}

// Of what somebody may not see any more, its row tells nothing but the day.
func TestWhatIsGoneTellsNothing(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		all := map[string]archivetest.Story{}
		for _, p := range archivetest.OpenPlans() {
			s := a.Add(p)
			all[p.Key] = s
			read(t, a, reader, 0, chapter(s, 0)+"?view_adult=true")
		}
		a.Tx(func(tx *db.Tx) error {
			ctx := t.Context()
			if err := work.Remove(ctx, tx, all["open"].ID); err != nil {
				return err
			}
			if err := work.SetHidden(ctx, tx, all["short"].ID, true); err != nil {
				return err
			}
			if err := tx.Exec(ctx, `UPDATE works SET unrevealed = TRUE WHERE id = $1`, int64(all["serial"].ID)); err != nil {
				return err
			}
			return block.Mute(ctx, tx, a.Viewer(reader).ID, a.Viewer(archivetest.Ben).ID)
		})
		page := a.Get(reader, "/history")
		got := page.All(".past > li")
		if len(got) != 5 {
			t.Fatalf("%d lines", len(got))
		}
		for key := range all {
			if strings.Contains(page.Body, "zq"+key) || strings.Contains(page.Body, "nb"+key) || strings.Contains(page.Body, `href="`+all[key].ID.Path()) {
				t.Errorf("the list tells of %s", key)
			}
			for _, field := range []string{"title", "text", "fandom", "pseud"} {
				if hits := rows(t, a, reader, "?q="+archivetest.Near(key, field)); len(hits) != 0 {
					t.Errorf("the %s of %s is found: %q", field, key, hits)
				}
			}
		}
		text := page.Text(".past")
		for words, n := range map[string]int{"A work that was removed": 1, "A work that is not here for you to read any more": 2, "A work by somebody you have muted": 2, "Last read 20 Nov 2026": 5} {
			if strings.Count(text, words) < n { // buttons name them too
				t.Errorf("%q is not told %d times: %s", words, n, text)
			}
		}
		a.Tx(func(tx *db.Tx) error { return work.SetHidden(t.Context(), tx, all["short"].ID, false) })
		if got := strings.Join(rows(t, a, reader, ""), " "); !strings.Contains(got, archivetest.Word("short", "title")) {
			t.Error("what is shown again is not told again")
		}
	})
}

func TestFindingInIt(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		open, bens := a.Add(archivetest.OpenPlans()[0]), a.Add(archivetest.OpenPlans()[2])
		a.Add(archivetest.OpenPlans()[1]) // which is not read
		anon := a.Add(archivetest.AnonymousPlans(archivetest.Ben)[0])
		for days, s := range map[int]archivetest.Story{400: bens, 40: anon, 0: open} {
			at := archivetest.Now().AddDate(0, 0, -days)
			a.DB.Now = func() time.Time { return at }
			r := history.Recorder{DB: a.DB}
			r.Opened(a.Viewer(reader), s.ID, s.Chapters[0], 2)
			if err := r.Flush(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		a.DB.Now = archivetest.Now
		for query, want := range map[string][]string{
			"":         {"open", "anon", "bens"},
			"?q=here+": {"open", "anon", "bens"},
			"?q=" + archivetest.Near("open", "title"):   {"open"},
			"?q=" + archivetest.Word("bens", "text"):    {"bens"},
			"?q=" + archivetest.Word("bens", "pairing"): {"bens"},
			"?q=" + bens.Pseud:                          {"bens"},
			"?q=" + anon.Pseud:                          nil,
			"?q=" + archivetest.Word("short", "title"):  nil,
			"?when=2026":                    {"open", "anon"},
			"?when=2026-10":                 {"anon"},
			"?when=2025-10":                 {"bens"},
			"?when=2025-11":                 nil,
			"?when=soon&page=-3&q=%00":      {"open", "anon", "bens"},
			"?when=2026&q=here&page=2":      nil,
			"?when=2026-11&q=" + bens.Pseud: nil,
		} {
			got := rows(t, a, reader, query)
			ok := len(got) == len(want)
			for i := range want {
				ok = ok && strings.Contains(got[i], archivetest.Word(want[i], "title"))
			}
			if !ok {
				t.Errorf("%s gives %q, want %v", query, got, want)
			}
		}
		if p := a.Get(reader, "/history?q="+strings.Repeat("x", 501)); p.Status != http.StatusUnprocessableEntity || !strings.Contains(p.Text(".fault"), "500") {
			t.Errorf("a long search gets %d", p.Status)
		}
		if p := a.Get(reader, "/history"); !strings.Contains(p.Text("select"), "all of 2026 (2)") || !strings.Contains(p.Text("select"), "October 2026 (1)") || !strings.Contains(p.Text("select"), "October 2025 (1)") {
			t.Errorf("to choose from: %s", p.Text("select"))
		}
	})
}

func TestTakingOffAndClearing(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s, other := a.Add(archivetest.OpenPlans()[0]), a.Add(archivetest.OpenPlans()[1])
		read(t, a, reader, 0, chapter(s, 1))
		read(t, a, reader, 0, other.ID.Path())
		read(t, a, archivetest.Ben, 0, chapter(s, 0))
		was := of(t, a, reader)
		elsewhere := history.Recorder{DB: a.DB} // another server, which has not written yet
		elsewhere.Opened(a.Viewer(reader), s.ID, s.Chapters[0], 2)
		press := func(id work.ID, do string) *archivetest.Page {
			t.Helper()
			p := a.Post(reader, "/history/remove", url.Values{"work": {id.String()}, "do": {do}, "at": {"/history?when=2026"}, "account_id": {"1"}})
			if p.Status != http.StatusSeeOther || !strings.HasPrefix(p.Header.Get("Location"), "/history?when=2026") {
				t.Fatalf("%s: %d to %s", do, p.Status, p.Header.Get("Location"))
			}
			return p
		}
		a.DB.Now = func() time.Time { return archivetest.Now().Add(time.Second) }
		p := press(s.ID, "")
		if err := elsewhere.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		page := a.Get(reader, p.Header.Get("Location"))
		if len(page.All(".past > li")) != 1 || len(page.All(`form.notice [name=work][value="`+s.ID.String()+`"]`)) != 1 {
			t.Errorf("after taking one off: %s", page.Text("main"))
		}
		press(s.ID, "undo")
		press(s.ID, "undo")
		if got := of(t, a, reader); len(got) != 2 || got[1] != was[1] && got[0] != was[0] {
			t.Errorf("put back: %+v, was %+v", got, was)
		}
		press(s.ID, "")
		press(987654, "")
		read(t, a, reader, 1, chapter(s, 0)) // read again: it begins anew
		if got := of(t, a, reader); len(got) != 2 || got[0].Times != 1 || !got[0].First.Equal(archivetest.Now().Add(time.Hour)) {
			t.Errorf("read again after it was taken off: %+v", got)
		}
		if n := len(of(t, a, archivetest.Ben)); n != 1 {
			t.Errorf("Ben has %d", n)
		}
		if q := a.Get(reader, "/history/clear"); q.Status != http.StatusOK || !strings.Contains(q.Text("main"), "2 works are in it") {
			t.Errorf("the question: %d %s", q.Status, q.Text("main"))
		}
		elsewhere.Opened(a.Viewer(reader), other.ID, other.Chapters[0], 1)
		a.DB.Now = func() time.Time { return archivetest.Now().Add(2 * time.Hour) }
		for range 2 {
			if p := a.Post(reader, "/history/clear", nil); p.Status != http.StatusSeeOther {
				t.Fatal(p.Status)
			}
		}
		if err := elsewhere.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := of(t, a, reader); len(got) != 0 {
			t.Errorf("cleared: %+v", got)
		}
		if got := a.Get(reader, "/history?done=cleared").Text("main"); !strings.Contains(got, "Your history is empty.") || !strings.Contains(got, "Nothing read yet") {
			t.Errorf("the page says %q", got)
		}
		if n := len(of(t, a, archivetest.Ben)); n != 1 {
			t.Error("what Ben read is gone too")
		}
		read(t, a, reader, 3, chapter(s, 0))
		if n := len(of(t, a, reader)); n != 1 {
			t.Error("what is read later is not noted")
		}
	})
}

func TestSweep(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s, other := a.Add(archivetest.OpenPlans()[0]), a.Add(archivetest.OpenPlans()[1])
		me := a.Viewer(reader).ID
		read(t, a, reader, 0, chapter(s, 0))
		read(t, a, reader, 0, other.ID.Path())
		of(t, a, reader)
		a.Tx(func(tx *db.Tx) error { return history.Remove(t.Context(), tx, me, s.ID) })
		for hours, want := range map[int]int{23: 2, 25: 1} {
			n := 0
			a.DB.Now = func() time.Time { return archivetest.Now().Add(time.Duration(hours) * time.Hour) }
			err := a.DB.Tx(t.Context(), func(tx *db.Tx) error {
				if err := history.RunSweep(t.Context(), tx); err != nil {
					return err
				}
				if err := tx.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM readings`).Scan(&n); err != nil {
					return err
				}
				return errBack
			})
			if err != errBack || n != want {
				t.Errorf("after %d hours there are %d rows, want %d: %v", hours, n, want, err)
			}
		}
	})
}

var errBack = fmt.Errorf("not to be kept")

// Chapters are joined, moved and removed; who stopped in one is led to where it is now,
// or to the work.
func TestWhereOneStopped(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s, other := a.Add(archivetest.OpenPlans()[0]), a.Add(archivetest.OpenPlans()[4])
		link := func() string {
			t.Helper()
			for _, n := range a.Get(reader, "/history").All(".past > li a.btn") {
				return archivetest.Attr(n, "href")
			}
			return ""
		}
		read(t, a, reader, 0, chapter(s, 1))
		if link() != chapter(s, 1) {
			t.Errorf("leads to %s", link())
		}
		var late work.ChapterID
		a.Tx(func(tx *db.Tx) (err error) {
			if late, err = work.AddChapter(t.Context(), tx, s.ID); err != nil {
				return err
			}
			return work.SetChapter(t.Context(), tx, a.Cleaner(), late, work.ChapterText{Kind: work.PlainChapter, Body: "<p>More of it.</p>"})
		})
		if link() != chapter(s, 1) || strings.Contains(rows(t, a, reader, "")[0], "since") {
			t.Errorf("a draft is told: %s", rows(t, a, reader, ""))
		}
		a.Tx(func(tx *db.Tx) error { return work.PostChapter(t.Context(), tx, late, work.Posting{}) })
		if got := rows(t, a, reader, "")[0]; link() != s.ID.ChapterPath(late) || !strings.Contains(got, "1 new chapter since") || !strings.Contains(got, "chapter 2 of 3") {
			t.Errorf("a new chapter: %s, leads to %s", got, link())
		}
		a.Tx(func(tx *db.Tx) error {
			return work.Merge(t.Context(), tx, a.Cleaner(), s.Chapters[0], s.Chapters[1], false, 1<<20)
		})
		if got := rows(t, a, reader, "")[0]; link() != chapter(s, 0) || !strings.Contains(got, "chapter 1 of 2") {
			t.Errorf("joined with the first: %s, leads to %s", got, link())
		}
		a.Tx(func(tx *db.Tx) error { return work.MoveChapter(t.Context(), tx, s.Chapters[0], other.ID) })
		if got := rows(t, a, reader, "")[0]; link() != "" || strings.Contains(got, "chapter 1") {
			t.Errorf("moved away: %s, leads to %s", got, link())
		}
	})
}
