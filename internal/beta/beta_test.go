package beta_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/beta"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// write has Ann write in a chapter.
func write(t *testing.T, a *archivetest.Archive, c work.ChapterID, text string) {
	t.Helper()
	a.Tx(func(tx *db.Tx) error {
		d, err := draft.Open(t.Context(), tx, c)
		if err != nil {
			return err
		}
		_, err = draft.Save(t.Context(), tx, c, draft.Edit{By: a.Viewer(archivetest.Ann).ID, Seen: d.Seen, Whole: &text})
		return err
	})
}

func textOf(t *testing.T, a *archivetest.Archive, c work.ChapterID) string {
	t.Helper()
	d, err := draft.Open(t.Context(), a.DB, c)
	if err != nil {
		t.Fatal(err)
	}
	return d.Body
}

const story = "<p>The lamp was <em>lit</em> at dusk.</p>\n<p>Nobody came to the harbour.</p>\n<ul>\n<li>One rope</li>\n<li>Two oars</li>\n</ul>\n<hr/>\n<p>The end.</p>"

var linkIn = regexp.MustCompile(`/beta/[A-Za-z0-9_-]{43}`)

// link has Ann make a link to a chapter of her work.
func link(t *testing.T, a *archivetest.Archive, s archivetest.Story, c work.ChapterID, more url.Values) string {
	t.Helper()
	f := url.Values{"who": {"link"}, "label": {"My sister"}, "chapters": {fmt.Sprint(int64(c))}, "days": {"7"}, "text": {"now"}}
	for k, v := range more {
		f[k] = v
	}
	p := a.Post(archivetest.Ann, s.ID.Path()+"/betas", f)
	found := linkIn.FindString(p.Body)
	if p.Status != http.StatusOK || found == "" {
		t.Fatalf("a link: %d %s", p.Status, p.Text("main"))
	}
	return found
}

func given(base string, c work.ChapterID) string {
	return fmt.Sprintf("%s/chapters/%d", base, int64(c))
}

// copyOf is the key of the only text that was given.
func copyOf(t *testing.T, a *archivetest.Archive) string {
	t.Helper()
	ids, err := db.All(t.Context(), a.DB, db.One[int64], `SELECT id FROM beta_chapters ORDER BY id`)
	if err != nil || len(ids) == 0 {
		t.Fatal(ids, err)
	}
	return fmt.Sprint(ids[len(ids)-1])
}

func remarkID(t *testing.T, a *archivetest.Archive) string {
	t.Helper()
	ids, err := db.All(t.Context(), a.DB, db.One[int64], `SELECT id FROM beta_remarks ORDER BY id DESC`)
	if err != nil || len(ids) == 0 {
		t.Fatal(ids, err)
	}
	return fmt.Sprint(ids[0])
}

// A writer gives the second chapter of a draft to a reader without an account, who
// suggests a change in place; she looks at it and takes it.
func TestASuggestionFromAGuest(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		plan := archivetest.OpenPlans()[0]
		plan.Change = func(d *work.Draft) { d.Posted = false }
		s := a.Add(plan)
		c := s.Chapters[1]
		write(t, a, c, story)
		base := link(t, a, s, c, nil)
		var kept string
		if err := a.DB.QueryRowContext(t.Context(), `SELECT token_hash FROM betas`).Scan(&kept); err != nil || strings.Contains(kept, strings.TrimPrefix(base, "/beta/")) {
			t.Errorf("the link itself is kept, %v", err)
		}
		page := a.Get(archivetest.Guest, given(base, c)+"?at=b1")
		if page.Status != 200 || !strings.Contains(page.Body, "<em>lit</em>") || len(page.All("form#say")) != 1 {
			t.Fatalf("%d %s", page.Status, page.Text("main"))
		}
		for name, want := range map[string]string{"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"} {
			if got := page.Header.Get(name); got != want {
				t.Errorf("%s: %q", name, got)
			}
		}
		for _, other := range []string{given(base, s.Chapters[0]), "/beta/" + strings.Repeat("A", 43), s.ID.Path(), fmt.Sprintf("/works/%d/chapters/%d", s.ID, c)} {
			if p := a.Get(archivetest.Guest, other); p.Status != 404 {
				t.Errorf("%s: %d", other, p.Status)
			}
		}
		f := url.Values{"at": {"b1"}, "quote": {"was lit  at dusk"}, "kind": {"suggestion"}, "replacement": {"burned all night"}, "words": {"Stronger?"}}
		if p := a.Post(archivetest.Guest, given(base, c), f); p.Status != 422 || !strings.Contains(p.Body, "burned all night") {
			t.Errorf("without a name: %d", p.Status)
		}
		f.Set("name", "Sis")
		for range 2 {
			if p := a.Post(archivetest.Guest, given(base, c), f); p.Status != 303 {
				t.Fatalf("%d %s", p.Status, p.Text("main"))
			}
		}
		back := s.ID.Path() + "/betas/" + copyOf(t, a)
		if p := a.Get(archivetest.Ann, back); len(p.All("li.remark")) != 1 || !strings.Contains(p.Text("li.remark"), "Sis") {
			t.Errorf("Ann is told %s", p.Text("main"))
		}
		id := remarkID(t, a)
		if p := a.Get(archivetest.Ann, back+"/remarks/"+id); p.Status != 200 || !strings.Contains(p.Text(".change ins"), "burned") || len(p.All(".change del")) == 0 {
			t.Errorf("before it is taken: %d %s", p.Status, p.Text("main"))
		}
		if got := textOf(t, a, c); !strings.Contains(got, "lit") {
			t.Error("looking at it changed the text")
		}
		for range 2 {
			if p := a.Post(archivetest.Ann, back, url.Values{"remark": {id}, "do": {"accept"}}); p.Status != 303 {
				t.Fatalf("%d %s", p.Status, p.Text("main"))
			}
		}
		if got := textOf(t, a, c); !strings.Contains(got, "<p>The lamp burned all night.</p>") || !strings.Contains(got, "<li>Two oars</li>") {
			t.Errorf("the text: %s", got)
		}
		if p := a.Get(archivetest.Guest, given(base, c)); !strings.Contains(p.Text("li.remark"), "accepted") || !strings.Contains(p.Body, "<em>lit</em>") {
			t.Errorf("the reader's copy changed, or does not say what became of it: %s", p.Text("li.remark"))
		}
	})
}

