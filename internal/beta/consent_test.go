package beta_test

import (
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/beta"
	"github.com/ficstead/ficstead/internal/creator"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/work"
)

// accept has Ben say that he wants to read.
func accept(t *testing.T, a *archivetest.Archive, base string) {
	t.Helper()
	if p := a.Post(archivetest.Ben, base, url.Values{"do": {"accept"}}); p.Status != 303 || p.Header.Get("Location") != base {
		t.Fatalf("accept: %d to %s", p.Status, p.Header.Get("Location"))
	}
}

// askBen has Ann ask Ben by name, and gives the address of the invitation.
func askBen(t *testing.T, a *archivetest.Archive, s archivetest.Story) string {
	t.Helper()
	f := url.Values{"who": {"person"}, "name": {"Ben"}, "chapters": {fmt.Sprint(int64(s.Chapters[0]))}, "days": {"7"}, "text": {"now"}, "accepted_at": {"1"}}
	if p := a.Post(archivetest.Ann, s.ID.Path()+"/betas", f); p.Status != 303 {
		t.Fatalf("ask: %d %s", p.Status, p.Text(".fault"))
	}
	ids, err := db.All(t.Context(), a.DB, db.One[int64], `SELECT MAX(id) FROM betas`)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("/betas/%d", ids[0])
}

func subjects(t *testing.T, a *archivetest.Archive, who archivetest.Person) []string {
	t.Helper()
	all, err := db.All(t.Context(), a.DB, db.One[string], `SELECT subject FROM letters WHERE account_id = $1 ORDER BY id`, int64(a.Viewer(who).ID))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Ben found himself a beta reader, with the text before him, and nobody had asked him.
func TestAReaderIsAskedFirst(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s := a.Add(archivetest.OpenPlans()[0])
		write(t, a, s.Chapters[0], "<p>Unsettled zqworkingcopy words.</p>")
		base := askBen(t, a, s)
		text := given(base, s.Chapters[0])
		if p := a.Get(archivetest.Ben, base); p.Status != 200 || strings.Contains(p.Body, "/chapters/") || !strings.Contains(p.Text("main"), "Ann would let you read") {
			t.Errorf("asked: %d %s", p.Status, p.Text("main"))
		}
		for range 2 {
			if p := a.Get(archivetest.Ben, text); p.Status != 404 || strings.Contains(p.Body, "zqworkingcopy") {
				t.Errorf("the text before the answer: %d", p.Status)
			}
			if p := a.Post(archivetest.Ben, text, url.Values{"at": {"b1"}, "words": {"Hm"}}); p.Status != 404 {
				t.Errorf("a remark before the answer: %d", p.Status)
			}
			for _, who := range []archivetest.Person{archivetest.Reader, archivetest.Ann, archivetest.Keeper} {
				if p := a.Post(who, base, url.Values{"do": {"accept"}}); p.Status != 404 {
					t.Errorf("%s answers for Ben: %d", who, p.Status)
				}
			}
		}
		if p := a.Post(archivetest.Ann, s.ID.Path()+"/betas/credit", url.Values{"beta": {strings.TrimPrefix(base, "/betas/")}, "credit": {"Ben"}}); p.Status != 404 {
			t.Errorf("named before the answer: %d", p.Status)
		}
		if p := a.Get(archivetest.Ann, s.ID.Path()+"/betas"); !strings.Contains(p.Text("main"), "asked, and not answered yet") {
			t.Error("Ann is not told that Ben has not answered")
		}
		accept(t, a, base)
		accept(t, a, base) // sent twice
		if p := a.Get(archivetest.Ben, text); p.Status != 200 || !strings.Contains(p.Body, "zqworkingcopy") {
			t.Errorf("the text: %d", p.Status)
		}
		if got := subjects(t, a, archivetest.Ann); len(got) != 1 || !strings.Contains(got[0], "Ben reads") {
			t.Errorf("Ann's letters: %q", got)
		}
		second := askBen(t, a, s)
		if p := a.Post(archivetest.Ben, second, url.Values{"do": {"decline"}}); p.Status != 303 {
			t.Errorf("decline: %d", p.Status)
		}
		if x, y := a.Get(archivetest.Ben, second).Status, a.Post(archivetest.Ben, second, url.Values{"do": {"accept"}}).Status; x != 404 || y != 404 {
			t.Errorf("after declining: %d, accepting %d", x, y)
		}
		if got := subjects(t, a, archivetest.Ann); len(got) != 2 || !strings.Contains(got[1], "rather not read") {
			t.Errorf("Ann's letters: %q", got)
		}
	})
}

