package browse

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// With a story posted each second, every list of a large fandom took half a
// second to open, since all its numbers were counted again. Now what is by the
// side of a long list may be a minute old; its works and their number may not,
// and a tag that went out of sight is gone at once.
func TestLongListsAreExactAndTheirNumbersLag(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		fill(t, d, 200)
		c, now := NewCatalogue(d), time.Date(2026, 8, 31, 12, 0, 0, 0, time.UTC)
		c.long, c.now = 150, func() time.Time { return now }
		find := func() *List {
			t.Helper()
			l, err := c.Find(t.Context(), viewer.Viewer{}, Filter{})
			if err != nil {
				t.Fatal(err)
			}
			return l
		}
		exact := func() *List {
			t.Helper()
			l, err := NewCatalogue(d).Find(t.Context(), viewer.Viewer{}, Filter{})
			if err != nil {
				t.Fatal(err)
			}
			return l
		}
		before := find()
		newest := before.IDs[0]
		secret := before.Facets.Tags[tag.Freeform][3].Tag
		hide(t, d, newest)
		onlyOn(t, d, newest, secret)

		after, truth := find(), exact()
		if after.Total != before.Total-1 || !slices.Equal(after.IDs, truth.IDs) || slices.Contains(after.IDs, newest) {
			t.Errorf("%d works, newest %v; the hidden one was %d of %d", after.Total, after.IDs[:3], newest, before.Total)
		}
		if !reflect.DeepEqual(after.Facets.Ratings, before.Facets.Ratings) {
			t.Error("everything was counted again")
		}
		if slices.ContainsFunc(after.Facets.Tags[tag.Freeform], func(n TagCount) bool { return n.Tag.ID == secret.ID }) {
			t.Errorf("%q is named, which only a hidden work has", secret.Name)
		}

		now = now.Add(oldest)
		change(t, d, `UPDATE works SET words = words + 1 WHERE id = $1`, int64(before.IDs[1]))
		if l := find(); !reflect.DeepEqual(l.Facets, truth.Facets) {
			t.Errorf("numbers are older than %v", oldest)
		}
	})
}

// A list that has suddenly become much shorter is counted anew.
func TestNumbersDoNotOutliveTheirList(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		fill(t, d, 200)
		c := NewCatalogue(d)
		c.long = 150
		before, err := c.Find(t.Context(), viewer.Viewer{}, Filter{})
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range before.IDs[:10] {
			hide(t, d, id)
		}
		after, err := c.Find(t.Context(), viewer.Viewer{}, Filter{})
		if err != nil {
			t.Fatal(err)
		}
		sum := 0
		for _, n := range after.Facets.Ratings {
			sum += n
		}
		if after.Total != before.Total-10 || sum != after.Total {
			t.Errorf("%d works after %d, rated %d", after.Total, before.Total, sum)
		}
	})
}

func TestLaggingIsBounded(t *testing.T) {
	var l lagging
	for i := range 3 * maxLagging {
		l.put(fmt.Sprint(i), numbers{})
	}
	if len(l.all) > maxLagging {
		t.Errorf("%d lists are kept", len(l.all))
	}
}

func hide(t *testing.T, d *db.DB, id work.ID) {
	t.Helper()
	change(t, d, `UPDATE works SET hidden = TRUE WHERE id = $1`, int64(id))
	change(t, d, `UPDATE work_filters SET audience = 2 WHERE work_id = $1`, int64(id))
}

// onlyOn makes a tag one that no work has but id, and that is not the archive's own.
func onlyOn(t *testing.T, d *db.DB, id work.ID, g tag.Tag) {
	t.Helper()
	change(t, d, `DELETE FROM work_filters WHERE tag_id = $2 AND work_id <> $1`, int64(id), int64(g.ID))
	change(t, d, `UPDATE tags SET canonical = FALSE WHERE id = $1`, int64(g.ID))
}

func change(t *testing.T, d *db.DB, query string, args ...any) {
	t.Helper()
	err := d.Tx(t.Context(), func(tx *db.Tx) error {
		tx.Changed(1)
		return tx.Exec(t.Context(), query, args...)
	})
	if err != nil {
		t.Fatal(err)
	}
}