// Nobody but the reader and those who sign the work sees anything of it, by any
// address; and nothing of it is in what others read or download.
func TestNobodyElseSeesRemarks(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s := a.Add(archivetest.OpenPlans()[0])
		c := s.Chapters[0]
		write(t, a, c, "<p>Unsettled zqworkingcopy words.</p>")
		f := url.Values{"who": {"person"}, "name": {"Ben"}, "chapters": {fmt.Sprint(int64(c))}, "days": {"7"}, "text": {"newest"}, "by_id": {"1"}}
		if p := a.Post(archivetest.Ann, s.ID.Path()+"/betas", f); p.Status != 303 {
			t.Fatalf("%d %s", p.Status, p.Text("main"))
		}
		ids, err := db.All(t.Context(), a.DB, db.One[int64], `SELECT id FROM betas`)
		if err != nil || len(ids) != 1 {
			t.Fatal(ids, err)
		}
		base := fmt.Sprintf("/betas/%d", ids[0])
		accept(t, a, base)
		if p := a.Post(archivetest.Ben, given(base, c), url.Values{"at": {"b1"}, "words": {"zqremark"}}); p.Status != 303 {
			t.Fatalf("Ben: %d %s", p.Status, p.Text("main"))
		}
		back := s.ID.Path() + "/betas"
		text, id := back+"/"+copyOf(t, a), remarkID(t, a)
		for _, who := range []archivetest.Person{archivetest.Guest, archivetest.Reader, archivetest.Ben, archivetest.Moderator, archivetest.Keeper} {
			for _, address := range []string{back, text, text + "/remarks/" + id, base, given(base, c)} {
				if who == archivetest.Ben && strings.HasPrefix(address, base) {
					continue
				}
				if p := a.Get(who, address); p.Status != 404 && p.Status != 401 || strings.Contains(p.Body, "zqremark") || strings.Contains(p.Body, "zqworkingcopy") {
					t.Errorf("%s, %s: %d", who, address, p.Status)
				}
			}
			for _, do := range []string{"accept", "reject", "settle", "reply"} {
				if p := a.Post(who, text, url.Values{"remark": {id}, "do": {do}, "words": {"I too"}}); p.Status != 404 && p.Status != 401 {
					t.Errorf("%s may %s: %d", who, do, p.Status)
				}
			}
			for _, address := range []string{s.ID.Path(), s.ID.Path() + "?view_full_work=true", fmt.Sprintf("/downloads/%d/x.html", s.ID), "/search?q=zqremark", "/search?q=zqworkingcopy"} {
				p := a.Get(who, address)
				body := strings.ReplaceAll(strings.ReplaceAll(p.Body, "q=zqremark", ""), "q=zqworkingcopy", "")
				if !strings.HasPrefix(address, "/search") && (strings.Contains(body, "zqremark") || strings.Contains(body, "zqworkingcopy")) || len(p.All("li.work.blurb")) > 0 {
					t.Errorf("%s is told by %s", who, address)
				}
			}
		}
	})
}

