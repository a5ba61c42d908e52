package decode

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// share is what one sentence of a note says about who owns what.
type share struct {
	credits []Credit
	author  string // who has "everything else"
}

// sharesOf reads the credits in a note, sentence by sentence.
func sharesOf(text string) share {
	var all share
	disowned := "" // what the sentence before says not to own
	for _, s := range sentencesOf(profileMark.ReplaceAllString(text, "")) {
		s = strings.ReplaceAll(s, "\n", " ")
		if one := thanked(s); len(one.credits) > 0 {
			all.credits = append(all.credits, one.credits...)
			continue
		}
		for _, clause := range clausesOf(s) {
			one := shareOf(clause)
			if len(one.credits) == 0 && disowned != "" {
				one = answer(disowned, clause)
			}
			if m := deBelongs.FindStringSubmatch(clause); m != nil && m[1] == "" && disowned != "" {
				for i := range one.credits { // "Los personajes no me pertenecen, son de …"
					one.credits[i].Role = roleOf(disowned, one.credits[i].Role)
				}
			}
			all.credits = append(all.credits, one.credits...)
			if all.author == "" {
				all.author = one.author
			}
			if disowns(clause) {
				disowned = clause
			}
		}
	}
	return all
}

// profileMark is what a journal's little picture of a member becomes when an
// entry is copied as text: "[info]seaglass".
var profileMark = regexp.MustCompile(`(?i)\[(?:info|(?:[a-z]+(?:\.com)? )?profile|community profile)\][ \t]*`)

// answer reads who owns what the words before say not to own: "I don't own
// Tern Rock. Carla Thorne does." and "Not mine. Carla Thorne's."
func answer(disowned, clause string) share {
	clause = strings.Trim(clause, " .!;,")
	if m := doesOwn.FindStringSubmatch(clause); m != nil {
		if _, thing, ok := strings.Cut(disowned, " own "); ok {
			thing = strings.Trim(thing, " .!,;")
			if name := wholeName(m[1]); name != "" {
				if strings.HasPrefix(thing, "neither ") {
					return named(RoleCharacters, name, "")
				}
				return named(roleOf(thing, RoleSource), name, thingTitle(thing))
			}
		}
	}
	role, name := RoleOther, ""
	if m := itsTheirs.FindStringSubmatch(clause); m != nil {
		name = wholeName(m[2])
		if strings.HasPrefix(strings.ToLower(m[1]), "they") {
			role = RoleCharacters
		}
	} else if m := ofSomeone.FindStringSubmatch(clause); m != nil {
		name = wholeName(m[1])
	}
	if name == "" {
		return share{}
	}
	return named(role, name, "")
}

// shareOf reads one clause. The first pattern that names somebody counts.
func shareOf(s string) share {
	s = strings.Trim(legalLabel.ReplaceAllString(s, ""), " !;,()[]*~")
	if strings.HasSuffix(s, ".") && stops(lastWord(s)) {
		s = strings.TrimRight(s, ".")
	}
	if s == "" || len(s) > 600 {
		return share{}
	}
	if m := othersDo.FindStringSubmatch(s); m != nil {
		if name := nameAt(m[2]); name != "" {
			return named(roleOf(m[1], RoleSource), name, thingTitle(m[1]))
		}
	}
	if m := restIs.FindStringSubmatch(s); m != nil {
		name := nameAt(regexpMyself.ReplaceAllString(m[1], ""))
		if name == "" || !capitalised(name) && !strings.ContainsAny(name, "_0123456789") {
			return share{}
		}
		return share{credits: []Credit{{Role: RoleOther, Name: name}}, author: name}
	}
	for _, read := range []func(string) share{ownership, makers, songs, sources} {
		if got := read(s); len(got.credits) > 0 {
			return got
		}
	}
	return share{}
}

