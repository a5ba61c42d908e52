package app_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/backup"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/stats"
	"github.com/ficstead/ficstead/internal/tag"
)

// desks are the addresses at which people write, look after works and talk with each
// other about them, of every work, and with every number that could be somebody's.
func (l *library) desks(t *testing.T) []string {
	t.Helper()
	out := []string{"/desk", "/inbox", "/stats", "/works/new", "/keep", "/keep/people", "/keep/applications", "/keep/invitations", "/keep/mail", "/keep/skins", "/keep/alike", "/skins"}
	for _, end := range []string{"backup", "backup/file", "betas", "creatorships", "invitations", "keys", "email", "name", "mutes", "blocks", "pseuds", "profile", "skins", "offers", "rounds", "leave"} {
		out = append(out, "/account/"+end)
	}
	add := func(format string, a ...any) { out = append(out, fmt.Sprintf(format, a...)) }
	const most = 12 // numbers begin at 1 in a fresh archive
	for _, s := range l.stories {
		for _, end := range []string{"edit", "publish", "publish/plan", "chapters/manage", "preview", "preview.epub", "creators", "creators/leave", "gifts", "related", "betas", "round", "skin", "pictures", "stats", "delete"} {
			add("/works/%d/%s", s.ID, end)
		}
		for _, c := range l.chaptersOf(t, s) {
			for _, end := range []string{"", "/edit", "/history", "/preview", "/preview?as=guest", "/arrange"} {
				add("/works/%d/chapters/%d%s", s.ID, c, end)
			}
			add("/chapters/%d", c)
		}
	}
	open := l.stories[0]
	for n := range most {
		n++
		add("/inbox/%d", n)
		add("/skins/%d", n)
		add("/account/skins/%d", n)
		add("/account/pseuds/%d", n)
		add("/account/copies/%d", n)
		add("/betas/%d", n)
		add("/betas/%d/chapters/%d", n, open.Chapters[0])
		add("/works/%d/betas/%d", open.ID, n)
		add("/works/%d/betas/%d/remarks/%d", open.ID, n, n)
		add("/desk/changes/%d", n)
		add("/works/%d/chapters/%d/history/%d", open.ID, open.Chapters[0], n)
		add("/works/%d/chapters/%d/history/%d/diff", open.ID, open.Chapters[0], n)
	}
	for _, p := range archivetest.People()[1:] {
		for _, end := range []string{"profile", "gifts", "related_works", "stats", "stats.csv", "works/drafts"} {
			add("/users/%s/%s", p, end)
		}
		add("/keep/people/%s", p)
	}
	return out
}

// chaptersOf are all chapters that a work has by now, also those nobody may read.
func (l *library) chaptersOf(t *testing.T, s archivetest.Story) []int64 {
	t.Helper()
	all, err := db.All(t.Context(), l.DB, db.One[int64], `SELECT id FROM chapters WHERE work_id = $1 ORDER BY id`, int64(s.ID))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// asks are searches and suggestions by what stands beside private words.
func asks() []string {
	var out []string
	for _, p := range privates() {
		q := url.QueryEscape(strings.Fields(p.said())[0])
		out = append(out, "/search?q="+q, "/works?query="+q, "/suggest/tags?type=freeform&q="+q, "/gifts?recipient="+url.QueryEscape(p.said()))
	}
	return out
}

// Nobody is told what people keep to themselves, or between two: on no page, in no
// file, search or suggestion, by no way of asking.
func TestWhatIsPrivateIsToldToNobodyElse(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		l := openLibrary(t, a)
		token := keepPrivate(t, a, l.stories[0], l.stories[1])
		file := backedUp(t, a)
		people, found := archivetest.People(), map[string]bool{}
		for i := len(people) - 1; i >= 0; i-- {
			who := people[i]
			pages := crawl(t, a, who, slices.Concat(l.desks(t), asks(), listings(), l.suggestions()))
			for address, p := range pages {
				l.checkPrivate(t, who, address, p, found)
			}
			if p := a.Get(who, "/account/backup/file"); (who == archivetest.Ann) != (p.Status == http.StatusOK) || (p.Body == file) != (who == archivetest.Ann) {
				t.Errorf("%s gets %d from the address of a backup", who, p.Status)
			}
		}
		for _, p := range privates() {
			if !found[p.word] {
				t.Errorf("nobody finds %s: is it kept at all?", p.what)
			}
		}
		if p := a.Get(archivetest.Ann, "/suggest/tags?type=fandom&q=harb"); !strings.Contains(told(t, p), "harbour lights") {
			t.Errorf("nothing is suggested to who types: %d", p.Status)
		}
		if p := a.Get(archivetest.Guest, "/beta/"+token); p.Status != http.StatusOK || strings.Contains(told(t, p), "zqremark") || strings.Contains(told(t, p), "zqworkingcopy") {
			t.Errorf("who has the link gets %d, and may be told what others said", p.Status)
		}
	})
}

