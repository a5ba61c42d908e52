package rtf

import (
	"bytes"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// TestPandocReadsTheSame compares every word and its emphasis with what pandoc
// makes of the same file.
func TestPandocReadsTheSame(t *testing.T) {
	pandoc, err := exec.LookPath("pandoc")
	if err != nil {
		t.Skip("pandoc is not installed")
	}
	file := manyLooks()
	cmd := exec.CommandContext(t.Context(), pandoc, "-f", "rtf", "-t", "html", "--wrap=none")
	cmd.Stdin = bytes.NewReader(file)
	other, err := cmd.Output()
	if err != nil {
		t.Skip("pandoc does not read this: ", err)
	}
	got, want := emphasised(t, read(t, string(file)).HTML), emphasised(t, string(other))
	if len(got) < 500 {
		t.Fatalf("only %d words", len(got))
	}
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			t.Fatalf("word %d: %s, and pandoc says %s", i, got[max(0, i-3):i+1], want[max(0, i-3):i+1])
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d words, and pandoc has %d", len(got), len(want))
	}
}

// manyLooks makes a file with all combinations of looks, switched on in groups
// and off by words. Letters beyond ASCII are not in it: pandoc 2.17 loses some of them.
func manyLooks() []byte {
	var b strings.Builder
	b.WriteString(`{\rtf1\ansi\ansicpg1252\deff0\uc1{\fonttbl{\f0\froman\fcharset0 Times New Roman;}}{\info{\title T}}`)
	for i := range 64 {
		b.WriteString(`\pard\plain plain ` + fmt.Sprint("p", i) + ` `)
		for j, w := range []string{`\b`, `\i`, `\strike`} {
			if i&(1<<j) != 0 {
				fmt.Fprintf(&b, `{%s\insrsid%d on%d `, w, i, j)
			}
		}
		b.WriteString(`within `)
		for j := 2; j >= 0; j-- {
			if i&(1<<j) != 0 {
				fmt.Fprintf(&b, `out%d }`, j)
			}
		}
		if i&8 != 0 {
			b.WriteString(`\i slanted \i0 `)
		}
		if i&16 != 0 {
			b.WriteString(`a dash\emdash here \ldblquote said\rdblquote  `)
		}
		if i&32 != 0 {
			b.WriteString(`{\field{\*\fldinst{HYPERLINK "https://e.test/"}}{\fldrslt{linked words}}} `)
		}
		b.WriteString(`end\par` + "\n")
	}
	b.WriteString("}")
	return []byte(b.String())
}

// emphasised gives each word of a page with the names of the elements of
// emphasis round its first letter.
func emphasised(t *testing.T, markup string) []string {
	t.Helper()
	var words []string
	open := map[string]int{}
	names := map[string]string{"strong": "b", "em": "i", "del": "s", "s": "s", "a": "a"}
	z := html.NewTokenizer(strings.NewReader(markup))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return words
		case html.StartTagToken:
			name, _ := z.TagName()
			open[names[string(name)]]++
		case html.EndTagToken:
			name, _ := z.TagName()
			open[names[string(name)]]--
		case html.TextToken:
			var of []string
			for _, n := range []string{"a", "b", "i", "s"} {
				if open[n] > 0 {
					of = append(of, n)
				}
			}
			slices.Sort(of)
			for _, w := range strings.Fields(html.UnescapeString(string(z.Raw()))) {
				words = append(words, w+"/"+strings.Join(of, ""))
			}
		}
	}
}
