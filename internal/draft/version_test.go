package draft_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

func (k *desk) versions() []work.Version {
	k.t.Helper()
	all, err := work.Versions(k.t.Context(), k.d, k.chapter, 0, 100)
	if err != nil {
		k.t.Fatal(err)
	}
	return all
}

func (k *desk) version(id work.VersionID) work.ChapterText {
	k.t.Helper()
	_, text, err := work.VersionText(k.t.Context(), k.d, k.chapter, id)
	if err != nil {
		k.t.Fatal(err)
	}
	return text
}

// A version is kept by itself after ten minutes of writing, when somebody else goes
// on, and on another day.
func TestVersionsNowAndThen(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
		k.d.Now = func() time.Time { return now }
		type step struct {
			after time.Duration
			e     draft.Edit
			want  int
		}
		seen := 1
		for i, s := range []step{
			{0, whole(ann, 0, "<p>One.</p>"), 0},
			{9 * time.Minute, whole(ann, 0, "<p>Two.</p>"), 0},
			{time.Minute, whole(ann, 0, "<p>Three.</p>"), 1},
			{8 * time.Minute, whole(ann, 0, "<p>Four.</p>"), 1},
			{3 * time.Minute, whole(ann, 0, "<p>Five.</p>"), 2},
			{time.Minute, whole(cat, 0, "<p>Six.</p>"), 3},
			{time.Minute, whole(cat, 0, "<p>Seven.</p>"), 3},
			{12 * time.Hour, whole(cat, 0, "<p>Eight.</p>"), 4},
		} {
			now = now.Add(s.after)
			s.e.Seen = seen
			seen = k.keep(s.e).Seen
			if n := len(k.versions()); n != s.want {
				t.Errorf("step %d: %d versions, want %d", i, n, s.want)
			}
		}
		all := k.versions()
		if k.version(all[0].ID).Body != "<p>Seven.</p>" || all[0].By != cat || all[0].Kind != work.AutoVersion {
			t.Errorf("%+v", all[0])
		}
		if k.version(all[1].ID).Body != "<p>Five.</p>" || all[1].By != ann {
			t.Errorf("%+v", all[1])
		}
	})
}

// What is settled is a version: for good once readers have it.
func TestSettledIsAVersion(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.keep(whole(cat, 1, "<p>One.</p>"))
		k.settle()
		if v := k.versions(); len(v) != 1 || v[0].Kind != work.AutoVersion || v[0].By != cat || v[0].Words != 1 {
			t.Errorf("%+v", v)
		}
		k.tx(func(ctx context.Context, tx *db.Tx) error {
			return work.PostChapter(ctx, tx, k.chapter, work.Posting{})
		})
		k.keep(whole(ann, k.open().Seen, "<p>Two, three.</p>"))
		k.settle()
		all := k.versions()
		if len(all) != 2 || all[0].Kind != work.PublishedVersion || all[1].Kind != work.PublishedVersion || all[0].By != ann || all[1].By != cat {
			t.Fatalf("%+v", all)
		}
		if k.version(all[1].ID).Body != "<p>One.</p>" || k.version(all[0].ID).Body != "<p>Two, three.</p>" {
			t.Error("they are not what they were")
		}
		k.settle()
		k.tx(func(ctx context.Context, tx *db.Tx) error {
			return work.SetChapter(ctx, tx, prose.Cleaner{}, k.chapter, work.ChapterText{Kind: work.PlainChapter, Body: "<p>Brought in.</p>"})
		})
		if n := len(k.versions()); n != 2 {
			t.Errorf("%d versions: what was replaced is kept twice", n)
		}
	})
}

func TestNamedAndAside(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.keep(whole(ann, 1, "<p>One.</p>"))
		var named, aside [2]work.VersionID
		for i := range 2 { // twice is once
			k.tx(func(ctx context.Context, tx *db.Tx) (err error) {
				if named[i], err = draft.KeepNamed(ctx, tx, k.chapter, "before the cut"); err != nil {
					return err
				}
				e := whole(cat, 0, "<p>Lost, but kept.</p>")
				title := "Lost"
				e.Title = &title
				aside[i], err = draft.KeepAside(ctx, tx, k.chapter, e)
				return err
			})
		}
		all := k.versions()
		if len(all) != 2 || named[0] != named[1] || aside[0] != aside[1] {
			t.Fatalf("%+v", all)
		}
		if v := all[0]; v.Kind != work.AsideVersion || v.By != cat || v.Words != 3 || k.version(v.ID).Title != "Lost" {
			t.Errorf("%+v", v)
		}
		if v := all[1]; v.Kind != work.NamedVersion || v.Name != "before the cut" || v.By != ann {
			t.Errorf("%+v", v)
		}
		if c := k.open(); c.Body != "<p>One.</p>" || c.Seen != 2 {
			t.Errorf("%+v", c)
		}
	})
}

