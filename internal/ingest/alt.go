package ingest

import (
	"html"
	"strings"

	"github.com/ficstead/ficstead/internal/decode"
)

// Picture is a picture that a story shows.
type Picture struct {
	Name    string `json:"name"`
	Chapter int    `json:"chapter"` // in which it first stands, from 1; 0 for the notes and summary of the work
	// Alt says what it shows, for those who can't see it; "" when nobody said so yet.
	Alt string `json:"alt"`
}

// shown lists the pictures that a manuscript's texts show, each once.
func shown(m *decode.Manuscript) []Picture {
	out := []Picture{}
	seen := map[string]bool{}
	eachText(m, func(chapter int, text *string) {
		for _, img := range pictureTag.FindAllStringSubmatch(*text, -1) {
			name := html.UnescapeString(img[1])
			if !seen[name] {
				seen[name] = true
				out = append(out, Picture{Name: name, Chapter: chapter, Alt: altOf(img[0])})
			}
		}
	})
	return out
}

func altOf(img string) string {
	if alt := pictureAlt.FindStringSubmatch(img); alt != nil {
		return strings.TrimSpace(html.UnescapeString(alt[1]))
	}
	return ""
}

// describe gives pictures the words that a person found for them, by their names.
func describe(m *decode.Manuscript, alts map[string]string) {
	if len(alts) == 0 {
		return
	}
	eachText(m, func(_ int, text *string) {
		*text = pictureTag.ReplaceAllStringFunc(*text, func(img string) string {
			alt, ok := alts[html.UnescapeString(pictureTag.FindStringSubmatch(img)[1])]
			if !ok {
				return img
			}
			return strings.Replace(pictureAlt.ReplaceAllLiteralString(img, ""), "<img", `<img alt="`+html.EscapeString(strings.TrimSpace(alt))+`"`, 1)
		})
	})
}

// eachText calls do with every text of a manuscript, and the number of its chapter.
func eachText(m *decode.Manuscript, do func(chapter int, text *string)) {
	for _, text := range []*string{&m.Summary, &m.NotesBefore, &m.NotesAfter} {
		do(0, text)
	}
	for i := range m.Chapters {
		c := &m.Chapters[i]
		for _, text := range []*string{&c.Summary, &c.NotesBefore, &c.Body, &c.NotesAfter} {
			do(i+1, text)
		}
	}
}
