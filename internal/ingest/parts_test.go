package ingest_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/decode"
	"github.com/ficstead/ficstead/internal/ingest"
	"github.com/ficstead/ficstead/internal/work"
)

// collection is an AO3 download of a series of n works, each a file of one.
func collection(n int) *decode.File {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE html><html><head><title>Ferry Tales</title></head><body><div id="preface"><h1>Ferry Tales</h1></div>`)
	for i := range n {
		fmt.Fprintf(&b, `<div id="work_%[1]d"><div id="preface"><p class="message"><b>Out</b><br />Posted originally on the <a href="https://archiveofourown.org/">Archive of Our Own</a> at <a href="https://archiveofourown.org/works/%[1]d">https://archiveofourown.org/works/%[1]d</a>.</p>
<div class="meta"><dl class="tags"><dt>Rating:</dt><dd>General Audiences</dd><dt>Stats:</dt><dd>Words: 5 Chapters: 1/1</dd></dl><h1>Crossing %[1]d</h1><div class="byline">by <a rel="author" href="https://archiveofourown.org/users/ada">ada</a></div></div></div>
<div id="chapters" class="userstuff"><p>The ferry cast off for the %[1]d. time.</p></div><div id="afterword"></div></div>`, 100+i)
	}
	b.WriteString("</body></html>")
	return decode.NewFile("tales.html", strings.NewReader(b.String()), int64(b.Len()))
}

// Works of a file are taken one by one in one reading; each as it is asked for right
// before it, and what is noted with it is noted exactly when it is in.
func TestWorksOfAFileAreTakenInOneReading(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := open(t, d)
		hash, title := strings.Repeat("cd", 32), "The Fourth"
		var noted []work.ID
		log := ""
		how := func(part int) (ingest.Options, bool) {
			log += fmt.Sprint(part, "? ")
			o := ingest.Options{Owner: 5, As: "Ada", Then: func(_ context.Context, _ *db.Tx, id work.ID) error {
				if part == 5 {
					return errors.New("the power went")
				}
				noted = append(noted, id)
				return nil
			}}
			if part == 4 {
				o.Corrections.Title = &title
			}
			return o, part != 3
		}
		for part, r := range a.Parts(t.Context(), collection(6), hash, decode.Choices{}, how) {
			log += fmt.Sprint(r.Status, " ", r.Title, "; ")
			if part == 5 {
				break
			}
		}
		if want := "1? imported Crossing 100; 2? imported Crossing 101; 3? 4? imported The Fourth; 5? failed ; "; log != want {
			t.Errorf("got %s", log)
		}
		if len(noted) != 3 || a.works() != 3 {
			t.Errorf("%d noted, %d works", len(noted), a.works())
		}
		for part, r := range a.Parts(t.Context(), decode.NewFile("no.epub", strings.NewReader("PK"), 2), hash, decode.Choices{}, how) {
			if part != 0 || r.Status != ingest.Failed || r.Reason == "" {
				t.Errorf("a file that can't be read: %d %+v", part, r)
			}
		}
	})
}
