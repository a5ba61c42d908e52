package odt

import (
	"strings"
	"unicode"

	"github.com/ficstead/ficstead/internal/office"
)

// leftOut is an element that is being left out, with all that is in it.
type leftOut struct {
	leaving
	depth int // 0 when none is
	in    int // depth at which the wanted element began
	mute  int // depth at which something began that is no words
	words strings.Builder
}

// leaving says what becomes of an element that is left out.
type leaving struct {
	most int          // how many bytes of its text are gathered; 0 for none, -1 for all
	only string       // the element of which text is gathered; "" for any
	done func(string) // gets the text
}

// leave leaves out the element that begins.
func (r *reader) leave(l leaving) {
	r.left.leaving = l
	r.left.depth, r.left.in, r.left.mute = 1, 0, 0
	r.left.words = strings.Builder{}
}

// speechless are elements whose text is none of the author's.
var speechless = map[string]bool{
	"dc:creator": true, "dc:date": true, "meta:date-string": true, "meta:creator-initials": true,
	"text:page-number": true, "text:page-count": true, "text:note-citation": true,
}

func (r *reader) leaveOut(e *event) {
	l := &r.left
	switch e.kind {
	case start:
		l.depth++
		if e.name == "text:change-end" {
			r.changeEnd(e)
		}
		if l.mute == 0 && speechless[e.name] {
			l.mute = l.depth
		}
		if l.in == 0 && e.name == l.only {
			l.in = l.depth
		}
	case end:
		if l.depth == l.mute {
			l.mute = 0
		}
		if l.depth == l.in {
			l.in = 0
		}
		if e.name == "text:p" || e.name == "text:h" {
			l.add(" ")
		}
		if l.depth--; l.depth == 0 && l.done != nil {
			l.done(strings.TrimSpace(l.words.String()))
		}
	case text:
		if l.mute == 0 && (l.only == "" || l.in > 0) {
			l.add(e.text)
		}
	}
}

func (l *leftOut) add(s string) {
	if l.most > 0 {
		gap := l.words.Len() == 0
		if s = collapse(s, &gap); l.words.Len()+len(s) > l.most {
			s = strings.ToValidUTF8(s[:max(0, l.most-l.words.Len())], "")
		}
	}
	if l.most != 0 {
		l.words.WriteString(s)
	}
}

// words are as many bytes as a notice's example may need.
const words = 600

// without leaves an element out and says nothing of it.
func (r *reader) without(*event) { r.leave(leaving{}) }

// counting makes a handler that leaves an element out and counts it.
func counting(k office.NoticeKind, only string) func(*reader, *event) {
	return func(r *reader, _ *event) {
		r.leave(leaving{most: words, only: only, done: func(s string) { r.tally.Add(k, example(s)) }})
	}
}

// programs leaves out a program, whose words are none for people.
func (r *reader) programs(*event) {
	r.tally.Add(office.Macros, "")
	r.leave(leaving{})
}

// pageEdge is a header or a footer. One that has only page numbers is missed by nobody.
func (r *reader) pageEdge(e *event) {
	if e.attr("style:display") == "false" {
		r.leave(leaving{})
		return
	}
	r.leave(leaving{most: words, done: func(s string) {
		if strings.ContainsFunc(s, unicode.IsLetter) {
			r.tally.Add(office.HeadersFooters, example(s))
		}
	}})
}

// section may be hidden, or a copy of another file's text.
func (r *reader) section(e *event) {
	display := e.attr("text:display")
	if display == "none" || display == "condition" && e.attr("text:is-hidden") == "true" {
		counting(office.Hidden, "")(r, e)
	}
}

// source is the address of a section's text. What was last read from there is in the file.
func (r *reader) sectionSource(e *event) {
	if href := e.attr("xlink:href"); href != "" {
		r.tally.Add(office.External, example(href))
	}
}
