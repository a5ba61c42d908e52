package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/desk"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// library adds works of Ann and Ben and gives Ann's.
func library(a *archivetest.Archive) (anns []archivetest.Story, bens archivetest.Story) {
	for _, s := range a.Library() {
		if s.By == archivetest.Ann {
			anns = append(anns, s)
		} else {
			bens = s
		}
	}
	return anns, bens
}

func face(t *testing.T, a *archivetest.Archive, id work.ID) work.Details {
	t.Helper()
	w, err := work.Get(t.Context(), a.DB, a.Viewer(archivetest.Keeper), id)
	if err != nil {
		t.Fatal(err)
	}
	return w.Details()
}

func TestOnesOwnWorksAreOnTheDesk(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		anns, bens := library(a)
		page := a.Get(archivetest.Ann, "/desk")
		text := archivetest.TextOf(page.Tree())
		for _, s := range anns {
			if !strings.Contains(text, archivetest.Word(s.Key, "title")) {
				t.Errorf("%s is not on Ann's desk", s.Key)
			}
		}
		if strings.Contains(text, archivetest.Word(bens.Key, "title")) {
			t.Error("a work of Ben's is on Ann's desk")
		}
		drafts := archivetest.TextOf(a.Get(archivetest.Ann, "/desk?show=drafts").Tree())
		if !strings.Contains(drafts, archivetest.Word("draft", "title")) || strings.Contains(drafts, archivetest.Word("open", "title")) {
			t.Error("the shelf of drafts does not hold the drafts alone")
		}
		if found := archivetest.TextOf(a.Get(archivetest.Ann, "/desk?q="+archivetest.Word("locked", "freeform")).Tree()); !strings.Contains(found, archivetest.Word("locked", "title")) || strings.Contains(found, archivetest.Word("open", "title")) {
			t.Error("looking for a tag does not find the work that has it, and it alone")
		}
		if found := archivetest.TextOf(a.Get(archivetest.Ann, "/desk?q=%25").Tree()); strings.Contains(found, archivetest.Word("open", "title")) {
			t.Error("% finds everything")
		}
	})
}

func TestManyWorksAreChangedAfterALookAndUndone(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		anns, bens := library(a)
		one, two := anns[0], anns[1]
		was := map[work.ID]work.Details{one.ID: face(t, a, one.ID), two.ID: face(t, a, two.ID), bens.ID: face(t, a, bens.ID)}
		sent := url.Values{"work": {one.ID.String(), two.ID.String(), bens.ID.String()}, "readers": {"members"}, "rating": {"Mature"},
			"how-freeform": {"add"}, "names-freeform": {"Storm at Sea, Letters"}, "how-fandom": {"replace"}, "names-fandom": {"Harbour Lights (Radio)"}, "account_id": {"1"}}
		p := a.Post(archivetest.Ann, "/desk/change", sent)
		at := p.Header.Get("Location")
		if p.Status != http.StatusSeeOther || !strings.HasPrefix(at, "/desk/changes/") {
			t.Fatalf("got %d %s", p.Status, p.Body)
		}
		look := archivetest.TextOf(a.Get(archivetest.Ann, at).Tree())
		for _, want := range []string{archivetest.Word(one.Key, "title"), "Storm at Sea", "Mature", "Nothing is changed yet"} {
			if !strings.Contains(look, want) {
				t.Errorf("the look before says nothing of %q: %s", want, look)
			}
		}
		if strings.Contains(look, archivetest.Word(bens.Key, "title")) {
			t.Error("Ben's work is in Ann's change")
		}
		if got := face(t, a, one.ID); got.Restricted {
			t.Error("a look has changed something")
		}
		if p := a.Get(archivetest.Ben, at); p.Status != http.StatusNotFound {
			t.Errorf("Ben looks at Ann's change: %d", p.Status)
		}
		for range 2 { // a double click
			if p := a.Post(archivetest.Ann, at+"/apply", nil); p.Status != http.StatusSeeOther {
				t.Fatalf("apply: %d", p.Status)
			}
		}
		for _, s := range []archivetest.Story{one, two} {
			d := face(t, a, s.ID)
			if !d.Restricted || d.Rating != work.Mature || !has(d, tag.Freeform, "Letters") || !has(d, tag.Freeform, archivetest.Near(s.Key, "freeform")) && !has(d, tag.Freeform, was[s.ID].Tags[len(was[s.ID].Tags)-1].Name) {
				t.Errorf("%s became %+v", s.Key, d)
			}
		}
		if d := face(t, a, bens.ID); d.Rating != was[bens.ID].Rating || len(d.Tags) != len(was[bens.ID].Tags) {
			t.Error("Ben's work was changed")
		}
		if p := a.Get(archivetest.Guest, one.ID.Path()); p.Status == http.StatusOK {
			t.Error("a guest still reads what was made for members")
		}
		if p := a.Post(archivetest.Ann, at+"/undo", nil); p.Status != http.StatusSeeOther {
			t.Fatalf("undo: %d", p.Status)
		}
		for id, d := range was {
			if got := face(t, a, id); got.Restricted != d.Restricted || got.Rating != d.Rating || len(got.Tags) != len(d.Tags) {
				t.Errorf("work %d came back as %+v, was %+v", id, got, d)
			}
		}
	})
}

