package decode

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// Noted is what a word processor wrote down about a file by itself: a title that
// may be its template's, and the name of the computer's owner. The title counts
// only where the text has none. The name may be one under which nobody was ever
// to read the story, so that it signs nothing that the text does not sign with it.
type Noted struct {
	Title, Author string
}

// notedBy gives what of a program's notes can mean anything.
func notedBy(title, author string) Noted {
	var n Noted
	if title = oneLine(title); !isProgramTitle(title) {
		n.Title = title
	}
	if author = oneLine(author); !isNobody(author) && !isComputer(author) {
		n.Author = author
	}
	return n
}

// ownTitle says whether the block is the title that the text gives itself. A
// line that is only short does not outrank what the program noted.
func (s *scribe) ownTitle(i, to int, any bool) bool {
	if s.noted.Title != "" && sameWords(s.blocks[i].Text, s.noted.Title) {
		return true
	}
	if s.noted.Title == "" {
		return s.titleAt(i, to) && (!any || s.titleStands(i, to))
	}
	return s.titleAt(i, to) && s.titleStands(i, to)
}

// notedAuthor takes a line below the title that is only the name which the
// program noted: so the text signs with it too.
func (s *scribe) notedAuthor(i int) bool {
	if s.m.Title == "" || s.noted.Author == "" || !sameWords(s.blocks[i].Text, s.noted.Author) {
		return false
	}
	s.gone(i, "byline")
	s.addAuthors(splitNames(s.noted.Author)...)
	return true
}

// takeNoted gives a work without a title the one that the program noted.
func (s *scribe) takeNoted() {
	if s.noted.Title != "" && s.m.Title == strings.ToUpper(s.noted.Title) {
		s.m.Title = s.noted.Title // the text shouts it, the program has it as it is written
	}
	if s.m.Title != "" || s.noted.Title == "" {
		return
	}
	before := s.m.filled()
	s.m.Title = s.noted.Title
	s.found(FromProperties, before)
	s.guess("title", s.noted.Title, 0.6)
}

// byWordProcessor says whether a page was saved by a word processor.
func byWordProcessor(doc *html.Node) bool {
	head := findElement(doc, "head")
	if head == nil {
		return false
	}
	for n := head.FirstChild; n != nil; n = n.NextSibling {
		if n.Type != html.ElementNode || n.Data != "meta" {
			continue
		}
		switch strings.ToLower(attrOf(n, "name")) {
		case "generator", "progid", "originator":
			if wordProcessor.MatchString(attrOf(n, "content")) {
				return true
			}
		}
	}
	return false
}

var wordProcessor = regexp.MustCompile(`(?i)^(?:Microsoft Word|Word\.Document|LibreOffice|(?:Apache )?OpenOffice|StarOffice|StarSuite|NeoOffice|AbiWord|http://www\.abisource|Cocoa HTML Writer|Corel WordPerfect|WordPerfect|WPS Office|Kingsoft|Nisus|Calligra|KWord|ONLYOFFICE|SoftMaker|TextMaker|Microsoft Works)`)

// isProgramTitle tells titles that programs fill in, or that only name a file
// and how often it was rewritten.
func isProgramTitle(s string) bool {
	return isNoTitle(s) || templateTitle.MatchString(s) || fileTitle.MatchString(s)
}

var (
	templateTitle = regexp.MustCompile(`(?i)^(?:normal|blank|template|manuscript|novel|(?:[\p{L} ]+ )?(?:manuscript|novel|story|blank|document|letter|book) template|blank document|manuscript format|vorlage|modèle|plantilla)$`)
	fileTitle     = regexp.MustCompile(`(?i)(?:\.(?:docx?|docm|dot[xm]?|odt|ott|rtf|txt|pages|wps|wpd|html?|md)$|_|^draft$|\bdraft ?#?\d+\b|\bdraft$|\bfinal\b.*\bfinal\b|\bfinal (?:draft|version|edit|copy)\b|\b(?:first|second|third|rough|last|new) (?:draft|version)\b|\bv\.? ?\d+(?:\.\d+)*$|\brev(?:ision)? ?\d+$|\bcopy(?: ?\(?\d+\)?)?$|^copy of )`)
)

// isComputer tells names that the makers and sellers of computers fill in for
// their owner, or programs for themselves.
func isComputer(s string) bool { return computerName.MatchString(s) }

var computerName = regexp.MustCompile(`(?i)^(?:(?:preferred|valued|registered)\b.*|customer|pc|my ?pc|computer|my ?computer|laptop|home|guest|root|student|test|name|your name|default|system|localhost|.*[ _-](?:owner|user|customer|administrator)|unknown author|acer|asus|lenovo|toshiba|sony|samsung|compaq|medion|apple|microsoft(?: corporation| office)?|python-docx|docx|docx4j|openpyxl|apache poi|poi|pandoc|aspose.*|calibre.*|google docs?|libreoffice|openoffice(?:\.org)?|un-?named|.*['’]s (?:pc|computer|laptop|macbook.*|imac|mac|ipad|iphone|desktop)|(?:desktop|laptop)-\w+)$`)

// isProgramTalk tells what a program says of itself where people may say what a
// file is about.
func isProgramTalk(s string) bool { return programTalk.MatchString(s) }

var programTalk = regexp.MustCompile(`(?i)^\s*(?:(?:auto-?|automatically )?generated (?:automatically )?(?:by|with|using|from)\b.*|(?:created|produced|exported|converted|made|written|saved) (?:automatically )?(?:by|with|using|in|from)\s+(?:microsoft|word|libreoffice|openoffice|google docs?|pandoc|python|calibre|scrivener|pages|aspose|apache|docx|html2|abiword|wps).{0,60}|python-docx|word document|document|no description|description|comments?|keywords?)\.?\s*$`)
