package edit_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// coast has the archive know a world with two people and what stands between them, of
// which one tag is on a draft only.
func (k *desk) coast() {
	k.t.Helper()
	ctx := k.t.Context()
	err := k.d.Tx(ctx, func(tx *db.Tx) error {
		tags := []tag.Named{{Type: tag.Fandom, Name: "The Lantern Coast - M. Orrin"}, {Type: tag.Character, Name: "Maren Holt"}, {Type: tag.Character, Name: "Will Ashgrove"},
			{Type: tag.Relationship, Name: "Will Ashgrove/Maren Holt"}, {Type: tag.Freeform, Name: "Slow Burn"}}
		_, err := work.Create(ctx, tx, prose.Cleaner{}, work.Draft{Title: "Seen", Language: "en", Posted: true, Creators: []account.PseudID{2}, Tags: tags, Chapters: []work.DraftChapter{{Body: "<p>One.</p>"}}})
		if err != nil {
			return err
		}
		secret := tag.Named{Type: tag.Character, Name: "Orla Vane"}
		_, err = work.Create(ctx, tx, prose.Cleaner{}, work.Draft{Title: "Unseen", Language: "en", Creators: []account.PseudID{2}, Tags: []tag.Named{secret}, Chapters: []work.DraftChapter{{Body: "<p>Two.</p>"}}})
		if err != nil {
			return err
		}
		world, err := tag.ByName(ctx, tx, tags[0].Name)
		if err != nil {
			return err
		}
		for _, n := range append(tags, secret) {
			x, err := tag.ByName(ctx, tx, n.Name)
			if err != nil {
				return err
			}
			if err := tag.MakeCanonical(ctx, tx, x.ID); err != nil {
				return err
			}
			if x.ID != world.ID {
				if err := tag.AddParent(ctx, tx, x.ID, world.ID); err != nil && n.Type != tag.Freeform {
					return err
				}
			}
		}
		// The story of this desk is of that world.
		return tx.Exec(ctx, `UPDATE works SET notes_before = $2 WHERE id = $1`, int64(k.id), "<p>A slow burn. Nobody dies.</p>")
	})
	if err != nil {
		k.t.Fatal(err)
	}
	err = k.d.Tx(ctx, func(tx *db.Tx) error {
		x, err := work.Get(ctx, tx, ann, k.id)
		if err != nil {
			return err
		}
		return work.SetChapter(ctx, tx, prose.Cleaner{}, x.Chapters[0].ID, work.ChapterText{Body: "<p>Maren Holt lit the lamp. Will Ashgrove will be late, Maren thought, as Will had said.</p>" +
			"<p>“Come in,” Maren said to Will. Will kissed Maren’s cheek; Maren took Will’s hand and kissed him. Orla Vane looked away, and Orla Vane laughed.</p>"})
	})
	if err != nil {
		k.t.Fatal(err)
	}
}

func TestTagsAreSuggestedFromTheText(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.coast()
		f := k.form(ann)
		f.Set("title", "Typed and not saved")
		f.Set("do", "suggest")
		page := k.save(ann, f, http.StatusOK)
		offered := sentAll(t, page, "suggested")
		want := []string{"fandom:The Lantern Coast - M. Orrin", "relationship:Will Ashgrove/Maren Holt", "character:Maren Holt", "character:Will Ashgrove", "freeform:Slow Burn"}
		if got := strings.Join(offered, "\n"); got != strings.Join(want, "\n") {
			t.Fatalf("offered are\n%s", got)
		}
		if !strings.Contains(page, `value="Typed and not saved"`) || !strings.Contains(page, "Named 5 times, first in chapter 1") {
			t.Error("what was typed or what speaks for a tag is not shown")
		}

		f = sent(t, page)
		f["suggested"] = want[:3]
		f.Set("do", "suggest-add")
		f = sent(t, k.save(ann, f, http.StatusOK))
		if f.Get("fandoms") != "Harbour Lights, The Lantern Coast - M. Orrin" || f.Get("relationships") != "Will Ashgrove/Maren Holt" || f.Get("characters") != "Tobias, Ines, Maren Holt" {
			t.Fatal("the form has", f)
		}
		f.Set("do", "suggest-not:freeform:Slow Burn")
		page = k.save(ann, f, http.StatusOK)
		if got := strings.Join(sentAll(t, page, "suggested"), "\n"); got != want[3] {
			t.Fatalf("still offered are\n%s", got)
		}
		if x := k.work(); x.Title != "Six Minutes Late" || len(x.TagsOf(tag.Fandom)) != 1 {
			t.Error("suggestions were saved by themselves")
		}
		if got := strings.Join(sentAll(t, k.do(ann, "GET", k.path("/edit?suggest=1"), nil).Body.String(), "suggested"), "\n"); strings.Contains(got, "Slow Burn") || !strings.Contains(got, want[0]) {
			t.Errorf("later offered are\n%s", got)
		}
		if a := k.do(cat, "POST", k.path("/edit"), url.Values{"seen": {"1"}, "do": {"suggest-not:freeform:Fog"}}); a.Code != http.StatusNotFound {
			t.Error("somebody else refuses:", a.Code)
		}
		if a := k.do(ann, "POST", k.path("/edit"), url.Values{"seen": {"1"}, "do": {"suggest-not:media:Fog"}}); a.Code != http.StatusUnprocessableEntity {
			t.Error("what no one suggests is refused with", a.Code)
		}
	})
}

// sentAll are the values of all fields of a name on a page, ticked or not.
func sentAll(t *testing.T, page, name string) (out []string) {
	t.Helper()
	for n := range parse(t, page).Descendants() {
		if attr(n, "name") == name {
			out = append(out, attr(n, "value"))
		}
	}
	return out
}
