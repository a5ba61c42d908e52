package decode

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// labelled reads a label with its value: the rest of its line and the lines
// that follow it.
func (s *scribe) labelled(z zone, l label, lines []line) {
	defer s.found(FromLabel, s.m.filled())
	whole := joinedLines(lines)
	value := lines[0].after(l.value)
	if len(lines) > 1 {
		more := joinedLines(lines[1:])
		if value.text == "" {
			value = more
		} else {
			value = line{value.text + "\n" + more.text, value.html + "<br>" + more.html}
		}
	}
	if l.lang != "" {
		s.langs[l.lang]++
	}
	s.labels[l.field] = true
	f := statedField{zone: z, label: l, value: value, whole: whole}
	if emptyValue(value.text) && !f.warnsOfNothing() && l.field != fieldRating && (l.field != fieldPairing || strings.Contains(strings.ToLower(value.text), "n/a")) {
		s.drop(whole.text, "label without a value")
		return
	}
	switch l.field {
	case fieldTitle:
		s.titleField(f)
	case fieldAuthor:
		s.authorField(f)
	case fieldEmail, fieldHomepage:
		s.addressField(f)
	case fieldRating:
		s.ratingField(f)
	case fieldFandom, fieldWarning, fieldPairing, fieldCharacter, fieldPOV, fieldCategory, fieldSpoilers:
		s.tagField(f)
	case fieldSummary:
		s.drop(l.name, "label")
		value = s.withoutEmail(value)
		switch {
		case hasWord(value.text) && foldInk(plainOf(*z.summary)) == foldInk(value.text):
			s.drop(value.text, "summary, repeated")
		case value.text != "":
			*z.summary += "<p>" + value.html + "</p>"
		}
	case fieldNote:
		s.drop(l.name, "label")
		s.note(z, value)
	case fieldStatus, fieldPublished, fieldUpdated, fieldCount, fieldChapters, fieldLanguage, fieldSeries, fieldURL:
		s.factField(f)
	default:
		s.noteField(f)
	}
}

// statedField is one labelled field on its way into the manuscript.
type statedField struct {
	zone  zone
	label label
	value line
	whole line // with the label
}

// warnsOfNothing reports whether the field says of the whole work that there is nothing to
// warn of.
func (f statedField) warnsOfNothing() bool {
	return f.label.field == fieldWarning && f.zone.chapter == nil && !someWarnings[foldLabel(f.label.name)] && saysNoWarnings(f.value.text)
}

// settleWarnings takes "none" back where a warning is stated besides.
func (s *scribe) settleWarnings() {
	warned := slices.ContainsFunc(s.m.Tags, func(t Tag) bool { return t.Type == TagWarning && t.Name != noWarnings })
	if s.toldNone && warned {
		s.m.Tags = slices.DeleteFunc(s.m.Tags, func(t Tag) bool { return t == Tag{TagWarning, noWarnings} })
		s.drop(noWarnings, "warnings are stated besides")
	}
}

// readAs records the words of a field that its reading did not keep.
func (s *scribe) readAs(f statedField, what string, kept ...string) {
	s.drop(f.label.name, "label")
	s.dropUnless(f.value.text, "read as "+what, kept...)
}

func (s *scribe) titleField(f statedField) {
	var below []line
	if lines := linesOf(Block{Text: f.value.text, HTML: f.value.html}); len(lines) > 1 {
		f.value, below = lines[0], lines[1:]
	}
	defer func() {
		for _, l := range below {
			s.looseHeadLine(f.zone, l)
		}
	}()
	t := s.parseTitle(f.value.text, !s.sure)
	if f.zone.chapter != nil {
		if f.zone.chapter.Title == "" {
			f.zone.chapter.Title = t.title
			s.readAs(f, "the chapter's title", t.title)
			return
		}
		s.readAs(f, "another title of the chapter")
		return
	}
	s.drop(f.label.name, "label")
	s.takeTitle(f.value.text, t)
}

