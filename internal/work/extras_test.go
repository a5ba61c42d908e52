package work_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

func TestExtras(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		draft := lamp()
		draft.Tags = append(draft.Tags, tag.Named{Type: tag.Relationship, Name: "Ines/Tobias"}, tag.Named{Type: tag.Relationship, Name: "Clerk & Sea"})
		w := made(t, d, draft)
		x := work.Extras{
			Credits:     []work.Credit{{Role: work.RoleBeta, Name: " Brindle\n"}, {Role: work.RoleOther}, {Role: work.RoleArt, Title: "Fog", URL: "https://art.example/fog"}},
			Dedications: []string{"everyone who asked", " ", "the sea"}, Requests: []string{"more fog"}, Ornament: "moon",
			UsualBefore: "<p onclick=x>Hello.</p>",
			Weights:     map[string]work.Weight{tag.Key("Clerk & Sea"): work.Background, tag.Key("Fog"): work.Main, tag.Key("Ines/Tobias"): ""},
		}
		changeBoth := func(seen int, x work.Extras) error {
			return tx(t, d, func(tx *db.Tx) error { return work.Change(ctx, tx, cleaner, w.ID, seen, w.Details(), x) })
		}
		if err := changeBoth(w.Minor, x); err != nil {
			t.Fatal(err)
		}
		now := get(t, d, w.ID)
		got, err := work.ExtrasOf(ctx, d, now)
		want := work.Extras{
			Credits:     []work.Credit{{Role: work.RoleBeta, Name: "Brindle"}, {Role: work.RoleArt, Title: "Fog", URL: "https://art.example/fog"}},
			Dedications: []string{"everyone who asked", "the sea"}, Requests: []string{"more fog"}, Ornament: "moon",
			UsualBefore: "<p>Hello.</p>", Weights: map[string]work.Weight{tag.Key("Clerk & Sea"): work.Background},
		}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v\nwant %+v, %v", got, want, err)
		}
		// A form that is sent twice is one; a stale one with something else is none.
		if err := changeBoth(w.Minor, x); err != nil || get(t, d, w.ID).Minor != now.Minor {
			t.Errorf("sent twice: %v", err)
		}
		stale := x
		stale.Ornament = "stars"
		if err := changeBoth(w.Minor, stale); fault.KindOf(err) != fault.Conflict || get(t, d, w.ID).Ornament != "moon" {
			t.Errorf("a stale form: %v", err)
		}
		// Changes of the tags leave the weights of those that stay.
		details := now.Details()
		details.Tags = append(details.Tags, tag.Named{Type: tag.Freeform, Name: "Soup"})
		if err := change(t, d, w.ID, now.Minor, details); err != nil {
			t.Fatal(err)
		}
		if got, _ = work.ExtrasOf(ctx, d, get(t, d, w.ID)); !reflect.DeepEqual(got.Weights, want.Weights) {
			t.Errorf("weights %v", got.Weights)
		}
		// A new chapter begins with the usual notes.
		var c work.ChapterID
		if err := tx(t, d, func(tx *db.Tx) (err error) { c, err = work.AddChapter(ctx, tx, w.ID); return err }); err != nil {
			t.Fatal(err)
		}
		if text, err := work.TextOf(ctx, d, c); err != nil || text.NotesBefore != "<p>Hello.</p>" || text.NotesAfter != "" {
			t.Errorf("%+v, %v", text, err)
		}
	})
}

func TestExtrasThatCannotBe(t *testing.T) {
	many := make([]string, 51)
	for i := range many {
		many[i] = "x"
	}
	for _, c := range []struct {
		field string
		x     work.Extras
	}{
		{"credits", work.Extras{Credits: []work.Credit{{Role: "thief", Name: "A"}}}},
		{"credits", work.Extras{Credits: []work.Credit{{Role: work.RoleArt, URL: "https://a.example"}}}},
		{"credits", work.Extras{Credits: []work.Credit{{Role: work.RoleArt, Name: "A", URL: "javascript:alert(1)"}}}},
		{"credits", work.Extras{Credits: []work.Credit{{Role: work.RoleArt, Name: strings.Repeat("a", 256)}}}},
		{"dedications", work.Extras{Dedications: many}},
		{"requests", work.Extras{Requests: []string{strings.Repeat("ä", 256)}}},
		{"ornament", work.Extras{Ornament: "x}body{display:none"}},
		{"relationships", work.Extras{Weights: map[string]work.Weight{"a/b": "heavy"}}},
		{"usual_after", work.Extras{UsualAfter: strings.Repeat("a", work.MaxNotes+1)}},
	} {
		if err := c.x.Check(); fault.FieldOf(err) != c.field {
			t.Errorf("%s: %v", c.field, err)
		}
	}
}

// What is only begun has a rating that nobody chose, and gets one when it is posted.
func TestARatingIsChosenKnowingly(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		withPeople(t, d)
		var id work.ID
		if err := tx(t, d, func(tx *db.Tx) (err error) { id, _, err = work.Begin(ctx, tx, 1, "en"); return err }); err != nil {
			t.Fatal(err)
		}
		w := get(t, d, id)
		if w.Rating != "" || !w.Rating.Adult() {
			t.Errorf("begun with %q", w.Rating)
		}
		details := w.Details()
		details.Title = "Begun"
		if err := change(t, d, id, w.Minor, details); err != nil || get(t, d, id).Rating != "" {
			t.Errorf("%v, saved with %q", err, get(t, d, id).Rating)
		}
		details.Posted = true
		if err := change(t, d, id, get(t, d, id).Minor, details); err != nil || get(t, d, id).Rating != work.NotRated {
			t.Errorf("%v, posted with %q", err, get(t, d, id).Rating)
		}
	})
}
