package decode

import (
	"strings"
)

// frontField is one "key: value" of a front matter; a list has several values.
type frontField struct {
	key    string
	values []string
	text   bool // a block of text rather than a list
}

// frontFields reads the simple part of YAML that people write: "key: value",
// lists as [a, b] or lines of "- a", and text blocks after "|" or ">". It is
// false for what has no such form, which then is text.
func frontFields(block string) ([]frontField, bool) {
	var out []frontField
	for line := range strings.Lines(block) {
		line = strings.TrimRight(line, " \t\n")
		bare := strings.TrimSpace(line)
		switch {
		case bare == "":
			if n := len(out); n > 0 && out[n-1].text {
				out[n-1].values = append(out[n-1].values, "")
			}
		case strings.HasPrefix(bare, "#") && (len(out) == 0 || !out[len(out)-1].text):
		case strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t") || strings.HasPrefix(line, "- "):
			if len(out) == 0 {
				return nil, false
			}
			out[len(out)-1].more(bare)
		default:
			key, value, ok := strings.Cut(line, ":")
			if !ok || strings.ContainsAny(key, ".!?\"") || len(key) > 40 {
				return nil, false
			}
			f := frontField{key: strings.ToLower(strings.TrimSpace(key))}
			f.first(strings.TrimSpace(value))
			out = append(out, f)
		}
	}
	return out, len(out) > 0
}

// first reads what stands behind the colon.
func (f *frontField) first(value string) {
	switch {
	case value == "":
	case value[0] == '|' || value[0] == '>' && len(value) <= 2:
		f.text = true
	case value[0] == '[' && strings.HasSuffix(value, "]"):
		for _, v := range splitQuoted(value[1 : len(value)-1]) {
			f.add(v)
		}
	default:
		f.add(value)
	}
}

// more reads a line below the key: the next of a list, or more of a text.
func (f *frontField) more(bare string) {
	item, isItem := strings.CutPrefix(bare, "- ")
	switch {
	case f.text:
		f.values = append(f.values, bare)
	case isItem:
		f.add(item)
	case len(f.values) > 0:
		f.values[len(f.values)-1] += " " + bare
	default:
		f.add(bare)
	}
}

func (f *frontField) add(v string) {
	v = strings.TrimSpace(v)
	if n := len(v); n >= 2 && (v[0] == '"' && v[n-1] == '"' || v[0] == '\'' && v[n-1] == '\'') {
		v = strings.ReplaceAll(v[1:n-1], `\"`, `"`)
	}
	if v != "" {
		f.values = append(f.values, v)
	}
}

// splitQuoted cuts at commas outside quotation marks.
func splitQuoted(s string) []string {
	var out []string
	start, quote := 0, byte(0)
	for i := range len(s) {
		switch c := s[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case (c == '"' || c == '\'') && strings.TrimSpace(s[start:i]) == "":
			quote = c
		case c == ',':
			out = append(out, s[start:i])
			start = i + 1
		}
	}
	return append(out, s[start:])
}

// list gives a field's values; a single one is cut at commas.
func (f frontField) list() []string {
	if len(f.values) == 1 && !f.text {
		return cutList(f.values[0])
	}
	return trimAll(append([]string(nil), f.values...))
}

// markup gives a field's text as HTML, a paragraph for each blank line.
func (f frontField) markup() string {
	var sb strings.Builder
	for para := range strings.SplitSeq(strings.Join(f.values, "\n"), "\n\n") {
		if para = oneLine(para); para != "" {
			markup, _ := inline(para)
			sb.WriteString("<p>" + markup + "</p>")
		}
	}
	return sb.String()
}

func (f frontField) one() string { return oneLine(strings.Join(f.values, " ")) }

// declaredBy makes fields of the work of a front matter. A key that means
// nothing here stands in the report.
func declaredBy(fields []frontField) Manuscript {
	var m Manuscript
	for _, f := range fields {
		if len(f.values) == 0 {
			continue
		}
		if !frontText(&m, f) && !frontTags(&m, f) {
			m.Dropped = append(m.Dropped, Dropped{Text: f.key + ": " + strings.Join(f.values, ", "), Reason: "field of the front matter that has no place here"})
		}
	}
	return m
}

