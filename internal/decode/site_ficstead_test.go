package decode

import (
	"strings"
	"testing"
)

const ownText = `Title: Salt
Author: Ann, Bea
Rating: Mature
Fandom: Ferries
Characters: Ines
Characters by: A. Nother
Language: Deutsch (de)
Series: Wet, Wetter, Part 2
Status: In progress
Chapters: 2/5
Date: 2020-03-04
Song: A. Singer, “Nineteen”
Dedication: Ana
URL: https://archive.example/works/1
Words: 12 (counted by Ficstead)

Summary:

Ein *kurzer* Absatz.


Chapter 1: Nebel
================

Chapter notes:

Vorher.

--------

Er ***sah*** sie[1], *ein **wenig** spät*.

* * *

    Ein Zitat

- a

  - b

1. eins

\- kein Punkt, 2 \* 2

[1] Note.


Epilogue
========

Ende.


TO BE CONTINUED
===============

Notes:

Bald.
`

func TestFicsteadText(t *testing.T) {
	all, err := ReadBytes(t.Context(), "salt.txt", []byte(strings.ReplaceAll(ownText, "\n", "\r\n")), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	checkSiteGolden(t, "testdata/site/ficstead/text", all)
}

func TestFicsteadPages(t *testing.T) {
	for _, name := range []string{"chapter", "work"} {
		t.Run(name, func(t *testing.T) { checkSite(t, "testdata/site/ficstead/"+name+".page.html", 1) })
	}
}

// A text of ours in which someone wrote is read as any text, and nothing is lost.
func TestFicsteadTextThatWasChanged(t *testing.T) {
	for name, text := range map[string]string{
		"a line in the header":     strings.Replace(ownText, "Language:", "My mood: wet\nLanguage:", 1),
		"words before the summary": strings.Replace(ownText, "\nSummary:\n", "\nI put a line here.\n\nSummary:\n", 1),
		"a section more":           strings.Replace(ownText, "Ende.", "--------\n\nEnde.", 1),
		"its end is gone":          ownText[:strings.Index(ownText, "\n\nChapter 1")],
	} {
		t.Run(name, func(t *testing.T) {
			m, err := readOne(t.Context(), "salt.txt", []byte(text), Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if m.Maker != "" {
				t.Errorf("it is taken for a %s", m.Maker)
			}
			checkNothingLost(t, text, m)
		})
	}
}

// FuzzFicsteadText reads texts that bear our mark: every word comes back, as
// ours or as any text.
func FuzzFicsteadText(f *testing.F) {
	_, body, _ := strings.Cut(ownText, "\n\n")
	f.Add(body)
	f.Add("x\n===\n\n[1] *a **b* c** \\\\ [1]\n\nTHE END\n=======\n")
	f.Add(strings.Repeat("    ", 40) + "- 1. deep\n\nTHE END\n=======\n")
	f.Fuzz(func(t *testing.T, body string) {
		text := "Title: T\nWords: 1" + ficsteadCount + "\n\n" + body
		w := ficsteadText(text)
		if w == nil {
			return
		}
		var kept []string
		for _, c := range append(w.declared.Chapters, Chapter{Body: w.declared.Summary + w.declared.NotesBefore + w.declared.NotesAfter}) {
			kept = append(kept, c.Title, plainOf(c.Summary), plainOf(c.NotesBefore), plainOf(c.Body), plainOf(c.NotesAfter))
			if strings.Contains(c.Body, "<script") {
				t.Error("markup of the text came through")
			}
		}
		for _, word := range missingWords(strings.NewReplacer("*", "", "\\", "").Replace(body), kept) {
			switch {
			case strings.Trim(word, "0123456789") == "": // numbers of lists and chapters
			case strings.Contains("summary notes chapter prologue interlude epilogue side story notice the end to be continued", word):
			case !strings.Contains(body, "==="):
				t.Errorf("%q is lost of %q", word, body)
			}
		}
	})
}

// FuzzSitePages changes the files of known makers: whatever is missing, they are
// read without a panic.
func FuzzSitePages(f *testing.F) {
	for _, name := range []string{"many.html", "series.html", "torn.html", "chapter.page.html", "entire.page.html"} {
		f.Add(fixture(f, "testdata/site/ao3/"+name), uint(0), uint(0))
	}
	f.Fuzz(func(t *testing.T, page string, from, size uint) {
		if n := uint(len(page)); n > 0 && size > 0 {
			from %= n
			page = page[:from] + page[min(n, from+size%200):]
		}
		all, err := ReadBytes(t.Context(), "x.html", []byte(page), Limits{})
		if err != nil {
			return
		}
		for _, m := range all {
			if m.Maker != "" && (m.Title == "" || len(m.Chapters) == 0) {
				t.Errorf("an %s without title or text", m.Maker)
			}
		}
	})
}
