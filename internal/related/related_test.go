package related_test

import (
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/related"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

const host = "http://quay.example"

func letters(t *testing.T, a *archivetest.Archive, p archivetest.Person) []string {
	t.Helper()
	all, err := db.All(t.Context(), a.DB, db.One[string], `SELECT subject FROM letters WHERE account_id = $1 ORDER BY id`, int64(a.Viewer(p).ID))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// name has p say that child comes from parent.
func name(t *testing.T, a *archivetest.Archive, p archivetest.Person, child, parent archivetest.Story, more url.Values) *archivetest.Page {
	t.Helper()
	f := url.Values{"address": {host + parent.ID.Path()}}
	for k, v := range more {
		f[k] = v
	}
	return a.Post(p, child.ID.Path()+"/related", f)
}

func lists(t *testing.T, a *archivetest.Archive, p archivetest.Person, id work.ID) related.Lists {
	t.Helper()
	l, err := related.Of(t.Context(), a.DB, a.Viewer(p), id)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestAWorkNamesAnotherWhoseCreatorsAgree(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		parent, child := a.Add(archivetest.OpenPlans()[0]), a.Add(archivetest.OpenPlans()[2]) // Ann's, Ben's
		for range 2 {
			if p := name(t, a, archivetest.Ben, child, parent, url.Values{"approved": {"1"}}); p.Status != 303 {
				t.Fatalf("%d %s", p.Status, p.Text("main"))
			}
		}
		if l := lists(t, a, archivetest.Guest, child.ID); len(l.From) != 1 || l.From[0].Work == nil || l.From[0].Work.ID != parent.ID {
			t.Errorf("the child names %+v", l.From)
		}
		if l := lists(t, a, archivetest.Guest, parent.ID); len(l.To) != 0 {
			t.Errorf("listed before its creators agreed: %+v", l.To)
		}
		if got := letters(t, a, archivetest.Ann); len(got) != 1 {
			t.Errorf("Ann's letters %q", got)
		}
		page := a.Get(archivetest.Ann, "/users/Ann/related_works")
		id := ""
		for _, n := range page.All("input[name=relation]") {
			for _, x := range n.Attr {
				if x.Key == "value" {
					id = x.Val
				}
			}
		}
		title := archivetest.Word(child.Key, "title")
		if p := a.Get(archivetest.Guest, "/users/Ann/related_works"); strings.Contains(p.Body, title) {
			t.Error("a guest sees on Ann's page what she has not agreed to")
		}
		if p := a.Get(archivetest.Guest, "/users/Ben/related_works"); !strings.Contains(p.Body, title) {
			t.Error("Ben's page does not list his work")
		}
		if p := a.Post(archivetest.Ben, "/account/related", url.Values{"relation": {id}, "do": {"approve"}}); p.Status != 404 {
			t.Errorf("Ben agrees in Ann's place: %d", p.Status)
		}
		if p := a.Post(archivetest.Ann, "/account/related", url.Values{"relation": {id}, "do": {"approve"}}); p.Status != 303 {
			t.Errorf("%d %s", p.Status, p.Text("main"))
		}
		if l := lists(t, a, archivetest.Guest, parent.ID); len(l.To) != 1 || l.To[0].Work.ID != child.ID {
			t.Errorf("agreed: %+v", l.To)
		}
		a.Post(archivetest.Ann, "/account/related", url.Values{"relation": {id}, "do": {"undo"}})
		if l := lists(t, a, archivetest.Guest, parent.ID); len(l.To) != 0 {
			t.Error("still listed")
		}
		if p := a.Post(archivetest.Ben, child.ID.Path()+"/related/drop", url.Values{"relation": {id}}); p.Status != 303 || len(lists(t, a, archivetest.Guest, child.ID).From) != 0 {
			t.Errorf("taken off: %d", p.Status)
		}
	})
}

// What a parent's state lets be told of it: to a guest, and to a member.
func TestAParentIsToldOfAsItMayBeSeen(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ctx := t.Context()
		parent, child := a.Add(archivetest.OpenPlans()[0]), a.Add(archivetest.OpenPlans()[2])
		name(t, a, archivetest.Ben, child, parent, nil)
		for _, c := range []struct {
			set           string
			guest, member work.Sight
		}{
			{"posted = TRUE", work.Whole, work.Whole}, {"restricted = TRUE", work.SignIn, work.Whole}, {"unrevealed = TRUE", work.Mystery, work.Mystery},
			{"hidden = TRUE", work.Nothing, work.Nothing}, {"hidden = FALSE, posted = FALSE", work.Nothing, work.Nothing},
		} {
			a.Tx(func(tx *db.Tx) error {
				return tx.Exec(ctx, `UPDATE works SET `+c.set+` WHERE id = $1`, int64(parent.ID))
			})
			for who, want := range map[archivetest.Person]work.Sight{archivetest.Guest: c.guest, archivetest.Reader: c.member} {
				l := lists(t, a, who, child.ID)
				if l.From[0].Sight != want || (l.From[0].Work != nil) != (want == work.Whole) {
					t.Errorf("%s, %s: %v, %v", c.set, who, l.From[0].Sight, l.From[0].Work != nil)
				}
			}
		}
		a.Tx(func(tx *db.Tx) error { return tx.Exec(ctx, `DELETE FROM works WHERE id = $1`, int64(parent.ID)) })
		if l := lists(t, a, archivetest.Guest, child.ID); len(l.From) != 1 || l.From[0].Sight != work.Nothing || !l.From[0].Local {
			t.Errorf("deleted: %+v", l.From)
		}
	})
}