// takeTitle sets what a title line states.
func (s *scribe) takeTitle(raw string, t titleParts) {
	kept := []string{}
	switch {
	case s.m.Title == "":
		s.m.Title = t.title
		kept = append(kept, t.title)
	case foldInk(s.m.Title) == foldInk(t.title):
		// Said a second time: the words are there but once.
	}
	kept = append(kept, s.addAuthors(t.authors...)...)
	if t.rating != "" {
		s.rate(t.rating)
	}
	if t.status != "" && s.m.Status == "" {
		s.m.Status = t.status
	}
	if t.fandom != "" {
		kept = append(kept, s.m.addTags(Tag{TagFandom, t.fandom})...)
	}
	s.m.ChapterTotal = max(s.m.ChapterTotal, t.total)
	if t.part > 0 {
		s.guess("number", fmt.Sprint(t.part), 0.8)
	}
	s.dropUnless(raw, "title line", kept...)
}

// addAuthors adds names that are not there yet and gives those.
func (s *scribe) addAuthors(names ...string) []string {
	var added []string
	for _, n := range names {
		n = strings.Trim(n, " \t.,;:*_~\"")
		known := slices.ContainsFunc(s.m.Authors, func(have string) bool { return strings.EqualFold(have, n) })
		if hasWord(n) && !known {
			s.m.Authors = append(s.m.Authors, n)
			added = append(added, n)
		}
	}
	return added
}

func (s *scribe) authorField(f statedField) {
	v := s.withoutEmail(f.value)
	f.value = v
	text := strings.TrimSpace(profileMark.ReplaceAllString(v.text, ""))
	for _, by := range []string{"by ", "By ", "von ", "par ", "por "} {
		text = strings.TrimPrefix(text, by)
	}
	text, aka, _ := strings.Cut(text, "(")
	text, _, _ = strings.Cut(text, "\n")
	names := splitNames(strings.Trim(text, " <>[]"))
	kept := s.addAuthors(names...)
	if hasWord(aka) {
		s.note(f.zone, v)
		kept = append(kept, v.text)
	}
	s.readAs(f, "authors", kept...)
}

func (s *scribe) addressField(f statedField) {
	v := s.withoutEmail(f.value)
	s.drop(f.label.name, "label")
	if hasWord(v.text) {
		s.drop(v.text, "an address of the author is not shown")
	}
}

func (s *scribe) ratingField(f statedField) {
	r, whole, ok := parseRating(f.value.text)
	if !ok {
		s.note(f.zone, f.whole)
		return
	}
	s.rate(r)
	if c := s.pgDoubt(f.value.text); c > 0 && s.m.Rating == r {
		s.guess("rating", string(r), c)
	}
	if !whole {
		s.note(f.zone, f.whole)
		return
	}
	s.readAs(f, "rating: "+string(r))
}

// pgDoubt is how sure a bare PG is: some archives mean General, some Teen.
func (s *scribe) pgDoubt(value string) float64 {
	for _, t := range ratingTokens(value) {
		if t == "pg" || t == "pg10" {
			return 0.6
		}
	}
	return 0
}

// tagField reads the fields that become tags. A value too long for tags is a
// note.
func (s *scribe) tagField(f statedField) {
	var tags []Tag
	v := f.value.text
	switch f.label.field {
	case fieldPOV, fieldSpoilers:
		tags = []Tag{{TagFreeform, f.label.name + ": " + strings.ReplaceAll(v, "\n", " ")}}
	case fieldCategory:
		if got, ok := classificationTags(v, strings.EqualFold(f.label.name, "classification")); ok {
			tags = got
			break
		}
		if m := keywordPair.FindStringSubmatch(v); m != nil && strings.HasPrefix(strings.ToLower(f.label.name), "keyword") && !genreWords[strings.ToLower(m[1])] && !genreWords[strings.ToLower(m[2])] {
			tags = []Tag{{TagRelationship, m[1] + "/" + m[2]}}
			v = m[3]
		}
		for _, p := range cutTags(v) {
			tags = append(tags, categoryTag(p))
		}
	case fieldWarning:
		if s.toldNone = s.toldNone || f.warnsOfNothing(); f.warnsOfNothing() {
			tags = []Tag{{TagWarning, noWarnings}}
			break
		}
		first, more, talks := strings.Cut(v, ". ")
		if talks = talks && countWords(more) > 3; talks { // a list, and a word to those who mind it
			s.note(f.zone, f.whole)
			v = first
		}
		for _, p := range cutList(v) {
			tags = append(tags, warningTag(p))
		}
		if talks {
			s.m.addTags(sized(tags)...)
			return
		}
	case fieldPairing:
		if strings.HasSuffix(v, "!") || strings.HasSuffix(v, "?") { // "You'll see!"
			s.note(f.zone, f.whole)
			return
		}
		if m := pairSquare.FindStringSubmatch(v); m != nil {
			tags = append(tags, Tag{TagRelationship, strings.Join(cutList(m[1]), "/")})
			for _, p := range cutNames(m[2]) {
				tags = append(tags, Tag{TagCharacter, p})
			}
			break
		}
		for _, p := range cutList(v) {
			if mixed := strings.Contains(f.label.name, "haracter") && !looksLikePairing(p); mixed {
				tags = append(tags, Tag{TagCharacter, p})
				continue
			}
			tags = append(tags, pairingTags(p)...)
		}
	case fieldCharacter:
		for _, p := range cutNames(v) {
			if looksLikePairing(p) {
				tags = append(tags, pairingTags(p)...)
				continue
			}
			tags = append(tags, Tag{TagCharacter, p})
		}
	default:
		for _, p := range cutFandoms(v) {
			tags = append(tags, Tag{TagFandom, p})
		}
	}
	for _, t := range tags {
		if !tagSized(t.Name) || len(tags) > 60 {
			s.note(f.zone, f.whole)
			return
		}
	}
	kept := s.m.addTags(tags...)
	if f.label.field == fieldPOV || f.label.field == fieldSpoilers {
		s.dropUnless(f.whole.text, "label", kept...)
		return
	}
	s.readAs(f, "tags: "+tagNames(tags), kept...)
}

