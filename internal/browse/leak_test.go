package browse

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// secrets is an archive in which every kind of work that not everyone sees has one.
func secrets(t *testing.T, d *db.DB) *site {
	s := newSite(t, d)
	s.post("Ann", "Open", nil)
	s.post("Ben", "Members", func(w *work.Draft) { w.Restricted = true })
	s.post("Ben", "Draft", func(w *work.Draft) { w.Posted = false })
	s.post("Ben", "Hidden", func(w *work.Draft) { w.Hidden = true })
	s.post("Ben", "Unrevealed", func(w *work.Draft) { w.Unrevealed = true })
	s.post("Cidney", "Masked", func(w *work.Draft) { w.Anonymous = true })
	s.post("Dorian", "Signed", nil)
	s.post("Dorian", "Veiled", func(w *work.Draft) { w.Anonymous = true }) // in one series with a signed one
	s.people["reader"] = viewer.Viewer{ID: 9999, Name: "Reader", Role: viewer.Member}
	s.people["keeper"] = viewer.Viewer{ID: 9998, Name: "Keeper", Role: viewer.Keeper}
	return s
}

// addresses are all pages, and lists and searches that could give somebody away.
func (s *site) addresses() []string {
	out := []string{"/", "/works", "/browse", "/fandoms", "/fandoms?sort=works", "/fandoms?q=o", "/about", "/languages/en/works", "/works?sort=creator", "/works?sort=title&order=desc", "/works?query=lamp",
		"/tags/Shared*s*World%20*a*%20Co*d*/works", "/tags/Shared*s*World%20*a*%20Co*d*", "/search?q=lamp", "/search?q=Mood", "/search?q=Fandom", "/search?q=B", "/search?q=C"}
	for key := range s.works {
		out = append(out, "/tags/Fandom"+key+"/works", "/tags/Mood"+key, "/works?include=Mood"+key, "/works?exclude=Mood"+key,
			"/search?q=Title"+key, "/search?q=inside"+key, "/search?q=Mood"+key, "/search?q=Summary"+key)
	}
	for name, row := range s.rows {
		out = append(out, "/users/"+name, "/users/"+name+"/works", "/users/"+name+"/series", "/users/"+name+"/pseuds/"+name, "/users/"+name+"/pseuds/"+name+"/works",
			"/search?q="+name, "/works?query="+name, fmt.Sprintf("/series/%d?of=%s", row, name))
	}
	return out
}

func TestNothingLeaks(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := secrets(t, d)
		ownPage := func(address string) bool { return strings.HasPrefix(address, "/users/Ben") }
		// may tells whether a viewer may meet a work of this kind on a page.
		may := map[string]func(who, address string) bool{
			"Open":       func(string, string) bool { return true },
			"Members":    func(who, _ string) bool { return who != "guest" },
			"Draft":      func(who, address string) bool { return (who == "Ben" || who == "keeper") && ownPage(address) },
			"Hidden":     func(who, address string) bool { return (who == "Ben" || who == "keeper") && ownPage(address) },
			"Unrevealed": func(who, address string) bool { return (who == "Ben" || who == "keeper") && ownPage(address) },
			// A series of anonymous works alone gives nobody away.
			"Masked": func(who, address string) bool {
				return who == "Cidney" || who == "keeper" || !strings.Contains(address, "Cidney") || strings.Contains(address, "of=Cidney")
			},
			"Signed": func(string, string) bool { return true },
			"Veiled": func(who, address string) bool {
				return who == "Dorian" || who == "keeper" || !strings.Contains(address, "Dorian")
			},
		}
		for who, v := range s.people {
			for _, address := range s.addresses() {
				body := s.get(v, address).Body.String()
				for key, allowed := range may {
					for _, kind := range []string{"Title", "Summary", "Mood", "Fandom", "inside"} {
						word := kind + key
						if strings.Contains(body, word) && !allowed(who, address) && !strings.Contains(address, word) {
							t.Errorf("%s reads %s on %s", who, word, address)
						}
					}
				}
				if strings.Contains(body, "Cidney") && who != "Cidney" && who != "keeper" && !strings.Contains(address, "Cidney") {
					t.Errorf("%s learns on %s who wrote an anonymous work", who, address)
				}
			}
		}
		// Each of these must be met somewhere, or the test above sees nothing.
		for who, address := range map[string]string{"Members": "/works", "Draft": "/users/Ben", "Masked": "/works"} {
			if !strings.Contains(s.get(s.people["Ben"], address).Body.String(), "Title"+who) {
				t.Errorf("%s is not even on %s for Ben", who, address)
			}
		}
	})
}

