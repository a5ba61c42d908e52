package draft_test

import (
	"context"
	"slices"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/work"
)

// bring changes the chapter as a file does that is brought in anew.
func (k *desk) bring(text string) {
	k.t.Helper()
	k.tx(func(ctx context.Context, tx *db.Tx) error {
		return work.SetChapter(ctx, tx, prose.Cleaner{}, k.chapter, work.ChapterText{Kind: work.PlainChapter, Body: text})
	})
}

// kept are the texts of all versions of the chapter.
func (k *desk) kept() []string {
	k.t.Helper()
	var all []string
	for v, err := range work.EachVersion(k.t.Context(), k.d, k.chapter) {
		if err != nil {
			k.t.Fatal(err)
		}
		all = append(all, v.Body)
	}
	return all
}

// A writer had a working copy and brought her file in again: the editor showed the old
// copy, saved it and posted it over the new version without a word. Now neither can be
// settled before she has seen both, and both are kept.
func TestBehind(t *testing.T) {
	const old, typed, brought = "<p>As it was.</p>", "<p>As it was typed.</p>", "<p>As it was brought in.</p>"
	begin := func(k *desk) (tab draft.Edit) {
		k.bring(old)
		c := k.keep(whole(ann, k.open().Seen, typed))
		k.bring(brought)
		tab = whole(ann, c.Seen, typed+"\n<p>And on.</p>")
		tab.Tab, tab.N = "tab", 1
		return tab
	}
	conflict := func(t *testing.T, err error) {
		t.Helper()
		if fault.KindOf(err) != fault.Conflict {
			t.Errorf("%v, want a conflict", err)
		}
	}
	settle := func(k *desk) error {
		return k.d.Tx(k.t.Context(), func(tx *db.Tx) error { return draft.Settle(k.t.Context(), tx, prose.Cleaner{}, k.chapter) })
	}
	t.Run("open tab", func(t *testing.T) {
		each(t, func(t *testing.T, k *desk) {
			tab := begin(k)
			if c := k.open(); !c.Behind || c.Body != typed || c.Other().Body != brought {
				t.Fatalf("%+v", c)
			}
			conflict(t, settle(k))
			theirs, err := k.save(tab)
			conflict(t, err)
			if theirs.Body != brought {
				t.Errorf("theirs is %q", theirs.Body)
			}
			tab.Seen, tab.N = theirs.Seen, 2
			if c := k.keep(tab); c.Body != *tab.Whole || k.open().Behind {
				t.Errorf("%+v", k.open())
			}
			if err := settle(k); err != nil {
				t.Error(err)
			}
			if all := k.kept(); !slices.Contains(all, typed) || !slices.Contains(all, brought) {
				t.Errorf("kept are %q", all)
			}
		})
	})
	t.Run("what was brought stays", func(t *testing.T) {
		each(t, func(t *testing.T, k *desk) {
			begin(k)
			e := whole(ann, k.open().Seen, brought)
			_, err := k.save(e) // whoever did not see both
			conflict(t, err)
			e.Chosen = true
			if c := k.keep(e); c.Body != brought || k.open().Behind {
				t.Errorf("%+v", k.open())
			}
			if !slices.Contains(k.kept(), typed) {
				t.Errorf("kept are %q", k.kept())
			}
		})
	})
	t.Run("both say the same", func(t *testing.T) {
		each(t, func(t *testing.T, k *desk) {
			begin(k)
			k.bring(typed)
			if k.open().Behind {
				t.Error("a conflict between what is the same")
			}
			if err := settle(k); err != nil {
				t.Error(err)
			}
		})
	})
}
