// Package prose takes any author's HTML, Markdown or plain text and gives
// clean, well-formed HTML: an allow-list of elements and attributes, paragraphs
// where the author only typed line breaks, and nothing that could run, load or
// disturb the page around it. It counts words, gives every block an address
// that survives edits, and renders the same text for e-books.
//
// Everything works on a tree of golang.org/x/net/html nodes built from its
// tokens. The tree builder is our own because the browser's algorithm may
// multiply formatting elements without bound and refuses deep nesting, where we
// must keep the author's words whatever the markup looks like, in linear time.
// Tests check each result against the browser's algorithm.
package prose

import (
	"strings"

	"golang.org/x/net/html"
)

// Version of the cleaner's rules; stored beside cleaned text so that text
// cleaned by older rules can be cleaned again.
const Version = 1

// Field says what a text is for, which decides how much markup it may hold.
type Field int

const (
	// Body is a chapter: classes, pictures, audio, video and embeds.
	Body Field = iota
	// Note is a note, a series' notes or a profile: classes and pictures, no
	// audio, video or embeds.
	Note
	// Summary is a summary, a comment or a bookmark's notes: no classes, no media.
	Summary
)

// Cleaner cleans. Base is the site's address ("https://example.org"); relative
// picture addresses become absolute with it, save those that begin with
// "/pictures/", which are ours and stay as they are.
type Cleaner struct{ Base string }

// Clean gives the source as safe, balanced HTML with paragraphs made. It never
// fails, costs linear time, and cleaning what it gave changes nothing.
func (c Cleaner) Clean(source string, f Field) string {
	root := build(source, policy{field: f, base: strings.TrimRight(c.Base, "/")})
	dropSpacers(root)
	return render(root)
}

// stored parses HTML that Clean or Anchor made, keeping its ids and roles.
func stored(source string) *html.Node {
	return build(source, policy{field: Body, anchored: true})
}
