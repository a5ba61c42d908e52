package app_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/work"
)

// Pages of editing a work had menus of 13, 4 and no entries. Now each shows the same
// one, says which page it is, and leads nobody to a page that they may not open.
func TestMenuOfAWork(t *testing.T) {
	t.Parallel()
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		l := openLibrary(t, a)
		for _, key := range []string{"open", "draft"} {
			i := slices.IndexFunc(l.stories, func(s archivetest.Story) bool { return s.Key == key })
			s := l.stories[i]
			a.Tx(func(tx *db.Tx) error {
				return work.AddCreator(t.Context(), tx, s.ID, a.Pseud(archivetest.Ben, "Ben").ID, 0)
			})
			for _, who := range []archivetest.Person{archivetest.Ann, archivetest.Ben, archivetest.Keeper} {
				want := menuOf(a.Get(who, s.ID.Path()+"/edit"))
				if len(want) < 9 {
					t.Errorf("%s has %d ways from the details of %s", who, len(want), key)
				}
				for _, at := range want {
					p := a.Get(who, at)
					if p.Status != 200 {
						t.Errorf("%s is led to %s, which is %d", who, at, p.Status)
					}
					if strings.HasSuffix(at, "/delete") {
						continue
					}
					if got := menuOf(p); !slices.Equal(got, want) {
						t.Errorf("%s has at %s the ways %v, want %v", who, at, got, want)
					}
					if here := p.All(".work-menu [aria-current=page]"); len(here) != 1 || archivetest.Attr(here[0], "href") != at {
						t.Errorf("%s is not told to be at %s", who, at)
					}
				}
				for _, end := range []string{"/edit", "/history", "/arrange"} {
					if got := menuOf(a.Get(who, s.ID.ChapterPath(s.Chapters[0])+end)); !slices.Equal(got, want) {
						t.Errorf("%s has at a chapter's %s the ways %v, want %v", who, end, got, want)
					}
				}
			}
		}
	})
}

// menuOf are the addresses in the menu of a page, in order.
func menuOf(p *archivetest.Page) []string {
	var out []string
	for _, a := range p.All(".work-menu a") {
		out = append(out, archivetest.Attr(a, "href"))
	}
	return out
}
