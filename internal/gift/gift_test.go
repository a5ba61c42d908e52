package gift_test

import (
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/gift"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

func welcome(t *testing.T, a *archivetest.Archive, p archivetest.Person) {
	t.Helper()
	a.Tx(func(tx *db.Tx) error {
		return account.SetPrefs(t.Context(), tx, a.Viewer(p).ID, viewer.Prefs{AllowGifts: true})
	})
}

func letters(t *testing.T, a *archivetest.Archive, p archivetest.Person) []string {
	t.Helper()
	all, err := db.All(t.Context(), a.DB, db.One[string], `SELECT subject FROM letters WHERE account_id = $1 ORDER BY id`, int64(a.Viewer(p).ID))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// names are whom the work's page says it is for.
func names(a *archivetest.Archive, id work.ID) string {
	return a.Get(archivetest.Guest, id.Path()).Text("ul.associations")
}

func TestAGiftIsGivenRefusedAndTaken(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s := a.Add(archivetest.OpenPlans()[0])
		page := s.ID.Path() + "/gifts"
		give := func() int { return a.Post(archivetest.Ann, page, url.Values{"name": {"reader"}}).Status }
		if got := give(); got != 422 {
			t.Errorf("to who takes none: %d", got)
		}
		welcome(t, a, archivetest.Reader)
		if first, second := give(), give(); first != 303 || second != 303 {
			t.Fatalf("%d, %d", first, second)
		}
		if got := strings.Count(names(a, s.ID), "reader"); got != 1 {
			t.Errorf("the work names the reader %d times: %s", got, names(a, s.ID))
		}
		if got := letters(t, a, archivetest.Reader); len(got) != 1 || !strings.Contains(got[0], "gives you") {
			t.Errorf("letters %q", got)
		}
		answer := func(who archivetest.Person, do string) int {
			return a.Post(who, "/account/gifts", url.Values{"work": {fmt.Sprint(int64(s.ID))}, "do": {do}}).Status
		}
		if got := answer(archivetest.Keeper, "refuse"); got != 404 {
			t.Errorf("somebody else refuses: %d", got)
		}
		if got := answer(archivetest.Reader, "refuse"); got != 303 || strings.Contains(names(a, s.ID), "reader") {
			t.Errorf("refused: %d, still named %s", got, names(a, s.ID))
		}
		for _, who := range []archivetest.Person{archivetest.Guest, archivetest.Ann, archivetest.Keeper} {
			if p := a.Get(who, "/users/reader/gifts"); strings.Contains(p.Body, archivetest.Word(s.Key, "title")) {
				t.Errorf("%s sees what was refused", who)
			}
		}
		for name, form := range map[string]url.Values{"again": {"name": {"reader"}}, "as a name": {"name": {"Reader"}, "who": {"name"}}} {
			if p := a.Post(archivetest.Ann, page, form); p.Status != 422 || strings.Contains(names(a, s.ID), "reader") {
				t.Errorf("given %s after the refusal: %d", name, p.Status)
			}
		}
		gifts, err := gift.Of(t.Context(), a.DB, s.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range gifts {
			a.Post(archivetest.Ann, page+"/drop", url.Values{"gift": {fmt.Sprint(g.ID)}})
		}
		if got := give(); got != 422 {
			t.Errorf("given again once taken back: %d", got)
		}
	})
}

func TestARefusalIsTakenBackByWhoRefused(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s := a.Add(archivetest.OpenPlans()[0]) // comes as a gift for Ben
		for _, c := range []struct {
			do    string
			named bool
		}{{"refuse", false}, {"refuse", false}, {"take", true}, {"take", true}} {
			p := a.Post(archivetest.Ben, "/account/gifts", url.Values{"work": {fmt.Sprint(int64(s.ID))}, "do": {c.do}})
			if got := strings.Contains(names(a, s.ID), "Ben"); p.Status != 303 || got != c.named {
				t.Errorf("%s: %d, named %v", c.do, p.Status, got)
			}
		}
	})
}

