package publish_test

import (
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Five chapters, one every Friday at six by Berlin's clocks, over the day on which the
// clocks are put back: the dry run says each time in words, one is cancelled, one gets
// another time, servers come and go, and each comes out once.
func TestScheduling(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.at("2026-09-30 12:00")
		k.id, k.c = k.begin("anchors", "barnacles", "cormorants", "dredgers", "eels")
		f := with(k.ticks(0, 1, 2, 3, 4), "date", "2026-10-09", "time", "18:00", "every", "1", "unit", "weeks", "silent", "1")
		page := k.get(k.path("/publish/plan"), f)
		for _, want := range []string{
			"Friday 9 October 2026, 18:00, Berlin time (UTC+2)", "Friday 16 October 2026, 18:00, Berlin time (UTC+2)", "Friday 23 October 2026, 18:00, Berlin time (UTC+2)",
			"Friday 30 October 2026, 18:00, Berlin time (UTC+1)", "Friday 6 November 2026, 18:00, Berlin time (UTC+1)",
		} {
			if strings.Count(page, want) != 1 {
				t.Errorf("the dry run says %d times %s", strings.Count(page, want), want)
			}
		}
		if n := k.number(`SELECT COUNT(*) FROM schedules`); n != 0 {
			t.Fatalf("the dry run kept %d", n)
		}
		k.post(k.path("/publish/plan"), f, 303)
		k.post(k.path("/publish/cancel"), k.ticks(1), 303)
		k.post(k.path("/publish/plan"), with(k.ticks(3), "date", "2026-10-31", "time", "09:30"), 303)

		// servers runs what two servers do that were just started, on one database.
		servers := func(at string) {
			k.at(at)
			var wg sync.WaitGroup
			for range 2 {
				wg.Go(func() { k.due(); k.due() })
			}
			wg.Wait()
		}
		for _, x := range []struct{ at, want string }{
			{"2026-10-09 17:59", ""},
			{"2026-10-09 18:00", "ANCHORS"},
			{"2026-10-16 18:00", "ANCHORS"},                          // cancelled
			{"2026-10-23 17:00", "ANCHORS"},                          // clocks of UTC
			{"2026-10-23 18:00", "ANCHORS CORMORANTS"},               //
			{"2026-10-30 18:00", "ANCHORS CORMORANTS"},               // has another time
			{"2026-10-20 12:00", "ANCHORS CORMORANTS"},               // a clock put back
			{"2026-10-31 09:29", "ANCHORS CORMORANTS"},               //
			{"2026-10-31 09:30", "ANCHORS CORMORANTS DREDGERS"},      //
			{"2026-11-06 17:59", "ANCHORS CORMORANTS DREDGERS"},      // one hour more than by UTC+2
			{"2026-11-08 11:00", "ANCHORS CORMORANTS DREDGERS EELS"}, // no server ran on the 6th
			{"2027-01-01 00:00", "ANCHORS CORMORANTS DREDGERS EELS"},
		} {
			servers(x.at)
			if got := k.posted(); got != x.want {
				t.Errorf("at %s posted are %q, want %q", x.at, got, x.want)
			}
		}
		x := k.workOf(k.id)
		if x.Major != 4 || x.ChapterCount != 4 {
			t.Errorf("posted %d times, %d chapters", x.Major, x.ChapterCount)
		}
		for i, want := range map[int]time.Time{0: time.Date(2026, 10, 9, 16, 0, 0, 0, time.UTC), 2: time.Date(2026, 10, 23, 16, 0, 0, 0, time.UTC), 3: time.Date(2026, 10, 31, 8, 30, 0, 0, time.UTC)} {
			if at := x.Chapters[i].PostedAt; !at.Equal(want) {
				t.Errorf("chapter %d came out %v, want %v", i+1, at, want)
			}
		}
		if n := k.number(`SELECT COUNT(*) FROM letters`) + k.number(`SELECT COUNT(*) FROM schedules`); n != 0 {
			t.Errorf("%d letters and plans are left", n)
		}
	})
}

