package creator_test

import (
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/creator"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/series"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Eight creators leave at once: the last one stays.
func TestEightLeaveAtOnce(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ctx, s := t.Context(), a.Add(archivetest.OpenPlans()[0])
		people := []viewer.Viewer{a.Viewer(archivetest.Ann)}
		for i := range 7 {
			a.Tx(func(tx *db.Tx) error {
				p, _, err := account.Place(ctx, tx, fmt.Sprint("Friend ", i))
				if err != nil {
					return err
				}
				people = append(people, viewer.Viewer{ID: p.Account, Name: p.Login})
				return work.AddCreator(ctx, tx, s.ID, p.ID, 0)
			})
		}
		w, err := work.Get(ctx, a.DB, people[0], s.ID)
		if err != nil || len(w.Creators) != 8 {
			t.Fatal(err)
		}
		refused := make([]error, len(people))
		var wg sync.WaitGroup
		for i, v := range people {
			wg.Go(func() { refused[i] = a.DB.Tx(ctx, func(tx *db.Tx) error { return creator.Leave(ctx, tx, w, v) }) })
		}
		wg.Wait()
		var stayed int
		for _, err := range refused {
			if err != nil {
				stayed++
				if fault.KindOf(err) != fault.Conflict {
					t.Error(err)
				}
			}
		}
		if got := byline(t, a, s.ID); stayed != 1 || got == "" || strings.Contains(got, ",") {
			t.Errorf("%d stay, signed %q", stayed, got)
		}
	})
}

// Whoever finds a device left signed in can't give the works on it away.
func TestLeavingAsksAgainWhoItIs(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s, ben := a.Add(archivetest.OpenPlans()[0]), a.Pseud(archivetest.Ben, "Ben")
		a.Tx(func(tx *db.Tx) error { return work.AddCreator(t.Context(), tx, s.ID, ben.ID, 0) })
		was := byline(t, a, s.ID)
		a.SignIn(archivetest.Ann) // before that time
		a.DB.Now = func() time.Time { return archivetest.Now().Add(account.ConfirmLife + time.Minute) }
		ask, leave := fmt.Sprintf("/orphan?work=%d", s.ID), s.ID.Path()+"/creators/leave"
		for _, address := range []string{ask, leave} {
			if p := a.Get(archivetest.Ann, address); p.Status != 303 || !strings.HasPrefix(p.Header.Get("Location"), "/account/confirm") {
				t.Errorf("%s: %d to %s", address, p.Status, p.Header.Get("Location"))
			}
		}
		form := url.Values{"work": {fmt.Sprint(int64(s.ID))}, "name": {"drop"}, "sure": {"1"}}
		for address, f := range map[string]url.Values{"/orphan": form, leave: {}} {
			if p := a.Post(archivetest.Ann, address, f); p.Status != 403 || len(p.All("input[name=confirm_password]")) != 1 || byline(t, a, s.ID) != was {
				t.Errorf("%s: %d, signed %s", address, p.Status, byline(t, a, s.ID))
			}
		}
		form.Set("confirm_password", archivetest.Ann.Password())
		if p := a.Post(archivetest.Ann, "/orphan", form); p.Status != 303 || byline(t, a, s.ID) == was {
			t.Errorf("with the password: %d, signed %s", p.Status, byline(t, a, s.ID))
		}
	})
}