func TestRestore(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.keep(whole(ann, 1, "<p>One.</p>"))
		k.keep(whole(ann, 2, "<p>Two.</p>"))
		back := work.ChapterText{Kind: work.Epilogue, Title: "As it was", Body: "<p>One.</p>"}
		restore := func(seen int) (c draft.Copy, err error) {
			err = k.d.Tx(t.Context(), func(tx *db.Tx) error {
				c, err = draft.GoBack(t.Context(), tx, k.chapter, cat, seen, back)
				return err
			})
			return c, err
		}
		if _, err := restore(2); fault.KindOf(err) != fault.Conflict {
			t.Errorf("over what somebody saved since: %v", err)
		}
		for range 2 { // twice is once
			if c, err := restore(3); err != nil || c.ChapterText != back || c.Seen != 4 || c.By != cat {
				t.Errorf("%+v, %v", c, err)
			}
		}
		if v := k.versions(); len(v) == 0 || v[len(v)-1].Kind != work.RestoredVersion || k.version(v[len(v)-1].ID).Body != "<p>Two.</p>" {
			t.Errorf("what was there is not kept: %+v", v)
		}
	})
}

// A writer had one chapter open in two tabs, wrote in both, and chose the text of one:
// the other, "kept in the history", was in no version, since both were of one account.
func TestWhatAnotherTabWroteIsKept(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		save := func(tab, text string, seen int, chosen bool) int {
			e := whole(ann, seen, text)
			e.Tab, e.N, e.Chosen = tab, 1, chosen
			return k.keep(e).Seen
		}
		seen := save("phone", "<p>On the phone.</p>", 1, false)
		seen = save("laptop", "<p>On the laptop.</p>", seen, false)
		if all := k.versions(); len(all) != 1 || k.version(all[0].ID).Body != "<p>On the phone.</p>" {
			t.Errorf("after the other tab: %+v", all)
		}
		// By the form without a script, tabs have no names; the choice itself says it.
		seen = save("", "<p>By the form.</p>", seen, false)
		save("", "<p>Chosen.</p>", seen, true)
		all := k.versions()
		if len(all) != 3 || k.version(all[0].ID).Body != "<p>By the form.</p>" {
			t.Errorf("after a choice: %+v", all)
		}
	})
}

// Two tabs, or two people, that take turns all day keep a version at each turn only up
// to a limit; then one for each ten minutes. What would have to be kept before somebody
// chose is not chosen away; going back to an earlier version goes on.
func TestVersionsInACrowd(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		now := time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC)
		k.d.Now = func() time.Time { return now }
		turn := func(i int) draft.Edit {
			e := whole([]viewer.ID{ann, cat}[i%2], k.open().Seen, fmt.Sprintf("<p>Turn %d.</p>", i))
			e.Tab, e.N = fmt.Sprint("tab", i%2), i
			return e
		}
		count := func() (n int) {
			if err := k.d.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM chapter_versions WHERE chapter_id = $1`, int64(k.chapter)).Scan(&n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		for i := range work.MaxAutoDaily + 20 {
			now = now.Add(time.Second)
			k.keep(turn(i))
		}
		if n := count(); n != work.MaxAutoDaily {
			t.Errorf("%d versions", n)
		}
		chosen := turn(1000)
		chosen.Chosen = true
		if _, err := k.save(chosen); fault.KindOf(err) != fault.TooMany || k.open().Body == "<p>Turn 1000.</p>" {
			t.Errorf("what would be lost is chosen away: %v", err)
		}
		k.tx(func(ctx context.Context, tx *db.Tx) error {
			_, err := draft.GoBack(ctx, tx, k.chapter, ann, k.open().Seen, work.ChapterText{Kind: work.PlainChapter, Body: "<p>Gone back.</p>"})
			return err
		})
		if n := count(); n != work.MaxAutoDaily+1 {
			t.Errorf("%d versions after going back", n)
		}
		now = now.Add(10 * time.Minute)
		k.keep(turn(1001))
		if n := count(); n != work.MaxAutoDaily+2 {
			t.Errorf("%d versions after ten minutes", n)
		}
	})
}
