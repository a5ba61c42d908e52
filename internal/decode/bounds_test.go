package decode

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/office"
)

// Small files that cost gigabytes of memory are refused before they do, each
// with a sentence that is true of it.
func TestWhatCostsTooMuchIsRefused(t *testing.T) {
	var book []zipFile
	var items, spine strings.Builder
	for i := range 3 {
		fmt.Fprintf(&items, `<item id="c%d" href="c%d.html" media-type="application/xhtml+xml"/>`, i, i)
		fmt.Fprintf(&spine, `<itemref idref="c%d"/>`, i)
		book = append(book, zipFile{fmt.Sprintf("c%d.html", i), "<body>" + strings.Repeat("<p>a", maxTags/3+1)})
	}
	book = append(book, zipFile{"b.opf", `<package><manifest>` + items.String() + `</manifest><spine>` + spine.String() + `</spine></package>`})
	for _, c := range []struct {
		name, file, says string
		bytes            []byte
		cause            error
	}{
		{"tags of a page", "a.html", "a million tags", []byte("<p>a</p>" + strings.Repeat("<i>a</i>", maxTags/2)), errTangled},
		{"tags of a book's files together", "a.epub", "a million tags", makeZip(t, book...), errTangled},
		{"lines of a text", "a.txt", "a million lines", []byte(strings.Repeat("a\n", maxLines+1)), errTooManyLines},
		{"lines of Markdown", "a.md", "600000 lines", []byte(strings.Repeat("- a\n", markdownLines+1)), errTooManyLines},
		{"footnotes of a rich text", "a.rtf", "20000 footnotes", []byte(`{\rtf1 Words.` + strings.Repeat(`{\footnote x}`, 200_000) + "}"), office.ErrNotes},
	} {
		t.Run(c.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := readOne(t.Context(), c.file, c.bytes, Limits{})
			runtime.ReadMemStats(&after)
			if !errors.Is(err, c.cause) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v", err)
			}
			if spent := (after.TotalAlloc - before.TotalAlloc) >> 20; spent > 100 {
				t.Errorf("%d MB of memory for a file of %d MB", spent, len(c.bytes)>>20)
			}
		})
	}
}

// The longest works known have four million words in 150,000 paragraphs.
func TestLongestPagesAreRead(t *testing.T) {
	page := "<body>" + strings.Repeat("<p>The tide <em>took</em> it.</p>\n", 150_000)
	if _, err := parseMarkup(page); err != nil {
		t.Error(err)
	}
}

// Notes beyond those that a document may have stay where its page has them.
func TestNotesOfAPageAreBounded(t *testing.T) {
	book := newNoteBook()
	for i := range office.MaxNotes + 10 {
		id := fmt.Sprintf("#n%d", i)
		book.ids[id] = true
		book.links = append(book.links, noteLink{target: id, label: "1", ref: true})
	}
	book.settle()
	if len(book.notes) != office.MaxNotes {
		t.Errorf("%d notes", len(book.notes))
	}
}
