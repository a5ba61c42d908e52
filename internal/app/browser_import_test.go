package app_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db/dbtest"
)

// An author brings files, looks at what was understood and accepts, in a browser
// with scripts and in one without. Every page on the way is judged.
func TestAnImportInABrowser(t *testing.T) {
	if testing.Short() && os.Getenv(dbtest.Judges) != "1" {
		t.Skip("a browser takes a minute; run without -short")
	}
	t.Parallel()
	a := archivetest.Open(t, dbtest.SQLite(t))
	s := &site{library: &library{Archive: a}}
	s.serve(t)
	jobs, cancel := context.WithCancel(context.Background())
	if err := a.Jobs.Start(jobs); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		end, done := context.WithTimeout(context.Background(), 20*time.Second)
		defer done()
		if err := a.Jobs.Stop(end); err != nil {
			t.Error(err)
		}
		cancel()
	})
	dir := t.TempDir()
	files := make([]string, 4)
	for i := range files {
		text := fmt.Sprintf("Title: Tide %d\nFandom: Harbour Lights\n\nChapter 1: Ebb\n\n%s\n\n\"Sing,\"she said.\n\nChapter 2: Flood\n\n%s",
			i, strings.Repeat(fmt.Sprintf("On the morning of year %d the boats came in before the light. ", i*i), 30), strings.Repeat(fmt.Sprintf("Nobody on quay %d would say why. ", i*7), 30))
		if i == 3 {
			text = ""
		}
		files[i] = filepath.Join(dir, fmt.Sprintf("tide %d.txt", i))
		if err := os.WriteFile(files[i], []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("with scripts", func(t *testing.T) {
		b := s.tab(t)
		b.size(360)
		b.signIn(archivetest.Ann)
		b.judge("import", "/import", "")
		b.size(360)
		b.do(chromedp.SetUploadFiles(chromedp.CSS("#f-files"), files))
		b.arrive(`/^\/import\/\d+$/.test(location.pathname) && document.querySelectorAll("ul.found > li").length === 4 && !document.querySelector("[data-busy]")`)
		at := b.path()
		b.judge("what was found", at, "")
		sheet := b.text(`document.querySelector("ul.found h3 a").getAttribute("href")`)
		b.judge("one work", sheet, "")
		b.judge("preview", sheet+"/preview?damage=1#damage", "")
		b.size(360)
		b.open(sheet + "/preview?damage=1#damage")
		if !b.is(`(r => r.top >= 0 && r.bottom <= innerHeight)(document.querySelector("mark#damage").getBoundingClientRect())`) {
			t.Error("the damaged place is not in sight")
		}
		b.judge("cut", sheet+"/cut?chapter=1", "")
		b.judge("discard", at+"/discard", "")
		b.open(at)
		b.click(".acceptance .primary")
		b.arrive(`document.querySelectorAll("ul.found > li.done").length === 3`)
		b.judge("done", at, "")
		b.quiet()
	})
	t.Run("without scripts", func(t *testing.T) {
		b := s.withoutScripts(t)
		b.signIn(archivetest.Ben)
		b.open("/import")
		b.do(chromedp.SetUploadFiles(chromedp.CSS("#f-files"), files[:1]))
		b.click(".drop button.primary")
		for !b.is(`document.querySelector("ul.found > li")`) {
			b.open(b.path())
		}
		// These bytes are in the archive already as Ann's, which is nothing to Ben.
		if text := b.text(`document.querySelector("ul.found").innerText`); strings.Contains(text, "here already") || !strings.Contains(text, "ready") {
			t.Errorf("the list says %q", text)
		}
		b.quiet()
	})
}

// arrive waits for an expression to hold, on whatever page the tab is led to meanwhile.
func (b *tab) arrive(expression string) {
	b.t.Helper()
	ctx, stop := context.WithTimeout(b, patience)
	defer stop()
	for ctx.Err() == nil {
		if ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("!!("+expression+")")); err == nil && ok {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	b.t.Fatalf("waiting for %s on %s", expression, b.path())
}
