package decode

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// share is what one sentence of a note says about who owns what.
type share struct {
	credits []Credit
	author  string // who has "everything else"
}

// Patterns of ownership. They are asked only about notes, never about a story.
var (
	ownsThing  = regexp.MustCompile(`(?i)^(.{1,60}?)\s+(?:owns?|own|hold|holds|has the rights to|have the rights to|created|made up|wrote)\s+(.+)$`)
	belongsTo  = regexp.MustCompile(`(?i)^(.*?)\b(?:belongs?|belonging)\s+(?:solely |only |all |entirely |exclusively |not to me,? but )?to:?\s+(.+)$`)
	propertyOf = regexp.MustCompile(`(?i)^(.*?)(?:\bpropert(?:y|ies)\s+of|\b(?:copyright|creations?|trademarks?)\s+(?:of|by|belongs? to)|©|\(c\))\s*:?\s+(.+)$`)
	ownedBy    = regexp.MustCompile(`(?i)^(.*?)\b(?:owned|created|copyrighted|©|written|invented)\s+by\s+(.+)$`)
	restIs     = regexp.MustCompile(`(?i)^(?:and |but )?(?:everything|anything|all|the)\s+(?:else|the rest|rest|other things|remaining)\b(?: here| in (?:this story|it))?\s+(?:is|are|comes from|belongs? to|was made (?:up )?by)\s+(.+)$`)
	possessed  = regexp.MustCompile(`(?i)^(.*?(?:characters?|world|universe|song|lyrics|setting|places))\b.*?\b(?:is|are)\s+((?:\S+\s+){0,4}?\S+)['’]s?\b[^\p{L}]*$`)
	othersDo   = regexp.MustCompile(`(?i)\bI\s+(?:do not|don['’]?t|never)\s+own\s+(.+?)[,;.]\s*(?:but |and )?(?:that (?:would|honou?r) be |it['’]s )?([^,;.]{1,50}?)\s+(?:does|do|did)\b`)
	songBy     = regexp.MustCompile(`(?i)\b(?:songs?|lyrics|music|title|soundtrack|track|poem)\b[^"“”‘’']{0,40}?["“‘']([^"“”’]{1,80}?)["”’']\s*,?\s*(?:is |are |was |were |belongs? |performed |sung |written )*(?:by|to|from|of|©)\s+(.+)$`)
	quotedBy   = regexp.MustCompile(`(?i)^["“‘']([^"“”]{1,80}?),?["”’']\s*(?:,|-|–|—|\()?\s*(?:is |was )?(?:performed |sung |written )?(?:by|©)\s+(.+)$`)
	plainSong  = regexp.MustCompile(`(?i)\b(?:song|lyrics|music|soundtrack)\b(?:\s*(?:used|is|are|:|-|–|—))*\s*(?:by|from)\s+(.+)$`)
	songNamed  = regexp.MustCompile(`(?i)\b(?:song|lyrics|music)(?:\s+used)?\s*(?:is|are|:|-|–|from)\s+(.{1,60}?),?\s+by\s+(.+)$`)
	titledBy   = regexp.MustCompile(`(?i)^(.{1,80}?)\s+by\s+(.+)$`)
	basedOn    = regexp.MustCompile(`(?i)\b(?:based|loosely based|inspired)\s+(?:up)?(?:on|by)\s+(?:the |a |an )?(?:(book|books|novel|novels|film|films|movie|movies|series|show|game|games|poem|song|story|stories|fic|fanfic|comic|comics|manga|anime|play|fairy tale)\s+)?(.*)$`)
	promptBy   = regexp.MustCompile(`(?i)\b(?:prompt(?:ed)?|challenge|plot ?bunny|idea)\b:?(?:\s+(?:is|was|came|comes|given|provided|suggested))*\s*(?:by|from)\s+(.+)$`)
	betaBy     = regexp.MustCompile(`(?i)\b(?:beta(?:['’]?e?d|-?ed|-?read(?:ing)?)?|betad|betaed|proofread|edited|checked over)\s+by\s+(.+)$`)
	myBeta     = regexp.MustCompile(`(?i)\b(?:my|to)\s+(?:(?:dear|wonderful|lovely|awesome|amazing|great|fabulous|faithful|patient|brilliant|darling|super|own|new)\s*,?\s*)*beta(?:s|-?readers?| readers?)?\b[ ,:\-–—]*(?:is |are )?(.*)$`)
	betaVerb   = regexp.MustCompile(`(?i)^(?:(?:many |big |special )?(?:thanks|thank you|thx|kudos)\s+(?:to|go(?:es)? to)\s+)?(.{1,50}?)\s+(?:was my beta|betaed|beta['’]d|beta-?read|is my beta|for (?:the |her |his |their )?beta(?:ing|-?reading)?)\b`)
	artBy      = regexp.MustCompile(`(?i)\b(?:cover(?: art| picture| image)?|art(?:work)?|banner|illustrations?|illustrated|drawings?|fanart)\b:?(?:\s+(?:is|was|are|were|made|drawn|painted|done))*\s*by\s+(.+)$`)
	transBy    = regexp.MustCompile(`(?i)(?:^|[\s,(])(?:translated|translation|übersetzt|traduit|traducido|tradotto|traduzido)\b(?: into \p{L}+| from \p{L}+| to \p{L}+)?:?(?:\s+(?:is|was))*\s*(?:by|von|par|por|da)\s+(.+)$`)
	deBelongs  = regexp.MustCompile(`(?i)^(.*?)(?:^|\s)(?:gehören|gehört|appartiennent à|appartient à|appartiennent|pertenecen a|pertenece a|appartengono a|appartiene a|pertencem a|pertence a|принадлежат|принадлежит)\s+(?:alle |nur |alleine? )?(.+)$`)
	quotedBit  = regexp.MustCompile(`["“‘'«„]([^"“”‘’«»„]{1,80}?),?["”’'»“]`)
	webAddress = regexp.MustCompile(`https?://[^\s<>"]+`)
)