func TestReadingEnds(t *testing.T) {
	for name, stop := range map[string]func(t *testing.T, a *archivetest.Archive, s archivetest.Story){
		"taken back": func(t *testing.T, a *archivetest.Archive, s archivetest.Story) {
			if p := a.Post(archivetest.Ann, s.ID.Path()+"/betas/end", url.Values{"beta": {"1"}}); p.Status != 303 {
				t.Error(p.Status)
			}
		},
		"its days are over": func(_ *testing.T, a *archivetest.Archive, _ archivetest.Story) {
			a.DB.Now = func() time.Time { return archivetest.Now().AddDate(0, 0, 7) }
		},
		"hidden by staff": func(t *testing.T, a *archivetest.Archive, s archivetest.Story) {
			a.Tx(func(tx *db.Tx) error { return work.SetHidden(t.Context(), tx, s.ID, true) })
		},
		"who asked signs it no more": func(t *testing.T, a *archivetest.Archive, s archivetest.Story) {
			ben := a.Pseud(archivetest.Ben, "Ben")
			a.Tx(func(tx *db.Tx) error {
				return work.SwapCreator(t.Context(), tx, s.ID, a.Viewer(archivetest.Ann).ID, ben.ID)
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
				s := a.Add(archivetest.OpenPlans()[0])
				base := link(t, a, s, s.Chapters[0], nil)
				for _, address := range []string{base, given(base, s.Chapters[0])} {
					if p := a.Get(archivetest.Guest, address); p.Status != 200 {
						t.Errorf("before: %d", p.Status)
					}
				}
				stop(t, a, s)
				for _, address := range []string{base, given(base, s.Chapters[0])} {
					if p := a.Get(archivetest.Guest, address); p.Status != 404 || strings.Contains(p.Body, archivetest.Word(s.Key, "title")) {
						t.Errorf("after: %d", p.Status)
					}
				}
				if p := a.Post(archivetest.Guest, given(base, s.Chapters[0]), url.Values{"at": {"b1"}, "words": {"Hello"}, "name": {"Sis"}}); p.Status != 404 {
					t.Errorf("said after: %d", p.Status)
				}
			})
		})
	}
}

// Where the paragraph changed meanwhile, a suggestion finds its words elsewhere, or
// its author is told; what stays the same keeps its anchors for those who see the newest.
func TestSuggestionsAfterTheTextChanged(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s := a.Add(archivetest.OpenPlans()[0])
		c := s.Chapters[0]
		write(t, a, c, story)
		base := link(t, a, s, c, url.Values{"text": {"newest"}})
		suggest := func(at, quote, words string) string {
			if p := a.Post(archivetest.Ben, given(base, c), url.Values{"at": {at}, "quote": {quote}, "kind": {"suggestion"}, "replacement": {words}}); p.Status != 303 {
				t.Fatalf("%s: %d %s", quote, p.Status, p.Text(".fault"))
			}
			return remarkID(t, a)
		}
		item, moved, gone := suggest("b4", "oars", "paddles"), suggest("b2", "came to the harbour", "came"), suggest("b5", "The end.", "Fin.")
		write(t, a, c, "<p>New at the top.</p>\n<p>The lamp was <em>lit</em> at dusk.</p>\n<p>Somebody else entirely, and long.</p>\n<ul>\n<li>One rope</li>\n<li>Two oars</li>\n</ul>\n<hr/>\n<p>That is all there is to tell of it.</p>\n<p>In truth nobody came to the harbour, or to the pier.</p>")
		back := s.ID.Path() + "/betas/" + copyOf(t, a)
		for id, want := range map[string]int{item: 303, moved: 303, gone: 409} {
			if p := a.Post(archivetest.Ann, back, url.Values{"remark": {id}, "do": {"accept"}}); p.Status != want {
				t.Errorf("remark %s: %d, want %d: %s", id, p.Status, want, p.Text(".notice"))
			}
		}
		got := textOf(t, a, c)
		for _, want := range []string{"<li>Two paddles</li>", "nobody came, or to the pier", "New at the top", "<em>lit</em>"} {
			if !strings.Contains(got, want) {
				t.Errorf("%q is not in %s", want, got)
			}
		}
		p := a.Get(archivetest.Ben, given(base, c))
		if !strings.Contains(p.Body, "New at the top") || len(p.All("li.remark")) != 3 {
			t.Errorf("the newest is not shown, or %d remarks", len(p.All("li.remark")))
		}
		for _, at := range []string{"b1", "b3", "b4"} {
			if len(p.All("#"+at)) != 1 {
				t.Errorf("anchor %s is lost", at)
			}
		}
	})
}

