package decode

import "strings"

// otwGates are the pages that stand before a work: their words, and what to do
// about them.
var otwGates = []struct{ words, say string }{
	{"This work could have adult content", "is the page that asks whether to show adult content, not the story; go on to the story on the site and save that page, or download the work as EPUB or HTML."},
	{"only available to registered users of the Archive", "is the page that asks to log in, not the story; log in, open the work and save that page, or download the work as EPUB or HTML."},
	{"part of an ongoing challenge and will be revealed soon", "is the page of a work that is not revealed yet, not the story; save it when it is revealed."},
	{"find the work you were looking for", "is the page that says that there is no such work, not the story; look for another copy of it."},
	{"Shields are up", "is the page that asks to wait, not the story; open the work again and save that page, or download the work as EPUB or HTML."},
}

// gateWords is how many words a page before a work has at the most.
const gateWords = 900

// otwGate knows the pages of AO3 and its sisters that people save instead of a
// work.
func otwGate() site {
	return site{
		signs: func(f *siteFile) bool {
			return f.opf == nil && gateOf(f.texts[0]) != "" && !f.has(`id="workskin"`) && (f.has("/users/login") || f.has("Archive of Our Own"))
		},
		read: func(p *sitePage) ([]toldWork, error) {
			if countWords(textOf(p.parts[0].body)) > gateWords {
				return nil, nil
			}
			return nil, problem(p.path, NoWords, nil, "%s", gateOf(p.text))
		},
	}
}

func gateOf(text string) string {
	for _, g := range otwGates {
		if strings.Contains(text, g.words) {
			return g.say
		}
	}
	return ""
}