// backedUp makes a backup of what Ann has, which holds what is private to her.
func backedUp(t *testing.T, a *archivetest.Archive) string {
	t.Helper()
	d := &backup.Desk{DB: a.DB, Blob: a.Blob, Jobs: a.Jobs, Log: a.Log, Maker: a.BackupMaker, Taker: a.BackupTaker}
	ann := a.Viewer(archivetest.Ann).ID
	if err := d.Ask(t.Context(), ann); err != nil {
		t.Fatal(err)
	}
	if err := d.RunMake(t.Context()); err != nil {
		t.Fatal(err)
	}
	r, _, err := d.Open(t.Context(), ann)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil || len(b) == 0 {
		t.Fatal(len(b), err)
	}
	return string(b)
}

func (l *library) checkPrivate(t *testing.T, who archivetest.Person, address string, p *archivetest.Page, found map[string]bool) {
	t.Helper()
	if p.Status >= 500 {
		t.Errorf("%s gets %d from %s", who, p.Status, address)
	}
	v, said := l.Viewer(who), wordsIn(told(t, p))
	for _, x := range privates() {
		if !said[x.word] || strings.HasPrefix(address, "/gifts?") {
			continue // what was typed is said again
		}
		if x.word == "zqaskedpen" && strings.HasPrefix(address, "/users/Ben") || x.word == "zqrefusedpen" && strings.HasPrefix(address, "/users/reader") {
			continue // that they have these names is known
		}
		found[x.word] = true
		if !slices.Contains(x.may, who) {
			t.Errorf("%s is told %s by %s (%d)", who, x.what, address, p.Status)
		}
	}
	for _, w := range words(l.stories) {
		if said[w.text] && !w.may(v, l.works[w.story.ID]) {
			t.Errorf("%s is told the %s of the %s work by %s (%d)", who, w.field, w.key, address, p.Status)
		}
	}
}

// suggestions are what is asked while somebody types the beginning of a tag of a work
// that not everybody may read.
func (l *library) suggestions() []string {
	var out []string
	for _, s := range l.stories {
		for _, field := range []string{"fandom", "character", "pairing", "freeform"} {
			for _, typ := range tag.Types() {
				out = append(out, "/suggest/tags?"+url.Values{"type": {string(typ)}, "q": {archivetest.Near(s.Key, field)}}.Encode())
			}
		}
	}
	return out
}

// To those who are no side of it, an archive in which people write, ask, refuse, mute
// and are counted looks like one in which nobody does.
func TestWorldsWithAndWithoutWhatIsPrivateLookTheSame(t *testing.T) {
	for name, dsn := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			quiet, loud := archivetest.Open(t, dsn(t)), archivetest.Open(t, dsn(t))
			for _, a := range []*archivetest.Archive{quiet, loud} {
				a.SignInAll()
				a.Names()
				pens(t, a)
				open, short := a.Add(archivetest.OpenPlans()[0]), a.Add(archivetest.OpenPlans()[1])
				a.Add(archivetest.OpenPlans()[2])
				if a == loud {
					keepPrivate(t, a, open, short)
				} else { // lists can be sorted by hits, which tells an order; not how many there are
					a.Tx(func(tx *db.Tx) error { return stats.Count(t.Context(), tx, open.ID, open.Chapters[0], stats.Hits, 7) })
				}
			}
			from := append(listings(), "/users/Ben/gifts", "/users/Ann/gifts", "/users/Ann/related_works", "/skins", "/join")
			compare(t, archivetest.Guest, "with what is private", crawl(t, loud.With(t), archivetest.Guest, from), crawl(t, quiet.With(t), archivetest.Guest, from))
		})
	}
}
