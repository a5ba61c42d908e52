package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/ingest"
	"github.com/ficstead/ficstead/internal/say"
)

// tableReporter reports for people: a line a file, what needs a look below it,
// and a summary.
type tableReporter struct {
	*progress
	out    io.Writer
	opened bool
}

func (t *tableReporter) file(r ingest.Report) {
	ctx := context.Background()
	t.clear()
	if !t.opened {
		t.opened = true
		fmt.Fprintf(t.out, "%-9s %9s %4s  %-34s %s\n", "", "words", "ch.", "title", "file")
	}
	if r.Status == ingest.Failed {
		fmt.Fprintf(t.out, "%-9s %9s %4s  %s\n", r.Status, "", "", r.Reason)
	} else {
		fmt.Fprintf(t.out, "%-9s %9s %4d  %s %s\n", r.Status, say.Number(ctx, r.Words), r.Chapters, pad(cut(r.Title, 34), 34), r.File)
	}
	for _, line := range remarks(r) {
		fmt.Fprintf(t.out, "%25s %s\n", "", line)
	}
	t.step(r)
}

// remarks are what a person should look at after an import.
func remarks(r ingest.Report) []string {
	ctx := context.Background()
	var out []string
	if len(r.Authors) > 0 {
		by := "by " + strings.Join(r.Authors, ", ") + " · " + r.Rating + " · " + r.Language
		if r.Maker != "" {
			by += " · " + r.Maker
		}
		out = append(out, by)
	}
	var guesses []string
	for _, g := range r.Guesses {
		guesses = append(guesses, fmt.Sprintf("%s %q (%.0f %%)", g.Field, cut(g.Value, 40), 100*g.Confidence))
	}
	if len(guesses) > 0 {
		out = append(out, "guessed: "+strings.Join(guesses, ", "))
	}
	if r.Status == ingest.Skipped {
		out = append(out, r.Reason)
	}
	for _, n := range r.Notices {
		out = append(out, ingest.NoticeText(ctx, n))
	}
	for i, m := range r.Encoding.Mended {
		if i == 3 {
			out = append(out, fmt.Sprintf("and %d more; --json lists them", len(r.Encoding.Mended)-i))
			break
		}
		out = append(out, fmt.Sprintf("put right %s: %q is %q", say.N(ctx, m.Times, "{n} time", "{n} times"), cut(m.Was, 30), cut(m.Is, 30)))
	}
	for i, d := range r.Damage {
		if i == 5 {
			out = append(out, fmt.Sprintf("and %d more signs of damage; --json lists all", len(r.Damage)-i))
			break
		}
		out = append(out, fmt.Sprintf("line %d, %s: %s", d.Line, strings.ReplaceAll(string(d.Kind), "_", " "), d.Excerpt))
	}
	return out
}

func (t *tableReporter) end(s ingest.Summary) {
	ctx := context.Background()
	t.done()
	what := "taken in"
	if s.DryRun {
		what = "would be taken in"
	}
	fmt.Fprintf(t.out, "\n%s: %d %s, %d new versions, %d the same as before, %d skipped, %d failed; %s.\n",
		say.N(ctx, s.Files, "{n} file", "{n} files"), s.Imported, what, s.Updated, s.Same, s.Skipped, s.Failed, say.Words(ctx, s.Words))
}

// cut writes s in one line of at most n characters.
func cut(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}

// pad makes s n characters wide.
func pad(s string, n int) string {
	return s + strings.Repeat(" ", max(0, n-utf8.RuneCountInString(s)))
}