// Neither side of a relation gives away who made an anonymous work.
func TestRelationsOfAnonymousWorks(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ctx := t.Context()
		a.Names()
		parent, child := a.Add(archivetest.AnonymousPlans(archivetest.Ann)[0]), a.Add(archivetest.OpenPlans()[2])
		name(t, a, archivetest.Ben, child, parent, nil)
		a.Tx(func(tx *db.Tx) error { return tx.Exec(ctx, `UPDATE relations SET approved = TRUE`) })
		for _, who := range []archivetest.Person{archivetest.Guest, archivetest.Reader, archivetest.Ben} {
			if p := a.Get(who, "/users/Ann/related_works"); strings.Contains(p.Body, archivetest.Word(child.Key, "title")) || strings.Contains(p.Body, archivetest.Word(parent.Key, "title")) {
				t.Errorf("%s: Ann's page tells that the anonymous work is hers", who)
			}
			if p := a.Get(who, "/users/Ben/related_works"); !strings.Contains(p.Body, archivetest.Word(parent.Key, "title")) || strings.Contains(p.Body, parent.Pseud) {
				t.Errorf("%s: Ben's page does not name the work, or names its author", who)
			}
		}
	})
}

func TestAddressesOfParents(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		child, draft := a.Add(archivetest.OpenPlans()[2]), a.Add(archivetest.SecretPlans()[3])
		out := url.Values{"title": {"A Song"}, "author": {"Somebody"}, "language": {"de"}}
		for address, want := range map[string]int{
			"": 422, "not an address": 422, "javascript:alert(1)": 422, "/works/1": 422,
			host + "/works/987654": 422, host + draft.ID.Path(): 422, host + "/users/Ann": 422, host + child.ID.Path(): 422,
			"https://elsewhere.example/works/1": 303,
		} {
			f := url.Values{"address": {address}}
			for k, v := range out {
				f[k] = v
			}
			if p := a.Post(archivetest.Ben, child.ID.Path()+"/related", f); p.Status != want {
				t.Errorf("%q: %d, want %d: %s", address, p.Status, want, p.Text(".fault"))
			}
		}
		for field, bad := range map[string]string{"title": "", "author": strings.Repeat("x", 256), "language": "klingonese!"} {
			f := url.Values{"address": {"https://elsewhere.example/2"}, "title": {"A Song"}, "author": {"Somebody"}, "language": {"de"}}
			f.Set(field, bad)
			if p := a.Post(archivetest.Ben, child.ID.Path()+"/related", f); p.Status != 422 || len(p.All("#h-"+field+" .fault")) != 1 {
				t.Errorf("%s %q: %d", field, bad, p.Status)
			}
		}
		l := lists(t, a, archivetest.Guest, child.ID)
		if len(l.From) != 1 || l.From[0].Local || l.From[0].Title != "A Song" || l.From[0].Language != "de" {
			t.Errorf("%+v", l.From)
		}
	})
}

// The parent's creators hear once the child can be read, and a page that guests get
// from memory changes when the other work does.
func TestRelationsOfADraftAreTellableLater(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ctx := t.Context()
		plan := archivetest.OpenPlans()[2]
		plan.Change = func(d *work.Draft) { d.Posted = false }
		parent, child := a.Add(archivetest.OpenPlans()[0]), a.Add(plan)
		name(t, a, archivetest.Ben, child, parent, nil)
		tell := func() []string {
			a.Tx(func(tx *db.Tx) error { return related.RunTell(ctx, tx) })
			return letters(t, a, archivetest.Ann)
		}
		if got := tell(); len(got) != 0 {
			t.Errorf("told of a draft: %q", got)
		}
		if p := a.Get(archivetest.Ann, "/users/Ann/related_works"); strings.Contains(p.Body, archivetest.Word(child.Key, "title")) {
			t.Error("Ann's page tells of a draft")
		}
		a.Tx(func(tx *db.Tx) error {
			return tx.Exec(ctx, `UPDATE works SET posted = TRUE WHERE id = $1`, int64(child.ID))
		})
		tell()
		if got := tell(); len(got) != 1 {
			t.Errorf("told %q", got)
		}
		before, err := db.StampOf(ctx, a.DB, int64(child.ID))
		if err != nil {
			t.Fatal(err)
		}
		a.Tx(func(tx *db.Tx) error { return work.SetHidden(ctx, tx, parent.ID, true) })
		if after, err := db.StampOf(ctx, a.DB, int64(child.ID)); err != nil || after <= before {
			t.Errorf("the stamp of the child stays %d, %v", after, err)
		}
	})
}

func TestEightNameOneWorkAtOnce(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ctx := t.Context()
		parent, child := a.Add(archivetest.OpenPlans()[0]), a.Add(archivetest.OpenPlans()[2])
		w, err := work.Get(ctx, a.DB, viewer.Viewer{}, child.ID)
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				n := related.Named{Address: host + parent.ID.Path()}
				if i%2 == 0 {
					n = related.Named{Address: fmt.Sprintf("https://elsewhere.example/%d", i%4), Title: "T", Author: "A"}
				}
				if err := a.DB.Tx(ctx, func(tx *db.Tx) error {
					return related.Add(ctx, tx, a.Viewer(archivetest.Ben), w, n, []string{"quay.example"})
				}); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if l := lists(t, a, archivetest.Guest, child.ID); len(l.From) != 3 {
			t.Errorf("it names %d works", len(l.From))
		}
	})
}
