package decode

import (
	"strings"
	"testing"
)

// The only chapter of a story with "Chapter 1 of ?" at its end was called a
// prologue, and so was the first of one whose chapters are marked from the
// second on: nobody had written one.
func TestNoPrologueThatNobodyWrote(t *testing.T) {
	for _, c := range []struct {
		name, text, kinds string
	}{
		{"a number at the end", more + "TBC\n\nChapter 1 of ?\n\nNext chapter: Mara finds the bell.\n", "chapter"},
		{"a fraction at the end", more + "(Chapter 1/?)\n", "chapter"},
		{"marks from the second on", more + "Chapter 2\n\n" + more + "Chapter 3\n\n" + more, "chapter|chapter|chapter"},
		{"words before the first", more + "Chapter 1\n\n" + more + "Chapter 2\n\n" + more, "prologue|chapter|chapter"},
		{"one that says so", "Prologue\n\n" + more + "Chapter 1\n\n" + more, "prologue|chapter"},
	} {
		m := readCase(t, c.text)
		var kinds []string
		for _, ch := range m.Chapters {
			kinds = append(kinds, string(ch.Kind))
		}
		if got := strings.Join(kinds, "|"); got != c.kinds {
			t.Errorf("%s: %s, want %s", c.name, got, c.kinds)
		}
	}
}

// "To Mrs. Saville, England." was taken out of the letters of a novel and stood
// as a note before each.
func TestWhomALetterIsTo(t *testing.T) {
	for below, noted := range map[string]bool{
		"Archangel, 28th March, 17—.": false,
		"Dear Ida,":                   false,
		prose:                         true,
	} {
		m := readCase(t, "Chapter 1\n\nTo Ana, with thanks\n\n"+below+"\n\n"+more+"Chapter 2\n\n"+more)
		if got := strings.Contains(m.Chapters[0].NotesBefore, "To Ana"); got != noted {
			t.Errorf("above %.30q: a note is %v; text %.60q", below, got, m.Chapters[0].Body)
		}
	}
}
