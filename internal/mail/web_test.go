package mail_test

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/config"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/web"
)

// write posts n letters to somebody, and gives the number of the last.
func write(a *archivetest.Archive, p archivetest.Person, n int) (last int64) {
	a.Tx(func(tx *db.Tx) error {
		for i := range n {
			err := mail.Post(a.Context(), tx, mail.Letter{To: a.Viewer(p).ID, Kind: mail.Gift, Subject: fmt.Sprintf("Letter number %d", i+1), Text: "One.\n\nTwo <b>.", Path: "/works/7", Secret: "/secret/zqsecret"})
			if err != nil {
				return err
			}
		}
		return tx.QueryRowContext(a.Context(), `SELECT MAX(id) FROM letters`).Scan(&last)
	})
	return last
}

func unread(t *testing.T, a *archivetest.Archive, p archivetest.Person) int {
	t.Helper()
	n, err := mail.Unread(t.Context(), a.DB, a.Viewer(p).ID)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestTheInbox(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		if p := a.Get(archivetest.Ann, "/inbox"); !strings.Contains(p.Text("main"), "No letters yet") || p.Text(`a[aria-label="Inbox"]`) != "" {
			t.Errorf("%s", p.Text("main"))
		}
		last := write(a, archivetest.Ann, 30)
		p := a.Get(archivetest.Ann, "/inbox")
		if n := len(p.All(".letters li.new")); n != 25 || p.Text(".letters button") != "Unread: Letter number 30" || len(p.All(`a[aria-label="Inbox, 30 unread letters"]`)) != 1 {
			t.Errorf("%d new letters, first %q", n, p.Text(".letters button"))
		}
		if n := len(a.Get(archivetest.Ann, "/inbox?page=2").All(".letters li")); n != 5 {
			t.Errorf("%d on the second page", n)
		}
		one := fmt.Sprintf("/inbox/%d", last)
		for range 2 { // looking changes nothing
			p = a.Get(archivetest.Ann, one)
		}
		if p.Status != 200 || len(p.All(".letter p")) != 2 || len(p.All(".letter b")) != 0 || strings.Contains(p.Body, "zqsecret") || unread(t, a, archivetest.Ann) != 30 {
			t.Errorf("%d, %d unread: %s", p.Status, unread(t, a, archivetest.Ann), p.Text("main"))
		}
		for range 2 { // twice is harmless
			if p := a.Post(archivetest.Ann, one+"/read", nil); p.Status != 303 || p.Header.Get("Location") != one {
				t.Errorf("%d", p.Status)
			}
		}
		if n := unread(t, a, archivetest.Ann); n != 29 {
			t.Errorf("%d unread", n)
		}
		for _, p := range []*archivetest.Page{a.Get(archivetest.Ben, one), a.Post(archivetest.Ben, one+"/read", nil), a.Get(archivetest.Keeper, one)} {
			if p.Status != 404 {
				t.Errorf("a stranger gets %d", p.Status)
			}
		}
		later := write(a, archivetest.Ann, 1)
		a.Post(archivetest.Ann, "/inbox/read", url.Values{"up_to": {fmt.Sprint(later - 1)}})
		if n := unread(t, a, archivetest.Ann); n != 1 { // what came since is still new
			t.Errorf("%d unread", n)
		}
	})
}

// One count a page for members, none for guests: the bell costs next to nothing.
func TestTheBellCountsOnlyToAHundred(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		write(a, archivetest.Ann, 120)
		if n := unread(t, a, archivetest.Ann); n != 100 {
			t.Errorf("counts to %d", n)
		}
		if p := a.Get(archivetest.Guest, "/works"); len(p.All(`a[href="/inbox"]`)) != 0 {
			t.Error("guests have a bell")
		}
	})
}

func TestEightReadersAtOnce(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		last := write(a, archivetest.Ann, 1)
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if p := a.Post(archivetest.Ann, fmt.Sprintf("/inbox/%d/read", last), nil); p.Status != 303 {
					t.Errorf("%d", p.Status)
				}
			})
		}
		all.Wait()
		if n := unread(t, a, archivetest.Ann); n != 0 {
			t.Errorf("%d unread", n)
		}
	})
}

// sent sends what waits in an archive, and gives what the server got.
func sent(t *testing.T, a *archivetest.Archive, s *server) []received {
	t.Helper()
	x := &mail.Sender{DB: a.DB, Server: config.Mail{Host: s.host, Port: s.port, TLS: "none", From: "archive@stories.example"}, Site: web.SiteInfo{Name: "Testing Quay", BaseURL: "http://quay.example"}}
	if err := x.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s.letters()
}

func member(a *archivetest.Archive, name, email string) (id int64) {
	a.Tx(func(tx *db.Tx) error {
		x, err := account.Create(a.Context(), tx, account.New{Name: name, Email: email, Password: "nine quiet harbours"})
		if err == nil {
			id = int64(x.ID)
		}
		return err
	})
	return id
}