// legalLabel is a label that stands inside a note, where "A/N:" opened it.
// \W would be wrong here: to it Cyrillic letters are no letters.
var legalLabel = regexp.MustCompile(`(?i)^[^\p{L}\p{N}]{0,6}(?:disclaimers?|disclamers?|disclaimer/claimer|legal(?: stuff)?|copyright|credits?|haftungsausschluss|дисклеймер)[^\p{L}\p{N}]{0,3}[:=–—-][^\p{L}\p{N}]{0,3}`)

// regexpMyself leads up to the author's name: "me, Tamsin".
var regexpMyself = regexp.MustCompile(`(?i)^(?:by |all )?(?:me|mine|my own),? `)

// ownership reads "X owns the characters", "the characters belong to X",
// "characters property of X", "the characters are X's".
func ownership(s string) share {
	if m := ownsThing.FindStringSubmatch(s); m != nil {
		role := roleOf(m[2], "")
		if band := bandLead.FindStringSubmatch(m[1]); band != nil {
			m[1] = band[1]
			if role == "" {
				role = RoleSong
			}
		}
		if role == "" && (thingTitle(m[2]) != "" || strings.HasPrefix(m[2], "everything") || strings.HasPrefix(m[2], "all ")) {
			// "Petra Vane owns Saltmarsh"
			if name := wholeName(m[1]); name != "" {
				return ownedByTitle(name, m[2])
			}
		}
		if role == "" && theyMean(strings.Fields(m[2])[0]) {
			role = RoleCharacters // "owns them all"
		}
		if name := wholeName(m[1]); name != "" && role != "" {
			owned := named(role, name, quotedIn(m[2]))
			if second := secondRole(m[2], role); second != "" {
				owned.credits = append(owned.credits, named(second, name, "").credits...)
			}
			return owned
		}
	}
	for _, re := range []*regexp.Regexp{belongsTo, deBelongs, propertyOf, ownedBy} {
		m := re.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		role := roleOf(m[1], RoleOther)
		title := quotedIn(m[1])
		switch subject := strings.TrimSpace(m[1]); {
		case role != RoleOther:
		case theyMean(subject), re == belongsTo && strings.Contains(subject, " and ") && (wholeName(subject) != "" || capitalised(subject) && len(strings.Fields(subject)) <= 12):
			role = RoleCharacters
		case (re == belongsTo || re == propertyOf) && wholeName(subject) != "":
			role, title = RoleSource, subject // "Saltmarsh belongs to Petra Vane"
		}
		name := nameAt(ownersIn(m[2]))
		if name == "" || role == "" {
			return share{}
		}
		return named(role, name, title)
	}
	if m := possessed.FindStringSubmatch(s); m != nil {
		if name := wholeName(m[2]); name != "" {
			return named(roleOf(m[1], RoleOther), name, quotedIn(m[1]))
		}
	}
	if m := quotedIs.FindStringSubmatch(s); m != nil {
		if name := wholeName(m[2]); name != "" {
			return named(RoleSong, name, m[1])
		}
	}
	if m := isSomeones.FindStringSubmatch(s); m != nil {
		if name := wholeName(m[1]); name != "" {
			return named(roleOf(m[2], RoleCharacters), name, "")
		}
	}
	if m := creditGoes.FindStringSubmatch(s); m != nil {
		if name := nameAt(m[1]); name != "" {
			return named(RoleOther, name, "")
		}
	}
	return share{}
}

// ownersIn readies the names of owners for reading: "the Halden Company and to
// Beatrix Morrow".
func ownersIn(s string) string {
	s = strings.TrimPrefix(s, "the wonderful ")
	if rest, ok := strings.CutPrefix(s, "the "); ok && capitalised(rest) {
		s = rest
	}
	return strings.ReplaceAll(s, " and to ", " and ")
}

// bandLead stands before the name of who made a song.
var bandLead = regexp.MustCompile(`(?i)^the (?:band|group|singer|musician|artist) (.+)$`)

// ownedByTitle credits the owner of a thing that is only named: people joined
// by "and" are characters, one name is a title.
func ownedByTitle(owner, thing string) share {
	title := thingTitle(thing)
	switch {
	case title == "":
		return named(RoleOther, owner, "")
	case strings.Contains(title, " and ") && quotedIn(thing) == "":
		return named(RoleCharacters, owner, "")
	}
	return named(RoleSource, owner, title)
}

