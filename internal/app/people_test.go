package app_test

import (
	"fmt"
	"net/url"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/beta"
	"github.com/ficstead/ficstead/internal/creator"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/round"
	"github.com/ficstead/ficstead/internal/work"
)

// What one was asked, given and promised under a pseud goes to the usual one when the
// pseud is deleted; what both had is there once.
func TestADeletedPseudHandsOverWhatItHad(t *testing.T) {
	t.Parallel()
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		var stories []archivetest.Story
		for _, key := range []string{"asked", "both", "signed"} {
			stories = append(stories, a.Add(archivetest.Plan{Key: key, By: archivetest.Ann, Day: 2}))
		}
		ann, reader := a.Viewer(archivetest.Ann), a.Viewer(archivetest.Reader)
		quill := a.Pseud(archivetest.Reader, "Quill")
		usual, err := account.UsualPseud(t.Context(), a.DB, reader.ID)
		if err != nil || usual.ID == quill.ID {
			t.Fatalf("%+v, %v", usual, err)
		}
		load := func(tx *db.Tx, s archivetest.Story) *work.Work {
			w, err := work.Get(t.Context(), tx, ann, s.ID)
			if err != nil {
				t.Fatal(err)
			}
			return w
		}
		a.Tx(func(tx *db.Tx) error {
			prefs := reader.Prefs
			prefs.AllowCreator = true
			return account.SetPrefs(t.Context(), tx, reader.ID, prefs)
		})
		a.Tx(func(tx *db.Tx) error {
			asked, signed := load(tx, stories[0]), load(tx, stories[2])
			if err := creator.Invite(t.Context(), tx, asked, ann, quill, 0); err != nil {
				return err
			}
			if err := creator.Invite(t.Context(), tx, signed, ann, quill, 0); err != nil {
				return err
			}
			if err := beta.Invite(t.Context(), tx, a.Cleaner(), asked, ann, quill, beta.Terms{Chapters: stories[0].Chapters[:1], Days: 5}); err != nil {
				return err
			}
			if err := round.Set(t.Context(), tx, stories[0].ID, round.Terms{Open: true, Invited: true, Days: 7}); err != nil {
				return err
			}
			if err := round.Ask(t.Context(), tx, asked, ann, quill); err != nil {
				return err
			}
			_, err := round.Take(t.Context(), tx, asked, reader, quill)
			return err
		})
		a.Tx(func(tx *db.Tx) error { // of the one both pseuds have an invitation, of the other the usual one signs
			both := load(tx, stories[1])
			if err := round.Set(t.Context(), tx, both.ID, round.Terms{Open: true, Invited: true, Days: 7}); err != nil {
				return err
			}
			for _, p := range []account.Pseud{quill, usual.Pseud} {
				if err := creator.Invite(t.Context(), tx, both, ann, p, 0); err != nil {
					return err
				}
				if err := round.Ask(t.Context(), tx, both, ann, p); err != nil {
					return err
				}
			}
			return work.AddCreator(t.Context(), tx, stories[2].ID, usual.ID, 0)
		})
		if p := a.Post(archivetest.Reader, fmt.Sprintf("/account/pseuds/%d/delete", quill.ID), url.Values{}); p.Status != 303 {
			t.Fatalf("%d %s", p.Status, p.Text("main"))
		}
		asked := map[work.ID]account.PseudID{}
		all, err := creator.For(t.Context(), a.DB, reader.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range all {
			asked[i.Work] = i.To.ID
		}
		if len(all) != 2 || asked[stories[0].ID] != usual.ID || asked[stories[1].ID] != usual.ID {
			t.Errorf("asked to sign: %+v", all)
		}
		given, err := beta.For(t.Context(), a.DB, reader.ID, a.DB.Now())
		if err != nil || len(given) != 1 || given[0].Pseud.ID != usual.ID {
			t.Errorf("given to read: %+v, %v", given, err)
		}
		for _, s := range stories[:2] {
			guests, err := round.Guests(t.Context(), a.DB, s.ID)
			if err != nil || len(guests) != 1 || guests[0].ID != usual.ID {
				t.Errorf("invited to the round of %q: %+v, %v", s.Key, guests, err)
			}
		}
		turn, err := round.Now(t.Context(), a.DB, stories[0].ID)
		if err != nil || turn == nil || turn.Pseud.ID != usual.ID {
			t.Errorf("the turn is %+v, %v", turn, err)
		}
	})
}