// sharesOf reads the credits in a note, sentence by sentence.
func sharesOf(text string) share {
	var all share
	for _, s := range sentencesOf(text) {
		for _, clause := range clausesOf(s) {
			one := shareOf(clause)
			all.credits = append(all.credits, one.credits...)
			if all.author == "" {
				all.author = one.author
			}
		}
	}
	return all
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
		if name := wholeName(m[1]); name != "" && role != "" {
			return named(role, name, quotedIn(m[2]))
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
		case theyMean(subject), re == belongsTo && strings.Contains(subject, " and ") && wholeName(subject) != "":
			role = RoleCharacters
		case re == belongsTo && wholeName(subject) != "":
			role, title = RoleSource, subject // "Saltmarsh belongs to Petra Vane"
		}
		name := nameAt(strings.TrimPrefix(m[2], "the wonderful "))
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
	return share{}
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

// makers reads beta readers, artists, translators and givers of prompts.
func makers(s string) share {
	for _, p := range []struct {
		re   *regexp.Regexp
		role CreditRole
	}{{betaBy, RoleBeta}, {myBeta, RoleBeta}, {betaVerb, RoleBeta}, {artBy, RoleArt}, {transBy, RoleTranslation}, {promptBy, RolePrompt}} {
		if m := p.re.FindStringSubmatch(s); m != nil {
			if name := nameAt(m[1]); name != "" {
				return named(p.role, name, "")
			}
		}
	}
	return share{}
}

// songs reads "Song: 'Title' by Artist" and its kin.
func songs(s string) share {
	for _, re := range []*regexp.Regexp{songBy, quotedBy} {
		if m := re.FindStringSubmatch(s); m != nil {
			if name := nameAt(m[2]); name != "" {
				return named(RoleSong, name, strings.Trim(m[1], " ,"))
			}
		}
	}
	if m := songNamed.FindStringSubmatch(s); m != nil {
		if name := nameAt(m[2]); name != "" && titleCase(m[1]) {
			return named(RoleSong, name, strings.Trim(m[1], ` "“”*_,`))
		}
	}
	if m := plainSong.FindStringSubmatch(s); m != nil {
		if name := nameAt(m[1]); name != "" {
			return named(RoleSong, name, "")
		}
	}
	return share{}
}

// sources reads "based on the book Tide by X".
func sources(s string) share {
	m := basedOn.FindStringSubmatch(s)
	if m == nil {
		return share{}
	}
	title, name := "", ""
	if by := strings.LastIndex(m[2], " by "); by >= 0 {
		title, name = m[2][:by], nameAt(m[2][by+4:])
	} else if strings.HasPrefix(m[2], "by ") {
		name = nameAt(m[2][3:])
	} else if of := regexpPossessive.FindStringSubmatch(m[2]); of != nil {
		name, title = wholeName(of[1]), of[2]
	}
	if q := quotedIn(title); q != "" {
		title = q
	}
	if name == "" || utf8.RuneCountInString(title) > 80 {
		return share{}
	}
	return named(RoleSource, name, strings.Trim(title, ` ,"“”'*_`))
}

var regexpPossessive = regexp.MustCompile(`^(\p{Lu}[^,]{1,50}?)['’]s?\s+(.{1,80})$`)

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
		case "book", "books", "series", "show", "film", "films", "movie", "movies", "game", "novel", "novels", "franchise", "rights", "canon":
			return RoleSource
		}
	}
	return otherwise
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

