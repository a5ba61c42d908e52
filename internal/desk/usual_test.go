package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/work"
)

// usual is the notes with which new chapters of a work come.
func usual(t *testing.T, a *archivetest.Archive, id work.ID) [2]string {
	t.Helper()
	w, _ := whole(t, a, id)
	x, err := work.ExtrasOf(t.Context(), a.DB, w)
	if err != nil {
		t.Fatal(err)
	}
	return [2]string{x.UsualBefore, x.UsualAfter}
}

func TestNotesOfNewChaptersOfManyWorks(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		anns, bens := library(a)
		one, two, three := anns[0].ID, anns[1].ID, anns[2].ID
		a.Tx(func(tx *db.Tx) error {
			return tx.Exec(t.Context(), `UPDATE works SET usual_before = '<p>New on Fridays.</p>', usual_after = '<p>Thank you.</p>' WHERE id IN ($1, $2)`, int64(one), int64(two))
		})
		was := map[work.ID][2]string{one: usual(t, a, one), two: usual(t, a, two), three: usual(t, a, three), bens.ID: usual(t, a, bens.ID)}
		p := a.Post(archivetest.Ann, "/desk/change", url.Values{"work": {one.String(), two.String(), three.String(), bens.ID.String()},
			"how-usual_before": {"replace"}, "usual_before": {"New on <em>Sundays</em>.<script>alert(1)</script>"}, "how-usual_after": {"remove"}, "usual_after": {"of no effect"}})
		at := p.Header.Get("Location")
		if p.Status != http.StatusSeeOther {
			t.Fatalf("%d %s", p.Status, p.Body)
		}
		look := archivetest.TextOf(a.Get(archivetest.Ann, at).Tree())
		for _, want := range []string{"New on Fridays.", "New on Sundays.", "Thank you.", "Note before each new chapter"} {
			if !strings.Contains(look, want) {
				t.Errorf("the look says nothing of %q", want)
			}
		}
		if usual(t, a, one) != was[one] {
			t.Error("a look has changed a work")
		}
		for range 2 { // a double click
			a.Post(archivetest.Ann, at+"/apply", nil)
		}
		for _, id := range []work.ID{one, two, three} {
			got := usual(t, a, id)
			if !strings.Contains(got[0], "New on <em>Sundays</em>.") || strings.Contains(got[0], "script") || got[1] != "" {
				t.Errorf("work %d has %q", id, got)
			}
		}
		if usual(t, a, bens.ID) != was[bens.ID] {
			t.Error("Ben's work was changed")
		}
		w, _ := whole(t, a, one)
		if strings.Contains(w.NotesBefore, "Sundays") {
			t.Error("the work's own note was changed")
		}
		// What is written by hand since stays.
		a.Tx(func(tx *db.Tx) error {
			return tx.Exec(t.Context(), `UPDATE works SET usual_before = '<p>By hand.</p>' WHERE id = $1`, int64(two))
		})
		a.Post(archivetest.Ann, at+"/undo", nil)
		was[two] = [2]string{"<p>By hand.</p>", was[two][1]}
		for id, want := range was {
			if got := usual(t, a, id); got != want {
				t.Errorf("work %d came back as %q, was %q", id, got, want)
			}
		}
	})
}

func TestANoteThatCantBeIsRefusedWithAllThatWasTyped(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		anns, _ := library(a)
		long := strings.Repeat("word ", 1100)
		for name, f := range map[string]url.Values{
			"nothing written": {"how-usual_before": {"replace"}, "usual_before": {" <b> </b> "}}, "no way": {"how-usual_after": {"burn"}, "usual_after": {"Bye."}},
			"too long": {"how-usual_after": {"replace"}, "usual_after": {long}}, "nothing chosen": {"rating": {string(work.Teen)}, "usual_before": {"New on Sundays."}},
			"no way for tags": {"rating": {string(work.Teen)}, "names-freeform": {"New on Sundays."}}, "nothing chosen for ticks": {"rating": {string(work.Teen)}, "ticked-category": {"Gen"}},
		} {
			f.Set("work", anns[0].ID.String())
			p := a.Post(archivetest.Ann, "/desk/change", f)
			if p.Status != http.StatusUnprocessableEntity {
				t.Errorf("%s: %d", name, p.Status)
			}
			if strings.Contains(f.Encode(), "Sundays") && !strings.Contains(p.Body, "New on Sundays.") {
				t.Errorf("%s: what was typed is gone", name)
			}
			if name == "too long" && (!strings.Contains(p.Body, long) || !strings.Contains(p.Body, "5,000")) {
				t.Errorf("%s: what was typed is gone, or the limit is not told", name)
			}
		}
	})
}
