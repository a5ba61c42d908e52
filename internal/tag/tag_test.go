package tag_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/tag"
)

// ensure makes tags in a transaction of their own.
func ensure(t *testing.T, d *db.DB, names ...tag.Named) []tag.Tag {
	t.Helper()
	var got []tag.Tag
	write(t, d, func(ctx context.Context, tx *db.Tx) (err error) {
		got, err = tag.Ensure(ctx, tx, names)
		return err
	})
	return got
}

func write(t *testing.T, d *db.DB, f func(context.Context, *db.Tx) error) {
	t.Helper()
	if err := d.Tx(t.Context(), func(tx *db.Tx) error { return f(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
}

// names are the names of tags, in order.
func names(tags []tag.Tag) []string {
	out := make([]string, len(tags))
	for i, t := range tags {
		out[i] = t.Name
	}
	return out
}

func TestEnsure(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		got := ensure(t, d,
			tag.Named{Type: tag.Fandom, Name: "  The  Lamplighters "},
			tag.Named{Type: tag.Character, Name: "Ada Wick"},
			tag.Named{Type: tag.Fandom, Name: "the lamplighters"},
			tag.Named{Type: tag.Freeform, Name: "ＡＤＡ wick"},
			tag.Named{Type: tag.Category, Name: "f/m"},
		)
		want := []string{"The Lamplighters", "Ada Wick", "ＡＤＡ wick (Freeform)", "F/M"}
		if !slices.Equal(names(got), want) {
			t.Fatalf("got %q, want %q", names(got), want)
		}
		if got[2].Type != tag.Freeform || got[3].Type != tag.Category || !got[3].Canonical || got[0].Canonical {
			t.Errorf("types or canonical wrong: %+v", got)
		}
		again := ensure(t, d, tag.Named{Type: tag.Freeform, Name: "Ada Wick"}, tag.Named{Type: tag.Fandom, Name: "THE LAMPLIGHTERS"})
		if again[0].ID != got[2].ID || again[1].ID != got[0].ID {
			t.Errorf("made doubles: %+v, first %+v", again, got)
		}
		if none := ensure(t, d); len(none) != 0 {
			t.Errorf("no names gave %v", none)
		}
	})
}

// A batch is not one query a tag, and its size is not bounded by the database.
func TestEnsureThousands(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var many []tag.Named
		for i := range 3000 {
			many = append(many, tag.Named{Type: tag.Freeform, Name: fmt.Sprintf("Idea %d", i)})
		}
		got := ensure(t, d, many...)
		if len(got) != 3000 || got[2999].Name != "Idea 2999" {
			t.Fatalf("%d tags, last %v", len(got), got[len(got)-1])
		}
	})
}

func TestEnsureRefuses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for _, n := range []tag.Named{
			{Type: tag.Freeform, Name: ""},
			{Type: tag.Freeform, Name: " \u200b\u00ad\u3164"},
			{Type: tag.Freeform, Name: "one， two"},
			{Type: tag.Freeform, Name: "a*s*b"},
			{Type: tag.Freeform, Name: strings.Repeat("長", tag.MaxName+1)},
			{Type: tag.Warning, Name: "Spiders"},
		} {
			err := d.Tx(t.Context(), func(tx *db.Tx) error {
				_, err := tag.Ensure(t.Context(), tx, []tag.Named{{Type: tag.Fandom, Name: "Kept"}, n})
				return err
			})
			if fault.KindOf(err) != fault.Invalid || fault.FieldOf(err) != "tags" {
				t.Errorf("%q: %v", n.Name, err)
			}
		}
		if _, err := tag.ByName(t.Context(), d, "Kept"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a refused batch left a tag: %v", err)
		}
		ensure(t, d, tag.Named{Type: tag.Freeform, Name: strings.Repeat("長", tag.MaxName)})
	})
}

// Eight writers who make the same tags in different orders get the same rows.
func TestEnsureWithEightWriters(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const writers, each = 8, 40
		var got [writers][]tag.Tag
		var wg sync.WaitGroup
		for i := range writers {
			wg.Go(func() {
				var want []tag.Named
				for j := range each {
					n := (j*7 + i*13) % each
					kind := []tag.Type{tag.Freeform, tag.Character}[(n+i)%2]
					want = append(want, tag.Named{Type: kind, Name: fmt.Sprintf("Tag %d", n)})
				}
				err := d.Tx(t.Context(), func(tx *db.Tx) (err error) {
					got[i], err = tag.Ensure(t.Context(), tx, want)
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		byName := map[string]tag.ID{}
		for i := range writers {
			if len(got[i]) != each {
				t.Fatalf("writer %d got %d tags", i, len(got[i]))
			}
			for _, x := range got[i] {
				if id, ok := byName[x.Name]; ok && id != x.ID {
					t.Errorf("%q is both %d and %d", x.Name, id, x.ID)
				}
				byName[x.Name] = x.ID
			}
		}
		var n int
		if err := d.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM tags WHERE name LIKE 'Tag %'`).Scan(&n); err != nil || n != 2*each {
			t.Errorf("%d rows, want %d; %v", n, 2*each, err)
		}
	})
}

func TestByNameAndLoad(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		made := ensure(t, d, tag.Named{Type: tag.Relationship, Name: "Ada Wick/Tom St. Clair"}, tag.Named{Type: tag.Freeform, Name: "Is It? #1 & Only"})
		for _, name := range []string{"ada wick/tom st. clair", "Ada Wick*s*Tom St*d* Clair", "  ADA WICK/Tom St. Clair"} {
			got, err := tag.ByName(t.Context(), d, name)
			if err != nil || *got != made[0] {
				t.Errorf("%q: %v, %v", name, got, err)
			}
		}
		if _, err := tag.ByName(t.Context(), d, "nobody\x00"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("unknown name: %v", err)
		}
		if got, err := tag.Get(t.Context(), d, made[1].ID); err != nil || *got != made[1] {
			t.Errorf("get: %v, %v", got, err)
		}
		if _, err := tag.Get(t.Context(), d, 1<<40); fault.KindOf(err) != fault.NotFound {
			t.Errorf("unknown id: %v", err)
		}
		got, err := tag.Load(t.Context(), d, []tag.ID{made[1].ID, 1 << 40, made[0].ID})
		if err != nil || !slices.Equal(got, []tag.Tag{made[1], made[0]}) {
			t.Errorf("load: %v, %v", got, err)
		}
	})
}

func TestFixedListsAreSeeded(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for kind, list := range map[tag.Type][]string{tag.Warning: tag.Warnings(), tag.Category: tag.Categories()} {
			for _, name := range list {
				got, err := tag.ByName(t.Context(), d, name)
				if err != nil || got.Type != kind || got.Name != name || !got.Canonical {
					t.Errorf("%s %q: %+v, %v", kind, name, got, err)
				}
			}
			var n int
			if err := d.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM tags WHERE type = $1`, string(kind)).Scan(&n); err != nil || n != len(list) {
				t.Errorf("%d tags of type %s in the database, %d in the list; %v", n, kind, len(list), err)
			}
		}
	})
}
