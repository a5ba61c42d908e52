package join_test

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/join"
	"github.com/ficstead/ficstead/internal/setting"
)

const password = "nine quiet harbours"

// house is an archive whose settings a test chooses.
type house struct {
	*archivetest.Archive
	t    *testing.T
	site setting.Site
}

func each(t *testing.T, mode setting.SignUp, f func(t *testing.T, h *house)) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		h := &house{Archive: a, t: t, site: setting.Default()}
		h.site.SignUp = mode
		h.want(a.Post(archivetest.Keeper, "/keep/settings", settings(mode)), 303)
		f(t, h)
	})
}

// settings is the keepers' form, with nothing changed but how people join.
func settings(mode setting.SignUp) url.Values {
	return url.Values{"sign_up": {string(mode)}, "staff_second": {"1"}, "invitations": {"3"}, "title": {"255"}, "summary": {"1250"}, "notes": {"5000"},
		"chapter": {"510000"}, "tags": {"75"}, "tag": {"150"}, "picture_mb": {"200"}, "leave_days": {"14"}}
}

// context is that of a request while the settings hold.
func (h *house) context() context.Context { return setting.With(h.t.Context(), h.site) }

// typed is the form of sign-up as somebody fills it in, with changes in pairs.
func typed(changes ...string) url.Values {
	f := url.Values{"name": {"Newcomer"}, "password": {password}, "age": {"1"}, "terms": {"1"}}
	for i := 0; i+1 < len(changes); i += 2 {
		f.Set(changes[i], changes[i+1])
	}
	return f
}

// post sends a guest's form; who was let in by it is signed out again.
func (h *house) post(address string, f url.Values) *archivetest.Page {
	h.t.Helper()
	p := h.Post(archivetest.Guest, address, f)
	h.Post(archivetest.Guest, "/users/logout", url.Values{})
	return p
}

func (h *house) want(p *archivetest.Page, status int, parts ...string) {
	h.t.Helper()
	if p.Status != status {
		h.t.Errorf("%s: status %d, want %d: %s", p.Address, p.Status, status, p.Text("main"))
	}
	for _, part := range parts {
		if !strings.Contains(p.Body, part) {
			h.t.Errorf("%s: no %q in %s", p.Address, part, p.Text("main"))
		}
	}
}

func (h *house) count(query string, args ...any) (n int) {
	h.t.Helper()
	if err := h.DB.QueryRowContext(h.t.Context(), query, args...).Scan(&n); err != nil {
		h.t.Fatal(err)
	}
	return n
}

var link = regexp.MustCompile(`/join/[\w-]{43}`)

// invite makes an invitation as somebody, and gives its path.
func (h *house) invite(p archivetest.Person, email string) string {
	h.t.Helper()
	page := h.Post(p, "/account/invitations", url.Values{"email": {email}})
	h.want(page, 200)
	path := link.FindString(page.Body)
	if path == "" {
		h.t.Fatalf("no link in %s", page.Text("main"))
	}
	return path
}

func TestTheOpenForm(t *testing.T) {
	each(t, setting.Open, func(t *testing.T, h *house) {
		h.want(h.Get(archivetest.Guest, "/join"), 200, `name="password"`, `name="age"`)
		for _, c := range []struct{ field, value, part string }{
			{"name", "x", "3 to 40"}, {"name", "ann", "taken"}, {"name", "two words", "no spaces"}, {"email", "nothing", "does not look like"},
			{"password", "short", "at least 8"}, {"password", "password", "first that a stranger"}, {"age", "", "13 years"}, {"terms", "", "what this archive is about"},
			{"homepage", "http://spam.example", "a program"},
		} {
			p := h.post("/join", typed("email", "me@example.org", c.field, c.value))
			h.want(p, 422, c.part)
			if c.field != "email" && archivetest.Attr(p.All("#f-email")[0], "value") != "me@example.org" || strings.Contains(p.Body, password) {
				t.Errorf("%s: what was typed is lost, or the password is shown", c.field)
			}
		}
		h.want(h.post("/join", typed("name", "x", "password", "short")), 422, "3 to 40", "at least 8", "type the password once more")
		p := h.Post(archivetest.Guest, "/join", typed("role", "keeper", "id", "1", "inviter_id", "1", "way", "x"))
		h.want(p, 303)
		if to := p.Header.Get("Location"); to != "/inbox" {
			t.Errorf("leads to %s", to)
		}
		h.want(h.Get(archivetest.Guest, "/inbox"), 200, "Welcome to Testing Quay")
		a, err := account.ByName(t.Context(), h.DB, "newcomer")
		if err != nil || a.Role != "member" || a.Email != "" {
			t.Errorf("%+v, %v", a, err)
		}
		if n := h.count(`SELECT COUNT(*) FROM joins WHERE way = 'open' AND inviter_id IS NULL`); n != 1 {
			t.Errorf("%d came by the open form", n)
		}
		h.want(h.Get(archivetest.Guest, "/join"), 200, "a member already")
	})
}

