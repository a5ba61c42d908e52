package decode

import (
	"context"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// readHTML reads a page of any maker: saved from the web, from a word
// processor, or written by hand.
func readHTML(ctx context.Context, in fileInput) ([]Manuscript, error) {
	d, err := decodeMarkupBytes(in.bytes, in.choices)
	if err != nil {
		return nil, binaryProblem(in.path, err)
	}
	if all, err := tellPage(ctx, in, d.text); err != nil || len(all) > 0 {
		return encodedIn(d.encoding, all), err
	}
	return readPage(ctx, in, d.text, Manuscript{Encoding: d.encoding}, Noted{})
}

func binaryProblem(path string, err error) *Problem {
	return problem(path, Binary, err, "is not text but some program's own data; save the story as plain text, HTML or EPUB.")
}

// readPage makes a manuscript of a page's markup. declared is what is known
// from elsewhere, such as a Markdown file's front matter; noted is what a word
// processor noted of it.
func readPage(ctx context.Context, in fileInput, text string, declared Manuscript, noted Noted) ([]Manuscript, error) {
	doc, err := parseMarkup(text)
	if err != nil {
		return nil, tangledProblem(in.path)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	comments := pageComments(doc)
	pictures := newPictureSet()
	b := &blockBuilder{
		styles: styleSheet{}, page: true,
		picture: func(src string) string { return pictures.resolve(src, in.beside) },
	}
	collectStyles(doc, b.styles)
	pageMeta(doc, &declared, &noted)
	body := findElement(doc, "body")
	if body == nil {
		body = doc
	}
	book := newNoteBook()
	resolve := func(href string) string {
		if frag, ok := strings.CutPrefix(href, "#"); ok && frag != "" && !commentMark.MatchString(href) {
			return "#" + frag
		}
		return ""
	}
	book.scan("", text, resolve)
	book.settle()
	cutter := &noteCutter{book: book, resolve: resolve, blocks: b.noteMarkup}
	cutter.cut(body)

	src := Source{File: in.path, Declared: declared, Noted: noted, Cuts: in.choices.Cuts}
	src.Blocks = sobered(b.build(storyPart(body, b)))
	if noted.Title == "" {
		src.Declared.Title = betterTitle(declared.Title, doc)
	}
	preferLabels(&src)
	var gone []Dropped
	src.Blocks, src.Cut, gone = settleCuts(src.Blocks, chosenCuts(src.Blocks, in.choices.Cuts, headingCuts(src.Blocks)))
	m := understand(src)
	unmarkTitles(&m)
	m.noteComments(comments)
	m.Dropped = slices.Concat(m.Dropped, gone, b.dropped, cutter.dropped)
	m.Pictures = append(m.Pictures, pictures.list...)
	placeNotes(&m, book.notes)
	m.Footnotes = countFootnotes(&m)
	return []Manuscript{m}, ctx.Err()
}

// countFootnotes counts the notes that stand in a manuscript.
func countFootnotes(m *Manuscript) int {
	count := 0
	for _, field := range markupFields(m) {
		count += strings.Count(*field, `<li class="fn"`)
	}
	return count
}

// noteMarkup gives the markup of a note that was cut out of its page.
func (b *blockBuilder) noteMarkup(n *html.Node) string {
	inner := &blockBuilder{styles: b.styles, picture: b.picture, wanted: b.wanted, places: map[string]int{}}
	blocks := inner.build(n)
	b.dropped = append(b.dropped, inner.dropped...)
	if len(blocks) == 1 && blocks[0].Kind == Para {
		return blocks[0].HTML
	}
	return blocksMarkup(blocks)
}

// blocksMarkup writes blocks as plain HTML, for notes and summaries.
func blocksMarkup(blocks []Block) string {
	var sb strings.Builder
	for _, block := range blocks {
		switch block.Kind {
		case Raw, Rule:
			sb.WriteString(block.HTML)
		case Verse:
			sb.WriteString(`<div class="verse">` + block.HTML + "</div>")
		case Para, Heading:
			sb.WriteString("<p>" + block.HTML + "</p>")
		case PageTurn:
		}
	}
	return sb.String()
}

func collectStyles(n *html.Node, into styleSheet) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && c.Data == "style" && c.FirstChild != nil {
			into.add(c.FirstChild.Data)
		}
		collectStyles(c, into)
	}
}

func findElement(n *html.Node, name string) *html.Node {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && c.Data == name {
			return c
		}
		if found := findElement(c, name); found != nil {
			return found
		}
	}
	return nil
}

// storyPart is the element that holds the story of a web page, if its maker
// marked one and it has most of the words; what stands round it is kept for the
// report.
func storyPart(body *html.Node, b *blockBuilder) *html.Node {
	var found []*html.Node
	collectStoryParts(body, &found)
	if len(found) != 1 {
		return body
	}
	part := found[0]
	if countWords(textOf(part))*10 < countWords(textOf(body))*3 {
		return body
	}
	for n := part; n != body && n.Parent != nil; n = n.Parent {
		for s := n.Parent.FirstChild; s != nil; s = s.NextSibling {
			if s != n {
				b.drop(s, "part of the web page outside the story")
			}
		}
	}
	return part
}

func collectStoryParts(n *html.Node, found *[]*html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && isStoryPart(c) {
			*found = append(*found, c)
			continue
		}
		collectStoryParts(c, found)
	}
}

// isStoryPart tells an element that blogs and archives put round a story.
func isStoryPart(n *html.Node) bool {
	if attrOf(n, "id") == "storytext" || attrOf(n, "id") == "entry-text" {
		return true
	}
	for class := range strings.FieldsSeq(attrOf(n, "class")) {
		switch class {
		case "entry-content", "b-singlepost-body", "entry-text", "post-body", "post-content", "storytext", "story-text", "story-content", "asset-body", "aentry-post__text":
			return true
		}
	}
	return false
}