// theyMean says whether a subject speaks of the characters without the word.
func theyMean(s string) bool {
	for w := range strings.FieldsSeq(s) {
		switch bareWord(w) {
		case "they", "these", "he", "she", "them", "everyone", "who", "boys", "girls", "guys", "people", "sie", "ils", "loro":
			return true
		}
	}
	return false
}

// named makes a credit of each of the names.
func named(role CreditRole, names, title string) share {
	var s share
	for _, n := range splitNames(names) {
		n = strings.Trim(n, ` "“”*_`)
		if n == "" || notNames[bareWord(n)] {
			continue
		}
		s.credits = append(s.credits, Credit{Role: role, Name: n, Title: title})
	}
	return s
}

// wholeName accepts a subject that is a name and nothing else.
func wholeName(s string) string {
	s = strings.Trim(s, " ,;:")
	for _, lead := range []string{"and ", "but ", "while ", "of course ", "sadly, ", "Disclaimer: "} {
		s = strings.TrimPrefix(s, lead)
	}
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > 8 || notNames[bareWord(words[0])] && bareWord(words[0]) != "the" {
		return ""
	}
	for _, w := range words {
		if !capitalised(w) && !nameParticles[bareWord(w)] && len(words) > 1 {
			return ""
		}
	}
	if len(words) == 1 && !capitalised(words[0]) && !strings.ContainsAny(words[0], "_0123456789") {
		return ""
	}
	return s
}

// roleOf says what kind of share a thing is; otherwise when it names none.
func roleOf(thing string, otherwise CreditRole) CreditRole {
	for w := range strings.FieldsSeq(thing) {
		switch bareWord(w) {
		case "i", "my", "plot", "story", "mine":
			if otherwise == "" {
				return ""
			}
		case "character", "characters", "cast", "charaktere", "figuren", "personen", "personnages", "personajes", "personaggi", "personagens", "персонажи", "герои":
			return RoleCharacters
		case "song", "songs", "lyrics", "lyric", "music", "lied", "chanson", "canción", "canzone", "música", "песня":
			return RoleSong
		case "world", "universe", "setting", "settings", "places", "welt", "univers", "universo", "mondo", "mundo", "мир":
			return RoleWorld
		case "prompt", "prompts":
			return RolePrompt
		case "book", "books", "series", "show", "film", "films", "movie", "movies", "game", "novel", "novels", "franchise", "rights", "canon":
			return RoleSource
		}
	}
	return otherwise
}

// secondRole is another share that a thing names behind the first: "the
// characters and the world".
func secondRole(thing string, first CreditRole) CreditRole {
	_, rest, ok := strings.Cut(thing, " and ")
	if !ok || quotedIn(rest) != "" {
		return ""
	}
	if role := roleOf(rest, ""); role != first {
		return role
	}
	return ""
}

// thingTitle is what someone says not to own, when it is a title.
func thingTitle(s string) string {
	if q := quotedIn(s); q != "" {
		return q
	}
	if s = strings.TrimSpace(s); capitalised(s) && !notNames[bareWord(strings.Fields(s + " x")[0])] && utf8.RuneCountInString(s) <= 60 {
		return s
	}
	return ""
}

func quotedIn(s string) string {
	if m := quotedBit.FindStringSubmatch(s); m != nil {
		return strings.TrimSpace(m[1])
	}
	return ""
}

// addCredits takes over the credits of a note, each once.
func (m *Manuscript) addCredits(credits ...Credit) {
next:
	for _, c := range credits {
		for _, have := range m.Credits {
			if have.Role == c.Role && strings.EqualFold(have.Name, c.Name) && (c.Title == "" || strings.EqualFold(have.Title, c.Title)) {
				continue next
			}
		}
		m.Credits = append(m.Credits, c)
	}
}
