package prose

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// Pasted gives what an office program, a notes program or our own reader puts on
// the clipboard as plain HTML, to be cleaned like any other: what it meant by styles
// and classes as elements, its lists and footnotes as such, and nothing of its
// own. Whatever nobody of those made comes back as it is.
func Pasted(source string) string {
	p := madeBy(source)
	if p == nil {
		return source
	}
	root := build(source, policy{field: Body, pasted: p})
	p.mend(root)
	return render(root)
}

// pasting is what is known of a text from the clipboard.
type pasting struct {
	reader bool              // our own reader made it: its classes stay
	styles map[string]string // the declarations of classes: "span.s1"
}

var (
	officeMarks = regexp.MustCompile(`(?i)docs-internal-guid|mso-|class="?Mso|urn:schemas-microsoft-com|name="?generator"? content="?(LibreOffice|OpenOffice|Microsoft|Cocoa)|Apple-(converted-space|interchange-newline)|class="western"|sd(foot|end)note`)
	readerMarks = regexp.MustCompile(`role="doc-(noteref|endnotes)"`)
	styleSheets = regexp.MustCompile(`(?is)<style[^>]*>(.*?)</style>`)
	classRules  = regexp.MustCompile(`(?:^|[}\s])(\w+\.[\w-]+)\s*\{([^}]*)\}`)
)

// madeBy tells what made a text, nil for whatever needs no special care.
func madeBy(source string) *pasting {
	p := &pasting{reader: readerMarks.MatchString(source)}
	if !p.reader && !officeMarks.MatchString(source) {
		return nil
	}
	if strings.Contains(source, "Cocoa HTML Writer") {
		p.styles = make(map[string]string)
		for _, sheet := range styleSheets.FindAllStringSubmatch(source, -1) {
			for _, rule := range classRules.FindAllStringSubmatch(sheet[1], -1) {
				p.styles[rule[1]] = strings.ReplaceAll(strings.ReplaceAll(rule[2], "\n", " "), "font:", "font-was:")
			}
		}
	}
	return p
}

// style gives the style of an element with that of its classes.
func (p *pasting) style(t html.Token) string {
	style := attr(t.Attr, "style")
	if p == nil || p.styles == nil {
		return style
	}
	for _, class := range strings.Fields(attr(t.Attr, "class")) {
		style = p.styles[t.Data+"."+class] + ";" + style
	}
	return style
}

// keptClasses are ours wherever they come from.
var keptClasses = set("fnref fn footnotes")

// drops tells which attributes say nothing outside of the program that made them.
func (p *pasting) drops(name, key, v string) bool {
	if p == nil {
		return false
	}
	switch key {
	case "class":
		return !p.reader && !keptClasses[v]
	case "lang", "name", "border", "summary":
		return true
	case "dir":
		return v != "rtl"
	case "align":
		return v != "center" && v != "right"
	case "title":
		return v == ""
	case "width", "height":
		return name != "img"
	}
	return false
}

const (
	listMark = "data-list" // "2 ul": the level and kind of a list that Word writes as paragraphs
	noteMark = "data-note" // "ref 3", "sym 3": a footnote's mark, and its number at the note
)

var (
	wordLevel = regexp.MustCompile(`\blevel(\d)`)
	noteRefs  = regexp.MustCompile(`#(?:_(ftn|edn)(\d+)|sd(foot|end)note(\d+)sym|ftnt(\d+))$`)
	noteSyms  = regexp.MustCompile(`#(?:_(ftn|edn)ref(\d+)|sd(foot|end)note(\d+)anc|ftnt_ref(\d+))$`)
	ownNotes  = regexp.MustCompile(`#(?:[\w-]*-)?fn(\d+)$`)
)

// adds gives what an element means to the program that made it.
func (p *pasting) adds(t html.Token) []html.Attribute {
	if p == nil {
		return nil
	}
	switch t.Data {
	case "p", "h1", "h2", "h3", "h4", "h5", "h6":
		if list := declarations(attr(t.Attr, "style"))["mso-list"]; list != "" {
			if m := wordLevel.FindStringSubmatch(list); m != nil {
				return []html.Attribute{{Key: listMark, Val: m[1] + " ul"}}
			}
		}
	case "a":
		href := attr(t.Attr, "href")
		if m := noteRefs.FindStringSubmatch(href); m != nil {
			return []html.Attribute{{Key: noteMark, Val: "ref " + noteKey(m)}}
		}
		if m := noteSyms.FindStringSubmatch(href); m != nil {
			return []html.Attribute{{Key: noteMark, Val: "sym " + noteKey(m)}}
		}
	}
	return nil
}

// noteKey tells notes at the foot from those at the end.
func noteKey(m []string) string {
	kind := "f"
	if m[1] == "edn" || m[3] == "end" {
		kind = "e"
	}
	return kind + m[2] + m[4] + m[5]
}

// link cleans the address of a link: places in the old document are gone, and those
// of our own notes are short.
func (p *pasting) link(attrs []html.Attribute) []html.Attribute {
	if p == nil {
		return attrs
	}
	kept := attrs[:0:0]
	for _, a := range attrs {
		if a.Key == "href" {
			if m := ownNotes.FindStringSubmatch(a.Val); m != nil && attr(attrs, "class") == "fnref" {
				a.Val = "#fn" + m[1]
			} else if strings.HasPrefix(a.Val, "#") || strings.Contains(strings.ToLower(a.Val), "file:") {
				continue
			}
		}
		kept = append(kept, a)
	}
	if len(kept) == 1 && kept[0].Key == "rel" {
		return nil
	}
	return kept
}

// bullet takes note of what Word typed out before an item of a list.
func (b *builder) bullet(text string) {
	if n := b.top().node; b.pasted != nil && numbered.MatchString(text) {
		if list := attr(n.Attr, listMark); list != "" {
			setAttr(n, listMark, strings.TrimSuffix(list, "ul")+"ol")
		}
	}
}

var numbered = regexp.MustCompile(`^[\s\x{a0}]*\(?([0-9]+|[a-zA-Z]|[ivxlcdmIVXLCDM]+)[.)]`)
