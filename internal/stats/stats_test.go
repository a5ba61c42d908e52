package stats_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/stats"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

// sums are what is counted of works, by kind.
func sums(t *testing.T, a *archivetest.Archive, id work.ID) map[stats.Kind]int {
	t.Helper()
	if err := a.FlushStats(t.Context()); err != nil {
		t.Fatal(err)
	}
	rows, err := stats.Rows(t.Context(), a.DB, []work.ID{id}, 0)
	if err != nil {
		t.Fatal(err)
	}
	out := map[stats.Kind]int{}
	for _, r := range rows {
		out[r.Kind] += r.N
	}
	return out
}

func TestReadersAreCountedOnce(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s := a.Add(archivetest.OpenPlans()[0])
		chapter := string(s.ID.ChapterPath(s.Chapters[0]))
		second := string(s.ID.ChapterPath(s.Chapters[1]))
		get := func(p archivetest.Person, address, agent string) {
			t.Helper()
			if page := a.Get(p, address, "User-Agent", agent); page.Status != http.StatusOK {
				t.Fatalf("%s gets %d from %s", p, page.Status, address)
			}
		}
		get(archivetest.Guest, chapter, firefox) // made
		get(archivetest.Guest, chapter, firefox) // from the cache: the same guest
		get(archivetest.Guest, second, firefox)  // the same guest, another chapter
		get(archivetest.Guest, chapter, firefox+" another")
		get(archivetest.Reader, chapter, firefox)
		get(archivetest.Ann, chapter, firefox)                // wrote it
		get(archivetest.Guest, chapter, "Googlebot/2.1")      // reads nothing
		get(archivetest.Guest, s.ID.Path(), firefox+" third") // the list of chapters is no text
		a.Head(archivetest.Guest, chapter)
		a.Get(archivetest.Guest, fmt.Sprintf("/downloads/%d/x.epub", s.ID), "User-Agent", firefox)
		a.Get(archivetest.Guest, fmt.Sprintf("/downloads/%d/x.epub", s.ID), "User-Agent", firefox)
		got := sums(t, a, s.ID)
		if got[stats.Readers] != 3 || got[stats.Hits] != 4 || got[stats.Downloads] != 1 {
			t.Errorf("counted %v; want 3 readers, 4 hits, 1 download", got)
		}
		kept, err := stats.Retention(t.Context(), a.DB, s.ID, 0)
		if err != nil || kept[0].Readers != 3 || kept[1].Readers != 1 {
			t.Errorf("readers by chapter: %+v, %v", kept, err)
		}
		if page := a.Get(archivetest.Guest, chapter, "User-Agent", firefox); page.Header.Get("X-Ficstead-Shows") != "" {
			t.Error("what is counted is told to the reader")
		}
	})
}

// The next day the same people count again; the day's key is gone with it.
func TestANewDayKnowsNobody(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s := a.Add(archivetest.OpenPlans()[1])
		for day := range 3 {
			a.DB.Now = func() time.Time { return archivetest.Now().AddDate(0, 0, day) }
			for range 2 {
				a.Get(archivetest.Guest, s.ID.Path(), "User-Agent", firefox)
			}
		}
		if got := sums(t, a, s.ID); got[stats.Readers] != 3 {
			t.Errorf("one reader on three days: %v", got)
		}
	})
}

func TestEightCountAtOnce(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s := a.Add(archivetest.OpenPlans()[0])
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				for range 5 {
					if err := a.DB.Tx(t.Context(), func(tx *db.Tx) error {
						return stats.Count(t.Context(), tx, s.ID, 0, stats.Kudos, 1)
					}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		if got := sums(t, a, s.ID); got[stats.Kudos] != 40 {
			t.Errorf("40 were counted as %v", got)
		}
	})
}