// Works brought here for their author are not had by who takes the name.
func TestKeptPlacesAreNotClaimedBySigningUp(t *testing.T) {
	each(t, setting.Open, func(t *testing.T, h *house) {
		h.Tx(func(tx *db.Tx) error { _, _, err := account.Place(t.Context(), tx, "Josephine"); return err })
		for _, name := range []string{"Josephine", "JOSEPHINE"} {
			h.want(h.post("/join", typed("name", name)), 422, "claim link")
		}
		err := h.DB.Tx(h.context(), func(tx *db.Tx) error {
			_, err := join.Join(h.context(), tx, join.Newcomer{Name: "josephine", Password: password})
			return err
		})
		if fault.KindOf(err) != fault.Conflict {
			t.Errorf("%v", err)
		}
	})
}

// Whether an address is somebody's already, only they are told.
func TestSignUpTellsNothingOfAddresses(t *testing.T) {
	each(t, setting.Open, func(t *testing.T, h *house) {
		h.Tx(func(tx *db.Tx) error {
			_, err := account.Create(t.Context(), tx, account.New{Name: "Owner", Email: "owner@example.org", Password: password})
			return err
		})
		see := func(name, email string) string {
			h.want(h.Post(archivetest.Guest, "/join", typed("name", name, "email", email)), 303)
			var all string
			for _, page := range []string{"/inbox", "/account", "/account/keys"} {
				all += h.Get(archivetest.Guest, page).Text("main")
			}
			h.Post(archivetest.Guest, "/users/logout", url.Values{})
			return strings.NewReplacer(name, "NAME", email, "EMAIL").Replace(all)
		}
		if known, fresh := see("Newcomer", "owner@example.org"), see("Another1", "fresh@example.org"); known != fresh {
			t.Errorf("known:\n%s\nfresh:\n%s", known, fresh)
		}
		if n := h.count(`SELECT COUNT(*) FROM accounts WHERE email = 'owner@example.org' OR email = 'fresh@example.org'`); n != 1 {
			t.Errorf("an address is somebody's that nobody confirmed: %d", n)
		}
		if n := h.count(`SELECT COUNT(*) FROM letters l JOIN accounts a ON a.id = l.account_id WHERE a.name = 'Owner'`); n != 1 {
			t.Errorf("the owner of the address got %d letters", n)
		}
	})
}

func TestInvitations(t *testing.T) {
	each(t, setting.Invitation, func(t *testing.T, h *house) {
		h.want(h.Get(archivetest.Guest, "/join"), 200, "Members bring the people they know")
		h.want(h.post("/join", typed()), 303)
		h.want(h.Get(archivetest.Guest, "/join/guessed"), 404)
		h.want(h.post("/join/guessed", typed()), 404)
		path := h.invite(archivetest.Ann, "")
		for range 3 { // looking does not use it up, and neither does a mistake
			h.want(h.Get(archivetest.Guest, path), 200, "Ann invites you")
		}
		h.want(h.post(path, typed("name", "x")), 422)
		h.want(h.post(path, typed()), 303)
		h.want(h.Get(archivetest.Guest, path), 404)
		h.want(h.post(path, typed("name", "Second1")), 404)
		if p := h.Get(archivetest.Ann, "/account/invitations"); !strings.Contains(p.Text("main"), "Newcomer came by it") || strings.Contains(p.Body, path) {
			t.Errorf("%s", p.Text("main"))
		}
		if n := h.count(`SELECT COUNT(*) FROM joins j JOIN accounts a ON a.id = j.inviter_id WHERE a.name = 'Ann' AND j.way = 'invitation'`); n != 1 {
			t.Errorf("%d came by Ann", n)
		}
	})
}

