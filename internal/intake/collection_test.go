package intake_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/ingest"
	"github.com/ficstead/ficstead/internal/intake"
)

// collection is one file with n works.
func collection(n int) upload {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE html><html><head><title>Ferry Tales</title></head><body><div id="preface"><h1>Ferry Tales</h1></div>`)
	for i := range n {
		_, one, _ := strings.Cut(download(100+i, fmt.Sprint("Crossing ", i), bare(tide(i).text)), "<body>")
		fmt.Fprintf(&b, `<div id="work_%d">%s</div>`, i, strings.TrimSuffix(one, "</body></html>"))
	}
	return upload{"tales.html", b.String() + "</body></html>"}
}

// deskOf is a desk of the archive on which a test works itself.
func deskOf(a *archivetest.Archive) *intake.Desk {
	return intake.NewDesk(a.DB, a.Blob, a.Jobs, slog.New(slog.DiscardHandler), a.Taker)
}

// A collection of five hundred works was read five hundred times when it was accepted,
// and again for each work that somebody had corrected.
func TestACollectionIsReadOnce(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		readings := 0
		desk := intake.NewDesk(a.DB, a.Blob, a.Jobs, slog.New(slog.DiscardHandler), func() *ingest.Taker { readings++; return a.Taker() })
		run := func(most int, what string) {
			t.Helper()
			readings = 0
			if err := desk.Run(t.Context(), 1); err != nil {
				t.Fatal(err)
			}
			if readings > most {
				t.Errorf("%s: a taker was asked for %d times", what, readings)
			}
		}
		p := bring(t, a, archivetest.Ann, "/import", collection(12))
		at, _, _ := strings.Cut(p.Header.Get("Location"), "?")
		run(4, "read")
		if s := stands(t, a, archivetest.Ann, at); s.Works != 12 || s.Ready != 12 {
			t.Fatalf("%+v", s)
		}
		all := sheets(t, a, archivetest.Ann, at)
		form := fields(a.Get(archivetest.Ann, all[4]), ".sheet-form")
		form.Set("title", "The Fifth")
		form.Set("do", "save")
		if p := a.Post(archivetest.Ann, all[4], form); p.Status != 303 {
			t.Fatalf("save: %d %s", p.Status, p.Text("[role=alert]"))
		}
		accept(t, a, archivetest.Ann, at, nil)
		run(4, "taken")
		if s := stands(t, a, archivetest.Ann, at); s.Done != 12 {
			t.Fatalf("%+v", s)
		}
		if n := count(t, a, `SELECT COUNT(*) FROM works WHERE title = 'The Fifth'`); n != 1 {
			t.Error("what was corrected is lost")
		}
	})
}

// Wherever a run is cut off, there are whole works only, each is told of as it is, and
// the next run brings the rest, each once.
func TestACollectionCutOffAnywhere(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		for round, after := range []int64{3, 4, 7, 8, 9, 12} {
			at := fmt.Sprintf("/import/%d", round+1)
			c := collection(6)
			c.text = strings.ReplaceAll(strings.ReplaceAll(c.text, "quay", fmt.Sprint("quay in year ", round, " of")), "works/1", fmt.Sprint("works/", round+2))
			bring(t, a, archivetest.Ann, "/import", c)
			desk := deskOf(a)
			if err := desk.Run(t.Context(), intake.ID(round+1)); err != nil {
				t.Fatal(err)
			}
			for _, open := range a.Get(archivetest.Ann, at).All("input[name=work]") {
				id := archivetest.Attr(open, "value")
				accept(t, a, archivetest.Ann, at, url.Values{"which": {"ticked"}, "work": {id}, "as-" + id: {"new"}})
			}
			ctx, cancel := context.WithCancel(t.Context())
			var steps atomic.Int64
			a.DB.Now = func() time.Time { // every transaction asks for the time
				if steps.Add(1) == after {
					cancel()
				}
				return archivetest.Now()
			}
			_ = desk.Run(ctx, intake.ID(round+1)) // that it was cut off is its error
			a.DB.Now = archivetest.Now
			cancel()
			s := stands(t, a, archivetest.Ann, at)
			if n := count(t, a, `SELECT COUNT(*) FROM works`); n != 6*round+s.Done || s.Done+s.Queued != 6 || s.Done == 6 {
				t.Fatalf("cut off after %d: %d works, %+v", after, n, s)
			}
			a.Tx(func(tx *db.Tx) error {
				return tx.Exec(t.Context(), `UPDATE imports SET busy_until = 0`) // a crash gives nothing back
			})
			if err := desk.Run(t.Context(), intake.ID(round+1)); err != nil {
				t.Fatal(err)
			}
			if s = stands(t, a, archivetest.Ann, at); s.Done != 6 || count(t, a, `SELECT COUNT(*) FROM works`) != 6*round+6 {
				t.Fatalf("gone on after %d: %+v", after, s)
			}
		}
	})
}