// All that one pen name signs goes in one go, with its series, and nothing of the
// others; staff can take the copied name off later.
func TestAPenNameIsLeft(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ctx := t.Context()
		s, other := a.Add(archivetest.OpenPlans()[0]), a.Add(archivetest.OpenPlans()[1])
		p := a.Pseud(archivetest.Ann, s.Pseud)
		if other.Pseud == s.Pseud {
			t.Fatal("both are of one pen name")
		}
		form := url.Values{"pseud": {fmt.Sprint(int64(p.ID))}, "name": {"keep"}, "sure": {"1"}}
		if p := a.Post(archivetest.Ben, "/orphan", form); p.Status != 404 {
			t.Errorf("somebody else's pen name: %d", p.Status)
		}
		page := a.Get(archivetest.Ann, "/orphan?pseud="+form.Get("pseud"))
		if page.Status != 200 || !strings.Contains(page.Body, archivetest.Word(s.Key, "title")) || strings.Contains(page.Body, archivetest.Word(other.Key, "title")) {
			t.Errorf("asked: %d %s", page.Status, page.Text("main ul"))
		}
		if p := a.Post(archivetest.Ann, "/orphan", form); p.Status != 303 {
			t.Fatalf("%d %s", p.Status, p.Text("main"))
		}
		if x, y := byline(t, a, s.ID), byline(t, a, other.ID); x != s.Pseud+" (orphan_account)" || y != other.Pseud+" (Ann)" {
			t.Errorf("signed %s and %s", x, y)
		}
		row, err := series.Get(ctx, a.DB, viewer.Viewer{}, s.Series)
		if err != nil || len(row.Creators) != 1 || row.Creators[0].Login != "orphan_account" {
			t.Errorf("the series is by %+v, %v", row.Creators, err)
		}
		unname := s.ID.Path() + "/creators/unname"
		for _, who := range []archivetest.Person{archivetest.Guest, archivetest.Ann, archivetest.Ben} {
			if p := a.Post(who, unname, url.Values{"pseud": {"1"}}); p.Status == 303 || byline(t, a, s.ID) == "orphan_account" {
				t.Errorf("%s takes the name off: %d", who, p.Status)
			}
		}
		name := url.Values{"pseud": {value(a.Get(archivetest.Keeper, s.ID.Path()+"/creators"), "form[action$=unname] button")}}
		if name.Get("pseud") == "" {
			t.Error("keepers are not offered to take the name off")
		}
		if x, y := a.Post(archivetest.Keeper, unname, name).Status, a.Post(archivetest.Keeper, unname, name).Status; x != 303 || y != 404 || byline(t, a, s.ID) != "orphan_account" {
			t.Errorf("%d, again %d, signed %s", x, y, byline(t, a, s.ID))
		}
		if p := a.Get(archivetest.Guest, s.ID.Path()); strings.Contains(p.Text(".byline"), s.Pseud) {
			t.Error("the page names them still")
		}
	})
}

// Two left a work and let their names stay. One wanted to be named no more, and both
// names were taken off.
func TestOneOfTwoNamesIsTakenOff(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ctx, s, ben := t.Context(), a.Add(archivetest.OpenPlans()[0]), a.Pseud(archivetest.Ben, "Ben")
		a.Tx(func(tx *db.Tx) error {
			if err := work.AddCreator(ctx, tx, s.ID, ben.ID, s.Chapters[0]); err != nil {
				return err
			}
			if err := creator.Orphan(ctx, tx, s.ID, a.Viewer(archivetest.Ben).ID, true); err != nil {
				return err
			}
			return creator.Orphan(ctx, tx, s.ID, a.Viewer(archivetest.Ann).ID, true)
		})
		w, err := work.Get(ctx, a.DB, a.Viewer(archivetest.Keeper), s.ID)
		if err != nil || len(w.Creators) != 2 {
			t.Fatal(w, err)
		}
		unname, name := s.ID.Path()+"/creators/unname", fmt.Sprint(int64(w.Creators[0].ID))
		if p := a.Post(archivetest.Keeper, unname, nil); p.Status != 404 {
			t.Errorf("nobody's name: %d", p.Status)
		}
		if p := a.Post(archivetest.Keeper, unname, url.Values{"pseud": {name}}); p.Status != 303 {
			t.Errorf("one name: %d", p.Status)
		}
		if got, want := byline(t, a, s.ID), "orphan_account, Ben (orphan_account)"; got != want {
			t.Errorf("signed %q, want %q", got, want)
		}
	})
}
