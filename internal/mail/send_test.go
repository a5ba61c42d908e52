package mail_test

import (
	"context"
	"fmt"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/viewer"
)

func to(address string) mail.Letter {
	return mail.Letter{Address: address, Kind: mail.Invitation, Subject: "Come in", Text: "The door is open.\n\nBring a lamp.", Path: "/works/7"}
}

func (h *house) member(name, email string) viewer.ID {
	h.t.Helper()
	var id viewer.ID
	h.write(func(ctx context.Context, tx *db.Tx) error {
		a, err := account.Create(ctx, tx, account.New{Name: name, Email: email, Password: "nine quiet harbours"})
		if err == nil {
			id = a.ID
		}
		return err
	})
	return id
}

func each(t *testing.T, f func(t *testing.T, h *house)) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { f(t, newHouse(t, d)) })
}

func TestALetterGoesOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.member("Josie", "jo@example.org")
		h.post(mail.Letter{To: id, Kind: mail.Gift, Subject: "A work for you", Text: "Ann gave you “Fog & Salt”.", Path: "/works/42"})
		h.run()
		h.run()
		h.want("sent")
		all := h.letters()
		if len(all) != 1 || fmt.Sprint(all[0].to) != "[jo@example.org]" {
			t.Fatalf("%+v", all)
		}
		m, err := netmail.ReadMessage(strings.NewReader(all[0].text))
		if err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]string{"From": `"Testing Quay" <archive@stories.example>`, "To": "<jo@example.org>", "Subject": "A work for you",
			"Auto-Submitted": "auto-generated", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} {
			if got := m.Header.Get(name); got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
		if off := m.Header.Get("List-Unsubscribe"); !strings.HasPrefix(off, "<https://quay.example/mail-off/") {
			t.Errorf("List-Unsubscribe is %q", off)
		}
		for _, part := range []string{"text/plain", "text/html", "https://quay.example/works/42", "Fog &amp; Salt"} {
			if !strings.Contains(all[0].text, part) {
				t.Errorf("no %q in %s", part, all[0].text)
			}
		}
	})
}

func TestWhereLettersStayInside(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		quiet := h.member("Quiet", "quiet@example.org")
		h.write(func(ctx context.Context, tx *db.Tx) error {
			return account.SetPrefs(ctx, tx, quiet, viewer.Prefs{MailOff: []string{string(mail.Gift)}})
		})
		h.post(mail.Letter{To: h.member("Nowhere", ""), Kind: mail.Gift, Subject: "a"})
		h.post(mail.Letter{To: quiet, Kind: mail.Gift, Subject: "b"})
		h.post(mail.Letter{To: quiet, Kind: mail.Beta, Subject: "c"})
		h.write(func(ctx context.Context, tx *db.Tx) error {
			return account.SetPrefs(ctx, tx, quiet, viewer.Prefs{MailOff: []string{"*"}})
		})
		h.post(mail.Letter{To: quiet, Kind: mail.Changed, Subject: "d"})
		h.write(func(ctx context.Context, tx *db.Tx) error {
			return account.SetPrefs(ctx, tx, quiet, viewer.Prefs{MailOff: []string{string(mail.Gift)}})
		})
		h.run()
		h.want("inside inside sent sent")
	})
}

func TestWithoutAMailServer(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.post(mail.Letter{To: h.member("Josie", "jo@example.org"), Kind: mail.Reset, Subject: "a", Secret: "/reset/xyz"})
		h.post(to("somebody@example.org"))
		s := h.sender()
		s.Server.Host = ""
		if err := s.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		h.want("inside failed")
		if r := h.rows()[0]; r.secret != "" {
			t.Errorf("the link is kept: %+v", r)
		}
	})
}

func TestAServerThatIsDown(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.post(mail.Letter{Address: "jo@example.org", Kind: mail.Reset, Subject: "a", Secret: "/reset/zqsecret"})
		h.post(to("ben@example.org"))
		port := h.port
		h.port = 1
		h.run()
		h.want("waiting waiting")
		h.run()
		if r := h.rows(); r[0].tries != 1 || r[0].secret == "" || r[0].trouble == "" {
			t.Errorf("%+v", r)
		}
		h.port = port
		h.wait(59 * time.Second)
		h.run()
		h.want("waiting waiting")
		h.wait(time.Second)
		h.run()
		h.want("sent sent")
		if all := h.letters(); len(all) != 2 || !strings.Contains(all[0].text, "/reset/zqsecret") {
			t.Errorf("%+v", all)
		}
		if r := h.rows()[0]; r.secret != "" {
			t.Error("the link is kept after it was sent")
		}
		if strings.Contains(h.log.String(), "zqsecret") || strings.Contains(h.log.String(), "jo@example.org") {
			t.Errorf("the log tells too much: %s", h.log.String())
		}
	})
}

func TestALetterIsGivenUp(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.data = func(string) error { return says(451, "later") }
		h.post(to("jo@example.org"))
		days := 0.0
		for range 30 {
			h.run()
			h.wait(24 * time.Hour)
			if h.rows()[0].state == "failed" {
				break
			}
			days++
		}
		h.want("failed")
		if r := h.rows()[0]; r.tries != 10 || days < 3 {
			t.Errorf("given up after %d tries and %.0f days: %+v", r.tries, days, r)
		}
	})
}