// sentencesOf cuts a note into sentences. A full stop behind a single capital
// ends one only before a word that begins sentences.
func sentencesOf(text string) []string {
	var out []string
	from := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\n', ';', '!', '?':
		case '.':
			if !fullStop(text, i) {
				continue
			}
		default:
			continue
		}
		out = append(out, text[from:i+1])
		from = i + 1
	}
	return append(out, text[from:])
}

func fullStop(text string, i int) bool {
	if i+1 < len(text) && !isBlank(text[i+1]) && !strings.ContainsRune(`"')`, rune(text[i+1])) {
		r, _ := utf8.DecodeRuneInString(text[i+1:])
		return r == '”' || r == '’'
	}
	before := lastWord(strings.TrimSpace(text[max(0, i-20):i]))
	r, n := utf8.DecodeLastRuneInString(before)
	initial := unicode.IsUpper(r) && (n == len(before) || before[len(before)-n-1] == '.')
	if !initial && !titleWord[strings.ToLower(before)] {
		return true
	}
	next := strings.Fields(text[i+1 : min(len(text), i+40)])
	return initial && len(next) > 0 && sentenceStarter[bareWord(next[0])] && capitalised(next[0]) && bareWord(next[0]) != "and"
}

func isBlank(c byte) bool { return c == ' ' || c == '\n' || c == '\t' }

var clauseStart = regexp.MustCompile(`(?i)[,;]?\s+(?:and|but|while|whereas)\s+|,\s+(?:they|it|these|who)\s+|,\s+`)

// clausesOf cuts a sentence where a new claim of ownership begins: "X owns the
// characters and Y owns the song".
func clausesOf(s string) []string {
	s = strings.TrimSpace(s)
	if othersDo.MatchString(s) {
		return []string{s}
	}
	var out []string
	from := 0
	for _, m := range clauseStart.FindAllStringIndex(s, 40) {
		if m[0] <= from {
			continue
		}
		sep := strings.ToLower(s[m[0]:m[1]])
		right := s[m[1]:]
		if strings.Contains(sep, "they") || strings.Contains(sep, "it ") || strings.Contains(sep, "these") || strings.Contains(sep, "who") {
			right = strings.TrimLeft(s[m[0]:], ", ")
		}
		if claims(right) && (claims(s[from:m[0]]) || disowns(s[from:m[0]])) {
			out = append(out, s[from:m[0]])
			from = len(s) - len(right)
		}
	}
	return append(out, s[from:])
}

var claimWords = regexp.MustCompile(`(?i)^(?:.{0,60}?)\b(?:owns?|belongs?(?: to)?|is mine|are mine|property of|by|else is|rest is|(?:is|are) \p{Lu}\S*['’]s)\b`)

func claims(s string) bool { return claimWords.MatchString(s) }

func disowns(s string) bool {
	low := strings.ToLower(s)
	return strings.Contains(low, "not own") || strings.Contains(low, "n't own") || strings.Contains(low, "n’t own") || strings.Contains(low, "not mine") || strings.Contains(low, "nt own")
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
