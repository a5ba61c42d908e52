package write_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/work"
)

// raw sends JSON and gives the answer as it is.
func (k *desk) raw(who archivetest.Person, end string, v any) *archivetest.Page {
	k.t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		k.t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(k.t.Context(), "POST", k.path(end), strings.NewReader(string(b)))
	r.Header.Set("Content-Type", "application/json")
	return k.Do(who, r)
}

// A tab that saves and saves is asked to wait, in words and for how long; what it sent
// is not kept, and another tab goes on.
func TestSavingTooFast(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.write("<p>Kept.</p>")
		seen := k.open().Seen
		var kept, refused atomic.Int32
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for range 10 {
					p := k.raw(archivetest.Ann, "/autosave", object{"seen": seen, "tab": "fast", "n": 1})
					var a struct{ Error string }
					switch err := json.Unmarshal([]byte(p.Body), &a); {
					case err != nil:
						t.Error(err)
					case p.Status == 200:
						kept.Add(1)
					case p.Status == 429:
						refused.Add(1)
						if wait, err := strconv.Atoi(p.Header.Get("Retry-After")); err != nil || wait < 1 || wait > 3 || a.Error == "" {
							t.Errorf("Retry-After %q, %q", p.Header.Get("Retry-After"), a.Error)
						}
					default:
						t.Errorf("%d %s", p.Status, p.Body)
					}
				}
			})
		}
		wg.Wait()
		if kept.Load() < 20 || refused.Load() < 20 {
			t.Errorf("%d kept, %d refused", kept.Load(), refused.Load())
		}
		if status, a := k.send(archivetest.Ann, "/autosave", object{"seen": seen, "tab": "slow", "n": 1, "text": object{"whole": "<p>Another tab.</p>"}}); status != 200 {
			t.Errorf("%d %v", status, a)
		}
	})
}

// A form that is sent too often comes back with all that was typed.
func TestFormsTooFast(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		p := k.refused("/edit", url.Values{"seen": {"1"}, "do": {"save"}, "title": {"Typed title"}, "text": {"<p>Typed text.</p>"}})
		if p.Header.Get("Retry-After") == "" || p.Text("[role=alert]") == "" {
			t.Fatalf("Retry-After %q: %s", p.Header.Get("Retry-After"), p.Text("[role=alert]"))
		}
		if back := fields(t, p.Body, "write"); back.Get("text") != "<p>Typed text.</p>" || back.Get("title") != "Typed title" {
			t.Errorf("it comes back as %v", back)
		}
		if p := k.refused("/versions", url.Values{"name": {"A good name"}}); attr(p.All("input[name=name]")[0], "value") != "A good name" {
			t.Error("the name is gone")
		}
	})
}

// refused sends a form when Ann has been asked to wait, again if that took so long that
// she may go on.
func (k *desk) refused(end string, f url.Values) *archivetest.Page {
	k.t.Helper()
	for range 20 {
		k.exhaust()
		if p := k.Post(archivetest.Ann, k.path(end), f); p.Status == 429 {
			return p
		}
	}
	k.t.Fatal("nobody is asked to wait")
	return nil
}

// exhaust sends for Ann until she is asked to wait.
func (k *desk) exhaust() {
	k.t.Helper()
	for range 2000 {
		if status, _ := k.send(archivetest.Ann, "/aside", object{}); status == 429 {
			return
		}
	}
	k.t.Fatal("nobody is asked to wait")
}

func (k *desk) fill(kind work.VersionKind, n int) {
	k.t.Helper()
	k.Tx(func(tx *db.Tx) error {
		for i := range n {
			v := work.NewVersion{Kind: kind, ChapterText: work.ChapterText{Body: fmt.Sprint(kind, i)}}
			if kind == work.NamedVersion {
				v.Name = fmt.Sprint("name ", i)
			}
			if _, err := work.KeepVersion(k.t.Context(), tx, k.chapter, v); err != nil {
				return err
			}
		}
		return nil
	})
}