// Chapters come into another order by the numbers that dragging writes, by the arrows
// and by “move to 7”; their keys, and with them what hangs on them, stay theirs.
func TestReorderChapters(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.id, k.c = k.begin("a", "b", "c", "d", "e", "f", "g", "h")
		k.post(k.path("/publish"), k.ticks(0, 1, 2, 3, 4, 5, 6, 7), 303)
		k.write(k.c[1], "<p>Being written.</p>")
		texts := map[work.ChapterID]string{}
		for _, c := range k.c {
			text, err := work.TextOf(t.Context(), k.d, c)
			if err != nil {
				t.Fatal(err)
			}
			texts[c] = text.Title + text.Body
		}
		shown := func() url.Values { // the form as the page has it now
			f := url.Values{}
			for i, c := range k.workOf(k.id).Chapters {
				f.Add("order", fmt.Sprint(int64(c.ID)))
				f.Set(fmt.Sprintf("to-%d", c.ID), fmt.Sprint(i+1))
			}
			return f
		}
		to := func(i int) string { return fmt.Sprintf("to-%d", k.c[i]) }
		step := func(i int, way string) string { return fmt.Sprintf("%d:%s", k.c[i], way) }
		dragged := shown() // the script moves the rows and numbers them as they lie
		dragged["order"] = append(dragged["order"][1:4:4], append([]string{dragged["order"][0]}, dragged["order"][4:]...)...)
		for i, c := range dragged["order"] {
			dragged.Set("to-"+c, fmt.Sprint(i+1))
		}
		k.post(k.path("/chapters/manage"), dragged, 303)
		want := func(titles string) {
			t.Helper()
			if got := k.titles(k.id); got != titles {
				t.Errorf("the order is %s, want %s", got, titles)
			}
		}
		want("B C D A E F G H")
		k.post(k.path("/chapters/manage"), with(shown(), "step", step(4, "up")), 303)
		want("B C D E A F G H")
		k.post(k.path("/chapters/manage"), with(shown(), "step", step(1, "down")), 303)
		want("C B D E A F G H")
		k.post(k.path("/chapters/manage"), with(shown(), to(2), "7"), 303)
		want("B D E A F G C H")
		k.post(k.path("/chapters/manage"), shown(), 303)
		want("B D E A F G C H")

		x := k.workOf(k.id)
		for _, c := range x.Chapters {
			text, err := work.TextOf(t.Context(), k.d, c.ID)
			if err != nil || text.Title+text.Body != texts[c.ID] {
				t.Errorf("chapter %d is %s, was %s: %v", c.ID, text.Title+text.Body, texts[c.ID], err)
			}
		}
		if n := k.number(`SELECT COUNT(*) FROM drafts WHERE chapter_id = $1 AND live`, int64(k.c[1])); n != 1 {
			t.Error("what was being written is gone")
		}
		if n := k.number(`SELECT COUNT(*) FROM chapter_moves`); n != 0 || x.Major != 8 {
			t.Errorf("%d addresses changed, posted %d times", n, x.Major)
		}
	})
}

// A preview shows what each reader would get, in each theme, of what is not posted, and
// nobody else gets it.
func TestPreviewAsReader(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.write(k.c[0], "<p>Not settled.</p>")
		for as, want := range map[string]string{
			"guest": "They see the text below", "member": "They see the text below", "blocked": "Blocking keeps nobody from reading", "muter": "It is left out of their lists", "nobody": "They see the text below",
		} {
			page := k.get(k.chapter(0, "/preview"), url.Values{"as": {as}})
			if !strings.Contains(page, want) || strings.Count(page, "Not settled.") != 4 {
				t.Errorf("as %s: %d texts, without %q", as, strings.Count(page, "Not settled."), want)
			}
			for _, theme := range []string{"light", "sepia", "dark", "black"} {
				if !strings.Contains(page, `class="pane" data-theme="`+theme+`"`) {
					t.Errorf("as %s: no pane of %s", as, theme)
				}
			}
		}
		k.tx(restrict(k.id))
		page := k.get(k.chapter(0, "/preview"), url.Values{"as": {"guest"}})
		if strings.Contains(page, "Not settled.") || !strings.Contains(page, "<q>"+work.OnlyMembers+"</q>") {
			t.Error("what a guest meets is not told")
		}
		for _, as := range []string{"member", "muter", "blocked"} {
			if page := k.get(k.chapter(0, "/preview"), url.Values{"as": {as}}); !strings.Contains(page, "Not settled.") {
				t.Errorf("as %s there is no text", as)
			}
		}
		for _, path := range []string{k.chapter(0, "/preview"), k.path("/preview"), k.path("/preview.epub"), k.chapter(0, "/copy?as=html")} {
			for i, v := range []viewer.Viewer{{}, cat} {
				if a := k.do(v, "GET", path, nil); a.Code != []int{401, 404}[i] || strings.Contains(a.Body.String(), "Not settled.") {
					t.Errorf("%s for %q is %d", path, v.Name, a.Code)
				}
			}
		}
	})
}

// Before a chapter is deleted its page says what goes with it and offers its text.
func TestTakeTheTextBeforeDeleting(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.post(k.path("/publish"), k.ticks(0, 1), 303)
		k.write(k.c[0], "<p>Anchors anew.</p>")
		k.post(k.path("/publish"), k.ticks(0), 303)
		k.write(k.c[0], "<p>Anchors, being written.</p>")
		page := k.get(k.chapter(0, "/arrange"), nil)
		if !strings.Contains(page, "Its 2 earlier versions go too") || !strings.Contains(page, "/account/backup") {
			t.Error("what goes with the chapter is not told")
		}
		for as, kind := range map[string]string{"html": "text/html; charset=utf-8", "md": "text/markdown; charset=utf-8", "txt": "text/plain; charset=utf-8", "epub": "application/epub+zip"} {
			link := k.chapter(0, "/copy?as="+as)
			if !strings.Contains(page, link) {
				t.Errorf("no link to %s", link)
			}
			a := k.do(ann, "GET", link, nil)
			if a.Code != 200 || a.Header().Get("Content-Type") != kind || a.Header().Get("Cache-Control") != "no-store" ||
				as != "epub" && (!strings.Contains(a.Body.String(), "being written") || strings.Contains(a.Body.String(), "barnacles")) {
				t.Errorf("%s: %d %v %s", as, a.Code, a.Header(), a.Body)
			}
		}
		if a := k.do(ann, "GET", k.chapter(0, "/copy?as=exe"), nil); a.Code != 404 {
			t.Errorf("of no kind: %d", a.Code)
		}
	})
}
