package app_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/workskin"
)

// overlays are skins that pass as clean and would cover the page if nothing held them in.
var overlays = []string{
	`#workskin { position: absolute; top: -3000px; left: -3000px; width: 99999px; height: 99999px; z-index: 999999; background: red }`,
	`p::before { content: "x"; position: absolute; top: -9999px; bottom: -9999px; left: -9999px; right: -9999px; z-index: 99999; background: red }`,
	`#workskin { margin: -5000px; padding: 9000px; background: red }`,
	`.userstuff { transform: scale(500); background: red } p { outline: 9999px solid red }`,
	`p { box-shadow: 0 0 0 9999px red; position: relative; z-index: 99999; font-size: 9999px }`,
	`#workskin * { float: left; margin-top: -9999px; height: 99999px; width: 99999px; background: red; position: relative; z-index: 9999; overflow: visible !important }`,
}

// Whatever a skin says, the page's own controls stay where they are and answer.
func TestNoSkinCoversThePage(t *testing.T) {
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
	story, ann := s.stories["open"], a.Viewer(archivetest.Ann)
	b := s.tab(t)
	for i, css := range overlays {
		a.Tx(func(tx *db.Tx) error {
			id, bad, err := workskin.Save(t.Context(), tx, ann, 0, workskin.Draft{Title: fmt.Sprintf("Overlay %d", i), CSS: css})
			if len(bad) > 0 {
				t.Fatalf("%s: %v", css, bad)
			}
			if err != nil {
				return err
			}
			return workskin.Choose(t.Context(), tx, ann, story.ID, id)
		})
		for _, path := range []string{story.ID.ChapterPath(story.Chapters[0]), story.ID.Path() + "?view_full_work=true"} {
			for _, width := range []int64{360, 1280} {
				b.size(width)
				b.open(path)
				if !b.is(`document.querySelector(".skin-frame #workskin") && [...document.styleSheets].some(s => /\/skin\//.test(s.href))`) {
					t.Fatalf("%s is shown without the skin", path)
				}
				covered := b.text(`(() => {
					const bad = [];
					for (const e of document.querySelectorAll("a, button, summary")) {
						if (e.closest(".skin-frame") || !e.checkVisibility({visibilityProperty: true})) continue;
						const r = e.getBoundingClientRect(), x = r.left + r.width / 2, y = r.top + r.height / 2;
						if (r.width < 2 || x < 0 || y < 0 || x > innerWidth || y > innerHeight) continue;
						const top = document.elementFromPoint(x, y);
						if (top && top.closest(".skin-frame")) bad.push(e.outerHTML.slice(0, 80));
					}
					return bad.join("\n");
				})()`)
				if covered != "" {
					t.Errorf("%s at %d px on %s covers\n%s", css, width, path, covered)
				}
				if wide := b.text("`${document.documentElement.scrollWidth} ${innerWidth}`"); strings.Fields(wide)[0] != strings.Fields(wide)[1] {
					t.Errorf("%s at %d px makes the page scroll sideways: %s", css, width, wide)
				}
			}
		}
	}
	b.quiet()
}
