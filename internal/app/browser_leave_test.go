package app_test

import (
	"os"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db/dbtest"
)

// The list of one's works, and the pages by which works and accounts go, on a phone
// and on a desk.
func TestGoingInABrowser(t *testing.T) {
	if testing.Short() && os.Getenv(dbtest.Judges) != "1" {
		t.Skip("a browser takes a minute; run without -short")
	}
	t.Parallel()
	a := archivetest.Open(t, dbtest.SQLite(t))
	s := &site{library: openLibrary(t, a), stories: map[string]archivetest.Story{}}
	for _, x := range s.library.stories {
		s.stories[x.Key] = x
	}
	s.serve(t)
	b := s.tab(t)
	b.signIn(archivetest.Ann)
	open := s.stories["open"]
	for _, path := range []string{"/desk", "/account/leave", open.ID.Path() + "/delete", "/desk/delete?work=" + open.ID.String() + "&work=" + s.stories["short"].ID.String(), "/account/offers"} {
		for _, width := range []int64{360, 1280} {
			b.size(width)
			b.open(path)
			if wide := strings.Fields(b.text("`${document.documentElement.scrollWidth} ${innerWidth}`")); wide[0] != wide[1] {
				t.Errorf("%s at %d px scrolls sideways: %v", path, width, wide)
			}
			b.judge(path, path, "")
		}
	}
	b.open("/desk")
	b.is(`document.querySelectorAll("#work-` + open.ID.String() + ` input, #work-` + s.stories["short"].ID.String() + ` input").forEach(x => x.click()), true`)
	b.click("button[formaction='/desk/delete']")
	b.until(`document.querySelector("#f-number")`)
	if n := b.text(`String(document.querySelectorAll(".leave .rows li").length)`); n != "2" {
		t.Errorf("%s works are asked about", n)
	}
	b.quiet()
}
