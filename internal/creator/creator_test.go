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

// welcome has p let others ask.
func welcome(t *testing.T, a *archivetest.Archive, p archivetest.Person) {
	t.Helper()
	a.Tx(func(tx *db.Tx) error {
		return account.SetPrefs(t.Context(), tx, a.Viewer(p).ID, viewer.Prefs{AllowCreator: true})
	})
}

// letters are the subjects of p's letters, oldest first.
func letters(t *testing.T, a *archivetest.Archive, p archivetest.Person) []string {
	t.Helper()
	all, err := db.All(t.Context(), a.DB, db.One[string], `SELECT subject FROM letters WHERE account_id = $1 ORDER BY id`, int64(a.Viewer(p).ID))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func byline(t *testing.T, a *archivetest.Archive, id work.ID) string {
	t.Helper()
	w, err := work.Get(t.Context(), a.DB, a.Viewer(archivetest.Keeper), id)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, p := range w.Creators {
		out = append(out, p.Byline())
	}
	return strings.Join(out, ", ")
}

func TestSomebodyIsAskedAndAccepts(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s := a.Add(archivetest.SecretPlans()[3]) // a draft of Ann's
		page := s.ID.Path() + "/creators"
		if p := a.Post(archivetest.Ann, page, url.Values{"name": {"Ben"}}); p.Status != 422 || !strings.Contains(p.Text(".fault"), "Ben doesn’t take invitations") {
			t.Errorf("who takes none: %d %q", p.Status, p.Text(".fault"))
		}
		welcome(t, a, archivetest.Ben)
		for range 2 { // a form that is sent twice
			if p := a.Post(archivetest.Ann, page, url.Values{"name": {"ben"}, "approved": {"1"}, "user_id": {"1"}}); p.Status != 303 {
				t.Fatalf("asking: %d %s", p.Status, p.Text("main"))
			}
		}
		if p := a.Get(archivetest.Ann, page); !strings.Contains(p.Text("section[aria-labelledby=pending]"), "Ben") {
			t.Error("Ann is not told whom she asked")
		}
		for _, who := range []archivetest.Person{archivetest.Ben, archivetest.Reader, archivetest.Guest} {
			if p := a.Get(who, s.ID.Path()); p.Status != 404 {
				t.Errorf("before the answer %s gets %d from the draft", who, p.Status)
			}
		}
		asked := a.Get(archivetest.Ben, creator.RequestsPath)
		if n := len(asked.All("ul.rows form")); n != 1 || !strings.Contains(asked.Body, archivetest.Word(s.Key, "title")) {
			t.Errorf("Ben finds %d invitations", n)
		}
		id := value(asked, "input[name=invitation]")
		if p := a.Post(archivetest.Reader, creator.RequestsPath, url.Values{"invitation": {id}, "do": {"accept"}}); p.Status != 404 {
			t.Errorf("somebody else answers for Ben: %d", p.Status)
		}
		if p := a.Post(archivetest.Ben, creator.RequestsPath, url.Values{"invitation": {id}, "do": {"accept"}}); p.Status != 303 || !strings.Contains(a.Get(archivetest.Ben, p.Header.Get("Location")).Text("main"), "You sign it now") {
			t.Errorf("accepting: %d %s", p.Status, p.Text("main"))
		}
		if p := a.Post(archivetest.Ben, creator.RequestsPath, url.Values{"invitation": {id}, "do": {"accept"}}); p.Status != 404 {
			t.Errorf("accepting again: %d", p.Status)
		}
		if got, want := byline(t, a, s.ID), s.Pseud+" (Ann), Ben"; got != want {
			t.Errorf("signed %q, want %q", got, want)
		}
		if p := a.Get(archivetest.Ben, s.ID.Path()); p.Status != 200 {
			t.Errorf("now Ben gets %d", p.Status)
		}
		if got := letters(t, a, archivetest.Ben); len(got) != 1 || !strings.Contains(got[0], "Ann asks you to sign") {
			t.Errorf("Ben's letters: %q", got)
		}
		if got := letters(t, a, archivetest.Ann); len(got) != 1 || !strings.Contains(got[0], "Ben signs") {
			t.Errorf("Ann's letters: %q", got)
		}
	})
}

func value(p *archivetest.Page, selector string) string {
	for _, n := range p.All(selector) {
		for _, x := range n.Attr {
			if x.Key == "value" {
				return x.Val
			}
		}
	}
	return ""
}

