package decode

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// docRole is what a file of the spine is for.
type docRole int

const (
	docStory    docRole = iota
	docEpigraph         // a motto or a picture, which belongs to the next chapter
	docDedication
	docFore  // a foreword, a preface, a note before the story
	docAfter // acknowledgements, an afterword
	docHead  // facts about the story: title, tags, summary
	docTitle
	docCover
	docContents
	docLegal // copyright, imprint, colophon
	docAdvert
	docEmpty
)

// reason says why the words of a file in this role are not shown.
func (r docRole) reason() string {
	switch r {
	case docTitle:
		return "title page; its words are the work's title and authors"
	case docCover:
		return "cover page"
	case docContents:
		return "table of contents or list of pictures"
	case docLegal:
		return "copyright page, imprint or colophon of the e-book"
	case docAdvert:
		return "list of other books or newsletter"
	}
	return ""
}

func (r docRole) dropped() bool { return r.reason() != "" || r == docEmpty }

// roleOf tells a file's role by what its maker says of it, and otherwise by
// what it holds. Whether it may have that role where it stands is settled
// later, by settleRoles.
func (b *epubBook) roleOf(d *epubDoc) docRole {
	if len(d.blocks) == 0 {
		return docEmpty
	}
	if d.path == b.opf.nav {
		return docContents
	}
	types := slices.Concat(d.types, strings.Fields(b.marks[d.path]))
	if r, ok := typedRole(types); ok {
		return r
	}
	if slices.Contains(types, "bodymatter") && len(d.types) > 0 {
		return docStory
	}
	return b.guessedRole(d)
}

// typedRole reads epub:type words, and those of the EPUB 2 guide.
func typedRole(types []string) (docRole, bool) {
	fiction := slices.Contains(types, "fiction") && !slices.Contains(types, "non-fiction")
	for _, t := range types {
		switch t {
		case "cover":
			return docCover, true
		case "titlepage", "halftitlepage", "title-page", "fulltitle", "halftitle":
			return docTitle, true
		case "toc", "loi", "lot", "loa", "lov", "landmarks", "page-list":
			return docContents, true
		case "copyright-page", "imprint", "imprimatur", "colophon", "copyright":
			return docLegal, true
		case "other-credits":
			return docLegal, true
		case "dedication":
			return docDedication, true
		case "epigraph":
			return docEpigraph, true
		case "foreword", "preface", "introduction":
			if fiction || slices.Contains(types, "bodymatter") {
				return docStory, true
			}
			return docFore, true
		case "acknowledgments", "acknowledgements", "afterword":
			if fiction || slices.Contains(types, "bodymatter") {
				return docStory, true
			}
			return docAfter, true
		case "frontispiece":
			return docEpigraph, true
		case "chapter", "prologue", "epilogue", "part", "volume", "division", "short-story", "novella", "preamble":
			return docStory, true
		}
	}
	switch {
	case !slices.Contains(types, "non-fiction"):
	case slices.Contains(types, "frontmatter"):
		return docFore, true
	case slices.Contains(types, "backmatter"):
		return docAfter, true
	}
	return docStory, false
}

var (
	legalWords      = regexp.MustCompile(`(?i)©|\(c\)\s*\d{4}|copyright|all rights reserved|\bisbn\b|public domain|creative commons|licen[cs]ed? |first published|published by`)
	advertTitle     = regexp.MustCompile(`(?i)^(also by|other (books|works|titles|stories) (by|from)|books by|more (books |stories )?(by|from)|by the same author|newsletter|stay in touch|connect with)`)
	advertWords     = regexp.MustCompile(`(?i)newsletter|mailing list|sign up|subscribe|follow (me|us) on`)
	foreTitle       = regexp.MustCompile(`(?i)^(foreword|preface|introduction|(an? )?(author|translator|editor|writer)['’]?s?['’]? notes?|a note (from|by|on) .*|notes? from the author|vorwort|préface|avant-propos|prefacio|prefazione|от автора|предисловие)$`)
	afterTitle      = regexp.MustCompile(`(?i)^(acknowledge?ments?|afterword|thanks|thank you|(an? )?(author|translator)['’]?s?['’]? notes?|about the author.*|a note (from|by|on) .*|nachwort|danksagung|postface|remerciements|agradecimientos|epílogo del autor|послесловие|об авторе|благодарности)$`)
	dedicationStart = regexp.MustCompile(`(?i)^(for|to|dedicated to|in memory of|für|pour|para|per|для|посвящается)\s`)
	fileWords       = regexp.MustCompile(`(?i)^(.*[^a-z])?(copyright|imprint|colophon|legal|uncopyright)([^a-z].*)?$`)
)

