package decode

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// factSheet is all that one page tells.
type factSheet []fact

// get is the value of the first of these labels that is there.
func (s factSheet) get(labels ...string) string {
	for _, l := range labels {
		for _, f := range s {
			if f.label == l && f.text != "" {
				return f.text
			}
		}
	}
	return ""
}

// into fills a work's fields, those that are not told yet.
func (s factSheet) into(t *toldWork) {
	m := &t.declared
	for _, f := range s {
		if f.text == "" {
			continue
		}
		switch f.label {
		case "title":
			setIfEmpty(&m.Title, f.text)
		case "author", "authors", "by", "byline":
			if len(m.Authors) == 0 {
				m.Authors = authorNames(f)
			}
		case "story url", "source", "source url", "original source", "url":
			setIfEmpty(&m.SourceURL, factURL(f))
		case "summary", "description", "synopsis":
			if len(t.summary) == 0 {
				t.summary = unescapeTexts(f.nodes)
			}
		case "story notes", "author's note", "author's notes":
			t.before = append(t.before, f.nodes...)
		case "series":
			if m.Series == "" {
				m.Series, m.SeriesPart = seriesFact(f.text)
			}
		case "rating", "rated":
			if r, _, ok := parseRating(f.text); ok && m.Rating == "" {
				m.Rating = r
			}
		case "language":
			setIfEmpty(&m.Language, siteLanguage(f.text))
		case "status":
			if m.Status == StatusUnknown {
				m.Status = statusOf(f.text)
			}
		case "published", "first published":
			setDate(m, "published", f.text)
		case "updated", "last updated", "last update":
			setDate(m, "updated", f.text)
		}
	}
	s.tagsInto(m)
	s.collectionsInto(m)
}

// maxToldTags is how many tags are taken from one list; no site lets a work have more.
const maxToldTags = 1000

// tagsInto reads the lists. On sites where people post works of their own, a
// category is no fandom.
func (s factSheet) tagsInto(m *Manuscript) {
	own := isOwnWorksSite(m.SourceURL + " " + s.get("publisher", "site"))
	for _, f := range s {
		var of func(string) Tag
		switch f.label {
		case "fandom", "fandoms":
			of = tagOf(TagFandom)
		case "category", "categories":
			of = tagOf(TagFandom)
			if own {
				of = tagOf(TagFreeform)
			}
		case "genre", "genres", "tags", "freeform tags", "additional tags", "extra tags":
			of = genreTag
		case "ao3 categories":
			of = categoryTag
		case "character", "characters":
			of = tagOf(TagCharacter)
		case "relationship", "relationships", "ships", "pairing", "pairings":
			of = shipTag
		case "warning", "warnings", "archive warning", "archive warnings":
			of = warningTag
		default:
			continue
		}
		for _, name := range cutFactList(f.text) {
			if len(m.Tags) > maxToldTags {
				return
			}
			if t := of(name); !noiseTag(name) && tagSized(t.Name) {
				m.addTags(t)
			}
		}
	}
}

func tagOf(kind TagType) func(string) Tag {
	return func(name string) Tag { return Tag{kind, name} }
}

// genreTag reads one of a list in which genres, tags and categories stand
// together. FanFiction.net's genre "General" is no category.
func genreTag(name string) Tag {
	switch strings.ToLower(name) {
	case "general", "other", "slash", "multi":
		return Tag{TagFreeform, name}
	}
	return categoryTag(name)
}

// shipTag reads one name of a list that has nothing but relationships in it.
func shipTag(name string) Tag {
	t := relationshipTag(name)
	t.Type = TagRelationship
	return t
}

// noiseTag tells what download programs add to the tags of every story.
func noiseTag(name string) bool {
	low := strings.ToLower(name)
	switch low {
	case "fanfiction", "fanworks", "completed", "complete", "in-progress", "in progress", "none", "n/a":
		return true
	}
	return strings.HasPrefix(low, "last update")
}

