package work_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/work"
)

// Two chapters become one, and nothing that either of them ever said is lost: each
// version says what it said, and those of the second where they come from.
func TestMergeKeepsVersions(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := made(t, d, quay())
		c := keysOf(w)
		want := map[string]bool{}
		for i := range 6 { // in turns, so that the two histories lie between each other
			for j, id := range c[:2] {
				body := fmt.Sprintf("<p>Writing %d of %d.</p>%s", i, j, strings.Repeat("<p>What stays the same.</p>", 20))
				n := work.NewVersion{Kind: work.AutoVersion, By: 1, Words: 7, At: time.Now().AddDate(-2, 0, i), ChapterText: work.ChapterText{Kind: work.PlainChapter, Body: body}}
				if i == 3 {
					n.Kind, n.Name = work.NamedVersion, "before the big cut"
				}
				keepVersion(t, d, id, n)
				want[body] = true
			}
		}
		inTx(t, d, func(ctx context.Context, tx *db.Tx) error { return work.Merge(ctx, tx, cleaner, c[0], c[1], true, 0) })

		all := versionsOf(t, d, c[0])
		names := map[string]int{}
		for _, v := range all {
			text := versionText(t, d, c[0], v.ID)
			delete(want, text.Body)
			names[string(v.Kind)+": "+v.Name]++
		}
		if len(want) != 0 {
			t.Errorf("%d of 12 texts are lost", len(want))
		}
		const from = "from “Chapter 2: BARNACLES”"
		for name, n := range map[string]int{"auto: ": 5, "named: before the big cut": 1, "auto: " + from: 5, "named: before the big cut · " + from: 1,
			"published: " + from: 1, "published: ": 2} { // as the first was before, and as it is now
			if names[name] != n {
				t.Errorf("%d versions are %q, want %d: %v", names[name], name, n, names)
			}
		}
		if now, text := all[0], versionText(t, d, c[0], all[0].ID); now.Kind != work.PublishedVersion || !strings.Contains(text.Body, "anchorsday") || !strings.Contains(text.Body, "barnaclesday") {
			t.Errorf("the newest is %+v: %s", now, text.Body)
		}
		n := 0
		for v, err := range work.EachVersion(t.Context(), d, c[0]) {
			if err != nil || v.Body != versionText(t, d, c[0], all[n].ID).Body {
				t.Fatalf("version %d in turn: %v", n, err)
			}
			n++
		}
		if n != len(all) {
			t.Errorf("%d of %d in turn", n, len(all))
		}

		// What is not for good goes in its time, and the rest can still be read.
		if err := work.RunSweepVersions(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		left := versionsOf(t, d, c[0])
		if len(left) != len(all)-10 {
			t.Errorf("%d of %d are left", len(left), len(all))
		}
		for _, v := range left {
			versionText(t, d, c[0], v.ID)
		}
	})
}

// Eight people join chapters and write in them at once: each version is there once.
func TestEightMergeAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := made(t, d, quay())
		c := keysOf(w)
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				for n := range 4 {
					err := d.Tx(t.Context(), func(tx *db.Tx) error {
						if i%2 == 0 {
							return work.Merge(t.Context(), tx, cleaner, c[0], c[1+n%2], true, 0)
						}
						_, err := work.KeepVersion(t.Context(), tx, c[n%2], work.NewVersion{Kind: work.NamedVersion, Name: fmt.Sprint(i, n),
							ChapterText: work.ChapterText{Kind: work.PlainChapter, Body: fmt.Sprintf("<p>%d %d</p>", i, n)}})
						return err
					})
					if k := fault.KindOf(err); err != nil && k != fault.NotFound {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		seen := map[string]bool{}
		for v, err := range work.EachVersion(t.Context(), d, c[0]) {
			if err != nil {
				t.Fatal(err)
			}
			if v.Kind == work.NamedVersion && seen[v.Body] {
				t.Errorf("%s is there twice", v.Body)
			}
			seen[v.Body] = true
		}
		if len(seen) < 5 {
			t.Errorf("%d versions", len(seen))
		}
	})
}

// A chapter that is deleted takes its versions with it.
func TestRemoveChapterWithItsVersions(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := made(t, d, quay())
		c := keysOf(w)
		for i := range 3 {
			keepVersion(t, d, c[0], work.NewVersion{Kind: work.NamedVersion, Name: fmt.Sprint(i), ChapterText: work.ChapterText{Kind: work.PlainChapter, Body: fmt.Sprintf("<p>%d</p>", i)}})
		}
		if n, err := work.CountVersions(t.Context(), d, c[0]); err != nil || n != 3 {
			t.Fatalf("%d versions, %v", n, err)
		}
		inTx(t, d, func(ctx context.Context, tx *db.Tx) error { return work.RemoveChapter(ctx, tx, c[0]) })
		if n := number(t, d, `SELECT COUNT(*) FROM chapter_versions`); n != 0 {
			t.Errorf("%d versions are left", n)
		}
	})
}
