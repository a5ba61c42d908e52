package publish_test

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/work"
)

// place is the value of the box before the n-th place, from 1, at which a chapter can be
// cut: no chapter begins before its beginning.
func (k *desk) place(chapter, n int) string {
	k.t.Helper()
	all := regexp.MustCompile(`name="at" value="([^"]*)"`).FindAllStringSubmatch(k.get(k.chapter(chapter, "/arrange"), nil), -1)
	if len(all) < n {
		k.t.Fatalf("%d places", len(all))
	}
	return all[n-1][1]
}

// body is what readers get of a chapter.
func (k *desk) body(c work.ChapterID) string {
	k.t.Helper()
	t, err := work.TextOf(k.t.Context(), k.d, c)
	if err != nil {
		k.t.Fatal(err)
	}
	return t.Body
}

// copyOf is what is written of a chapter.
func (k *desk) copyOf(c work.ChapterID) draft.Copy {
	k.t.Helper()
	x, err := draft.Open(k.t.Context(), k.d, c)
	if err != nil {
		k.t.Fatal(err)
	}
	return x
}

func wants(t *testing.T, page string, all ...string) {
	t.Helper()
	for _, want := range all {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

// A posted chapter of which somebody had written too much went to readers by cutting it
// in two, and an empty part too.
func TestWhatIsCutIsAskedAbout(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.post(k.path("/publish"), k.ticks(0, 1), 303)
		was := k.body(k.c[0])
		long := strings.Repeat("<p>words of a harbour</p>", 25_000)
		k.write(k.c[0], "<p>Beginning.</p>"+long)
		page := k.post(k.chapter(0, "/split"), url.Values{"at": {k.place(0, 1)}, "title": {"SECOND"}}, 422)
		wants(t, page, "Nothing is changed yet", "Part 2 has", "of 510,000 characters", `href="`+k.chapter(0, "/edit")+`"`, `value="SECOND"`, " checked")
		if strings.Contains(page, `name="seen"`) {
			t.Error("what must be mended can be ticked away")
		}
		k.post(k.chapter(0, "/split"), url.Values{"at": {k.place(0, 1)}, "title": {"SECOND"}, "seen": {"1"}}, 422)
		if k.body(k.c[0]) != was || k.titles(k.id) != "ANCHORS BARNACLES CORMORANTS DREDGERS" || !strings.Contains(k.copyOf(k.c[0]).Body, "of a harbour") {
			t.Error("it is half done")
		}

		k.write(k.c[0], "<hr><p>Only this.</p>")
		wants(t, k.post(k.chapter(0, "/split"), url.Values{"at": {k.place(0, 1)}}, 422), "Part 1 is empty.")

		k.write(k.c[0], `<p>One.</p><p><img src="https://pictures.example/x.png"></p><p>Two.</p>`)
		f := url.Values{"at": {k.place(0, 2)}, "title": {"SECOND"}}
		page = k.post(k.chapter(0, "/split"), f, 422)
		wants(t, page, "In Part 1, 1 picture has no description", "is worth a look", `name="seen"`)
		k.post(k.chapter(0, "/split"), with(f, "seen", "1"), 422) // not what was shown
		k.post(k.chapter(0, "/split"), with(f, "seen", seen(t, page)), 303)
		if got := k.titles(k.id); got != "ANCHORS SECOND BARNACLES CORMORANTS DREDGERS" {
			t.Error(got)
		}
	})
}

// seen is the value of the box of who has looked.
func seen(t *testing.T, page string) string {
	t.Helper()
	m := regexp.MustCompile(`name="seen" value="([^"]*)"`).FindStringSubmatch(page)
	if m == nil {
		t.Fatal("there is no box")
	}
	return m[1]
}

func TestWhatIsJoinedIsAskedAbout(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.post(k.path("/publish"), k.ticks(0, 1, 2), 303)
		f := url.Values{"with": {fmt.Sprint(int64(k.c[1]))}}
		half := strings.Repeat("<p>words of a harbour</p>", 12_000)
		k.write(k.c[0], half)
		k.write(k.c[1], half)
		page := k.post(k.chapter(0, "/merge"), f, 422)
		wants(t, page, "Chapter 1: ANCHORS with Chapter 2: BARNACLES has", "of 510,000 characters", fmt.Sprintf(`value="%d" selected`, k.c[1]))
		if strings.Contains(page, `name="scene" value="1" checked`) {
			t.Error("a box that was not ticked comes back ticked")
		}
		if strings.Contains(k.body(k.c[0]), "harbour") || k.copyOf(k.c[1]).Rev == 0 {
			t.Error("it is half done")
		}
		k.write(k.c[0], `<p>So: <a href="https://a.example/"><img src="https://pictures.example/x.png"></a></p>`)
		k.write(k.c[1], "<p>Short.</p>")
		page = k.post(k.chapter(0, "/merge"), f, 422)
		wants(t, page, "In Chapter 1: ANCHORS with Chapter 2: BARNACLES, 1 link has no words.")
		k.post(k.chapter(0, "/merge"), with(f, "seen", seen(t, page)), 303)
		if got := k.titles(k.id); got != "ANCHORS CORMORANTS DREDGERS" {
			t.Error(got)
		}
	})
}

