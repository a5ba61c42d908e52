package alike_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/work"
)

func form(pairs ...string) url.Values {
	f := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		f.Add(pairs[i], pairs[i+1])
	}
	return f
}

func pairPath(a, b work.ID) string { return fmt.Sprintf("/keep/alike/%d/%d", a, b) }

// two posts a story of Ann's and one of Ben's that has taken over its middle.
func two(t *testing.T, a *archivetest.Archive) (lamp, copied work.ID) {
	t.Helper()
	words := story(20, 1000)
	lamp = post(t, a, archivetest.Ann, "Lamp", body(words))
	taken := append(append(story(21, 30), words[50:]...), story(22, 30)...)
	copied = post(t, a, archivetest.Ben, "Copy", body(taken))
	run(t, a)
	return lamp, copied
}

func TestPages(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		lamp, copied := two(t, a)
		list := a.Get(archivetest.Moderator, "/keep/alike")
		if s := list.Text("main"); list.Status != 200 || !strings.Contains(s, "Lamp") || !strings.Contains(s, "Copy") || !strings.Contains(s, "1 pair") {
			t.Error(list.Status, s)
		}
		if s := a.Get(archivetest.Moderator, "/keep/alike?kind=own").Text("main"); !strings.Contains(s, "Nothing to look at") {
			t.Error("of another kind:", s)
		}
		page := a.Get(archivetest.Moderator, pairPath(lamp, copied))
		if s := page.Text("main"); page.Status != 200 || !strings.Contains(s, "950 of 1,000 words of the first are in the second, 950 of 1,010 words") {
			t.Error(page.Status, s)
		}
		if marks := page.All(".taken mark"); len(marks) != 2 {
			t.Errorf("%d stretches are marked", len(marks))
		}
		if s := page.Text(".taken"); !strings.Contains(s, "950 words in common") || !strings.Contains(s, "and 770 more words") {
			t.Error(s)
		}
		for _, p := range []archivetest.Person{archivetest.Guest, archivetest.Reader, archivetest.Ann, archivetest.Ben} {
			for _, path := range []string{"/keep/alike", pairPath(lamp, copied)} {
				if got := a.Get(p, path); got.Status == 200 || strings.Contains(got.Text("body"), "Copy") {
					t.Errorf("%s gets %s: %d", p, path, got.Status)
				}
			}
		}
		for _, path := range []string{pairPath(copied, lamp), pairPath(lamp, lamp), "/keep/alike/x/y"} {
			if p := a.Get(archivetest.Moderator, path); p.Status != 404 {
				t.Error(path, p.Status)
			}
		}
	})
}

func TestDecisions(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		lamp, copied := two(t, a)
		path, id := pairPath(lamp, copied), copied.String()
		for says, f := range map[string]url.Values{
			"Choose what shall be done": form(),
			"Say which of the two":      form("do", "hide", "work", "987654", "words", "kept as typed"),
			"Write the message":         form("do", "write", "work", id, "words", "  "),
			"5001 characters":           form("do", "write", "work", id, "words", strings.Repeat("ü", 5001)),
		} {
			if p := a.Post(archivetest.Moderator, path, f); p.Status != 422 || !strings.Contains(p.Text("main"), says) || f.Get("words") == "kept as typed" && !strings.Contains(p.Text("textarea"), "kept as typed") {
				t.Errorf("%q: %d %s", says, p.Status, p.Text(".decide"))
			}
		}
		if p := a.Post(archivetest.Ben, path, form("do", "fine")); p.Status == 303 {
			t.Error("Ben decides about himself")
		}
		if got := pairs(t, a); !strings.HasSuffix(got, " ") {
			t.Fatal("something is decided:", got)
		}

		codes := make(chan int)
		for range 8 {
			go func() {
				codes <- a.Post(archivetest.Moderator, path, form("do", "hide", "work", id, "words", "Please write to us.", "decided_by", "1")).Status
			}()
		}
		for range 8 {
			if c := <-codes; c != 303 {
				t.Error("hiding at once:", c)
			}
		}
		if n := one[int](t, a, `SELECT COUNT(*) FROM letters WHERE kind = 'staff.notice'`); n != 1 {
			t.Errorf("%d letters", n)
		}
		text := one[string](t, a, `SELECT l.body FROM letters l JOIN accounts a ON a.id = l.account_id WHERE l.kind = 'staff.notice' AND a.id = $1`, int64(a.Viewer(archivetest.Ben).ID))
		if !strings.Contains(text, "have hidden “Copy”") || !strings.Contains(text, "Please write to us.") || strings.Contains(text, "Lamp") {
			t.Error(text)
		}
		if p := a.Get(archivetest.Reader, copied.Path()); p.Status != 404 {
			t.Error("readers see it still:", p.Status)
		}
		if p := a.Get(archivetest.Reader, lamp.Path()); p.Status != 200 {
			t.Error("the other is hidden too:", p.Status)
		}
		done := a.Get(archivetest.Moderator, "/keep/alike?show=decided").Text("main")
		if name := a.Viewer(archivetest.Moderator).Name; !strings.Contains(done, name+" hid one of them on") {
			t.Error(done)
		}
		run(t, a)
		if s := a.Get(archivetest.Moderator, "/keep/alike").Text("main"); !strings.Contains(s, "Nothing to look at") {
			t.Error("asked for again:", s)
		}
		if p := a.Post(archivetest.Moderator, path, form("do", "reopen")); p.Status != 303 {
			t.Error(p.Status)
		}
		if p := a.Post(archivetest.Moderator, path, form("do", "write", "work", id, "words", "A question.")); p.Status != 303 {
			t.Error(p.Status)
		}
		if n := one[int](t, a, `SELECT COUNT(*) FROM letters WHERE body = 'A question.'`); n != 1 {
			t.Errorf("%d letters", n)
		}
	})
}