func has(d work.Details, k tag.Type, name string) bool {
	for _, t := range d.Tags {
		if t.Type == k && t.Name == name {
			return true
		}
	}
	return false
}

// What was changed between the look and the yes stays as it is.
func TestAnOldLookChangesNothingThatChangedSince(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		anns, _ := library(a)
		id := anns[0].ID
		p := a.Post(archivetest.Ann, "/desk/change", url.Values{"work": {id.String()}, "rating": {"Mature"}})
		a.Tx(func(tx *db.Tx) error {
			return tx.Exec(t.Context(), `UPDATE works SET minor = minor + 1 WHERE id = $1`, int64(id))
		})
		a.Post(archivetest.Ann, p.Header.Get("Location")+"/apply", nil)
		if got := face(t, a, id).Rating; got == work.Mature {
			t.Error("a work was changed that is not as it was looked at")
		}
		if text := archivetest.TextOf(a.Get(archivetest.Ann, p.Header.Get("Location")).Tree()); !strings.Contains(text, "changed since you looked") {
			t.Errorf("nobody is told: %s", text)
		}
	})
}

func TestEightApplyOneChange(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		anns, _ := library(a)
		v, id := a.Viewer(archivetest.Ann), desk.ChangeID(0)
		a.Tx(func(tx *db.Tx) (err error) {
			id, err = desk.Look(t.Context(), tx, v, desk.Changes{Tags: map[tag.Type]desk.TagChange{tag.Freeform: {How: "add", Names: []string{"Letters"}}}}, []work.ID{anns[0].ID, anns[1].ID})
			return err
		})
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if err := desk.Apply(t.Context(), a.DB, prose.Cleaner{}, v, id); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		c, err := desk.Get(t.Context(), a.DB, v, id)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range c.Works {
			if w.Outcome != "changed" {
				t.Errorf("work %d: %q %s", w.ID, w.Outcome, w.Why)
			}
		}
	})
}

func TestNothingToChangeIsSaid(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		anns, bens := library(a)
		for name, sent := range map[string]url.Values{
			"nothing chosen":     {"work": {anns[0].ID.String()}},
			"no such rating":     {"work": {anns[0].ID.String()}, "rating": {"Superb"}},
			"all fandoms away":   {"work": {anns[0].ID.String()}, "how-fandom": {"replace"}},
			"somebody else's":    {"work": {bens.ID.String()}, "rating": {"Mature"}},
			"no work at all":     {"rating": {"Mature"}},
			"a tag of no length": {"work": {anns[0].ID.String()}, "how-freeform": {"add"}, "names-freeform": {strings.Repeat("x", 400)}},
		} {
			if p := a.Post(archivetest.Ann, "/desk/change", sent); p.Status != http.StatusUnprocessableEntity {
				t.Errorf("%s: %d", name, p.Status)
			}
		}
	})
}
