package decode

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// declared gives what the package file says of the work.
func (p *opf) declared() Manuscript {
	var m Manuscript
	m.Title = p.title()
	p.people(&m)
	if langs := p.find("language"); len(langs) > 0 {
		m.Language = languageTag(langs[0].text)
	}
	if d := p.find("description"); len(d) > 0 {
		m.Summary = summaryMarkup(d[0].text)
	}
	seen := map[string]bool{} // there may be a hundred thousand
	for _, f := range p.find("subject") {
		if key := strings.ToLower(f.text); !seen[key] {
			seen[key] = true
			subjectTag(&m, f.text)
		}
	}
	p.series(&m)
	p.dates(&m)
	p.source(&m)
	return m
}

// title is the main title.
func (p *opf) title() string {
	titles := p.find("title")
	for _, f := range titles {
		if p.refinement(f.id, "title-type") == "main" {
			return f.text
		}
	}
	for _, f := range titles {
		if t := p.refinement(f.id, "title-type"); (t == "" || t == "expanded") && !isNoTitle(f.text) {
			return f.text
		}
	}
	return ""
}

// people reads creators and contributors by their roles (MARC relators).
func (p *opf) people(m *Manuscript) {
	seen := map[string]bool{}
	for _, name := range [2]string{"creator", "contributor"} {
		for _, f := range p.find(name) {
			roles := p.refined(f.id, "role")
			if role := f.attrs["role"]; role != "" {
				roles = append(roles, strings.ToLower(role))
			}
			author := len(roles) == 0 || slices.Contains(roles, "aut") || slices.Contains(roles, "cre") || slices.Contains(roles, "author")
			switch {
			case isNobody(f.text):
			case name == "creator" && author:
				for part := range strings.SplitSeq(f.text, " & ") {
					if part = strings.TrimSpace(part); part != "" && !seen[part] {
						seen[part] = true
						m.Authors = append(m.Authors, part)
					}
				}
			case slices.Contains(roles, "trl"):
				m.Credits = append(m.Credits, Credit{Role: RoleTranslation, Name: f.text})
			case slices.Contains(roles, "ill") || slices.Contains(roles, "art") || slices.Contains(roles, "cov"):
				m.Credits = append(m.Credits, Credit{Role: RoleArt, Name: f.text})
			case name == "creator":
				m.Credits = append(m.Credits, Credit{Role: RoleOther, Name: f.text})
			}
		}
	}
}

// summaryMarkup makes HTML of a description, which may be HTML already.
func summaryMarkup(text string) string {
	if !strings.Contains(text, "<") {
		var sb strings.Builder
		for para := range strings.SplitSeq(text, "\n\n") {
			if para = oneLine(para); para != "" {
				sb.WriteString("<p>" + escape(para) + "</p>")
			}
		}
		return sb.String()
	}
	doc, err := parseMarkup(text)
	if err != nil {
		return "<p>" + escape(text) + "</p>"
	}
	b := &blockBuilder{styles: styleSheet{}, picture: func(string) string { return "" }}
	return blocksMarkup(b.build(doc))
}

// subjectTag makes a tag of a subject, but for those that download programs
// add for themselves.
func subjectTag(m *Manuscript, s string) {
	switch low := strings.ToLower(s); {
	case low == "completed" || low == "complete":
		m.Status = StatusComplete
	case low == "in-progress" || low == "in progress":
		m.Status = StatusInProgress
	case low == "fanfiction" || low == "fanworks" || strings.HasPrefix(low, "last update"):
	default:
		m.Tags = append(m.Tags, Tag{TagFreeform, s})
	}
}

func (p *opf) series(m *Manuscript) {
	for _, f := range p.find("belongs-to-collection") {
		if t := p.refinement(f.id, "collection-type"); t == "" || t == "series" {
			m.Series, m.SeriesPart = f.text, partNumber(p.refinement(f.id, "group-position"))
			return
		}
	}
	if f := p.find("calibre:series"); len(f) > 0 {
		m.Series = f[0].text
		if n := p.find("calibre:series_index"); len(n) > 0 {
			m.SeriesPart = partNumber(n[0].text)
		}
	}
}

// partNumber reads "3", "3.0"; 0 for anything else.
func partNumber(s string) int {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f < 1 || f > 100_000 || f != float64(int(f)) {
		return 0
	}
	return int(f)
}

// dates reads when the work, not the file, was published and revised.
func (p *opf) dates(m *Manuscript) {
	for _, f := range p.find("date") {
		t, ok := isoDate(f.text)
		if !ok {
			continue
		}
		switch event := strings.ToLower(f.attrs["event"]); event {
		case "modification":
			m.Updated = t
		case "publication", "original-publication", "":
			m.Published = t
		}
	}
}

func isoDate(s string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02", "2006-01", "2006"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() >= 1500 {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

// source is the address at which the work was first posted.
func (p *opf) source(m *Manuscript) {
	for _, f := range p.find("source") {
		if isWebAddress(f.text) {
			m.SourceURL = f.text
			return
		}
	}
	for _, f := range p.find("identifier") {
		if s := strings.ToLower(f.attrs["scheme"]); (s == "url" || s == "uri") && isWebAddress(f.text) {
			m.SourceURL = f.text
			return
		}
	}
}

func isWebAddress(s string) bool {
	return (strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")) && !strings.ContainsAny(s, " \n\"<>")
}