// pairSquare is FanFiction.net's form: "[Hanna, Josef] Ida".
var pairSquare = regexp.MustCompile(`^\[([^\[\]]+,[^\[\]]+)\]\s*([^\[\]]*)$`)

// sized gives the tags that are short enough.
func sized(tags []Tag) []Tag {
	return slices.DeleteFunc(tags, func(t Tag) bool { return !tagSized(t.Name) })
}

func tagNames(tags []Tag) string {
	names := make([]string, len(tags))
	for i, t := range tags {
		names[i] = t.Name
	}
	return strings.Join(names, ", ")
}

// cutTags cuts genres and keywords, which slashes part too.
func cutTags(v string) []string {
	if strings.ContainsAny(v, ",;\n") {
		return cutList(v)
	}
	var out []string
	for _, p := range strings.Split(v, "/") {
		out = append(out, strings.Split(p, " - ")...)
	}
	if _, isCategory := categoryNames[strings.ToLower(strings.TrimSpace(v))]; isCategory {
		return []string{strings.TrimSpace(v)}
	}
	return trimAll(out)
}

// cutNames cuts names of fandoms and characters; "and" parts the last two.
func cutNames(v string) []string {
	var out []string
	parts := cutList(v)
	for i, p := range parts {
		if i == len(parts)-1 {
			p = strings.TrimPrefix(strings.TrimPrefix(p, "and "), "& ")
		}
		if a, b, ok := strings.Cut(p, " and "); ok && len(parts) > 1 {
			out = append(out, a, b)
			continue
		}
		out = append(out, p)
	}
	return trimAll(out)
}

// noteField keeps a labelled line whole in the notes and reads what it credits.
func (s *scribe) noteField(f statedField) {
	v := strings.TrimSpace(f.value.text)
	if !hasWord(emailAddress.ReplaceAllString(v, "")) {
		s.addressField(f)
		return
	}
	switch f.label.field {
	case fieldDedication:
		s.dedicate(strings.TrimRight(v, "."))
	case fieldRequest:
		s.request(v)
	case fieldBeta:
		if !strings.Contains(strings.ToLower(f.label.name), "thank") && !strings.Contains(strings.ToLower(f.label.name), "acknow") && !strings.Contains(strings.ToLower(f.label.name), "danke") {
			s.creditNames(RoleBeta, v)
		}
	case fieldTranslator:
		s.creditNames(RoleTranslation, v)
	case fieldArt:
		s.creditNames(RoleArt, v)
	case fieldPrompt:
		if strings.HasSuffix(strings.ToLower(f.label.name), " by") {
			s.creditNames(RolePrompt, v)
		}
	case fieldMusic:
		s.songField(f.label, v)
	case fieldSource, fieldTranslation:
		s.sourceField(v)
	case fieldRecap:
		s.guess("recap", excerpt(v, 0), 0.9)
	case fieldCrosspost:
		if u := webAddress.FindString(v); u != "" && s.m.SourceURL == "" {
			s.m.SourceURL = strings.TrimRight(u, ".,;)")
		}
	}
	s.note(f.zone, f.whole)
}