// Mail programs turn a kind off for their owner by the link in the letter.
func TestMailIsTurnedOffByTheLink(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		id := member(a, "Josie", "josie@example.org")
		post := func(k mail.Kind) {
			a.Tx(func(tx *db.Tx) error {
				who, err := account.ByName(a.Context(), tx, "Josie")
				if err != nil {
					return err
				}
				return mail.Post(a.Context(), tx, mail.Letter{To: who.ID, Kind: k, Subject: string(k)})
			})
		}
		post(mail.Gift)
		s := newServer(t)
		off := regexp.MustCompile(`/mail-off/[\w.-]+`).FindString(strings.ReplaceAll(sent(t, a, s)[0].text, "\r\n ", ""))
		if p := a.Get(archivetest.Guest, off); p.Status != 200 || !strings.Contains(p.Text("main"), "Works given to you") {
			t.Fatalf("%q: %d %s", off, p.Status, p.Text("main"))
		}
		post(mail.Gift)
		if n := len(sent(t, a, s)); n != 2 {
			t.Errorf("looking turned it off: %d", n)
		}
		if p := a.Post(archivetest.Guest, off[:len(off)-2]+"xx", nil); p.Status != 404 {
			t.Errorf("a made-up link: %d", p.Status)
		}
		for range 2 {
			if p := a.Post(archivetest.Guest, off, url.Values{"List-Unsubscribe": {"One-Click"}}); p.Status != 200 {
				t.Errorf("%d", p.Status)
			}
		}
		post(mail.Gift)
		post(mail.Beta)
		if all := sent(t, a, s); len(all) != 3 || !strings.Contains(all[2].text, "work.beta") {
			t.Errorf("%d letters went to account %d", len(all), id)
		}
	})
}

func TestKeepersSeeAndSendAgain(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		member(a, "Josie", "josie@example.org")
		s := newServer(t)
		s.data = func(string) error { return says(554, "zqwhy it was refused") }
		for _, l := range []mail.Letter{
			{Address: "josie@example.org", Kind: mail.Gift, Subject: "zqsubject", Text: "zqtext"},
			{Address: "josie@example.org", Kind: mail.Gift, Subject: "with a link", Secret: "/reset/zqsecret"},
		} {
			a.Tx(func(tx *db.Tx) error { return mail.Post(a.Context(), tx, l) })
		}
		sent(t, a, s)
		p := a.Get(archivetest.Keeper, "/keep/mail")
		if !strings.Contains(p.Body, "zqwhy") || strings.Contains(p.Body, "zqsubject") || strings.Contains(p.Body, "zqtext") || strings.Contains(p.Body, "zqsecret") {
			t.Errorf("keepers see: %s", p.Text("main"))
		}
		again := func(kind, from, until, sent string) *archivetest.Page {
			return a.Post(archivetest.Keeper, "/keep/mail/again", url.Values{"kind": {kind}, "from": {from}, "until": {until}, "sent": {sent}})
		}
		for _, wrong := range [][3]string{{"", "2026-11-20", "2026-11-20"}, {"work.gift", "soon", "2026-11-20"}, {"work.gift", "2026-11-20", "2026-11-19"}} {
			if p := again(wrong[0], wrong[1], wrong[2], ""); p.Status != 422 {
				t.Errorf("%v: %d", wrong, p.Status)
			}
		}
		s.data = nil
		if p := again("work.gift", "2026-11-01", "2026-11-19", ""); !strings.HasSuffix(p.Header.Get("Location"), "n=0") {
			t.Errorf("letters of another day: %s", p.Header.Get("Location"))
		}
		if p := again("work.gift", "2026-11-20", "2026-11-20", ""); !strings.HasSuffix(p.Header.Get("Location"), "n=1") { // not that whose link is gone
			t.Errorf("%d %s", p.Status, p.Header.Get("Location"))
		}
		if n := len(sent(t, a, s)); n != 1 {
			t.Errorf("%d went", n)
		}
		again("work.gift", "2026-11-20", "2026-11-20", "")
		if n := len(sent(t, a, s)); n != 1 {
			t.Errorf("what had gone went again: %d", n)
		}
		again("work.gift", "2026-11-20", "2026-11-20", "1")
		if all := sent(t, a, s); len(all) != 2 || messageID(all[0].text) != messageID(all[1].text) {
			t.Errorf("%d went", len(all))
		}
	})
}

func messageID(text string) string {
	return regexp.MustCompile(`(?i)message-id: \S+`).FindString(text)
}

// A keeper tries the server from the page; the password is on no page.
func TestTheTestLetter(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		if p := a.Post(archivetest.Keeper, "/keep/mail/test", nil); p.Status != 422 {
			t.Errorf("without a server: %d", p.Status)
		}
		p := &mail.Pages{DB: a.DB, Server: config.Mail{Host: "mail.example", User: "archive", Password: "zqpassword", From: "archive@stories.example"}}
		m := web.NewMux(a.Log)
		p.Routes(m)
		b := *a
		b.Handler = asKeeper{a.Viewer(archivetest.Keeper), m}
		if p := b.Post(archivetest.Guest, "/keep/mail/test", nil); p.Status != 303 {
			t.Fatalf("%d %s", p.Status, p.Text("main"))
		}
		page := b.Get(archivetest.Guest, "/keep/mail")
		if text := page.Text("main"); strings.Contains(page.Body, "zqpassword") || !strings.Contains(text, "mail.example:587") || !strings.Contains(text, "Last test waiting") {
			t.Errorf("%s", text)
		}
		if all := sent(t, a, newServer(t)); len(all) != 0 {
			t.Error("the keeper has no address, and yet a letter went")
		}
		if text := b.Get(archivetest.Guest, "/keep/mail").Text("main"); !strings.Contains(text, "in the inbox only") || !strings.Contains(text, "no address is known") {
			t.Errorf("%s", text)
		}
	})
}

func TestEightTurnMailOffAtOnce(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		id := a.Viewer(archivetest.Ann).ID
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				err := a.DB.Tx(t.Context(), func(tx *db.Tx) error {
					return account.MailOff(context.WithoutCancel(t.Context()), tx, id, fmt.Sprint("kind", i))
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		p, err := account.Prefs(t.Context(), a.DB, id)
		if err != nil || len(p.MailOff) != 8 {
			t.Errorf("%v, %v", p.MailOff, err)
		}
	})
}