func TestOnlyAuthorsSeeStatistics(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s := a.Add(archivetest.OpenPlans()[0])
		a.Tx(func(tx *db.Tx) error {
			for i, n := range []int{7, 3} {
				if err := stats.Count(t.Context(), tx, s.ID, 0, stats.Kind([]string{"readers", "downloads"}[i]), n); err != nil {
					return err
				}
			}
			return stats.Count(t.Context(), tx, s.ID, s.Chapters[0], stats.Readers, 7)
		})
		page := a.Get(archivetest.Ann, "/users/Ann/stats")
		text := archivetest.TextOf(page.Tree())
		for _, want := range []string{"Readers 7", "under 5", archivetest.Word("open", "title")} {
			if !strings.Contains(text, want) {
				t.Errorf("Ann's statistics don't say %q: %s", want, text)
			}
		}
		if strings.Contains(page.Text("td"), "3") {
			t.Error("a number that could be three people is told")
		}
		for _, address := range []string{"/users/Ann/stats", "/users/Ann/stats.csv", s.ID.Path() + "/stats"} {
			for _, p := range []archivetest.Person{archivetest.Reader, archivetest.Ben, archivetest.Moderator, archivetest.Keeper} {
				if got := a.Get(p, address).Status; got != http.StatusNotFound {
					t.Errorf("%s gets %d from %s", p, got, address)
				}
			}
			if got := a.Get(archivetest.Ann, address).Status; got != http.StatusOK {
				t.Errorf("Ann gets %d from %s", got, address)
			}
		}
		if body := a.Get(archivetest.Ann, "/users/Ann/stats.csv").Body; !strings.Contains(body, ",readers,7\r\n") || !strings.Contains(body, ",downloads,<5\r\n") {
			t.Errorf("the file holds %q", body)
		}
		hide(t, a, archivetest.Ann)
		if text := archivetest.TextOf(a.Get(archivetest.Ann, "/users/Ann/stats").Tree()); strings.Contains(text, "Readers 7") {
			t.Error("what was hidden is shown")
		}
	})
}

// hide hides all statistics from p.
func hide(t *testing.T, a *archivetest.Archive, p archivetest.Person) {
	t.Helper()
	a.Tx(func(tx *db.Tx) error {
		return account.SetPrefs(t.Context(), tx, a.Viewer(p).ID, viewer.Prefs{HideStats: true})
	})
}

// A chapter was moved to another work, and its readers stayed with the old one.
func TestCountsFollowTheirChapter(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s, other := a.Add(archivetest.OpenPlans()[0]), a.Add(archivetest.OpenPlans()[1])
		a.Tx(func(tx *db.Tx) error {
			for i, c := range s.Chapters[:2] {
				if err := stats.Count(t.Context(), tx, s.ID, c, stats.Readers, 10+i); err != nil {
					return err
				}
			}
			if err := stats.Follow(t.Context(), tx, s.Chapters[0], s.ID, s.Chapters[1]); err != nil { // joined
				return err
			}
			return stats.Follow(t.Context(), tx, s.Chapters[1], other.ID, s.Chapters[1]) // moved
		})
		for range 2 { // where it is already it stays
			a.Tx(func(tx *db.Tx) error { return stats.Follow(t.Context(), tx, s.Chapters[1], other.ID, s.Chapters[1]) })
		}
		rows, err := db.All(t.Context(), a.DB, db.One[int64], `SELECT n FROM daily WHERE work_id = $1 AND chapter_id = $2 AND kind = 'readers'`, int64(other.ID), int64(s.Chapters[1]))
		if err != nil || len(rows) != 1 || rows[0] != 21 {
			t.Errorf("counted at the new place: %v, %v", rows, err)
		}
		if rows, _ := db.All(t.Context(), a.DB, db.One[int64], `SELECT n FROM daily WHERE work_id = $1 AND chapter_id <> 0`, int64(s.ID)); len(rows) != 0 {
			t.Errorf("still counted at the old place: %v", rows)
		}
	})
}
