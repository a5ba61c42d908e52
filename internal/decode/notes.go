package decode

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// noteHard are turns of phrase that stand in notes and in no story's opening.
var noteHard = regexp.MustCompile(`(?i)` + strings.Join([]string{
	`\bI (?:do not|don['’]?t|dont|never) own\b`, `\bI own (?:nothing|none|no one|nobody|only)\b`, `^not mine\b`, `\bI don['’]?t claim\b`, `\bcopyright infringement\b`,
	`\b(?:not|no) (?:for )?profit\b`, `\bno money (?:is|was|has)\b`, `\b(?:characters?|song|lyrics|universe) (?:and [^.!?]{1,40} )?(?:belongs?|(?:is|are) (?:the )?property|property|(?:is|are) (?:owned|copyright))\b`,
	`\bowns? (?:all |the |all the |all of the |everything|every )?(?:characters?|songs?|lyrics|rights|world|universe|series|books?|cast)\b`,
	`\b(?:they|it) (?:all )?belongs? to\b[^.!?]{2,60}\bnot (?:to )?me\b`, `\b(?:characters?|plot|story) (?:is|are) mine\b`, `\b(?:everything|the rest|all) else (?:is|belongs)\b`,
	`\bplease (?:r&r|r ?& ?r|read and review|review|comment|leave a (?:review|comment))\b`, `\bread (?:and|&|n) review\b`, `\bR ?(?:&|/|and|n) ?R\b`, `\breviews? (?:=|are|is|make|keep|equal|feed)s? (?:me |my |the )?(?:love|loved|welcome|happy|appreciated|writ|muse|like|author)`, `\bflames? (?:will|are|welcome)\b`,
	`\bclick (?:the|that) (?:little |pretty |blue |review )*button\b`, `\bthanks? (?:you )?(?:so much )?(?:to (?:all|everyone|my|those)|for (?:reading|all|the reviews?|your reviews?|reviewing))\b`,
	`\bbeta(?:['’]?e?d|-?ed|-?read)? by\b`, `\bmy beta\b`, `\ball (?:remaining )?(?:mistakes|errors|typos) are (?:mine|my)\b`, `\bunbeta['’]?e?d\b`, `\bnot beta['’]?e?d\b`,
	`\bmy first (?:ever )?(?:fic|fanfic|fan ?fiction|story|attempt|slash|songfic)\b`, `\bhope you(?: all| guys)? (?:like|enjoy|liked|enjoyed)\b`, `\boriginally (?:posted|published|written)\b`,
	`\b(?:cross-?posted|posted also|also posted)\b`, `\b(?:special requests?|this (?:is|was) (?:a|another) request) (?:for|by|from)\b`, `\b(?:as )?requested by\b`, `\bdedicated to\b`, `\bto (?:all|everyone|everybody|those) who (?:asked|requested|wanted|reviewed|waited|begged)\b`,
	`^\W*(?:please )?enjoy\b.{0,24}$`, `\bon (?:with|to) the (?:story|fic|chapter|show)\b`,
	`\bconstructive criticism\b`, `\bfeedback is\b`, `\b(?:this|the|my) (?:fan ?)?fic\b`, `\bsong ?fic\b`, `\bfan ?fiction\b`, `\bnext chapter (?:will|is|should|soon|up)\b`, `\b(?:tell|let) me (?:know )?what (?:you|ya|u) th`, `\b(?:love|like) it\? (?:hate|loathe|dis\w+) it\b`, `\blet me know!`, `^(?:well,? |so,? )*what (?:do|did) (?:you|ya|u)(?: guys| all)? think\b`, `\bget (?:\w+ ){0,3}reviews\b`, `\b(?:leave|drop) (?:me )?a (?:review|comment|line)\b`,
	`\badult content\b`, `\bunder (?:18|eighteen|age)\b`, `\b(?:standard|usual) disclaimers?\b`, `\b(?:this|story|fic) contains? (?:slash|yaoi|yuri|smut|lemons?|spoilers|m/m|f/f|sex|violence)\b`, `\bdon['’]?t like,? don['’]?t read\b`, `^(?:edit|update|eta)\s*[:(]`, `^[*_~\s]*(?:this|this one|this story|this fic|this chapter|it)(?:['’]s| is| was)? (?:all )?(?:for|(?:a|an|my) (?:\w+ )?(?:gift|present) (?:for|to)) (?:(?-i:\p{Lu})|all\b|every|my |the \p{L}+ ?(?:who|that)|you\b.{0,20}$)[^"“]{0,90}$`,
	`^[*_~\s]*(?:written|made|done) (?:for|as|at|in response)\b.{0,100}$`, `^[*_~\s]*an? (?:\w+ ){0,2}(?:gift|present|birthday fic|ficlet|giftfic) (?:for|to)\b[^"“]{0,90}$`, `^[*_~\s]*(?:a (?:very )?)?happy (?:\w+ )?(?:birthday|christmas|new year|anniversary|holidays),? [^"“]{1,60}$`, `\basked (?:me )?for\b[^.!?]{2,80}\b(?:here it is|here you go|so here|hope (?:s?he|they|you) like)`,
	`\bich besitze\b`, `\bgehör(?:en|t) (?:nicht mir|mir nicht)\b`, `\bne m['’]appartien`, `\bno me pertenece`, `\bnon mi apparten`, `\bnão me pertence`, `не принадлежат`, `принадлежат`, `\bappartiennent à`, `\bpertenecen a\b`, `\bappartengono a\b`, `\bpertencem a\b`, `\bgehören\b[^.]{2,60}\bnicht mir\b`,
}, "|"))