// Eight answers at once are one: the authors get one letter, and it is one thing or
// the other.
func TestEightAnswersAtOnce(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s := a.Add(archivetest.OpenPlans()[0])
		base := askBen(t, a, s)
		all, err := beta.For(t.Context(), a.DB, a.Viewer(archivetest.Ben).ID, archivetest.Now())
		if err != nil || len(all) != 1 || all[0].Accepted {
			t.Fatal(all, err)
		}
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				_ = a.DB.Tx(t.Context(), func(tx *db.Tx) error {
					return beta.Answer(t.Context(), tx, all[0].ID, a.Viewer(archivetest.Ben), i%2 == 0)
				})
			})
		}
		wg.Wait()
		letters, status := subjects(t, a, archivetest.Ann), a.Get(archivetest.Ben, given(base, s.Chapters[0])).Status
		declined := len(letters) > 0 && strings.Contains(letters[len(letters)-1], "rather not")
		if len(letters) != 1 || status == 200 == declined {
			t.Errorf("letters %q, text %d", letters, status)
		}
	})
}

// Ben's name stood in the credits of a work, he heard nothing of it and could do nothing.
func TestAReaderTakesTheNameOff(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s := a.Add(archivetest.OpenPlans()[0])
		base := askBen(t, a, s)
		accept(t, a, base)
		credit := func() int {
			return a.Post(archivetest.Ann, s.ID.Path()+"/betas/credit", url.Values{"beta": {strings.TrimPrefix(base, "/betas/")}, "credit": {"Ben the Reader"}}).Status
		}
		if x, y := credit(), credit(); x != 303 || y != 303 {
			t.Errorf("named: %d, %d", x, y)
		}
		named := func() bool {
			return strings.Contains(a.Get(archivetest.Guest, s.ID.Path()).Text("dd.credits"), "Ben the Reader")
		}
		if got := subjects(t, a, archivetest.Ben); !named() || len(got) != 2 || !strings.Contains(got[1], "You are named in the credits") {
			t.Errorf("named %v, letters %q", named(), got)
		}
		if p := a.Post(archivetest.Ann, s.ID.Path()+"/betas/end", url.Values{"beta": {strings.TrimPrefix(base, "/betas/")}}); p.Status != 303 {
			t.Fatal(p.Status)
		}
		if p := a.Get(archivetest.Ben, base+"/credit"); p.Status != 200 || !strings.Contains(p.Text("main"), "Ben the Reader") || len(p.All("main form")) != 1 {
			t.Errorf("the page of the letter, after the reading has ended: %d %s", p.Status, p.Text("main"))
		}
		for _, who := range []archivetest.Person{archivetest.Reader, archivetest.Ann, archivetest.Keeper} {
			if x, y := a.Get(who, base+"/credit").Status, a.Post(who, base+"/credit", url.Values{}).Status; x != 404 || y != 404 {
				t.Errorf("%s: %d, %d", who, x, y)
			}
		}
		if x, y := a.Post(archivetest.Ben, base+"/credit", url.Values{}).Status, a.Post(archivetest.Ben, base+"/credit", url.Values{}).Status; x != 303 || y != 404 || named() {
			t.Errorf("taken off: %d, again %d, named %v", x, y, named())
		}
		if x := credit(); x != 409 || named() {
			t.Errorf("named again: %d", x)
		}
	})
}

// Ann asked Ben to read, then left the work to Cat, who signs it too: Ben's link and
// Cat's page said that the reading had ended.
func TestReadersStayWithThoseWhoStay(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ctx, s := t.Context(), a.Add(archivetest.OpenPlans()[0])
		base := link(t, a, s, s.Chapters[0], nil)
		reader := a.Pseud(archivetest.Reader, "Reader")
		a.Tx(func(tx *db.Tx) error { return work.AddCreator(ctx, tx, s.ID, reader.ID, 0) })
		w, err := work.Get(ctx, a.DB, a.Viewer(archivetest.Ann), s.ID)
		if err != nil {
			t.Fatal(err)
		}
		a.Tx(func(tx *db.Tx) error { return creator.Leave(ctx, tx, w, a.Viewer(archivetest.Ann)) })
		if p := a.Get(archivetest.Guest, given(base, s.Chapters[0])); p.Status != 200 {
			t.Errorf("the link after Ann left: %d", p.Status)
		}
		if p := a.Get(archivetest.Reader, s.ID.Path()+"/betas"); p.Status != 200 || len(p.All("form[action$=end]")) != 1 {
			t.Errorf("who stays sees the reader: %d", p.Status)
		}
		a.Tx(func(tx *db.Tx) error { return creator.Orphan(ctx, tx, s.ID, a.Viewer(archivetest.Reader).ID, true) })
		if p := a.Get(archivetest.Guest, given(base, s.Chapters[0])); p.Status != 404 {
			t.Errorf("the link once the archive alone signs: %d", p.Status)
		}
	})
}