// Where no more can be set aside, both texts are on the page all the same, which says
// that mine is nowhere else; a script is told the limit.
func TestNoRoomAside(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.fill(work.AsideVersion, work.MaxAsides)
		k.write("<p>Theirs.</p>")
		p := k.Post(archivetest.Ann, k.path("/edit"), url.Values{"seen": {"-1"}, "do": {"save"}, "text": {"<p>Mine alone.</p>"}})
		if p.Status != 409 || fields(t, p.Body, "write-choose").Get("text") != "<p>Mine alone.</p>" {
			t.Fatalf("%d %s", p.Status, p.Text("main"))
		}
		text := p.Text("main")
		if !strings.Contains(text, "100 texts were set aside in this chapter, which is the most") || !strings.Contains(text, "on this page only") || strings.Contains(text, "kept in the history whatever") {
			t.Errorf("%s", text)
		}
		status, a := k.send(archivetest.Ann, "/aside", object{"tab": "t", "n": 1, "text": object{"whole": "<p>Mine.</p>"}})
		if said, _ := a["error"].(string); status != 413 || !strings.Contains(said, "100 texts") {
			t.Errorf("%d %v", status, a)
		}
	})
}

// One name too many is told at its field, which has it still; nothing of a form that
// saves too is half done, and its text comes back. Removing one makes room.
func TestNoRoomForNames(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.fill(work.NamedVersion, work.MaxNamed)
		k.write("<p>One.</p>")
		p := k.Post(archivetest.Ann, k.path("/versions"), url.Values{"name": {"one too many"}})
		if p.Status != 413 || attr(p.All("input[name=name]")[0], "value") != "one too many" || !strings.Contains(p.Text(".field .fault"), "200 versions with a name") {
			t.Fatalf("%d %q", p.Status, p.Text(".field .fault"))
		}
		f := url.Values{"seen": {strconv.Itoa(k.open().Seen)}, "do": {"version"}, "text": {"<p>One and two.</p>"}}
		if p := k.Post(archivetest.Ann, k.path("/edit"), f); p.Status != 413 || fields(t, p.Body, "write").Get("text") != "<p>One and two.</p>" || k.open().Body != "<p>One.</p>" {
			t.Errorf("%d %s", p.Status, k.open().Body)
		}
		last := k.path("/history/" + strconv.FormatInt(int64(k.versions()[0].ID), 10))
		if p := k.Get(archivetest.Ann, last); p.Text(".removing button") == "" {
			t.Error("it can't be removed on its page")
		}
		for range 2 { // sent twice it is done once
			if p := k.Post(archivetest.Ann, last+"/remove", url.Values{"user_id": {"99"}}); p.Status != 303 {
				t.Fatalf("%d %s", p.Status, p.Text("main"))
			}
		}
		if p := k.Get(archivetest.Ann, last); p.Status != 404 {
			t.Errorf("it is there still: %d", p.Status)
		}
		if p := k.Get(archivetest.Ann, k.path("/history?done=removed")); p.Text("[role=status]") == "" || !strings.HasPrefix(p.Text("#versions-room"), "199 versions, ") {
			t.Errorf("%q, %q", p.Text("[role=status]"), p.Text("#versions-room"))
		}
		k.named("one that fits")
	})
}

// What others wrote, and what was published, can't be removed; nobody else's chapter
// can be reached.
func TestRemovingWhatIsNotMine(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.write("<p>One.</p>")
		mine := k.named("mine")
		for who, want := range map[archivetest.Person]int{archivetest.Guest: 401, archivetest.Ben: 404, archivetest.Moderator: 403} {
			if p := k.Post(who, mine+"/remove", nil); p.Status != want {
				t.Errorf("%s: %d", who, p.Status)
			}
		}
		if p := k.Get(archivetest.Moderator, mine); p.Status != 200 || p.Text(".removing") != "" {
			t.Errorf("others are offered to remove it: %d", p.Status)
		}
		if len(k.versions()) != 1 {
			t.Error("it is gone")
		}
	})
}
