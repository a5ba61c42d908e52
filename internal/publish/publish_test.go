package publish_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

func TestOnlyWhoMayEditIsHere(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.post(k.path("/publish"), k.ticks(0), 303)
		for _, c := range []struct {
			method, path string
			f            url.Values
		}{
			{"GET", k.path("/publish"), nil}, {"GET", k.path("/preview"), nil}, {"GET", k.path("/preview.epub"), nil}, {"GET", k.path("/chapters/manage"), nil},
			{"GET", k.chapter(0, "/preview"), nil}, {"GET", k.chapter(0, "/arrange"), nil},
			{"GET", k.path("/publish/plan"), with(k.ticks(1), "date", "2026-11-27", "time", "18:00")},
			{"POST", k.path("/publish"), k.ticks(1)}, {"POST", k.path("/publish/plan"), with(k.ticks(1), "date", "2026-11-27", "time", "18:00")},
			{"POST", k.path("/publish/cancel"), k.ticks(1)}, {"POST", k.path("/chapters/manage"), url.Values{"step": {fmt.Sprintf("%d:down", k.c[0])}}},
			{"POST", k.chapter(0, "/split"), nil}, {"POST", k.chapter(0, "/merge"), nil}, {"POST", k.chapter(0, "/move"), nil},
			{"POST", k.chapter(0, "/date"), nil}, {"POST", k.chapter(0, "/remove"), url.Values{"sure": {"1"}}},
		} {
			if a := k.do(viewer.Viewer{}, c.method, c.path, c.f); a.Code != 401 {
				t.Errorf("%s %s as a guest: %d", c.method, c.path, a.Code)
			}
			mine := k.do(cat, c.method, c.path, c.f)
			none := k.do(cat, c.method, strings.Replace(c.path, k.path(""), "/works/987654", 1), c.f)
			if mine.Code != 404 || none.Code != 404 {
				t.Errorf("%s %s as a stranger: %d, of no work: %d", c.method, c.path, mine.Code, none.Code)
			}
		}
		k.wantPosted("ANCHORS")
		if a := k.do(moderator, "GET", k.path("/publish"), nil); a.Code != 200 {
			t.Errorf("staff get %d", a.Code)
		}
	})
}

func TestPublishNow(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.write(k.c[1], "<p>Barnacles anew.<script>x</script></p>")
		page := k.post(k.path("/publish"), url.Values{}, 422)
		if !strings.Contains(page, "Tick the chapters") {
			t.Error("nothing ticked is not told")
		}
		k.post(k.path("/publish"), k.ticks(1, 0), 303)
		k.wantPosted("ANCHORS BARNACLES")
		if text, err := work.TextOf(t.Context(), k.d, k.c[1]); err != nil || !strings.Contains(text.Body, "anew") || strings.Contains(text.Body, "script") {
			t.Errorf("posted is %q, %v", text.Body, err)
		}
		k.post(k.path("/publish"), k.ticks(0, 1), 303) // twice is once
		k.wantPosted("ANCHORS BARNACLES")

		// Changes of what is posted wait until they are posted too.
		k.write(k.c[0], "<p>Anchors anew.</p>")
		if page := k.get(k.path("/publish"), nil); !strings.Contains(page, "changes not posted yet") {
			t.Error("changes are not told")
		}
		k.post(k.path("/publish"), k.ticks(0), 303)
		if text, _ := work.TextOf(t.Context(), k.d, k.c[0]); !strings.Contains(text.Body, "Anchors anew") {
			t.Errorf("posted is %q", text.Body)
		}

		// Silently, and dated back.
		was := k.workOf(k.id).RevisedAt
		k.at("2026-11-23 10:00")
		k.post(k.path("/publish"), with(k.ticks(2), "silent", "1"), 303)
		if now := k.workOf(k.id); !now.RevisedAt.Equal(was) {
			t.Errorf("silently it was revised %v", now.RevisedAt)
		}
		for _, back := range []string{"2026-11-24", "soon"} {
			if page := k.post(k.path("/publish"), with(k.ticks(3), "back", back), 422); !strings.Contains(page, `value="`+back+`"`) {
				t.Errorf("%s is not there any more", back)
			}
		}
		k.post(k.path("/publish"), with(k.ticks(3), "back", "2012-05-06"), 303)
		k.wantPosted("ANCHORS BARNACLES CORMORANTS DREDGERS")
		if at := k.workOf(k.id).Chapters[3].PostedAt; at.Format("2006-01-02") != "2012-05-06" {
			t.Errorf("dated %v", at)
		}
		if page := k.get(k.path("/publish"), nil); !strings.Contains(page, "Everything is posted") {
			t.Error("there is still something to post")
		}
	})
}