// The answer to who asks is the same for whoever takes no invitations and whoever
// has blocked one, so that a block can't be told.
func TestABlockLooksLikeNoInvitations(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s := a.Add(archivetest.OpenPlans()[0])
		ask := func(name string) string {
			p := a.Post(archivetest.Ann, s.ID.Path()+"/creators", url.Values{"name": {name}})
			if p.Status != 422 {
				t.Errorf("%s can be asked: %d", name, p.Status)
			}
			return strings.ReplaceAll(p.Text(".fault"), name, "…")
		}
		closed := ask("reader")
		welcome(t, a, archivetest.Ben)
		a.Tx(func(tx *db.Tx) error {
			return tx.Exec(t.Context(), `INSERT INTO blocks (account_id, other_id, created_at) VALUES ($1, $2, 1)`, int64(a.Viewer(archivetest.Ben).ID), int64(a.Viewer(archivetest.Ann).ID))
		})
		if blocked := ask("Ben"); blocked != closed || closed == "" {
			t.Errorf("one is told %q, the other %q", closed, blocked)
		}
	})
}

func TestANameOfSeveralIsChosenFrom(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s := a.Add(archivetest.OpenPlans()[0])
		welcome(t, a, archivetest.Ben)
		ben := a.Pseud(archivetest.Ben, "Lantern")
		a.Pseud(archivetest.Reader, "Lantern")
		p := a.Post(archivetest.Ann, s.ID.Path()+"/creators", url.Values{"name": {"lantern"}})
		if n := len(p.All("input[name=pseud][type=radio]")); p.Status != 422 || n != 2 {
			t.Fatalf("%d, %d to choose from", p.Status, n)
		}
		if p := a.Post(archivetest.Ann, s.ID.Path()+"/creators", url.Values{"name": {"lantern"}, "pseud": {fmt.Sprint(ben.ID)}}); p.Status != 303 {
			t.Errorf("chosen: %d %s", p.Status, p.Text("main"))
		}
		if p := a.Post(archivetest.Ann, s.ID.Path()+"/creators", url.Values{"name": {"Nobody At All"}}); p.Status != 422 || !strings.Contains(p.Text(".fault"), "Nobody here is called") {
			t.Errorf("nobody: %d %q", p.Status, p.Text(".fault"))
		}
	})
}

// Eight who were asked accept at once: each has a place of their own, and none is lost.
func TestEightAcceptAtOnce(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ctx, s := t.Context(), a.Add(archivetest.OpenPlans()[0])
		w, err := work.Get(ctx, a.DB, a.Viewer(archivetest.Ann), s.ID)
		if err != nil {
			t.Fatal(err)
		}
		welcome(t, a, archivetest.Ben)
		ben := a.Viewer(archivetest.Ben)
		for i := range 8 {
			p := a.Pseud(archivetest.Ben, fmt.Sprint("Ben the ", i))
			a.Tx(func(tx *db.Tx) error { return creator.Invite(ctx, tx, w, a.Viewer(archivetest.Ann), p, 0) })
		}
		all, err := creator.For(ctx, a.DB, ben.ID)
		if err != nil || len(all) != 8 {
			t.Fatalf("%d invitations, %v", len(all), err)
		}
		var wg sync.WaitGroup
		for _, i := range all {
			wg.Go(func() {
				if err := a.DB.Tx(ctx, func(tx *db.Tx) error { return creator.Accept(ctx, tx, i.ID, ben) }); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		places, err := db.All(ctx, a.DB, db.One[int], `SELECT position FROM work_creators WHERE work_id = $1 ORDER BY position`, int64(s.ID))
		if err != nil || fmt.Sprint(places) != "[0 1 2 3 4 5 6 7 8]" {
			t.Errorf("places %v, %v", places, err)
		}
	})
}

func TestLeaving(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s, ben := a.Add(archivetest.OpenPlans()[0]), a.Pseud(archivetest.Ben, "Ben")
		leave := s.ID.Path() + "/creators/leave"
		if p := a.Post(archivetest.Ann, leave, nil); p.Status != 409 {
			t.Errorf("the only one leaves: %d", p.Status)
		}
		if p := a.Get(archivetest.Ann, leave); !strings.Contains(p.Body, fmt.Sprintf("/orphan?work=%d", s.ID)) {
			t.Error("the only one is not offered to leave it to the archive")
		}
		a.Tx(func(tx *db.Tx) error { return work.AddCreator(t.Context(), tx, s.ID, ben.ID, 0) })
		if p := a.Post(archivetest.Keeper, leave, nil); p.Status != 404 {
			t.Errorf("a keeper who does not sign it leaves: %d", p.Status)
		}
		if p := a.Post(archivetest.Ann, leave, url.Values{"user_id": {fmt.Sprint(ben.Account)}}); p.Status != 303 || byline(t, a, s.ID) != "Ben" {
			t.Errorf("%d, signed %s", p.Status, byline(t, a, s.ID))
		}
		if got := letters(t, a, archivetest.Ben); len(got) != 1 || !strings.Contains(got[0], "Ann has left") {
			t.Errorf("Ben's letters: %q", got)
		}
	})
}