// narrated tells a story from a note: "I don't own the moon, he thought".
var narrated = regexp.MustCompile(`(?i)\b(?:he|she|they) (?:thought|said|asked|told|knew|looked|felt|had|whispered|answered|laughed)\b`)

// noteSoft are words that make a note likely beside another note.
var noteSoft = regexp.MustCompile(`(?i)\b(?:fics?|story|chapters?|reviews?|reviewers?|readers?|enjoy(?:ed)?|updates?|canon|AU|OOC|lyrics|posted|posting|wrote this|written|writing|you guys|guys|disclaimer|sequel|prompt|beta|characters?|song|thank(?:s| you)|sorry|promise)\b`)

// noteMax is how many words a paragraph may have to be a note without a label.
const noteMax = 160

// noteLike says whether a paragraph at either end of a text is a note though
// no label says so. Speech and long prose never are.
func noteLike(t string) bool {
	t = strings.TrimSpace(t)
	r, _ := utf8.DecodeRuneInString(t)
	if t == "" || strings.ContainsRune("\"“„«", r) || len(t) > 1600 || countWords(t) > noteMax {
		return false
	}
	return noteHard.MatchString(t) && !spoken(t) && !narrated.MatchString(t) || dedicationLine(t) || reviewPlea(t)
}

// spoken says whether a paragraph holds more than one stretch of speech: then
// it is prose whatever it speaks of.
func spoken(t string) bool {
	return strings.Count(t, `"`) >= 4 || strings.Count(t, "“") >= 2 && strings.Count(t, ",”")+strings.Count(t, "?”")+strings.Count(t, "!”")+strings.Count(t, ".”") >= 1 ||
		strings.Contains(t, `," `) || strings.Contains(t, ` "`) && strings.Contains(t, `," `)
}

var (
	pleaLine  = regexp.MustCompile(`(?i)^[^\p{L}\p{N}]*(?:please )?(?:read and )?(?:r ?[&/] ?r|review|reviews?)(?: please| pretty please|s? = love)?[^\p{L}\p{N}]*$`)
	forLine   = regexp.MustCompile(`^[*_~(\[\s]*(?:For|Für|Pour|Para|Per|To|Для|In memory of|In loving memory of)\s+(.+)$`)
	dedicated = regexp.MustCompile(`(?i)\b(?:(?:is |was |are )?dedicated to|dedicated for|this (?:one |story |fic |chapter |one-?shot )?(?:is|was|goes out) (?:all )?(?:for|to)|this (?:one)?['’]?s for|it['’]s for|(?:this|an?) (?:(?:is|was) (?:an?|my) )?(?:\w+ ){0,2}(?:gift|present|giftfic) (?:for|to)|(?:written|made) (?:as an? (?:\w+ )*gift )?for|gewidmet|dédié à|dedicad[oa] a|dedicat[oa] a|посвящается)\s*:?\s+([^.!?\n]+)`)
	requested = regexp.MustCompile(`(?i)(?:\b(?:this (?:is|was) (?:an? )?(?:special |belated )?|(?:an? )?(?:special |belated ))requests? (?:for|by|from)\s+[^.!?\n]+|^requests? (?:for|by|from)\s+[^.!?\n]+|\b(?:as )?requested by\s+[^.!?\n]+|\bspecial request\b[^.!?\n]*|\b(?:everyone|everybody|all|those|people|many|some) (?:of you )?(?:who|have|that|of you)\s+(?:had |have |has )?(?:asked|requested)\b[^.!?\n]*|\b(?:by|on|at) (?:the )?(?:popular |special )?request\b[^.!?\n]*|^(?-i:\p{Lu}\S*(?: \p{Lu}\S*)?) (?:has )?asked (?:me )?for\b[^.!?\n]*)`)
)

