package app_test

import (
	"fmt"
	"net/http"
	"os"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db/dbtest"
)

// The pages on which people look after their accounts and works, full of what is on
// them in use, wide and narrow, light and dark.
func TestDesksInABrowser(t *testing.T) {
	if testing.Short() && os.Getenv(dbtest.Judges) != "1" {
		t.Skip("a browser takes minutes; run without -short")
	}
	t.Parallel()
	a := archivetest.Open(t, dbtest.SQLite(t))
	s := &site{library: openLibrary(t, a), stories: map[string]archivetest.Story{}}
	for _, x := range s.library.stories {
		s.stories[x.Key] = x
	}
	token := keepPrivate(t, a, s.stories["open"], s.stories["short"])
	suggested, pair := keepTwice(t, a)
	wrangled := keepWrangled(t, a)
	s.serve(t)
	pen := fmt.Sprintf("/account/pseuds/%d", a.Pseud(archivetest.Ann, string(archivetest.Ann)).ID)
	var letter int64
	if err := a.DB.QueryRowContext(t.Context(), `SELECT MAX(id) FROM letters WHERE account_id = $1`, int64(a.Viewer(archivetest.Ann).ID)).Scan(&letter); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		who       archivetest.Person
		addresses []string
	}{
		{archivetest.Guest, []string{"/join", "/users/password/new", "/users/Ann/profile", "/users/Ben/gifts", "/users/Ann/related_works", "/skins", "/beta/" + token,
			fmt.Sprintf("/beta/%s/chapters/%d", token, s.stories["open"].Chapters[0])}},
		{archivetest.Ann, append(accountPages(), pen, fmt.Sprintf("/inbox/%d", letter), suggested)},
		{archivetest.Ann, s.workPages()},
		{archivetest.Ben, []string{"/account/creatorships", "/account/betas", "/betas/1", fmt.Sprintf("/betas/1/chapters/%d", s.stories["open"].Chapters[0]), "/inbox", "/users/Ann/mute", "/users/Ann/block", "/users/Ben/gifts"}},
		{archivetest.Reader, []string{"/account/betas", "/account/rounds", s.stories["short"].ID.Path(), s.stories["short"].ID.Path() + "/round"}},
		{archivetest.Keeper, []string{"/keep", "/keep/settings", "/keep/mail", "/keep/applications", "/keep/invitations", "/keep/invitations?of=Ann", "/keep/people", "/keep/people/Ben", "/keep/skins", "/keep/alike", pair, "/works/for", "/places", "/account/keys"}},
		{archivetest.Keeper, wrangled},
	} {
		t.Run(fmt.Sprintf("%s, %s", c.who, c.addresses[0]), func(t *testing.T) {
			t.Parallel()
			b := s.tab(t)
			if c.who != archivetest.Guest {
				b.as(c.who)
			}
			for _, address := range c.addresses {
				if p := s.With(t).Get(c.who, address); p.Status != http.StatusOK {
					t.Errorf("%s for %s: %d", address, c.who, p.Status)
				}
				b.judge(fmt.Sprintf("%s for %s", address, c.who), address, "")
			}
			b.quiet()
		})
	}
}

// as gives the tab the session that somebody has already.
func (b *tab) as(p archivetest.Person) {
	b.t.Helper()
	b.open("/robots.txt")
	for name, value := range b.s.Cookies(p) {
		if _, err := chromedp.Call(b, network.SetCookie, network.SetCookieParams{Name: name, Value: value, URL: b.s.url}); err != nil {
			b.t.Fatal(err)
		}
	}
}

func accountPages() []string {
	out := []string{"/inbox", "/desk", "/desk/change?work=1&work=2", "/works/new", "/series/new", "/users/Ann/stats", "/import", "/series/1/edit", "/series/1/remove", "/account/skins/1", "/desk/delete?work=1", "/desk/leave?work=1", "/farewell"}
	for _, end := range []string{"", "/keys", "/authenticator", "/email", "/name", "/passkeys", "/providers", "/confirm?next=/account/keys", "/backup", "/betas", "/blocks", "/mutes",
		"/creatorships", "/invitations", "/pseuds", "/profile", "/preferences", "/sessions", "/skins", "/skins/new", "/password", "/leave", "/offers", "/rounds"} {
		out = append(out, "/account"+end)
	}
	return out
}

func (s *site) workPages() []string {
	var out []string
	open := s.stories["open"]
	for _, end := range []string{"/edit", "/publish", "/chapters/manage", "/preview", "/creators", "/creators/leave", "/gifts", "/related", "/betas", "/betas/1", "/round", "/skin", "/pictures", "/stats", "/delete"} {
		out = append(out, open.ID.Path()+end)
	}
	out = append(out, s.stories["draft"].ID.Path()+"/publish", "/orphan?work=1")
	for _, end := range []string{"/edit", "/history", "/history/1", "/history/1/diff", "/preview?as=guest", "/preview?as=member&theme=dark", "/arrange"} {
		out = append(out, open.ID.ChapterPath(open.Chapters[0])+end)
	}
	return out
}
