package intake_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// coast has the archive know a world with two people.
func coast(t *testing.T, a *archivetest.Archive) {
	t.Helper()
	tags := []tag.Named{{Type: tag.Fandom, Name: "The Lantern Coast"}, {Type: tag.Character, Name: "Maren Holt"}, {Type: tag.Character, Name: "Will Ashgrove"}, {Type: tag.Freeform, Name: "Slow Burn"}}
	ctx := t.Context()
	a.Tx(func(tx *db.Tx) error {
		by := a.Pseud(archivetest.Ben, "Ben").ID
		if _, err := work.Create(ctx, tx, a.Cleaner(), work.Draft{Title: "Seen", Language: "en", Posted: true, Creators: []account.PseudID{by}, Tags: tags, Chapters: []work.DraftChapter{{Body: "<p>One.</p>"}}}); err != nil {
			return err
		}
		var world tag.ID
		for _, n := range tags {
			x, err := tag.ByName(ctx, tx, n.Name)
			if err == nil {
				err = tag.MakeCanonical(ctx, tx, x.ID)
			}
			if err == nil && n.Type == tag.Character {
				err = tag.AddParent(ctx, tx, x.ID, world)
			}
			if err != nil {
				return err
			}
			if n.Type == tag.Fandom {
				world = x.ID
			}
		}
		return nil
	})
}

// offers are the tags that a page suggests.
func offers(p *archivetest.Page) string {
	var out []string
	for _, n := range p.All(`.suggested input[name="suggested"]`) {
		out = append(out, archivetest.Attr(n, "value"))
	}
	return strings.Join(out, ", ")
}

func TestTagsAreSuggestedAtImport(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		coast(t, a)
		a.SignIn(archivetest.Ann)
		start(t, a)
		text := "The Lamp\n\nA/N: a slow burn.\n\nMaren Holt lit the lamp. Will Ashgrove was late, Maren thought, as Will had said. “Come in,” Maren said to Will.\n\nIn the dark Will and Maren waited.\n"
		at := begun(t, a, archivetest.Ann, upload{"lamp.txt", text})
		sheet := sheets(t, a, archivetest.Ann, at)[0]
		page := a.Get(archivetest.Ann, sheet)
		if got := offers(page); got != "fandom:The Lantern Coast, character:Maren Holt, character:Will Ashgrove, freeform:Slow Burn" {
			t.Fatalf("offered are %s\n%s", got, page.Text("main"))
		}
		if why := page.Text(".suggested"); !strings.Contains(why, "The text names Maren Holt, Will Ashgrove.") || !strings.Contains(why, "A note says: “a slow burn.”") {
			t.Error("the page says", why)
		}

		f := fields(page, "form.sheet-form")
		f["suggested"] = []string{"fandom:The Lantern Coast", "character:Maren Holt"}
		f.Set("do", "suggest-add")
		if p := a.Post(archivetest.Ann, sheet, f); p.Status != http.StatusSeeOther || !strings.HasSuffix(p.Header.Get("Location"), "#suggested") {
			t.Fatal(p.Status, p.Header)
		}
		page = a.Get(archivetest.Ann, sheet)
		if f = fields(page, "form.sheet-form"); f.Get("fandoms") != "The Lantern Coast" || f.Get("characters") != "Maren Holt" {
			t.Fatal(f)
		}
		f.Set("do", "suggest-not:freeform:Slow Burn")
		a.Post(archivetest.Ann, sheet, f)
		if got := offers(a.Get(archivetest.Ann, sheet)); got != "character:Will Ashgrove" {
			t.Fatal("still offered are", got)
		}
		if p := a.Get(archivetest.Ben, sheet); p.Status != http.StatusNotFound && p.Status != http.StatusSeeOther {
			t.Error("somebody else sees it:", p.Status)
		}

		f = fields(a.Get(archivetest.Ann, sheet), "form.sheet-form")
		f.Set("do", "save")
		a.Post(archivetest.Ann, sheet, f)
		accept(t, a, archivetest.Ann, at, nil)
		until(t, a, archivetest.Ann, at, func(s standing) bool { return s.Done == 1 })
		kept, err := db.All(t.Context(), a.DB, db.One[string], `SELECT w.title || ' ' || r.kind || ':' || r.name_key FROM suggestions_refused r JOIN works w ON w.id = r.work_id`)
		if err != nil || !slices.Equal(kept, []string{"The Lamp freeform:slow burn"}) {
			t.Error("refused for the work are", kept, err)
		}
	})
}