func TestRefusals(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.rcpt = func(to string) error {
			switch to {
			case "gone@example.org":
				return says(550, "no such user")
			case "full@example.org":
				return says(452, "mailbox full")
			}
			return nil
		}
		id := h.member("Gone", "gone@example.org")
		h.post(to("gone@example.org"))
		h.post(to("full@example.org"))
		h.post(to("well@example.org"))
		h.run()
		h.want("failed waiting sent") // one that is refused keeps no other back
		h.post(to("gone@example.org"))
		h.post(to("gone@example.org"))
		h.run()
		h.post(mail.Letter{To: id, Kind: mail.Gift, Subject: "a"})
		h.run()
		h.want("failed waiting sent failed failed inside") // and after three, the address is left alone
		h.rcpt = nil
		h.post(mail.Letter{To: id, Kind: mail.Reset, Subject: "a", Secret: "/x"})
		h.run()
		h.post(mail.Letter{To: id, Kind: mail.Gift, Subject: "a"})
		h.run()
		h.want("failed waiting sent failed failed inside sent sent") // until a letter reached it
	})
}

func TestARefusedSenderIsAMistakeOfTheSettings(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.from = func() error { return says(550, "not yours") }
		h.post(to("jo@example.org"))
		h.run()
		h.want("waiting")
		h.from, h.data = nil, func(string) error { return says(554, "spam") }
		h.wait(time.Hour)
		h.run()
		h.want("failed")
	})
}

func TestASlowServer(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.slow = 3 * time.Second
		h.post(to("jo@example.org"))
		h.post(to("ben@example.org"))
		start := time.Now()
		h.run()
		if took := time.Since(start); took > 2900*time.Millisecond {
			t.Errorf("waited %v", took)
		}
		h.want("waiting waiting")
		if r := h.rows(); r[0].tries != 1 || r[1].tries != 0 {
			t.Errorf("%+v", r)
		}
	})
}

// What a server took without saying so comes again under the same number.
func TestAServerThatTakesAndHangsUp(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.data = func(string) error { return errDrop }
		h.post(to("jo@example.org"))
		h.run()
		h.want("waiting")
		h.data = nil
		h.wait(time.Hour)
		h.run()
		h.want("sent")
		ids := map[string]bool{}
		for _, l := range h.letters() {
			m, err := netmail.ReadMessage(strings.NewReader(l.text))
			if err != nil {
				t.Fatal(err)
			}
			ids[m.Header.Get("Message-ID")] = true
		}
		if len(h.letters()) != 2 || len(ids) != 1 || ids[""] {
			t.Errorf("%d letters, numbers %v", len(h.letters()), ids)
		}
	})
}

func TestManyServersSendEachLetterOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		const n = 60
		for i := range n {
			h.post(to(fmt.Sprintf("p%d@example.org", i)))
		}
		var all sync.WaitGroup
		for range 8 {
			s := h.sender()
			s.Log = nil
			all.Go(func() {
				if err := s.Run(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		seen := map[string]int{}
		for _, l := range h.letters() {
			seen[l.to[0]]++
		}
		if len(seen) != n || len(h.letters()) != n {
			t.Errorf("%d people got %d letters", len(seen), len(h.letters()))
		}
	})
}

// A program that dies with letters in its hands leaves them to others after a while.
func TestALeaseRunsOut(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.post(to("jo@example.org"))
		h.write(func(ctx context.Context, tx *db.Tx) error {
			return tx.Exec(ctx, `UPDATE letters SET tries = 1, next_at = $1`, tx.Now.Add(5*time.Minute).UnixMilli())
		})
		h.run()
		h.want("waiting")
		h.wait(5 * time.Minute)
		h.run()
		h.want("sent")
	})
}

func TestNewPasswordsGoFirst(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for i := range 45 {
			h.post(to(fmt.Sprintf("p%d@example.org", i)))
		}
		h.post(mail.Letter{Address: "locked-out@example.org", Kind: mail.Reset, Subject: "a", Secret: "/reset/x"})
		h.run()
		if all := h.letters(); len(all) != 46 || all[0].to[0] != "locked-out@example.org" {
			t.Errorf("%d letters, the first to %v", len(all), all[0].to)
		}
	})
}

func TestOldLinksAreForgotten(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.post(mail.Letter{Address: "jo@example.org", Kind: mail.Reset, Subject: "a", Secret: "/reset/x"})
		h.wait(25 * time.Hour)
		h.run()
		h.want("failed")
		if r := h.rows()[0]; r.secret != "" || len(h.letters()) != 0 {
			t.Errorf("%+v, %d letters", r, len(h.letters()))
		}
	})
}

// Names and subjects are what strangers typed: no line of theirs becomes a header.
func TestNobodyWritesHeaders(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for _, evil := range []string{"a\r\nBcc: victim@example.org", "a\nBcc: victim@example.org", "a\rBcc: victim@example.org", "a\u2028Bcc: victim@example.org", "a\x00b"} {
			h.post(mail.Letter{Address: "jo@example.org", Kind: mail.Gift, Subject: evil, Text: evil, Path: "/works/7"})
		}
		for _, evil := range []string{"jo@example.org\r\nBcc: victim@example.org", "jo@example.org, victim@example.org", "Jo <jo@example.org>", "jo@example.org\nRCPT TO:<victim@example.org>"} {
			h.post(mail.Letter{Address: evil, Kind: mail.Gift, Subject: "a"})
		}
		s := h.sender()
		s.Site.Name = "Quay\"\r\nBcc: victim@example.org"
		if err := s.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		h.want("sent sent sent sent sent failed failed failed failed")
		for _, l := range h.letters() {
			m, err := netmail.ReadMessage(strings.NewReader(l.text))
			if err != nil {
				t.Fatal(err)
			}
			if m.Header.Get("Bcc") != "" || fmt.Sprint(l.to) != "[jo@example.org]" || len(m.Header) != 8 {
				t.Errorf("to %v: %v", l.to, m.Header)
			}
		}
	})
}
