package download

import (
	"bufio"
	"fmt"
	"html"
	"io"
	"strings"

	"github.com/ficstead/ficstead/internal/epub"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/skin"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// html writes one page in the shape of AO3's downloads, so that programs that
// read those read ours: div#preface, div#chapters, div#afterword.
func (e *edition) html(out io.Writer) error {
	css, err := e.skin()
	if err != nil {
		return err
	}
	p := &page{w: bufio.NewWriter(out)}
	w := e.w
	p.put(`<!DOCTYPE html><html lang="%s"%s><head><meta charset="utf-8"><title>%s</title><meta name="viewport" content="width=device-width, initial-scale=1">`,
		w.Language, dirAttribute(w.Language), html.EscapeString(w.Title+" - "+strings.Join(e.byline(), ", ")))
	p.put(`<meta name="author" content="%s"><meta name="generator" content="Ficstead"><style>%s</style>`, html.EscapeString(strings.Join(e.byline(), ", ")), pageStyle+pageOrnament(w.Ornament))
	if css != "" { // without pictures, which would have to be fetched
		p.put(`<style>%s</style>`, skin.ForBook(css, epub.Skinned, func(string) string { return "" }))
	}
	p.put(`</head><body>`)
	p.preface(e)
	if css != "" {
		p.put(`<div id="%s">`, epub.Skinned)
	}
	p.put(`<div id="chapters" class="userstuff">`)
	for t, err := range e.texts() {
		if err != nil {
			return err
		}
		p.chapter(e, t)
	}
	if css != "" {
		p.put(`</div>`)
	}
	p.put(`</div><div id="afterword">`)
	p.notes("End Notes", w.NotesAfter)
	if at := e.address(); at != "" {
		p.put(`<p class="message">Read it and write to its author at <a href="%[1]s">%[1]s</a></p>`, html.EscapeString(at))
	}
	p.put("</div></body></html>\n")
	return p.w.Flush()
}

// pageStyle makes the file read well by itself, on any ground.
const pageStyle = `:root{color-scheme:light dark}body{max-width:38rem;margin:2rem auto;padding:0 1rem;font:1.1rem/1.6 Charter,Georgia,serif}` +
	`dl.tags{display:grid;grid-template-columns:auto 1fr;gap:.2rem 1rem;font:.9rem/1.5 system-ui,sans-serif}dd{margin:0}h1,h2{line-height:1.25}` +
	`hr{border:0;text-align:center;margin:2em 0}hr::before{content:"* * *"}.slug{text-align:center}img{max-width:100%}.verse,.letter,.chat{margin-inline-start:2em}` +
	`.social{padding:.5em 1em;border:1px solid}.news{padding-block:.5em;border-block:3px double}.screenplay{font-family:monospace}ol.footnotes{font-size:.9em}`

// page writes HTML; it is a bufio.Writer whose errors show at Flush.
type page struct{ w *bufio.Writer }

func (p *page) put(format string, args ...any) { fmt.Fprintf(p.w, format, args...) }

func (p *page) preface(e *edition) {
	w := e.w
	p.put(`<div id="preface">`)
	if at := e.address(); at != "" {
		p.put(`<p class="message"><b>%s</b> posted at <a href="%[2]s">%[2]s</a>.</p>`, html.EscapeString(w.Title), html.EscapeString(at))
	}
	if w.SourceURL != "" {
		p.put(`<p class="message">First posted at <a href="%[1]s">%[1]s</a>.</p>`, html.EscapeString(w.SourceURL))
	}
	p.put(`<div class="meta"><dl class="tags">`)
	for _, r := range e.rows() {
		p.put(`<dt>%s:</dt><dd>%s</dd>`, r.label, e.valuesHTML(r.values))
	}
	for _, c := range w.Credits {
		p.put(`<dt class="credit">%s:</dt><dd>%s</dd>`, creditLabel(c.Role), creditHTML(c))
	}
	p.put(`</dl><h1>%s</h1><div class="byline">by %s</div>`, html.EscapeString(w.Title), e.signed())
	for _, g := range w.Gifts {
		p.put(`<p class="dedication">%s</p>`, html.EscapeString(g.Name))
	}
	for _, r := range w.Requests {
		p.put(`<p class="request">%s</p>`, html.EscapeString(r.Words))
	}
	p.notes("Summary", w.Summary)
	p.notes("Notes", w.NotesBefore)
	p.put(`</div></div>`)
}

func (p *page) notes(label, text string) {
	if text != "" {
		p.put(`<p>%s</p><blockquote class="userstuff">%s</blockquote>`, label, text)
	}
}

// chapter writes a chapter. Its heading says what of it is the title and of what
// kind it is, so that it can be read again.
func (p *page) chapter(e *edition, t text) {
	if !e.single() || t.Summary+t.NotesBefore != "" {
		p.put(`<div class="meta group">`)
		if !e.single() {
			p.put(`<h2 class="heading toc-heading" data-kind="%s">%s</h2>`, t.Kind, t.headingHTML())
		}
		p.notes("Chapter Summary", t.Summary)
		p.notes("Chapter Notes", t.NotesBefore)
		p.put(`</div>`)
	}
	p.put(`<div class="userstuff" id="chapter-%d">%s</div>`, t.n, e.linked(prose.Show(t.html)))
	if t.NotesAfter != "" {
		p.put(`<div class="meta" id="endnotes%d">`, t.n)
		p.notes("Chapter End Notes", t.NotesAfter)
		p.put(`</div>`)
	}
}

// headingHTML is heading with its title marked.
func (t text) headingHTML() string {
	if t.Title == "" {
		return html.EscapeString(t.label)
	}
	return html.EscapeString(t.label) + `: <span class="title">` + html.EscapeString(t.Title) + `</span>`
}

// valuesHTML writes the values of a row, each in an element of its own.
func (e *edition) valuesHTML(values []value) string {
	var out []string
	for _, v := range values {
		switch {
		case v.path == "":
			out = append(out, html.EscapeString(v.before+v.name))
		case e.BaseURL == "":
			out = append(out, html.EscapeString(v.before)+`<a class="tag">`+html.EscapeString(v.name)+`</a>`)
		default:
			out = append(out, html.EscapeString(v.before)+`<a class="tag" href="`+html.EscapeString(e.BaseURL+v.path)+`">`+html.EscapeString(v.name)+`</a>`)
		}
	}
	return strings.Join(out, ", ")
}

// creditHTML writes a credit, linked if it leads somewhere.
func creditHTML(c work.Credit) string {
	words := html.EscapeString(creditText(c))
	if strings.HasPrefix(c.URL, "http://") || strings.HasPrefix(c.URL, "https://") {
		return `<a href="` + html.EscapeString(c.URL) + `">` + words + `</a>`
	}
	return words
}

// linked makes addresses of our pictures whole, since the file leaves the archive.
func (e *edition) linked(text string) string {
	if e.BaseURL == "" {
		return text
	}
	return strings.ReplaceAll(text, `src="/pictures/`, `src="`+e.BaseURL+`/pictures/`)
}

func dirAttribute(language string) string {
	if direction(language) == "rtl" {
		return ` dir="rtl"`
	}
	return ""
}

// signed names who made the work, with the way to each when the archive's own
// address is known.
func (e *edition) signed() string {
	var out []string
	for _, p := range e.w.Byline(viewer.Viewer{}) {
		way := ""
		if e.BaseURL != "" {
			way = ` href="` + html.EscapeString(e.BaseURL+p.Path()) + `"`
		}
		out = append(out, `<a rel="author"`+way+`>`+html.EscapeString(p.Byline())+`</a>`)
	}
	if len(out) == 0 {
		return "Anonymous"
	}
	return strings.Join(out, ", ")
}