// frontText reads the fields that hold one value or a text.
func frontText(m *Manuscript, f frontField) bool {
	switch f.key {
	case "title", "titel", "titre", "título", "titolo":
		m.Title = f.one()
	case "author", "authors", "by", "writer", "pseud":
		m.Authors = append(m.Authors, f.list()...)
	case "language", "lang":
		m.Language = languageTag(f.one())
		return m.Language != ""
	case "summary", "description", "blurb":
		m.Summary = f.markup()
	case "note", "notes", "author's note", "author's notes", "authors note", "a/n", "notes before", "beginning notes":
		m.NotesBefore += f.markup()
	case "end notes", "endnotes", "notes after", "afterword":
		m.NotesAfter += f.markup()
	case "dedication", "dedicated to", "gift", "gift to", "for":
		m.Dedicated = append(m.Dedicated, f.one())
	case "request", "prompt":
		m.Requests = append(m.Requests, f.one())
	case "series":
		m.Series = f.one()
	case "part", "series part", "series_part", "series index", "series_index", "number":
		m.SeriesPart = partNumber(f.one())
		return m.SeriesPart > 0
	case "source", "url", "link", "source url":
		m.SourceURL = f.one()
		return isWebAddress(m.SourceURL)
	default:
		return frontState(m, f)
	}
	return true
}

// frontState reads rating, status and dates.
func frontState(m *Manuscript, f frontField) bool {
	switch f.key {
	case "rating", "rated":
		r, _, ok := parseRating(f.one())
		if ok {
			m.Rating = r
		}
		return ok
	case "status", "complete", "completed":
		switch strings.ToLower(f.one()) {
		case "complete", "completed", "finished", "yes", "true", "done":
			m.Status = StatusComplete
		case "wip", "in progress", "in-progress", "incomplete", "ongoing", "no", "false", "work in progress":
			m.Status = StatusInProgress
		default:
			return false
		}
	case "date", "published", "posted", "written", "created":
		t, ok := isoDate(f.one())
		if !ok {
			t, _, ok = parseDate(f.one())
		}
		m.Published = t
		return ok
	case "updated", "modified", "revised", "lastmod":
		t, ok := isoDate(f.one())
		if !ok {
			t, _, ok = parseDate(f.one())
		}
		m.Updated = t
		return ok
	default:
		return false
	}
	return true
}

// frontTags reads the fields that hold tags.
func frontTags(m *Manuscript, f frontField) bool {
	switch f.key {
	case "fandom", "fandoms":
		m.tagAll(TagFandom, f.list())
	case "character", "characters":
		m.tagAll(TagCharacter, f.list())
	case "relationship", "relationships", "pairing", "pairings", "ship", "ships":
		m.tagAll(TagRelationship, f.list())
	case "tag", "tags", "keywords", "freeform", "freeforms", "additional tags", "genre", "genres":
		for _, n := range f.list() {
			m.addTags(mixedTag(n))
		}
	case "warning", "warnings", "archive warning", "archive warnings":
		all := f.list()
		if saysNoWarnings(strings.Join(all, ", ")) {
			all = []string{noWarnings}
		}
		for _, w := range all {
			m.addTags(warningTag(w))
		}
	case "category", "categories":
		for _, c := range f.list() {
			m.addTags(categoryTag(c))
		}
	default:
		return false
	}
	return true
}

// mixedTag reads one of a list that holds tags of every kind: a category, two
// names with a stroke between them, or anything else.
func mixedTag(name string) Tag {
	if category, ok := categoryNames[strings.ToLower(name)]; ok && strings.Contains(name, "/") {
		return Tag{TagCategory, category}
	}
	names := strings.Split(name, "/")
	pair := len(names) == 2 || len(names) == 3
	for _, n := range names {
		n = strings.TrimSpace(n)
		pair = pair && nameLine(n) && titleCase(n) && strings.ToUpper(n) != n && !genreWords[strings.ToLower(n)] && !strokeWords[strings.ToLower(n)]
	}
	if pair {
		return Tag{TagRelationship, strings.Join(trimAll(names), "/")}
	}
	return Tag{TagFreeform, name}
}

// strokeWords are words beside the genres between which a stroke makes no pair
// of people.
var strokeWords = map[string]bool{
	"alpha": true, "beta": true, "omega": true, "friends": true, "enemies": true, "lovers": true, "sick": true, "injured": true, "dom": true,
	"sub": true, "pre": true, "post": true, "canon": true, "femslash": true, "crossover": true, "fusion": true, "verse": true, "whump": true,
	"top": true, "bottom": true, "master": true, "servant": true, "teacher": true, "student": true, "male": true, "female": true,
	"other": true, "past": true, "present": true, "future": true, "science fiction": true, "thriller": true, "winter": true, "summer": true,
}

func (m *Manuscript) tagAll(t TagType, names []string) {
	for _, n := range names {
		m.addTags(Tag{t, n})
	}
}