func TestThreads(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s := a.Add(archivetest.OpenPlans()[0])
		c := s.Chapters[0]
		base := link(t, a, s, c, nil)
		if p := a.Post(archivetest.Ben, given(base, c), url.Values{"at": {"b1"}, "words": {"Why fog?"}}); p.Status != 303 {
			t.Fatal(p.Status, p.Text(".fault"))
		}
		id, back := remarkID(t, a), s.ID.Path()+"/betas/"+copyOf(t, a)
		reply := func(who archivetest.Person, address, words string) int {
			return a.Post(who, address, url.Values{"do": {"reply"}, "remark": {id}, "words": {words}}).Status
		}
		if x, y, z := reply(archivetest.Ann, back, "It is autumn."), reply(archivetest.Ben, given(base, c), "Ah."), reply(archivetest.Ben, given(base, c), " "); x != 303 || y != 303 || z != 422 {
			t.Errorf("%d %d %d", x, y, z)
		}
		for _, do := range []string{"settle", "reopen", "settle"} {
			a.Post(archivetest.Ann, back, url.Values{"remark": {id}, "do": {do}})
		}
		p := a.Get(archivetest.Ben, given(base, c))
		if got := p.Text("li.remark"); len(p.All(".answers > li")) != 2 || !strings.Contains(got, "settled") {
			t.Errorf("%s", got)
		}
		if p := a.Post(archivetest.Ann, s.ID.Path()+"/betas/credit", url.Values{"beta": {"1"}, "credit": {"Sis of the Quay"}}); p.Status != 303 {
			t.Error(p.Status)
		}
		if p := a.Get(archivetest.Guest, s.ID.Path()); !strings.Contains(p.Text("dd.credits"), "Beta: Sis of the Quay") {
			t.Errorf("credits: %s", p.Text("dd.credits"))
		}
	})
}

// A link can't be used to flood an author, and eight who speak at once are all heard.
func TestHowMuchALinkMaySay(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ctx, s := t.Context(), a.Add(archivetest.OpenPlans()[0])
		base := link(t, a, s, s.Chapters[0], nil)
		i, err := beta.ByToken(ctx, a.DB, strings.TrimPrefix(base, "/beta/"), archivetest.Now())
		if err != nil {
			t.Fatal(err)
		}
		g, err := beta.Read(ctx, a.DB, a.Cleaner(), i, s.Chapters[0])
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for w := range 8 {
			wg.Go(func() {
				for n := range 8 {
					err := a.DB.Tx(ctx, func(tx *db.Tx) error {
						return beta.Say(ctx, tx, i, g, beta.Said{By: viewer.Viewer{}, Name: fmt.Sprint("Reader ", w), Anchor: "b1", Words: fmt.Sprint("Remark ", n)})
					})
					if err != nil && !strings.Contains(err.Error(), "60 remarks in ten minutes") {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		all, err := beta.Remarks(ctx, a.DB, g.ID)
		if err != nil || len(all) != 60 {
			t.Errorf("%d remarks, %v", len(all), err)
		}
		p := a.Post(archivetest.Guest, given(base, s.Chapters[0]), url.Values{"at": {"b1"}, "words": {"More"}, "name": {"Sis"}})
		if p.Status != 429 || p.Header.Get("Retry-After") == "" {
			t.Errorf("one more: %d", p.Status)
		}
		a.Tx(func(tx *db.Tx) error {
			_, err := account.AddPseud(ctx, tx, a.Viewer(archivetest.Ben).ID, "Later Ben")
			return err
		})
		letters, err := db.All(ctx, a.DB, db.One[int], `SELECT COUNT(*) FROM letters WHERE kind = 'work.beta'`)
		if err != nil || letters[0] != 1 {
			t.Errorf("%v letters, %v", letters, err)
		}
	})
}

func TestInvitingAsksForWhatIsMissing(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s, other := a.Add(archivetest.OpenPlans()[0]), a.Add(archivetest.OpenPlans()[2])
		good := func() url.Values {
			return url.Values{"who": {"link"}, "label": {"Sis"}, "chapters": {fmt.Sprint(int64(s.Chapters[0]))}, "days": {"7"}}
		}
		for name, change := range map[string]func(url.Values){
			"no chapter":        func(f url.Values) { f.Del("chapters") },
			"another's chapter": func(f url.Values) { f.Set("chapters", fmt.Sprint(int64(other.Chapters[0]))) },
			"no days":           func(f url.Values) { f.Set("days", "") },
			"too many days":     func(f url.Values) { f.Set("days", "100000") },
			"nobody":            func(f url.Values) { f.Set("label", " ") },
			"a stranger":        func(f url.Values) { f.Set("who", "person"); f.Set("name", "No Such Person") },
		} {
			f := good()
			change(f)
			if p := a.Post(archivetest.Ann, s.ID.Path()+"/betas", f); p.Status != 422 || len(p.All(".fault")) == 0 {
				t.Errorf("%s: %d", name, p.Status)
			}
		}
		if p := a.Post(archivetest.Keeper, s.ID.Path()+"/betas", good()); p.Status != 404 {
			t.Errorf("a keeper invites to Ann's work: %d", p.Status)
		}
	})
}