func TestInvitationsAreCountedAndComeBack(t *testing.T) {
	each(t, setting.Invitation, func(t *testing.T, h *house) {
		var paths []string
		for range h.site.Invitations {
			paths = append(paths, h.invite(archivetest.Ann, ""))
		}
		h.want(h.Post(archivetest.Ann, "/account/invitations", url.Values{}), 422, "no invitation left")
		id := h.count(`SELECT MAX(id) FROM invitations`)
		withdraw := fmt.Sprintf("/account/invitations/%d/withdraw", id)
		h.want(h.Post(archivetest.Ben, withdraw, nil), 404)
		h.want(h.Post(archivetest.Ann, withdraw, nil), 303)
		h.want(h.Post(archivetest.Ann, withdraw, nil), 303)
		h.want(h.Get(archivetest.Guest, paths[2]), 404)
		h.invite(archivetest.Ann, "")
		h.DB.Now = func() time.Time { return archivetest.Now().Add(join.Life) }
		h.Archive.SignIn(archivetest.Ann)
		h.want(h.Get(archivetest.Guest, paths[0]), 404) // it ran out
		h.invite(archivetest.Ann, "")
		h.want(h.Get(archivetest.Keeper, "/account/invitations"), 200)
	})
}

func TestStaffGiveAndTakeInvitations(t *testing.T) {
	each(t, setting.Invitation, func(t *testing.T, h *house) {
		give := func(n string) *archivetest.Page {
			return h.Post(archivetest.Moderator, "/keep/invitations", url.Values{"of": {"ann"}, "more": {n}})
		}
		h.want(give("many"), 422, "whole number")
		h.want(give("2"), 303)
		h.want(h.Get(archivetest.Ann, "/account/invitations"), 200, "5 more people")
		h.want(give("-100"), 303)
		h.want(h.Post(archivetest.Ann, "/account/invitations", url.Values{}), 422, "no invitation left")
		h.want(h.Post(archivetest.Ann, "/keep/invitations", url.Values{"of": {"ann"}, "more": {"9"}}), 403)
	})
}

func TestInvitationsByMail(t *testing.T) {
	each(t, setting.Invitation, func(t *testing.T, h *house) {
		h.want(h.Post(archivetest.Ann, "/account/invitations", url.Values{"email": {"no address"}}), 422, "does not look like")
		path := h.invite(archivetest.Ann, "friend@example.org")
		if n := h.count(`SELECT COUNT(*) FROM letters WHERE address = 'friend@example.org' AND account_id IS NULL AND secret = $1`, path); n != 1 {
			t.Errorf("%d letters", n)
		}
		for i := range 2 { // dots and what stands behind a plus are the same mailbox
			h.invite(archivetest.Ben, fmt.Sprintf("Fri.end+%d@example.org", i))
		}
		h.want(h.Post(archivetest.Keeper, "/account/invitations", url.Values{"email": {"friend@example.org"}}), 429, "too often")
		h.invite(archivetest.Keeper, "other@example.org")
	})
}

func TestAClosedArchive(t *testing.T) {
	each(t, setting.Closed, func(t *testing.T, h *house) {
		h.want(h.Get(archivetest.Guest, "/join"), 200, "no new members at the moment")
		h.want(h.post("/join", typed()), 303)
		h.want(h.Post(archivetest.Ann, "/account/invitations", url.Values{}), 403)
		h.want(h.post(h.invite(archivetest.Keeper, ""), typed()), 303)
		if n := h.count(`SELECT COUNT(*) FROM joins`); n != 1 {
			t.Errorf("%d joined", n)
		}
	})
}

func TestApplications(t *testing.T) {
	words := "I have read here for years and would like to post my own stories."
	each(t, setting.Approval, func(t *testing.T, h *house) {
		h.want(h.Get(archivetest.Guest, "/join"), 200, `name="words"`)
		h.want(h.post("/join", typed("words", "Hi")), 422, "a little more")
		p := h.post("/join", typed("words", words, "email", "me@example.org"))
		h.want(p, 303)
		at := p.Header.Get("Location")
		h.want(h.Get(archivetest.Guest, at), 200, "will read it and answer")
		h.want(h.post(at, typed()), 404)
		if n := h.count(`SELECT COUNT(*) FROM letters WHERE kind = 'staff.notice'`); n != 2 {
			t.Errorf("%d of the staff were told", n)
		}
		h.want(h.Get(archivetest.Moderator, "/keep/applications"), 200, words, "address not confirmed yet")
		first := h.secret("me@example.org")
		h.want(h.Get(archivetest.Guest, first), 200, "Yes, it is mine")
		h.want(h.Get(archivetest.Guest, first), 200) // looking does not use it up
		h.want(h.post(first, url.Values{}), 303)
		h.want(h.post(first, url.Values{}), 404)
		h.want(h.Get(archivetest.Guest, "/join/confirmed"), 200, "comes to your mailbox")
		h.want(h.Get(archivetest.Moderator, "/keep/applications"), 200, "address confirmed")
		h.want(h.Get(archivetest.Ann, "/keep/applications"), 403)
		id := h.count(`SELECT MAX(id) FROM applications`)
		accept := fmt.Sprintf("/keep/applications/%d/accept", id)
		h.want(h.Post(archivetest.Moderator, accept, url.Values{"answer": {strings.Repeat("x", 2001)}}), 422, "2000 is the most")
		h.want(h.Post(archivetest.Moderator, accept, url.Values{"answer": {"Be welcome!"}}), 303)
		h.want(h.Post(archivetest.Keeper, accept, url.Values{}), 409, "answered already")
		mailed := h.secret("me@example.org")
		if mailed == at || mailed == first {
			t.Fatal(mailed)
		}
		h.want(h.Get(archivetest.Guest, mailed), 200, `name="password"`)
		h.want(h.post(at, typed()), 303)
		h.want(h.post(mailed, typed("name", "Second1")), 404) // one application, one account
		h.want(h.Get(archivetest.Guest, at), 200, "was made")
	})
}

