package decode

import (
	"strings"
)

// wattpadBook reads the EPUBs that the many programs for Wattpad make. They have
// no form in common but that the package file leads to Wattpad, or that the
// paragraphs have Wattpad's own marks; parts are one to a file.
func wattpadBook() site {
	return site{
		signs: func(f *siteFile) bool {
			return f.opf != nil && (madeBy(f.opf, "wattpad") || f.has("data-p-id="))
		},
		read: func(p *sitePage) ([]toldWork, error) {
			w := newBookWork(p)
			w.fromPackage()
			wattpadFacts(p.opf, w)
			for i, part := range p.parts {
				switch facts := factsBelow(part.body); {
				case i < 3 && len(facts) >= 3:
					factSheet(facts).into(&w.toldWork)
				case w.isFront(part):
				default:
					w.chapter(part)
				}
				moveChildren(w.rest, part.body)
			}
			return w.finish("Wattpad download"), nil
		},
	}
}

// wattpadFacts reads the fields that programs for Wattpad add to the package
// file: tags, "mature" and "completed" as 0 and 1.
func wattpadFacts(p *opf, w *bookWork) {
	own := p.declared()
	m := &w.declared
	setIfEmpty(&m.Language, own.Language)
	m.Status = own.Status
	m.addTags(own.Tags...)
	for _, f := range p.fields {
		value := strings.ToLower(strings.TrimSpace(f.text))
		yes := value == "1" || value == "true"
		switch strings.TrimPrefix(f.name, "wattpad:") {
		case "tags":
			for _, name := range cutFactList(f.text) {
				if tagSized(name) {
					m.addTags(Tag{TagFreeform, name})
				}
			}
		case "mature":
			if yes {
				m.Rating = Mature
			}
		case "completed":
			m.Status = StatusInProgress
			if yes {
				m.Status = StatusComplete
			}
		case "created":
			setDate(m, "published", f.text)
		case "modified":
			setDate(m, "updated", f.text)
		}
	}
}
