package draft_test

import (
	"strings"
	"syscall"
	"testing"

	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/draft"
)

// novel is a chapter of about 20,000 words, a paragraph a line.
func novel() []string {
	line := "<p>" + strings.TrimSpace(strings.Repeat("the fog came up off the river and took the street ", 5)) + ".</p>"
	lines := make([]string, 400)
	for i := range lines {
		lines[i] = line
	}
	return lines
}

// BenchmarkAutosave saves a word that was typed into a chapter of 20,000 words. What
// counts is cpu-ms/op, the time of processors that the whole program took for one.
func BenchmarkAutosave(b *testing.B) {
	k := newDesk(b, dbtest.Open(b, dbtest.SQLite(b)))
	lines := novel()
	text := strings.Join(lines, "\n")
	c := k.keep(draft.Edit{By: ann, Seen: 1, Whole: &text})
	before := cpu(b)
	for b.Loop() {
		lines[200] = "<p>Again" + lines[200][len("<p>"):]
		c = k.keep(draft.Edit{By: ann, Seen: c.Seen, Splice: &draft.Splice{From: 200, To: 201, Lines: lines[200:201], Count: len(lines), Sum: draft.Sum(lines)}})
		if len(lines[200]) > 2000 {
			lines[200] = lines[0]
		}
	}
	b.ReportMetric(float64(cpu(b)-before)/1e6/float64(b.N), "cpu-ms/op")
	b.ReportMetric(float64(c.Words), "words")
}

// cpu is the time of processors that this program took, in nanoseconds.
func cpu(b *testing.B) int64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return u.Utime.Nano() + u.Stime.Nano()
}