// secret is the link in the newest letter to an address.
func (h *house) secret(address string) (link string) {
	h.t.Helper()
	if err := h.DB.QueryRowContext(h.t.Context(), `SELECT secret FROM letters WHERE address = $1 ORDER BY id DESC LIMIT 1`, address).Scan(&link); err != nil {
		h.t.Fatal(err)
	}
	return link
}

// Somebody applied with an address that was another's: its owner got the answer, with
// a link that made an account. Now there is one letter, and nothing more until its
// link is used; then the answer comes that was given meanwhile.
func TestAnswersGoToConfirmedAddresses(t *testing.T) {
	words := "I have read here for years and would like to post my own stories."
	for what, want := range map[string]string{"accept": "You can join", "decline": "Your application to"} {
		t.Run(what, func(t *testing.T) {
			each(t, setting.Approval, func(t *testing.T, h *house) {
				p := h.post("/join", typed("words", words, "email", "me@example.org", "confirmed_at", "1"))
				h.want(p, 303)
				first := h.secret("me@example.org")
				if strings.Contains(first, strings.TrimPrefix(p.Header.Get("Location"), "/join/")) {
					t.Error("whoever typed the address can confirm it by the code of their own page")
				}
				late := h.post("/join", typed("name", "Other", "words", words, "email", "late@example.org"))
				h.want(late, 303)
				id := h.count(`SELECT MIN(id) FROM applications`)
				h.want(h.Post(archivetest.Keeper, fmt.Sprintf("/keep/applications/%d/%s", id, what), url.Values{"answer": {"So it is."}}), 303)
				letters := func() int { return h.count(`SELECT COUNT(*) FROM letters WHERE address = 'me@example.org'`) }
				if n := letters(); n != 1 {
					t.Errorf("%d letters to an address that nobody confirmed", n)
				}
				h.want(h.Get(archivetest.Guest, p.Header.Get("Location")), 200)
				var all sync.WaitGroup
				var won atomic.Int32
				for range 8 {
					all.Go(func() {
						if h.Post(archivetest.Guest, first, url.Values{}).Status == 303 {
							won.Add(1)
						}
					})
				}
				all.Wait()
				if n := letters(); n != 2 || won.Load() != 1 {
					t.Errorf("%d confirmed at once, %d letters", won.Load(), n)
				}
				var subject string
				if err := h.DB.QueryRowContext(t.Context(), `SELECT subject FROM letters WHERE address = 'me@example.org' ORDER BY id DESC LIMIT 1`).Scan(&subject); err != nil || !strings.Contains(subject, want) {
					t.Errorf("%q, %v", subject, err)
				}
				second := h.secret("late@example.org")
				h.DB.Now = func() time.Time { return archivetest.Now().AddDate(0, 0, 8) }
				h.want(h.Get(archivetest.Guest, second), 404)
				h.want(h.post(second, url.Values{}), 404)
			})
		})
	}
}

func TestADeclinedApplication(t *testing.T) {
	each(t, setting.Approval, func(t *testing.T, h *house) {
		p := h.post("/join", typed("words", "I would like to sell you something nice."))
		h.want(p, 303)
		id := h.count(`SELECT MAX(id) FROM applications`)
		h.want(h.Post(archivetest.Keeper, fmt.Sprintf("/keep/applications/%d/decline", id), url.Values{"answer": {"This is for stories."}}), 303)
		h.want(h.Get(archivetest.Guest, p.Header.Get("Location")), 200, "give you an account now", "This is for stories.")
		h.want(h.post(p.Header.Get("Location"), typed()), 404)
	})
}

