package docx

import (
	"strings"
	"time"

	"github.com/ficstead/ficstead/internal/office"
)

// maxProperty is the longest property that is kept, in bytes.
const maxProperty = 16 << 10

// readProperties reads what the program noted about the document.
func readProperties(p *pack) (office.Properties, error) {
	var out office.Properties
	root, err := p.part("")
	if err != nil {
		return out, err
	}
	name := "docProps/core.xml"
	if r, ok := root.first("core-properties"); ok {
		name = r.target
	}
	err = p.scan(name, func(s *scanner) {
		for s.next() {
			if s.kind != startTag {
				continue
			}
			switch s.name {
			case "dc:title":
				out.Title = property(s)
			case "dc:creator":
				out.Author = property(s)
			case "dc:subject":
				out.Subject = property(s)
			case "cp:keywords":
				out.Keywords = property(s)
			case "dc:description":
				out.Description = property(s)
			case "dc:language":
				out.Language = languageTag(property(s))
			case "dcterms:created":
				out.Created = date(property(s))
			case "dcterms:modified":
				out.Modified = date(property(s))
			}
		}
	})
	return out, err
}

func property(s *scanner) string {
	v := strings.TrimSpace(s.inner())
	if len(v) > maxProperty {
		v = strings.ToValidUTF8(v[:maxProperty], "")
	}
	return v
}

// date reads a date as the W3C writes it, from a year to a second.
func date(v string) time.Time {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00", "2006-01-02", "2006-01", "2006"} {
		if t, err := time.Parse(layout, v); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}
