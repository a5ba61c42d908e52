package app_test

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/beta"
	"github.com/ficstead/ficstead/internal/creator"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/gift"
	"github.com/ficstead/ficstead/internal/related"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// whispers adds to Ann's open work what only its two sides may know: somebody who was
// asked to sign it, a remark of a beta reader, a gift that was refused, and a hidden
// work that says that it comes from it.
func whispers(t *testing.T, a *archivetest.Archive, open, hidden archivetest.Story) {
	t.Helper()
	ctx, ann, mod := t.Context(), a.Viewer(archivetest.Ann), a.Viewer(archivetest.Moderator)
	to := a.Pseud(archivetest.Moderator, string(archivetest.Moderator))
	w, err := work.Get(ctx, a.DB, ann, open.ID)
	if err != nil {
		t.Fatal(err)
	}
	child, err := work.Get(ctx, a.DB, a.Viewer(archivetest.Ben), hidden.ID)
	if err != nil {
		t.Fatal(err)
	}
	a.Tx(func(tx *db.Tx) error {
		if err := account.SetPrefs(ctx, tx, mod.ID, viewer.Prefs{AllowCreator: true, AllowGifts: true}); err != nil {
			return err
		}
		if err := creator.Invite(ctx, tx, w, ann, to, 0); err != nil {
			return err
		}
		if err := beta.Invite(ctx, tx, a.Cleaner(), w, ann, to, beta.Terms{Chapters: open.Chapters[:1], Days: 7}); err != nil {
			return err
		}
		if err := gift.Give(ctx, tx, w, to); err != nil {
			return err
		}
		if err := gift.Answer(ctx, tx, open.ID, mod.ID, true); err != nil {
			return err
		}
		return related.Add(ctx, tx, a.Viewer(archivetest.Ben), child, related.Named{Address: "http://quay.example" + open.ID.Path()}, []string{"quay.example"})
	})
	all, err := beta.For(ctx, a.DB, mod.ID, archivetest.Now())
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	if p := a.Post(archivetest.Moderator, fmt.Sprintf("/betas/%d", all[0].ID), url.Values{"do": {"accept"}}); p.Status != http.StatusSeeOther {
		t.Fatalf("accepting: %d", p.Status)
	}
	p := a.Post(archivetest.Moderator, fmt.Sprintf("/betas/%d/chapters/%d", all[0].ID, open.Chapters[0]), url.Values{"at": {"b1"}, "words": {"zqwhisper"}})
	if p.Status != 303 {
		t.Fatalf("a remark: %d %s", p.Status, p.Text("main"))
	}
}

// To those who are no side of it, an archive in which people were asked, answered and
// refused looks like one in which nobody was.
func TestWhatIsBetweenTwoIsToldToNobodyElse(t *testing.T) {
	for name, dsn := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			quiet, loud := archivetest.Open(t, dsn(t)), archivetest.Open(t, dsn(t))
			for _, a := range []*archivetest.Archive{quiet, loud} {
				a.SignInAll()
				a.Names()
				open := a.Add(archivetest.OpenPlans()[0])
				hidden := a.Add(archivetest.SecretPlans()[4])
				if a == loud {
					whispers(t, a, open, hidden)
				}
			}
			more := append(listings(), "/users/moderator/gifts", "/users/Ann/gifts", "/users/Ann/related_works", "/users/Ben/related_works")
			for _, who := range []archivetest.Person{archivetest.Guest, archivetest.Reader} {
				compare(t, who, "with what is between two", crawl(t, loud.With(t), who, more), crawl(t, quiet.With(t), who, more))
			}
		})
	}
}
