package decode

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// FuzzReadText holds the reader to its law: no panic, and every word of the
// source in the manuscript or in what it says it dropped.
func FuzzReadText(f *testing.F) {
	files, err := filepath.Glob("testdata/text/*.txt")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(b))
	}
	for _, s := range []string{
		"A/N: a\n\n***\n\nb", "Chapter 1\n\nChapter 2\n\na", "Title: a\nTitle: b", "Author: a\nby a", "[1] a\n\nb [1]", "Title:\n\n\nA/N", "*a _b* c_", "<i>a", "THE END", "a\n\nTHE END\n\nb",
		"From: a\nSubject: b\n\nc", "-----BEGIN PGP SIGNATURE-----\na", "Rating: R\nRating: G for a", "Fandom: a, a, A\nCharacters: b and b", "第1章\n\na\n\n第2章\n\nb", "Series: a #2\nSeries: b",
		"URL: http://a.b/c\nURL: http://a.b/c", "Part One\n\nChapter 1\n\na", "Prologue\n\nA/N: b", "-- \na", "--\na@b.cd",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 1<<16 {
			return
		}
		text, _, err := toUTF8([]byte(s), "")
		if err != nil {
			return
		}
		m, err := readText(fileInput{path: "fuzz.txt", bytes: []byte(s)})
		if err != nil {
			return
		}
		if missing := missingFrom(text, m); len(missing) > 0 {
			t.Errorf("words lost: %q in %q", missing, text)
		}
	})
}

// mixLines are lines of every kind that the reader knows.
var mixLines = []string{
	prose, prose2, "\"We never counted,\" said Bram.", "He was late.", "she said", "Tide Tables", "THE TIDE", "by Mara Quill", "By Jo & Pell",
	"Title: The Tide by Mara (1/7)", "Title: Ebb", "Author: Mara Quill, Jo", "Author: Mara <m@a.org> (Jo)", "E-mail: m@a.org", "Fandom: Salt, Iron", "Rating: R for swearing",
	"Rating: PG-13/R", "Warnings: rape, clowns", "Pairing: A/B, Cora x Dan (past)", "Characters: A, B and C", "POV: Hob", "Genre: Angst/Humor", "Summary: Bram comes home",
	"Summary", "Author's Note", "A/N: Hello again.", "A/N:", "~A/N~", "Disclaimer: I own nothing.", "Disclaimer: X owns the characters. Everything else is Tamsin.", "Spoilers: none", "Beta: Lucia", "For Ana and everyone who asked",
	"Dedication: For Ana", "Prompt: rain", "Archive: ask", "Feedback: m@a.org", "Status: WIP", "Date: 3/4/2004", "Posted: never", "Words: 4,512", "Series: Salt #3", "Series: Iron",
	"Language: German", "Chapters: 3/10", "URL: http://a.org/1", "URL: http://a.org/2", "Homepage: http://m.org", "Song: 'Tide' by Faye", "Banner by: Vesper", "Review replies:", "Please review!", "R&R!", "Last time: rain.",
	"Next chapter: sun.", "Edit: spelling.", "Translations:", "gorn - a bear", "[1] a bear", "[2] a fish", "The gorn [1] and the pesk [2] rang.", "*1 a bear", "(1) a bear", "gorn (1)",
	"***", "oOo", "xxx", "---", "-- ", "--", "=====", "SPN SPN SPN", "line break", "//line//", "<hr size=1>", "Mae's POV", "**Mae**", "Three days later", "*Flashback*", "End flashback", "SG-1",
	"Chapter 1", "Chapter 2: Tide", "Chapter Three", "Chapter 3", "Part One", "Part Two", "(1/3)", "1", "2", "3", "II", "Prologue", "Epilogue", "Interlude: Rain", "Day 1", "Day 2", "# One", "## Two", "The Tide - Chapter 4 by Mara", "Contents",
	"THE END", "Fin", "TBC", "End of Part 1", "/end", "-30-", "Return to top", "This story archived at http://a.org/3", "Dear Ana,", "Love,", "Mae", "Mae: hi", "Tom: no", "Nine gulls on the wall", "and one of them is me",
	"*one star", "_two_ *three* /four/", "<i>five</i> <b>six", "&amp; &#8220;seven&rdquo;", "[b]eight[/b]", "From: Mara <m@a.org>", "Subject: [Salt] FIC: Tide (1/2) by Mara [PG]", "Date: Tue, 4 May 1999", "Newsgroups: a.b.c", "> quoted", ">From there",
	"-----BEGIN PGP SIGNED MESSAGE-----", "Hash: SHA1", "-----BEGIN PGP SIGNATURE-----", "-----END PGP SIGNATURE-----", "     indented first", "                         centred", "第3章", "Название: Море", "Конец", "Titel: Ebbe", "\u00a0", "(A/N: aside)", "[[aside]]",
}

// mixture makes a text of lines in an order that the seed gives.
func mixture(seed uint64) string {
	r := rand.New(rand.NewPCG(seed, 7))
	var b strings.Builder
	for range 2 + r.IntN(40) {
		b.WriteString(mixLines[r.IntN(len(mixLines))])
		b.WriteString(strings.Repeat("\n", 1+[]int{0, 1, 1, 1, 1, 2, 3}[r.IntN(7)]))
	}
	return b.String()
}

func checkMixture(t *testing.T, seed uint64) {
	t.Helper()
	text := mixture(seed)
	m, err := readText(fileInput{path: "mix.txt", bytes: []byte(text)})
	if err != nil {
		return
	}
	if missing := missingFrom(text, m); len(missing) > 0 {
		t.Errorf("seed %d: words lost: %q in\n%s", seed, missing, text)
	}
	read := understandText(text)
	if again := understandText(text); !reflect.DeepEqual(read, again) {
		t.Errorf("seed %d: read twice, it differs", seed)
	}
}

func understandText(text string) Manuscript {
	return understand(Source{File: "mix.txt", Blocks: textBlocks(text), Lines: sourceLines(text)})
}

// TestMixtures holds texts of every kind of line, in any order, to the law
// that nothing is lost.
func TestMixtures(t *testing.T) {
	for seed := range uint64(300) {
		checkMixture(t, seed)
		if t.Failed() {
			return
		}
	}
}

// FuzzMixture goes on where TestMixtures ends.
func FuzzMixture(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(checkMixture)
}
