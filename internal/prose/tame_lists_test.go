package prose

import (
	"strings"
	"testing"
)

// A table of 428 KB with a head of 2,000 columns and 20,000 short rows took 9 GB and
// the server with it; a list 2,000 deep took seconds. No word is lost on them now.
func TestMarkdownThatNobodyWritesIsText(t *testing.T) {
	table := strings.Repeat("|a", 2000) + "\n" + strings.Repeat("|-", 2000) + "\n" + strings.Repeat(strings.Repeat("|b", 10)+"\n", 20_000)
	deep := &strings.Builder{}
	for i := range 3000 {
		deep.WriteString(strings.Repeat(" ", i) + "- word\n")
	}
	for name, md := range map[string]string{
		"wide table":    table,
		"in a quote":    "> " + strings.ReplaceAll(table, "\n", "\n> "),
		"deep list":     deep.String(),
		"list on aline": strings.Repeat("- ", 20_000) + "word",
		"numbered":      strings.Repeat("1. ", 20_000) + "word",
	} {
		t.Run(name, func(t *testing.T) {
			out := FromMarkdown(md)
			if len(out) > 20*len(md) {
				t.Errorf("%d bytes became %d", len(md), len(out))
			}
			for _, word := range []string{"a", "b", "word"} {
				if want, got := strings.Count(md, word), strings.Count(PlainText(Cleaner{}.Clean(out, Body)), word); got < want {
					t.Errorf("%q is there %d times of %d", word, got, want)
				}
			}
		})
	}
}

// What people write stays what it is.
func TestMarkdownThatPeopleWriteIsKept(t *testing.T) {
	for md, want := range map[string]string{
		"|a|b|\n|-|-|\n|1|2|\n":         "<table>",
		"- one\n  - two\n    - three\n": "<ul>\n<li>two\n<ul>\n<li>three",
	} {
		if out := FromMarkdown(md); !strings.Contains(out, want) {
			t.Errorf("%q became %q", md, out)
		}
	}
}