func TestStaffAddKeptPlacesOnly(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s := a.Add(archivetest.OpenPlans()[0])
		a.Tx(func(tx *db.Tx) error { _, _, err := account.Place(t.Context(), tx, "Old Friend"); return err })
		page := s.ID.Path() + "/creators"
		for _, c := range []struct {
			who  archivetest.Person
			name string
			want int
		}{{archivetest.Ann, "Old Friend", 422}, {archivetest.Keeper, "Ben", 422}, {archivetest.Keeper, "Old Friend", 303}} {
			if p := a.Post(c.who, page, url.Values{"name": {c.name}}); p.Status != c.want {
				t.Errorf("%s asks %s: %d", c.who, c.name, p.Status)
			}
		}
		if got := byline(t, a, s.ID); got != s.Pseud+" (Ann), Old Friend" {
			t.Errorf("signed %s", got)
		}
	})
}

func TestOrphaning(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ctx := t.Context()
		s, other := a.Add(archivetest.OpenPlans()[0]), a.Add(archivetest.OpenPlans()[2]) // Ann's and Ben's
		ask := fmt.Sprintf("/orphan?work=%d&work=%d", s.ID, other.ID)
		if p := a.Get(archivetest.Ann, ask); p.Status != 200 || strings.Contains(p.Body, archivetest.Word(other.Key, "title")) {
			t.Errorf("%d, or somebody else's work is named", p.Status)
		}
		form := url.Values{"work": {fmt.Sprint(int64(s.ID)), fmt.Sprint(int64(other.ID))}, "name": {"drop"}}
		if p := a.Post(archivetest.Ann, "/orphan", form); p.Status != 422 || byline(t, a, s.ID) != s.Pseud+" (Ann)" {
			t.Errorf("without being sure: %d, %s", p.Status, byline(t, a, s.ID))
		}
		form.Set("sure", "1")
		if p := a.Post(archivetest.Reader, "/orphan", form); p.Status != 404 {
			t.Errorf("the reader: %d", p.Status)
		}
		if p := a.Post(archivetest.Ann, "/orphan", form); p.Status != 303 {
			t.Fatalf("%d %s", p.Status, p.Text("main"))
		}
		if got := byline(t, a, s.ID); got != "orphan_account" || byline(t, a, other.ID) != other.Pseud+" (Ben)" {
			t.Errorf("signed %s and %s", got, byline(t, a, other.ID))
		}
		if p := a.Get(archivetest.Ann, s.ID.Path()+"/edit"); p.Status != 404 {
			t.Errorf("Ann may still edit it: %d", p.Status)
		}
		if p := a.Get(archivetest.Keeper, s.ID.Path()+"/creators"); !strings.Contains(p.Text(".notice"), "Ann left this work") {
			t.Errorf("staff are told %q", p.Text(".notice"))
		}
		orphan, err := account.ByName(ctx, a.DB, "orphan_account")
		if err != nil || !orphan.Claimed || !orphan.Suspended {
			t.Fatalf("%+v %v", orphan, err)
		}
		a.Tx(func(tx *db.Tx) error {
			if _, err := account.ClaimLink(ctx, tx, orphan.ID); fault.KindOf(err) != fault.NotFound {
				t.Errorf("the orphan account can be claimed: %v", err)
			}
			if _, err := account.Create(ctx, tx, account.New{Name: "orphan_account", Password: "nine quiet harbours"}); fault.KindOf(err) != fault.Conflict {
				t.Errorf("somebody signs up as the orphan account: %v", err)
			}
			return nil
		})
		now := archivetest.Now()
		a.DB.Now = func() time.Time { return now.Add(creator.Remembered) }
		a.Tx(func(tx *db.Tx) error { return creator.RunSweep(ctx, tx) })
		var n int
		if err := a.DB.QueryRowContext(ctx, `SELECT COUNT(*) FROM orphaned`).Scan(&n); err != nil || n != 0 {
			t.Errorf("after three days %d are remembered, %v", n, err)
		}
	})
}