// ratedInNote reads "rated M for later chapters" in the words of a note.
var ratedInNote = regexp.MustCompile(`\b(?i:rated|rating is|rating:)\s+(?:(?i:a|an|it|this|strong|hard|light)\s+)?([A-Z][A-Z]?[A-Z]?[A-Z]?(?:[-+ ]?\d{1,2})?\+?)(?:[^A-Za-z0-9]|$)`)

func reviewPlea(t string) bool { return len(t) <= 60 && pleaLine.MatchString(t) }

// verbsOfProse betray a sentence: "For Ana the night was long" is a story.
var verbsOfProse = regexp.MustCompile(`(?i)\b(?:was|were|had|is|are|did|could|would|should|seemed|felt|knew|went|came|said|stood|sat|looked|walked|war|était|era)\b`)

// dedicationLine says whether a whole line only dedicates: "For Ana and
// everyone who asked".
func dedicationLine(t string) bool {
	m := forLine.FindStringSubmatch(t)
	if m == nil && len(strings.Fields(t)) <= 4 && !endsSentence(t) && !strings.HasSuffix(t, ",") {
		m = forSmall.FindStringSubmatch(t)
	}
	if m == nil || len(strings.Fields(t)) > 15 || strings.ContainsAny(t, "\"“”\n") {
		return false
	}
	rest := strings.TrimSpace(m[1])
	if verbsOfProse.MatchString(rest) {
		return false
	}
	low := strings.ToLower(rest)
	for _, lead := range []string{"everyone", "everybody", "all ", "my ", "those ", "anyone", "the ", "you", "alle", "tous", "todos", "tutti", "всех"} {
		if strings.HasPrefix(low, lead) {
			return lead != "the " && lead != "my " || !strings.HasSuffix(rest, ",")
		}
	}
	return (capitalised(rest) || strings.HasPrefix(t, "for ")) && !strings.HasSuffix(rest, ",")
}

// forSmall is "for ana" as those write who use no capitals.
var forSmall = regexp.MustCompile(`^for ((?:\p{L}[\p{L}\d_.'’-]*)(?: \p{L}[\p{L}\d_.'’-]*){0,2})$`)

var emailAddress = regexp.MustCompile(`(?:mailto:)?[A-Za-z0-9._%+-]+(?:@| ?\[at\] ?| ?\(at\) ?)[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+`)

// withoutEmail takes e-mail addresses out of public text.
func (s *scribe) withoutEmail(l line) line {
	if !strings.ContainsAny(l.text, "@") && !strings.Contains(l.text, "(at)") && !strings.Contains(l.text, "[at]") {
		return l
	}
	for _, a := range emailAddress.FindAllString(l.text, -1) {
		s.drop(a, "an e-mail address is not shown")
		l.text = strings.Replace(l.text, a, "", 1)
		l.html = strings.Replace(l.html, escape(a), "", 1)
	}
	l.text = strings.ReplaceAll(l.text, "<>", "")
	l.html = strings.ReplaceAll(l.html, "&lt;&gt;", "")
	if !hasWord(l.text) {
		return line{}
	}
	return l
}

// note adds a paragraph to the notes of a zone and reads what it says of
// others: credits, dedications, requests.
func (s *scribe) note(z zone, l line) {
	l = s.withoutEmail(l)
	if !hasWord(l.text) {
		return
	}
	*z.notes += "<p>" + l.html + "</p>"
	s.readNote(l.text)
}

func (s *scribe) readNote(text string) {
	text = profileMark.ReplaceAllString(text, "")
	if len(text) > 8000 {
		text = strings.ToValidUTF8(text[:8000], "")
	}
	found := sharesOf(text)
	s.m.addCredits(found.credits...)
	if found.author != "" && s.restOf == "" {
		s.restOf = found.author
	}
	if u := webAddress.FindString(text); u != "" && s.m.SourceURL == "" && strings.Contains(strings.ToLower(text), "post") {
		s.m.SourceURL = strings.TrimRight(u, ".,;)")
	}
	if m := ratedInNote.FindStringSubmatch(text); m != nil && s.m.Rating == "" {
		if r, _, ok := parseRating(m[1]); ok && r != NotRated {
			s.rate(r)
			s.guess("rating", string(r), 0.8)
		}
	}
	for _, m := range dedicated.FindAllStringSubmatchIndex(text, 8) {
		s.dedicate(trimDedication(text[m[2]:m[3]]))
	}
	if dedicationLine(text) {
		s.dedicate(strings.Trim(text, " *_~()[]"))
	}
	for _, r := range requested.FindAllString(text, 8) {
		if r = strings.Trim(r, " ,;:*_~()"); !s.dedicatedTo(r) {
			s.request(r)
		}
	}
}

// trimDedication cuts what follows the names: ", who waited so long".
func trimDedication(t string) string {
	return strings.Trim(t, " ,;:*_~()[]")
}

