package intake_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/work"
)

// Whoever brings a story is told of works of others that have nearly the same text, as far
// as lists show them.
func TestNearlyTheSameOfOthersIsTold(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		r := rand.New(rand.NewPCG(9, 9))
		long := "The"
		for range 900 {
			long += fmt.Sprintf(" %c%c%c", 'a'+r.IntN(26), "aeiou"[r.IntN(5)], 'a'+r.IntN(26))
		}
		long += "."
		a.SignIn(archivetest.Ann)
		start(t, a)
		seen := map[string]work.Draft{
			"Seen":   {Posted: true},
			"Inside": {Posted: true, Restricted: true},
			"Begun":  {},
			"Hidden": {Posted: true, Hidden: true},
			"Later":  {Posted: true, Unrevealed: true},
		}
		a.Tx(func(tx *db.Tx) error {
			by := a.Pseud(archivetest.Ben, "Ben").ID
			for title, d := range seen {
				d.Title, d.Language, d.Creators = title, "en", []account.PseudID{by}
				d.Chapters = []work.DraftChapter{{Body: "<p>" + long + "</p>"}}
				if title == "Seen" {
					d.Anonymous = true
				}
				if _, err := work.Create(t.Context(), tx, a.Cleaner(), d); err != nil {
					return err
				}
			}
			return nil
		})
		at := begun(t, a, archivetest.Ann, upload{"mine.txt", "Mine\n\n" + long})
		for _, page := range []string{sheets(t, a, archivetest.Ann, at)[0], at} { // the list said nothing of it
			told := a.Get(archivetest.Ann, page)
			for title, want := range map[string]bool{"Seen": true, "Inside": true, "Begun": false, "Hidden": false, "Later": false} {
				if strings.Contains(told.Text(".others"), title) != want {
					t.Errorf("%s: %s is told: %v, of %s", page, title, !want, told.Text(".others"))
				}
			}
			if strings.Contains(told.Text("main"), "Ben") {
				t.Errorf("%s: who wrote an anonymous work is told", page)
			}
		}
	})
}