func TestNumbersAreTheViewersOwn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := secrets(t, d)
		for who, want := range map[string]string{"guest": "4 Works", "reader": "5 Works", "keeper": "5 Works", "Ben": "5 Works"} {
			n := s.page(s.people[who], "/works")
			if got := text(n, "h2.heading"); !strings.HasPrefix(got, want) {
				t.Errorf("%s is told of %q, want %s", who, got, want)
			}
			if got := len(all(n, "ol.work.index.group > li.work.blurb.group")); fmt.Sprintf("%d Works", got) != want {
				t.Errorf("%s sees %d works, want %s", who, got, want)
			}
			if got := text(n, "#include_fandom_tags legend"); got != "Shared/World & Co. ("+want[:1]+")" {
				t.Errorf("%s is offered %q", who, got)
			}
		}
		for _, secret := range []string{"Draft", "Hidden", "Unrevealed", "Members"} {
			for _, address := range []string{"/tags/Mood" + secret, "/tags/Mood" + secret + "/works"} {
				if got := s.get(viewer.Viewer{}, address).Code; got != http.StatusNotFound {
					t.Errorf("%s for a guest: %d", address, got)
				}
			}
		}
	})
}

// Whom one has muted is met on no list, search or count; only an anonymous work of
// theirs stays, and nothing tells whose it is.
func TestMutedPeopleAreMetNowhere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := secrets(t, d)
		write := func(query string, args ...any) {
			t.Helper()
			if err := d.Tx(t.Context(), func(tx *db.Tx) error { return tx.Exec(t.Context(), query, args...) }); err != nil {
				t.Fatal(err)
			}
		}
		write(`INSERT INTO accounts (id, name, name_key, created_at) VALUES (9999, 'Reader', 'reader', 1)`)
		write(`INSERT INTO mutes (account_id, other_id, created_at) VALUES (9999, $1, 1), (9999, $2, 1)`, int64(s.people["Ann"].ID), int64(s.people["Dorian"].ID))
		muter := s.people["reader"]
		muter.Mutes, muter.MuteChanges = true, 2
		for _, address := range s.addresses() {
			body := s.get(muter, address).Body.String()
			for _, word := range []string{"TitleOpen", "MoodOpen", "insideOpen", "TitleSigned", "MoodSigned"} {
				if strings.Contains(body, word) && !strings.Contains(address, word) {
					t.Errorf("%s tells of %s", address, word)
				}
			}
		}
		for address, want := range map[string]string{"/works": "3 Works", "/tags/Shared*s*World%20*a*%20Co*d*/works": "3 Works"} {
			if got := text(s.page(muter, address), "h2.heading"); !strings.HasPrefix(got, want) {
				t.Errorf("%s: %q, want %s", address, got, want)
			}
		}
		for address, word := range map[string]string{"/works": "TitleVeiled", "/search?q=insideVeiled": "TitleVeiled"} {
			if !strings.Contains(s.get(muter, address).Body.String(), word) {
				t.Errorf("%s is not on %s: its absence tells who wrote it", word, address)
			}
		}
		for _, address := range []string{"/tags/MoodOpen", "/tags/MoodOpen/works"} {
			if got := s.get(muter, address).Code; got != http.StatusNotFound {
				t.Errorf("%s: %d, and only a muted work has it", address, got)
			}
		}
	})
}