// What is longer than the limit since it came may be cut, but not grow by it.
func TestWhatCameTooLongMayBeCut(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.tx(func(ctx context.Context, tx *db.Tx) error {
			return work.SetChapter(ctx, tx, cleaner, k.c[0], work.ChapterText{Kind: work.PlainChapter, Title: "ANCHORS", Body: "<p>Beginning.</p>" + strings.Repeat("<p>word</p>", 60_000)})
		})
		k.post(k.path("/publish"), k.ticks(0, 1), 303)
		k.post(k.chapter(0, "/split"), url.Values{"at": {k.place(0, 1)}, "title": {"SECOND"}}, 303)
		second := k.workOf(k.id).Chapters[1].ID
		k.post(k.id.ChapterPath(second)+"/merge", url.Values{"with": {fmt.Sprint(int64(k.c[1]))}}, 422)
	})
}

func TestWhatIsMovedIsAskedAbout(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.write(k.c[0], `<p>One. <img src="https://pictures.example/x.png"></p>`)
		k.post(k.path("/publish"), k.ticks(0, 1), 303)
		other, c := k.begin("eels")
		f := url.Values{"to": {fmt.Sprint(int64(other))}}
		k.post(other.Path()+"/publish", url.Values{"chapters": {fmt.Sprint(int64(c[0]))}}, 303)
		page := k.post(k.chapter(0, "/move"), f, 422)
		wants(t, page, "In Chapter 1: ANCHORS, 1 picture has no description", fmt.Sprintf(`value="%d" selected`, other))
		if k.titles(other) != "EELS" {
			t.Error("it is moved")
		}
		k.post(k.chapter(0, "/move"), with(f, "seen", seen(t, page)), 303)
		if got := k.titles(other); got != "EELS ANCHORS" {
			t.Error(got)
		}
	})
}

// Nobody sees a draft, so it is cut and joined as its writer likes; but it can't be
// made to look as if it had come so long.
func TestDraftsAreArrangedFreely(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		half := strings.Repeat("<p>words of a harbour</p>", 12_000)
		k.write(k.c[0], half+`<p><img src="https://pictures.example/x.png"></p>`)
		k.write(k.c[1], half)
		k.post(k.chapter(0, "/merge"), url.Values{"with": {fmt.Sprint(int64(k.c[1]))}}, 303)
		if now := k.copyOf(k.c[0]); now.Rev == 0 || strings.Count(now.Body, "harbour") != 24_000 || now.Title != "ANCHORS" {
			t.Errorf("joined, it is %d, %d characters: %q", now.Rev, len(now.Body), now.Title)
		}
		wants(t, k.post(k.path("/publish"), k.ticks(0), 422), "of 510,000 characters")
		k.post(k.chapter(0, "/split"), url.Values{"at": {k.place(0, 1)}}, 303)
		k.post(k.path("/publish"), k.ticks(0), 303)
		second := k.workOf(k.id).Chapters[1].ID
		wants(t, k.post(k.path("/publish"), url.Values{"chapters": {fmt.Sprint(int64(second))}}, 422), "of 510,000 characters")
	})
}

// A chapter that went on otherwise than what is written in it says where to choose.
func TestWhatWentOnIsAskedAbout(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.post(k.path("/publish"), k.ticks(0, 1), 303)
		k.write(k.c[0], "<p>Written here.</p><p>And here.</p>")
		k.tx(func(ctx context.Context, tx *db.Tx) error {
			return work.SetChapter(ctx, tx, cleaner, k.c[0], work.ChapterText{Kind: work.PlainChapter, Title: "ANCHORS", Body: "<p>Brought in.</p>"})
		})
		for _, f := range []struct {
			to string
			v  url.Values
		}{{"/split", url.Values{"at": {k.place(0, 1)}}}, {"/merge", url.Values{"with": {fmt.Sprint(int64(k.c[1]))}}}} {
			wants(t, k.post(k.chapter(0, f.to), f.v, 422), "was changed in another way", `href="`+k.chapter(0, "/edit")+`"`)
		}
	})
}

// Eight cut the same chapter at the same place at once: it is cut once, and what comes
// out is whole.
func TestEightCutAtOnce(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.post(k.path("/publish"), k.ticks(0, 1), 303)
		k.write(k.c[0], "<p>Kept.</p><p>Cut off here.</p>")
		f := url.Values{"at": {k.place(0, 1)}, "title": {"SECOND"}}
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if a := k.do(ann, "POST", k.chapter(0, "/split"), f); a.Code != 303 && a.Code != 422 {
					t.Errorf("%d: %s", a.Code, a.Body)
				}
			})
		}
		wg.Wait()
		if got := k.titles(k.id); got != "ANCHORS SECOND BARNACLES CORMORANTS DREDGERS" {
			t.Error(got)
		}
	})
}

// What is only written, and settled nowhere, stood in lists as “Chapter 1 · 0 words”.
func TestListsSayWhatIsWritten(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		name, kind, body := "Nets", work.Prologue, "<p>Five words are written here.</p>"
		k.tx(func(ctx context.Context, tx *db.Tx) error {
			now, err := draft.Open(ctx, tx, k.c[0])
			if err != nil {
				return err
			}
			_, err = draft.Save(ctx, tx, k.c[0], draft.Edit{By: ann.ID, Seen: now.Seen, Title: &name, Kind: &kind, Whole: &body})
			return err
		})
		plan := with(k.ticks(0), "date", "2026-11-27", "time", "18:00")
		for _, page := range []string{
			k.get(k.path("/publish"), nil), k.get(k.path("/publish/plan"), plan), k.get(k.path("/chapters/manage"), nil),
			k.get(k.chapter(0, "/arrange"), nil), k.get(k.path("/preview"), nil),
		} {
			wants(t, page, "Prologue: Nets")
			if strings.Contains(page, "ANCHORS") {
				t.Error("an earlier title stands there")
			}
		}
		for _, path := range []string{"/publish", "/chapters/manage"} {
			wants(t, k.get(k.path(path), nil), "5 words")
		}
	})
}