// A refusal and a person who takes no gifts, or has blocked the giver, look alike.
func TestNobodysSettingsAreTold(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s := a.Add(archivetest.OpenPlans()[0])
		said := func() string {
			p := a.Post(archivetest.Ann, s.ID.Path()+"/gifts", url.Values{"name": {"reader"}})
			if p.Status != 422 {
				t.Errorf("given: %d", p.Status)
			}
			return p.Text(".fault")
		}
		closed := said()
		welcome(t, a, archivetest.Reader)
		a.Tx(func(tx *db.Tx) error {
			return tx.Exec(t.Context(), `INSERT INTO blocks (account_id, other_id, created_at) VALUES ($1, $2, 1)`, int64(a.Viewer(archivetest.Reader).ID), int64(a.Viewer(archivetest.Ann).ID))
		})
		if blocked := said(); blocked != closed || closed == "" {
			t.Errorf("%q and %q", closed, blocked)
		}
	})
}

func TestTheReceiverHearsOnceTheWorkCanBeRead(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ctx := t.Context()
		welcome(t, a, archivetest.Reader)
		p := archivetest.SecretPlans()[2] // not revealed yet
		anonymous := p.Change
		p.Change = func(d *work.Draft) { anonymous(d); d.Anonymous = true }
		s := a.Add(p)
		if got := a.Post(archivetest.Ann, s.ID.Path()+"/gifts", url.Values{"name": {"reader"}}).Status; got != 303 {
			t.Fatal(got)
		}
		tell := func() []string {
			a.Tx(func(tx *db.Tx) error { return gift.RunTell(ctx, tx) })
			return letters(t, a, archivetest.Reader)
		}
		if got := tell(); len(got) != 0 {
			t.Errorf("told before: %q", got)
		}
		if p := a.Get(archivetest.Reader, "/users/reader/gifts"); strings.Contains(p.Body, archivetest.Word(s.Key, "title")) {
			t.Error("shown before")
		}
		a.Tx(func(tx *db.Tx) error {
			return tx.Exec(ctx, `UPDATE works SET unrevealed = FALSE WHERE id = $1`, int64(s.ID))
		})
		tell()
		if got := tell(); len(got) != 1 || !strings.HasPrefix(got[0], "Somebody gives you") {
			t.Errorf("told %q", got)
		}
	})
}

func TestGiftsToANameAreListed(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s, draft := a.Add(archivetest.OpenPlans()[0]), a.Add(archivetest.SecretPlans()[3])
		for _, x := range []archivetest.Story{s, draft} {
			if p := a.Post(archivetest.Ann, x.ID.Path()+"/gifts", url.Values{"name": {" My  Sister "}, "who": {"name"}}); p.Status != 303 {
				t.Errorf("%d %s", p.Status, p.Text("main"))
			}
		}
		p := a.Get(archivetest.Ann, "/gifts?recipient=My+Sister")
		if got := len(p.All("ul.gifts > li")); got != 1 || !strings.Contains(names(a, s.ID), "My Sister") {
			t.Errorf("%d listed; the work says %s", got, names(a, s.ID))
		}
	})
}

func TestEightGiveAtOnce(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ctx, s := t.Context(), a.Add(archivetest.OpenPlans()[0])
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				if err := a.DB.Tx(ctx, func(tx *db.Tx) error { return gift.GiveName(ctx, tx, s.ID, fmt.Sprint("Friend ", i)) }); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		n, err := db.All(ctx, a.DB, db.One[int], `SELECT COUNT(DISTINCT position) FROM gifts WHERE work_id = $1 AND name LIKE 'Friend%'`, int64(s.ID))
		if err != nil || n[0] != 8 {
			t.Errorf("%v places, %v", n, err)
		}
	})
}

// Who takes no gifts was named all the same, as "only a name", in every spelling.
func TestAMembersNameIsNoMereName(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s := a.Add(archivetest.OpenPlans()[0])
		for _, name := range []string{"reader", "Reader", "@reader", "reader (reader)", "ｒｅａｄｅｒ"} {
			if p := a.Post(archivetest.Ann, s.ID.Path()+"/gifts", url.Values{"name": {name}, "who": {"name"}}); p.Status != 422 {
				t.Errorf("%q as a name: %d", name, p.Status)
			}
		}
		if text := names(a, s.ID); strings.Contains(strings.ToLower(text), "reader") {
			t.Errorf("the page says %q", text)
		}
		if p := a.Post(archivetest.Ann, s.ID.Path()+"/gifts", url.Values{"name": {"my reader in Leeds"}, "who": {"name"}}); p.Status != 303 {
			t.Errorf("somebody else's name: %d", p.Status)
		}
	})
}
