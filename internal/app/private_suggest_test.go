package app_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	twice "github.com/ficstead/ficstead/internal/alike"
	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// keepTwice posts a story of Ben's under tags that everybody knows, begins the same story as
// a draft of Ann's with none of the tags, and posts a copy of it by Ann. It gives the page
// on which the draft's tags are suggested, and the one that shows the two side by side.
func keepTwice(t testing.TB, a *archivetest.Archive) (suggested, pair string) {
	t.Helper()
	ctx := t.Context()
	tags := []tag.Named{{Type: tag.Fandom, Name: "The Lantern Coast"}, {Type: tag.Character, Name: "Maren Holt"}, {Type: tag.Character, Name: "Will Ashgrove"},
		{Type: tag.Relationship, Name: "Will Ashgrove/Maren Holt"}, {Type: tag.Freeform, Name: "Slow Burn"}}
	var b strings.Builder
	for i := range 60 {
		fmt.Fprintf(&b, "<p>On night %d Maren Holt lit lamp %d and Will Ashgrove counted to %d; Maren kissed Will at step %d of the long stair, and Will told Maren of the %dth ship.</p>", i, i*7, i*i, i+40, 3*i)
	}
	mine := func(p archivetest.Person, title string, posted bool, tags ...tag.Named) work.Draft {
		return work.Draft{Title: title, Language: "en", Posted: posted, Creators: []account.PseudID{a.Pseud(p, string(p)).ID}, Tags: tags,
			NotesBefore: "<p>A slow burn, rated PG-13.</p>", Chapters: []work.DraftChapter{{Body: b.String()}}}
	}
	var ids [3]work.ID
	a.Tx(func(tx *db.Tx) error {
		for i, d := range []work.Draft{mine(archivetest.Ben, "Night ships", true, tags...), mine(archivetest.Ann, "Ships at night", true), mine(archivetest.Ann, "Ships", false)} {
			var err error
			if ids[i], err = work.Create(ctx, tx, a.Cleaner(), d); err != nil {
				return err
			}
		}
		var world tag.ID
		for _, n := range tags {
			x, err := tag.ByName(ctx, tx, n.Name)
			if err == nil {
				err = tag.MakeCanonical(ctx, tx, x.ID)
			}
			switch {
			case err != nil:
				return err
			case n.Type == tag.Fandom:
				world = x.ID
			case n.Type == tag.Character || n.Type == tag.Relationship:
				if err := tag.AddParent(ctx, tx, x.ID, world); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err := twice.RunLook(ctx, a.DB); err != nil {
		t.Fatal(err)
	}
	suggested, pair = ids[2].Path()+"/edit?suggest=1", fmt.Sprintf("/keep/alike/%d/%d", ids[0], ids[1])
	if p := a.Get(archivetest.Ann, suggested); len(p.All(`.suggested li`)) < 5 {
		t.Fatal("few tags are suggested:", p.Text(".suggested"))
	}
	return suggested, pair
}