func TestFiftyWithOneCode(t *testing.T) {
	each(t, setting.Invitation, func(t *testing.T, h *house) {
		code := strings.TrimPrefix(h.invite(archivetest.Ann, ""), "/join/")
		var won atomic.Int32
		var all sync.WaitGroup
		for i := range 50 {
			all.Go(func() {
				err := h.DB.Tx(h.context(), func(tx *db.Tx) error {
					_, err := join.Join(h.context(), tx, join.Newcomer{Name: fmt.Sprintf("Newcomer%d", i), Password: password, Code: code})
					return err
				})
				switch fault.KindOf(err) {
				case fault.NotFound:
				default:
					if err != nil {
						t.Error(err)
					}
					won.Add(1)
				}
			})
		}
		all.Wait()
		if n := h.count(`SELECT COUNT(*) FROM joins`); n != 1 || won.Load() != 1 {
			t.Errorf("%d joined, %d were told so", n, won.Load())
		}
	})
}

func TestEightInvitationsOfOneMemberAtOnce(t *testing.T) {
	each(t, setting.Invitation, func(t *testing.T, h *house) {
		v := h.Viewer(archivetest.Ann)
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				err := h.DB.Tx(h.context(), func(tx *db.Tx) error { _, err := join.Invite(h.context(), tx, v, ""); return err })
				if err != nil && fault.KindOf(err) != fault.Invalid {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n := h.count(`SELECT COUNT(*) FROM invitations`); n != h.site.Invitations {
			t.Errorf("%d invitations, %d may be", n, h.site.Invitations)
		}
	})
}

// Eight of the staff answer one application, some so and some so: one answer holds.
func TestEightAnswersAtOnce(t *testing.T) {
	each(t, setting.Approval, func(t *testing.T, h *house) {
		h.want(h.post("/join", typed("words", "I would like to read the locked works too.", "email", "me@example.org")), 303)
		h.want(h.post(h.secret("me@example.org"), url.Values{}), 303)
		id := h.count(`SELECT MAX(id) FROM applications`)
		var done atomic.Int32
		var all sync.WaitGroup
		for i := range 8 {
			what := []string{"accept", "decline"}[i%2]
			all.Go(func() {
				if p := h.Post(archivetest.Keeper, fmt.Sprintf("/keep/applications/%d/%s", id, what), url.Values{}); p.Status == 303 {
					done.Add(1)
				} else if p.Status != 409 {
					t.Errorf("%d", p.Status)
				}
			})
		}
		all.Wait()
		if n := h.count(`SELECT COUNT(*) FROM letters WHERE address = 'me@example.org'`); n != 2 || done.Load() != 1 {
			t.Errorf("%d letters, %d answers", n, done.Load())
		}
	})
}

// A spam wave can be followed from the one who began it.
func TestTheTree(t *testing.T) {
	each(t, setting.Invitation, func(t *testing.T, h *house) {
		h.want(h.post(h.invite(archivetest.Ann, ""), typed("name", "Child1")), 303)
		var code string
		h.Tx(func(tx *db.Tx) (err error) {
			child, err := account.ByName(t.Context(), tx, "Child1")
			if err != nil {
				return err
			}
			v := h.Viewer(archivetest.Ann)
			v.ID, v.Name = child.ID, child.Name
			code, err = join.Invite(h.context(), tx, v, "")
			return err
		})
		h.want(h.post("/join/"+code, typed("name", "Grandchild1")), 303)
		p := h.Get(archivetest.Moderator, "/keep/invitations?of=ann")
		h.want(p, 200, "2 members")
		if got := p.Text(".tree ul ul"); !strings.Contains(got, "Grandchild1") || strings.Contains(got, "Child1 ") {
			t.Errorf("below the child is %q", got)
		}
		h.want(h.Get(archivetest.Moderator, "/keep/invitations?of=nobody"), 404, "Nobody of that name")
		h.want(h.Get(archivetest.Moderator, "/keep/invitations"), 200, "Grandchild1", "brought by")
	})
}

func TestSignUpHasLimits(t *testing.T) {
	each(t, setting.Open, func(t *testing.T, h *house) {
		for i := range 20 {
			h.want(h.post("/join", typed("name", fmt.Sprintf("Newcomer%d", i))), 303)
		}
		h.want(h.post("/join", typed("name", "Newcomer20")), 429, "too often today")
		h.DB.Now = func() time.Time { return archivetest.Now().Add(25 * time.Hour) }
		h.want(h.post("/join", typed("name", "Newcomer20")), 303)
		h.Tx(func(tx *db.Tx) error { return join.RunSweep(t.Context(), tx) })
		if n := h.count(`SELECT COUNT(*) FROM join_tries`); n != 2 {
			t.Errorf("%d tries are kept", n)
		}
	})
}