func TestProblems(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		id, c := k.begin("eels")
		k.tx(func(ctx context.Context, tx *db.Tx) error {
			return tx.Exec(ctx, `UPDATE works SET title = '', rating = '' WHERE id = $1`, int64(id))
		})
		k.tx(func(ctx context.Context, tx *db.Tx) error {
			return tx.Exec(ctx, `DELETE FROM work_tags WHERE work_id = $1`, int64(id))
		})
		k.write(c[0], `<p>So: <a href="https://a.example/"><img src="https://pictures.example/x.png"></a></p>`)
		page := k.get(id.Path()+"/publish", nil)
		for _, want := range []string{"no title", "No fandom", "No warning", "No rating", "no description", "has no words", "4 things to mend", "Worth a look", "/edit#f-fandoms"} {
			if !strings.Contains(page, want) {
				t.Errorf("not told: %s", want)
			}
		}
		f := url.Values{"chapters": {fmt.Sprint(int64(c[0]))}}
		if page := k.post(id.Path()+"/publish", f, 422); !strings.Contains(page, "Nothing is posted yet") {
			t.Error("what is in the way is not told")
		}
		if k.workOf(id).Posted {
			t.Fatal("it is posted all the same")
		}
		x := k.workOf(id)
		k.tx(func(ctx context.Context, tx *db.Tx) error {
			return work.ChangeDetails(ctx, tx, cleaner, id, x.Minor, work.Details{Title: "Eels", Language: "en", Rating: work.NotRated,
				Tags: []tag.Named{{Type: tag.Warning, Name: tag.ChoseNotToWarn}, {Type: tag.Fandom, Name: "Harbour Lights"}}})
		})
		k.write(c[0], "<p> </p>")
		if page := k.post(id.Path()+"/publish", f, 422); !strings.Contains(page, "is empty") {
			t.Error("an empty chapter is not told")
		}
		k.write(c[0], "<p>"+strings.Repeat("word ", 102_001)+"</p>")
		if page := k.post(id.Path()+"/publish", f, 422); !strings.Contains(page, "of 510,000 characters") {
			t.Error("a chapter that is too long is not told")
		}
		k.write(c[0], "<p>First of anchors.</p>")
		k.post(id.Path()+"/publish", f, 303)
	})
}

// What was longer than the limit when it came from elsewhere may be edited and posted
// as long as it does not grow.
func TestWhatCameTooLongMayStay(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		long := strings.Repeat("<p>word</p>", 60_000)
		k.tx(func(ctx context.Context, tx *db.Tx) error {
			return work.SetChapter(ctx, tx, cleaner, k.c[0], work.ChapterText{Kind: work.PlainChapter, Body: long})
		})
		k.write(k.c[0], strings.Repeat("<p>word</p>", 59_000))
		k.post(k.path("/publish"), k.ticks(0), 303)
		k.write(k.c[0], strings.Repeat("<p>words and more words</p>", 70_000))
		k.post(k.path("/publish"), k.ticks(0), 422)
	})
}

func TestTwins(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.write(k.c[1], "<p>First of anchors.</p><p>Second of <em>anchorsday</em>.</p>")
		if page := k.get(k.path("/publish"), nil); !strings.Contains(page, "Chapter 1: ANCHORS and Chapter 2: BARNACLES have the same text") {
			t.Error("two chapters of one text are not told")
		}
	})
}

func TestEightPublishAtOnce(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if a := k.do(ann, "POST", k.path("/publish"), k.ticks(0, 1)); a.Code != 303 {
					t.Errorf("%d: %s", a.Code, a.Body)
				}
			})
		}
		wg.Wait()
		k.wantPosted("ANCHORS BARNACLES")
		if x := k.workOf(k.id); x.ChapterCount != 2 || x.Major != 2 {
			t.Errorf("%d chapters, posted %d times", x.ChapterCount, x.Major)
		}
	})
}