// cutFactList cuts a list as programs write it, at a comma with a blank.
func cutFactList(text string) []string {
	var out []string
	for name := range strings.SplitSeq(text, ", ") {
		if name = strings.Trim(name, " ,"); hasWord(name) {
			out = append(out, name)
		}
	}
	return out
}

// collectionsInto says that collections are not taken in: they are someone
// else's list on another archive.
func (s factSheet) collectionsInto(m *Manuscript) {
	if c := s.get("collections"); c != "" {
		m.Dropped = append(m.Dropped, Dropped{Text: c, Reason: "collections on the other archive; they can be joined here anew"})
	}
}

// authorNames gives the names of the links, or those that commas part.
func authorNames(f fact) []string {
	var out []string
	for _, n := range f.nodes {
		if n.Type == html.ElementNode && n.Data == "a" {
			out = append(out, textOfNodes(n))
		} else if n.Type == html.ElementNode {
			for _, a := range elementsWhere(n, tagged("a")) {
				out = append(out, textOfNodes(a))
			}
		}
	}
	if len(out) == 0 {
		out = cutFactList(f.text)
	}
	return slices.DeleteFunc(out, func(name string) bool {
		return !hasWord(name) || isNobody(name) || strings.EqualFold(name, "anonymous")
	})
}

// factURL is the address in a value: of its link, or as written.
func factURL(f fact) string {
	for _, n := range f.nodes {
		if n.Type != html.ElementNode {
			continue
		}
		if n.Data == "a" && isWebAddress(attrOf(n, "href")) {
			return canonicalSource(attrOf(n, "href"))
		}
		if a := linkTo(n, "://"); a != nil {
			return canonicalSource(attrOf(a, "href"))
		}
	}
	return canonicalSource(strings.TrimRight(webAddress.FindString(f.text), ".,;)"))
}

var seriesBracket = regexp.MustCompile(`^(.*\S)\s*\[(\d{1,4})(?:\.0+)?\]$`)

// seriesFact reads "Name [3]".
func seriesFact(text string) (name string, part int) {
	if m := seriesBracket.FindStringSubmatch(text); m != nil {
		return m[1], atoi(m[2])
	}
	return text, 0
}

// setDate sets a date that is not known yet, and says so when day and month
// could stand the other way round.
func setDate(m *Manuscript, name, text string) {
	to := &m.Published
	if name == "updated" {
		to = &m.Updated
	}
	day, sure, ok := parseDate(text)
	if !ok || !to.IsZero() {
		return
	}
	*to = day
	if !sure {
		m.Guesses = append(m.Guesses, Guess{Field: name, Value: day.Format("2006-01-02"), Confidence: 0.6})
	}
}

// into fills a work's fields with what the site's line says. page is the site
// for whose own pages the lack of "Complete" means that more is to come.
func (l *siteLine) into(m *Manuscript, ofPage bool) {
	if m.Rating == "" {
		m.Rating = l.rating
	}
	setIfEmpty(&m.Language, l.language)
	for _, list := range []struct {
		kind  TagType
		names []string
	}{{TagFandom, l.fandoms}, {TagRelationship, l.pairs}, {TagCharacter, l.characters}, {TagFreeform, l.genres}} {
		for _, name := range list.names {
			if tagSized(name) {
				m.addTags(Tag{list.kind, name})
			}
		}
	}
	if m.Published.IsZero() {
		m.Published = l.published
	}
	if m.Updated.IsZero() {
		m.Updated = l.updated
	}
	for _, name := range l.doubtful {
		day := m.Published
		if name == "updated" {
			day = m.Updated
		}
		m.Guesses = append(m.Guesses, Guess{Field: name, Value: day.Format("2006-01-02"), Confidence: 0.8})
	}
	switch {
	case m.Status != StatusUnknown:
	case l.complete:
		m.Status = StatusComplete
	case ofPage:
		m.Status = StatusInProgress
	}
	var rest factSheet
	for _, f := range l.rest {
		rest = append(rest, fact{label: strings.ToLower(f.label), text: f.value})
	}
	rest.tagsInto(m)
}