// guessedRole looks at a file that its maker says nothing about.
func (b *epubBook) guessedRole(d *epubDoc) docRole {
	heading := docHeading(d)
	text := docText(d, 4000)
	stem := strings.TrimSuffix(path.Base(d.path), path.Ext(d.path))
	switch {
	case d.words == 0 && strings.Contains(strings.ToLower(stem+d.navName+d.title), "cover"):
		return docCover
	case d.words == 0:
		return docEpigraph
	case d.linked*10 > d.words*6 && d.linked >= 6 && len(d.blocks) < 4*d.linked:
		return docContents
	case d.words < 600 && (len(legalWords.FindAllString(text, 3)) >= 2 || fileWords.MatchString(stem) && legalWords.MatchString(text)):
		return docLegal
	case d.words < 600 && (advertTitle.MatchString(heading) || d.words < 200 && len(advertWords.FindAllString(text, 2)) >= 2):
		return docAdvert
	case contentsWord(heading) && d.words <= 12*len(d.blocks)+8*d.linked && d.words < 4000:
		return docContents
	case d.storyRound():
		// a chapter, whatever labels stand round it
	case labelCount(d) >= 2, labelCount(d) == 1 && d.words < 300 && b.titled(heading):
		return docHead
	case b.onlyTitle(text):
		return docTitle
	case foreTitle.MatchString(heading):
		return docFore
	case afterTitle.MatchString(heading):
		return docAfter
	case d.words <= 60 && (strings.EqualFold(heading, "dedication") || heading == "" && dedicationStart.MatchString(text)):
		return docDedication
	}
	return docStory
}

// docHeading is the file's own heading, or its name in the contents.
func docHeading(d *epubDoc) string {
	for i, block := range d.blocks {
		if block.Kind == Heading {
			return oneLine(block.Text)
		}
		if i >= 2 {
			break
		}
	}
	return d.navName
}

// docText gives about the first max bytes of a file's words.
func docText(d *epubDoc, max int) string {
	var sb strings.Builder
	for _, block := range d.blocks {
		if sb.Len() > max {
			break
		}
		sb.WriteString(block.Text)
		sb.WriteByte('\n')
	}
	return strings.TrimSpace(sb.String())
}

// How many words of prose a page of facts about a story may have beside its
// labels, and a page of a story's notes.
const (
	headProse = 600
	noteProse = 150
)

// storyRound says whether a file with labels is a chapter: it has more prose
// than a page of facts, or no facts but notes.
func (d *epubDoc) storyRound() bool {
	words, facts, notes := 0, 0, 0
	for _, block := range d.blocks {
		l, ok := labelAt(firstLine(block.Text))
		switch n := countWords(block.Text); {
		case ok && l.field == fieldNote:
			notes++
		case ok:
			facts++
		case n >= 15 && block.Kind == Para:
			words += n
		}
	}
	return words > headProse || words > noteProse && notes > 0 && facts == 0
}

// labelCount counts lines such as "Rating: PG" in a short file.
func labelCount(d *epubDoc) int {
	count := 0
	for i, block := range d.blocks {
		if i > 60 {
			break
		}
		for l := range strings.SplitSeq(block.Text, "\n") {
			if _, ok := labelAt(l); ok && len(l) < 400 {
				count++
			}
		}
	}
	return count
}

// titled says whether a heading is the book's title.
func (b *epubBook) titled(heading string) bool {
	for _, f := range b.opf.find("title") {
		if sameWords(f.text, heading) {
			return true
		}
	}
	return false
}

// onlyTitle tells a text that says the title and the authors and hardly more.
func (b *epubBook) onlyTitle(text string) bool {
	if len(text) > 300 {
		return false
	}
	known := map[string]bool{"by": true, "a": true, "the": true, "novel": true, "story": true, "von": true, "par": true, "de": true, "fan": true, "fiction": true, "fanfiction": true}
	for _, f := range slices.Concat(b.opf.find("title"), b.opf.find("creator")) {
		for _, w := range wordsOf(f.text) {
			known[w] = true
		}
	}
	more, hit := 0, false
	for _, w := range wordsOf(text) {
		if !known[w] {
			more++
		} else if len(w) > 2 {
			hit = true
		}
	}
	return hit && more <= 2
}

// settleRoles keeps the roles of front and back matter only where front and
// back are: a chapter in mid-story stays one whatever its heading.
func (b *epubBook) settleRoles() {
	first, last := len(b.docs), -1
	for i, d := range b.docs {
		if d.role == docStory && d.words > 0 {
			first, last = min(first, i), i
		}
	}
	if last < 0 {
		b.settleWithoutStory()
		return
	}
	for i, d := range b.docs {
		switch {
		case i > first && (d.role == docDedication || d.role == docFore || d.role == docEpigraph):
			d.role = docStory
			if i > last && foreTitle.MatchString(docHeading(d)) && len(d.types) == 0 {
				d.role = docAfter
			}
		case i > first && d.role == docHead, i < last && i > first && d.role == docTitle && d.words > 40:
			d.role = docStory
		case i < first && d.role == docAfter:
			d.role = docFore
		case i > first && i < last && d.role == docAfter:
			d.role = docStory
		}
	}
}

// settleWithoutStory keeps a book from vanishing: if every file looks like
// front or back matter, the longest is the story.
func (b *epubBook) settleWithoutStory() {
	var longest *epubDoc
	for _, d := range b.docs {
		if longest == nil || d.words > longest.words {
			longest = d
		}
	}
	if longest != nil {
		longest.role = docStory
	}
}
