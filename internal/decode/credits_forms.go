package decode

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Patterns of ownership. They are asked only about notes, never about a story.
var (
	ownsThing  = regexp.MustCompile(`(?i)^(.{1,60}?)\s+(?:owns?|own|hold|holds|has the rights to|have the rights to|created|made up|wrote)\s+(.+)$`)
	belongsTo  = regexp.MustCompile(`(?i)^(.*?)\b(?:belongs?|belonging)\s+(?:solely |only |all |entirely |exclusively |not to me,? but )?to:?\s+(.+)$`)
	propertyOf = regexp.MustCompile(`(?i)^(.*?)(?:\bpropert(?:y|ies)\s+of|\b(?:copyright|creations?|trademarks?)\s+(?:of|by|belongs? to)|©|\(c\))\s*:?\s+(?:(?:19|20)\d\d(?:\s*[-–,]\s*(?:19|20)?\d\d)*,?\s+)?(?:by )?(.+)$`)
	ownedBy    = regexp.MustCompile(`(?i)^(.*?)\b(?:owned|created|copyrighted|©|written|invented)\s+by\s+(.+)$`)
	restIs     = regexp.MustCompile(`(?i)^(?:and |but )?(?:everything|anything|all|the)\s+(?:else|the rest|rest|other things|remaining)\b(?: here| in (?:this story|it))?\s+(?:is|are|comes from|belongs? to|was made (?:up )?by)\s+(.+)$`)
	possessed  = regexp.MustCompile(`(?i)^(.*?(?:characters?|world|universe|song|lyrics|setting|places))\b.*?\b(?:is|are)\s+((?:\S+\s+){0,4}?\S+)['’]s?\b[^\p{L}]*$`)
	othersDo   = regexp.MustCompile(`(?i)\bI\s+(?:do not|don['’]?t|never)\s+own\s+(.+?)[,;.]\s*(?:but |and )?(?:that (?:would|honou?r) be |it['’]s )?([^,;.]{1,50}?)\s+(?:does|do|did)\b`)
	songBy     = regexp.MustCompile(`(?i)\b(?:songs?|lyrics|music|title|soundtrack|track|poem)\b[^"“”‘’']{0,40}?["“‘']([^"“”’]{1,80}?)["”’']\s*,?\s*(?:which |that |is |are |was |were |belongs? |performed |sung |written )*(?:by|to|from|of|©)\s+(.+)$`)
	quotedBy   = regexp.MustCompile(`(?i)^["“‘']([^"“”]{1,80}?),?["”’']\s*(?:,|-|–|—|\()?\s*(?:is |was )?(?:performed |sung |written )?(?:by|©)\s+(.+)$`)
	plainSong  = regexp.MustCompile(`(?i)\b(?:song|lyrics|music|soundtrack)\b(?:\s*(?:used|is|are|:|-|–|—))*\s*(?:by|from)\s+(.+)$`)
	songNamed  = regexp.MustCompile(`(?i)\b(?:song|lyrics|music)(?:\s+used)?\s*(?:is|are|:|-|–|from)\s+(.{1,60}?),?\s+by\s+(.+)$`)
	titledBy   = regexp.MustCompile(`(?i)^(.{1,80}?)\s+by\s+(.+)$`)
	basedOn    = regexp.MustCompile(`(?i)\b(?:based|loosely based|inspired)\s+(?:up)?(?:on|by)\s+(?:the |a |an )?(?:(book|books|novel|novels|film|films|movie|movies|series|show|game|games|poem|song|story|stories|fic|fanfic|comic|comics|manga|anime|play|fairy tale)\s+)?(.*)$`)
	promptBy   = regexp.MustCompile(`(?i)\b(?:prompt(?:ed)?|challenge|plot ?bunny|idea)\b:?(?:\s+for (?:this|the|it)(?: \p{L}+)?)?(?:\s+(?:is|was|came|comes|given|provided|suggested))*\s*(?:by|from)\s+(.+)$`)
	betaBy     = regexp.MustCompile(`(?i)\b(?:beta(?:['’]?e?d|-?ed|-?read(?:ing)?)?|betad|betaed|proofread|edited|checked over)\s+by\s+(.+)$`)
	myBeta     = regexp.MustCompile(`(?i)\b(?:my|to)\s+(?:(?:dear|wonderful|lovely|awesome|amazing|great|fabulous|faithful|patient|brilliant|darling|super|own|new)\s*,?\s*)*beta(?:s|-?readers?| readers?)?\b[ ,:\-–—]*(?:is |are )?(.*)$`)
	betaVerb   = regexp.MustCompile(`(?i)^(?:(?:many |big |special )?(?:thanks|thank you|thx|kudos)\s+(?:to|go(?:es)? to)\s+)?(.{1,50}?)\s+(?:was my beta|betaed|beta['’]d|beta-?read|is my beta|for (?:the |her |his |their )?beta(?:ing|-?reading)?)\b`)
	artBy      = regexp.MustCompile(`(?i)\b(?:cover(?: art| picture| image)?|art(?:work)?|banner|illustrations?|illustrated|drawings?|fanart)\b:?(?:\s+(?:is|was|are|were|made|drawn|painted|done))*\s*by\s+(.+)$`)
	transBy    = regexp.MustCompile(`(?i)(?:^|[\s,(])(?:translated|translation|übersetzt|traduit|traducido|tradotto|traduzido)\b(?: into \p{L}+| from \p{L}+| to \p{L}+)?:?(?:\s+(?:is|was))*\s*(?:by|von|par|por|da)\s+(.+)$`)
	deBelongs  = regexp.MustCompile(`(?i)^(.*?)(?:^|\s)(?:gehören|gehört|appartiennent à|appartient à|appartiennent|pertenecen a|pertenece a|appartengono a|appartiene a|pertencem a|pertence a|принадлежат|принадлежит|son (?:propiedad )?de|sono (?:proprietà )?d[ie]l?|sind (?:das )?(?:Eigentum|Besitz|geistige Eigentum) von|sont (?:à|la propriété de)|são (?:propriedade )?de)\s+(?:alle |nur |alleine? )?(.+)$`)
	itsTheirs  = regexp.MustCompile(`(?i)^(they['’]?re|they are|it['’]?s|it is|he['’]?s|she['’]?s)\s+(?:all )?((?:\S+\s+){0,2}?\S+)['’]s?$`)
	ofSomeone  = regexp.MustCompile(`^(\p{Lu}\S*(?:\s+\S+){0,3}?)['’]s?$`)
	quotedIs   = regexp.MustCompile(`^["“‘']([^"“”]{1,80}?)["”’'] is (?:the )?(\p{Lu}.{0,50}?)['’]s?$`)
	isSomeones = regexp.MustCompile(`^(?:.{1,40}?) (?:is|are) (\p{Lu}\S*(?:\s+\S+){0,3}?)['’]s? (?:own )?(characters?|creations?|world|universe|songs?|setting)$`)
	songParen  = regexp.MustCompile(`(?i)\b(?:song|lyrics|music|title)\b[^"“”]{0,30}?["“]([^"“”]{1,80}?)["”]\s*\(([^()]{2,60})(?:\)|$)`)
	creditGoes = regexp.MustCompile(`(?i)\b(?:honou?r|credit|rights?|privilege)s? (?:goes|go|belongs?) to (.+)$`)
	doesOwn    = regexp.MustCompile(`^(?i:but |that (?:would|honou?r) be )?(\p{Lu}.{0,50}?) (?:does|do)\b(?:[,;].*|[^\p{L}]*)$`)
	thankedFor = regexp.MustCompile(`(?i)\bto (\S.{0,50}?) for (?:(?:the|this|her|his|their|a|an|doing the|all the) )?(?:(?:super|lovely|beautiful|wonderful|great|amazing|speedy|quick|fast|gorgeous|original|initial) )*(beta\b|beta['’]?(?:d|ing|-?reading)|proofreading|prompt|plot ?bunny|banner|cover|art(?:work)?|illustrations?|translation|translating)\b`)
	quotedBit  = regexp.MustCompile(`["“‘'«„]([^"“”‘’«»„]{1,80}?),?["”’'»“]`)
	webAddress = regexp.MustCompile(`https?://[^\s<>"]+`)
)

// thanked reads everybody whom a sentence thanks for a share in the work.
func thanked(s string) share {
	var all share
	for _, m := range thankedFor.FindAllStringSubmatch(s, 8) {
		role := RoleBeta
		switch what := strings.ToLower(m[2]); {
		case strings.HasPrefix(what, "prompt"), strings.HasPrefix(what, "plot"):
			role = RolePrompt
		case strings.HasPrefix(what, "trans"):
			role = RoleTranslation
		case strings.HasPrefix(what, "ba"), strings.HasPrefix(what, "c"), strings.HasPrefix(what, "a"), strings.HasPrefix(what, "i"):
			role = RoleArt
		}
		if name := nameAt(m[1]); name != "" {
			all.credits = append(all.credits, named(role, name, "").credits...)
		}
	}
	return all
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
	if m := songParen.FindStringSubmatch(s); m != nil {
		if name := nameAt(m[2]); name != "" {
			return named(RoleSong, name, m[1])
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