// A chapter that somebody else alone wrote stays theirs, a name may stay, and a
// series goes with its works.
func TestOrphaningKeepsOthers(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ctx := t.Context()
		s, ben, ann := a.Add(archivetest.OpenPlans()[0]), a.Pseud(archivetest.Ben, "Ben"), a.Viewer(archivetest.Ann)
		a.Tx(func(tx *db.Tx) error {
			if err := work.AddCreator(ctx, tx, s.ID, ben.ID, s.Chapters[1]); err != nil {
				return err
			}
			return work.LeaveChapter(ctx, tx, s.ID, s.Chapters[1], ann.ID)
		})
		a.Tx(func(tx *db.Tx) error { return creator.OrphanSeries(ctx, tx, s.Series, ann.ID, true) })
		if got, want := byline(t, a, s.ID), s.Pseud+" (orphan_account), Ben"; got != want {
			t.Errorf("signed %s, want %s", got, want)
		}
		w, err := work.Get(ctx, a.DB, viewer.Viewer{}, s.ID)
		if err != nil || len(w.Chapters[1].Creators) != 1 || w.Chapters[1].Creators[0].ID != ben.ID {
			t.Errorf("%+v %v", w.Chapters[1].Creators, err)
		}
		row, err := series.Get(ctx, a.DB, viewer.Viewer{}, s.Series)
		if err != nil || len(row.Creators) != 1 || row.Creators[0].Login != "orphan_account" {
			t.Errorf("the series is by %+v, %v", row.Creators, err)
		}
		if got := letters(t, a, archivetest.Ben); len(got) != 1 || !strings.Contains(got[0], "to you and the archive") {
			t.Errorf("Ben's letters: %q", got)
		}
		if got := letters(t, a, archivetest.Ann); len(got) != 1 || !strings.Contains(got[0], "the archive’s now") {
			t.Errorf("Ann's letters: %q", got)
		}
	})
}

func TestHandTo(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ctx, s, ben, ann := t.Context(), a.Add(archivetest.OpenPlans()[0]), a.Pseud(archivetest.Ben, "Ben"), a.Viewer(archivetest.Ann)
		if err := a.DB.Tx(ctx, func(tx *db.Tx) error { return creator.HandTo(ctx, tx, s.ID, ann.ID, ben.ID) }); fault.KindOf(err) != fault.Invalid {
			t.Errorf("handed to a stranger: %v", err)
		}
		a.Tx(func(tx *db.Tx) error { return work.AddCreator(ctx, tx, s.ID, ben.ID, 0) })
		a.Tx(func(tx *db.Tx) error { return creator.HandTo(ctx, tx, s.ID, ann.ID, ben.ID) })
		if got := byline(t, a, s.ID); got != "Ben" {
			t.Errorf("signed %s", got)
		}
	})
}

func TestEightOrphanAtOnce(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ctx, ann := t.Context(), a.Viewer(archivetest.Ann)
		var ids []work.ID
		for i := range 8 {
			p := archivetest.OpenPlans()[1]
			p.Key = fmt.Sprintf("%s%c", p.Key, 'a'+i)
			ids = append(ids, a.Add(p).ID)
		}
		var wg sync.WaitGroup
		for _, id := range ids {
			wg.Go(func() {
				if err := a.DB.Tx(ctx, func(tx *db.Tx) error { return creator.Orphan(ctx, tx, id, ann.ID, false) }); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		for _, id := range ids {
			if got := byline(t, a, id); got != "orphan_account" {
				t.Errorf("work %d is signed %s", id, got)
			}
		}
		var houses int
		if err := a.DB.QueryRowContext(ctx, `SELECT COUNT(*) FROM accounts WHERE name LIKE 'orphan%'`).Scan(&houses); err != nil || houses != 1 {
			t.Errorf("%d orphan accounts, %v", houses, err)
		}
	})
}