// asked leads what is no person to dedicate to but what somebody asked for:
// "written for a special request: …".
var asked = regexp.MustCompile(`(?i)^(?:an?|the|this|my|one|another)?\s*(?:\p{L}+\s+)?(?:requests?|prompts?)\b`)

// occasion is what no person is either: an exchange or a challenge for which
// a story was written. A name before it, with "for" or a comma, is a person's.
var occasion = regexp.MustCompile(`(?i)^(?:(?:an?|the|this|my|last|our)\s+)?(?:[\p{L}\p{N}'’&-]+\s+){0,4}?(?:(?:fic|gift|art|holiday|fanwork)?[- ]?exchanges?|swap|challenges?|(?:\p{L}+)?fests?|(?:\p{L}+[- ]?)?bingo|big ?bang|secret ?santa|yule ?(?:tide|goat)|(?:\p{L}+[- ])?(?:fic)?-?a-?thon|\p{L}*athons?|(?:kink|prompt|comment|drabble|anon|meme)[- ]?memes?|ficathon|remix|\p{L}+tober|nanowrimo|advent calendar|zine|flash ?(?:fic|round)|(?:theme|ship|rare ?pair|pairing|character|femslash|appreciation) ?(?:week|month|day))(?:\s+(?:square|round|event|community|\d{1,4}|20\d\d))*\b`)

// forSomebody says that words name an occasion and the person as well.
var forSomebody = regexp.MustCompile(`(?i)(?:,| and | who | for | to |['’]s birthday)`)

func (s *scribe) dedicate(t string) {
	if strings.Count(t, `"`)%2 == 1 { // the sentence ended inside the quotation marks
		t += `"`
	}
	event := occasion.FindString(t)
	if asked.MatchString(t) || event != "" && !forSomebody.MatchString(event) {
		s.request(t)
		return
	}
	s.m.Dedicated = appendNew(s.m.Dedicated, t)
}

// dedicatedTo says whether words are part of a dedication already.
func (s *scribe) dedicatedTo(words string) bool {
	for _, d := range s.m.Dedicated {
		if strings.Contains(strings.ToLower(d), strings.ToLower(words)) {
			return true
		}
	}
	return false
}

func (s *scribe) request(t string) {
	s.m.Requests = appendNew(s.m.Requests, t)
}

// appendNew adds a text unless it is there, or part of one that is there.
func appendNew(list []string, t string) []string {
	if !hasWord(t) {
		return list
	}
	for i, have := range list {
		if strings.Contains(strings.ToLower(have), strings.ToLower(t)) {
			return list
		}
		if strings.Contains(strings.ToLower(t), strings.ToLower(have)) {
			list[i] = t
			return list
		}
	}
	return append(list, t)
}

// noteBlock moves a whole block into the notes of a zone; a label in front of
// it is read, lines that are fields of their own go to their fields.
func (s *scribe) noteBlock(z zone, i int) {
	if s.role[i] == roleGone {
		return
	}
	b := s.blocks[i]
	s.role[i] = roleGone
	switch {
	case b.Kind == Rule || b.Kind == PageTurn || !hasWord(b.Text) && !strings.Contains(b.HTML, "<img"), b.Kind != Heading && isSceneMark(b.Text):
		s.drop(b.Text, "scene break")
	case b.Kind == Raw:
		*z.notes += b.HTML
		s.readNote(b.Text)
	case endMarkOf(b.Text) != endNone:
		s.takeEnd(i)
	default:
		s.noteLines(z, b)
	}
}

// noteLines reads the lines of a note block: labels with their values, and
// plain lines that stay together as one paragraph.
func (s *scribe) noteLines(z zone, b Block) {
	if info, ok := bareLabel(b.Text); ok {
		if info.lang != "" {
			s.langs[info.lang]++
		}
		if info.field == fieldNote || info.field == fieldSummary {
			s.drop(b.Text, "label")
			return
		}
	}
	lines := linesOf(b)
	var plain []line
	flush := func() {
		if len(plain) > 0 {
			s.note(z, joinedLines(plain))
			plain = nil
		}
	}
	for k := 0; k < len(lines); {
		l, ok := labelAt(lines[k].text)
		if !ok {
			plain = append(plain, lines[k])
			k++
			continue
		}
		flush()
		end := k + 1
		for end < len(lines) && !labelStarts(lines[end].text) {
			end++
		}
		s.labelled(z, l, lines[k:end])
		k = end
	}
	flush()
}

func joinedLines(ls []line) line {
	texts, htmls := make([]string, len(ls)), make([]string, len(ls))
	for i, l := range ls {
		texts[i], htmls[i] = l.text, l.html
	}
	return line{strings.Join(texts, "\n"), strings.Join(htmls, "<br>")}
}
