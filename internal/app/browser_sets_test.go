package app_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db/dbtest"
)

// Who brings a set of tags in watches it: the bar goes on by itself while the job works,
// and in the end the page is the report. Without scripts a link looks again.
func TestASetOfTagsIsWatched(t *testing.T) {
	if testing.Short() && os.Getenv(dbtest.Judges) != "1" {
		t.Skip("a browser takes seconds; run without -short")
	}
	t.Parallel()
	a := archivetest.Open(t, dbtest.SQLite(t))
	var table strings.Builder
	for i := range 300 {
		fmt.Fprintf(&table, "freeform,of a long set %d,,\n", i)
	}
	table.WriteString("character,Nobody,,Nowhere\n")
	p := a.Post(archivetest.Keeper, "/wrangle/sets", url.Values{"table": {table.String()}, "do": {"take"}})
	address := p.Header.Get("Location")
	if p.Status != http.StatusSeeOther || address == "" {
		t.Fatalf("%d %s", p.Status, p.Text("main"))
	}
	s := &site{library: &library{Archive: a}}
	s.serve(t)
	plain := s.withoutScripts(t)
	plain.as(archivetest.Keeper)
	plain.open(address)
	b := s.tab(t)
	b.as(archivetest.Keeper)
	b.size(360)
	b.open(address)
	const far = `document.querySelector("[data-how-far]")?.textContent ?? ""`
	if got := b.text(far); !strings.HasPrefix(got, "0 of 301 tags are taken in") {
		t.Errorf("at first: %q", got)
	}
	some, stop := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- a.Wrangling().RunSets(some) }()
	for taken := 0; taken == 0; { // the program ends in the middle
		if err := a.DB.QueryRowContext(t.Context(), `SELECT done FROM tag_sets`).Scan(&taken); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	if err := <-done; err == nil {
		t.Fatal("all was taken in before the page could tell")
	}
	b.until(`document.querySelector("progress").value > 0`)
	if got := b.text(far); strings.HasPrefix(got, "0 of") || !strings.Contains(got, " of 301 tags are taken in") {
		t.Errorf("then: %q", got)
	}
	go func() { done <- a.Wrangling().RunSets(t.Context()) }()
	b.follow(chromedp.Evaluate[chromedp.Void](`0`))
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if got := b.text(`document.querySelector("[role=status]").textContent`); !strings.Contains(got, "300 new tags") || !strings.Contains(got, "Line 301, “Nobody”: There is no tag “Nowhere” here") {
		t.Errorf("the report: %s", got)
	}
	b.quiet()
	plain.follow(chromedp.Click(chromedp.CSS("[data-live] a")))
	if got := plain.text(`document.querySelector("[role=status] h2").textContent.trim()`); got != "Taken in" {
		t.Errorf("without scripts, after looking again: %q", got)
	}
}
