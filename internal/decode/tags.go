package decode

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// cutList cuts a value at commas, semicolons and, where there are none, at
// line ends.
func cutList(value string) []string {
	return trimAll(strings.FieldsFunc(value, func(r rune) bool {
		return r == ',' || r == ';' || r == '\n' || r == '，' || r == '、' || r == '•'
	}))
}

func trimAll(parts []string) []string {
	out := parts[:0]
	for _, p := range parts {
		p = strings.Trim(p, " \t*_~|\u00A0")
		if strings.Count(p, ".") == 1 && stops(lastWord(p)) {
			p = strings.TrimSuffix(p, ".") // the end of a list, not of an initial
		}
		if hasWord(p) {
			out = append(out, p)
		}
	}
	return out
}

// aoWarnings are the archive's own warnings under every name people used.
var aoWarnings = map[string]string{
	"graphic depictions of violence": "Graphic Depictions Of Violence", "graphic violence": "Graphic Depictions Of Violence",
	"major character death": "Major Character Death", "character death": "Major Character Death", "main character death": "Major Character Death",
	"death of a major character": "Major Character Death", "mcd": "Major Character Death",
	"rape": "Rape/Non-Con", "non-con": "Rape/Non-Con", "noncon": "Rape/Non-Con", "rape/non-con": "Rape/Non-Con", "non con": "Rape/Non-Con", "rape/noncon": "Rape/Non-Con",
	"underage": "Underage Sex", "underage sex": "Underage Sex",
	"no archive warnings apply":                 noWarnings,
	"choose not to use archive warnings":        "Creator Chose Not To Use Archive Warnings",
	"creator chose not to use archive warnings": "Creator Chose Not To Use Archive Warnings",
	"author chose not to use archive warnings":  "Creator Chose Not To Use Archive Warnings",
	"chose not to use archive warnings":         "Creator Chose Not To Use Archive Warnings",
	"creator chose not to warn":                 "Creator Chose Not To Use Archive Warnings",
	"tod eines hauptcharakters":                 "Major Character Death",
	"mort d'un personnage":                      "Major Character Death",
	"muerte de un personaje principal":          "Major Character Death",
	"смерть основных персонажей":                "Major Character Death",
	"смерть персонажа":                          "Major Character Death",
	"изнасилование":                             "Rape/Non-Con",
}

// noWarnings is the archive's own way to say that there is nothing to warn of.
const noWarnings = "No Archive Warnings Apply"

// saysNoWarnings reports whether all that stands behind a label of warnings is that there
// are none.
func saysNoWarnings(s string) bool {
	return noneToWarnOf[strings.Join(strings.Fields(strings.ToLower(strings.Trim(s, " \t.,;:!…*_~-–—()[]"))), " ")]
}

// warningTag gives the tag of one stated warning.
func warningTag(s string) Tag {
	if name, ok := aoWarnings[strings.ToLower(strings.TrimRight(s, ".!"))]; ok {
		return Tag{TagWarning, name}
	}
	return Tag{TagFreeform, s}
}

// categoryNames are the words for categories that are not genres.
var categoryNames = map[string]string{
	"f/f": "F/F", "femslash": "F/F", "f/m": "F/M", "m/f": "F/M", "het": "F/M", "m/m": "M/M", "slash": "M/M", "gen": "Gen", "multi": "Multi",
	"gen fic": "Gen", "general": "Gen", "yaoi": "M/M", "yuri": "F/F", "слэш": "M/M", "слеш": "M/M", "фемслэш": "F/F", "гет": "F/M", "джен": "Gen", "other": "Other",
}

func categoryTag(s string) Tag {
	if name, ok := categoryNames[strings.ToLower(s)]; ok {
		return Tag{TagCategory, name}
	}
	return Tag{TagFreeform, s}
}

// gossamerCodes are the classification codes of the X-Files archive.
var gossamerCodes = map[string]string{
	"V": "Vignette", "S": "Story", "P": "Poetry", "X": "X-File", "R": "Romance", "A": "Angst", "H": "Humor",
	"MSR": "MSR", "UST": "UST", "CD": "Character Death", "RST": "RST", "MT": "Mulder Torture",
}

// classificationTags reads "S, MSR, A"; ok is false unless every part is a code.
// glued allows codes that are written together: "VRA".
func classificationTags(value string, glued bool) ([]Tag, bool) {
	var tags []Tag
	for p := range strings.FieldsFuncSeq(value, func(r rune) bool { return r == ',' || r == ' ' || r == '/' }) {
		name, ok := gossamerCodes[p]
		if !ok && glued && len(p) <= 5 {
			for i := range len(p) {
				if name = gossamerCodes[p[i:i+1]]; name == "" {
					return nil, false
				}
				tags = append(tags, Tag{TagFreeform, name})
			}
			continue
		}
		if !ok {
			return nil, false
		}
		tags = append(tags, Tag{TagFreeform, name})
	}
	return tags, len(tags) > 0
}

// keywordPair is a pair among keywords: "Berg/Lund UST".
var keywordPair = regexp.MustCompile(`^(\p{Lu}[\p{L}.'’-]+)/(\p{Lu}[\p{L}.'’-]+)[ ,;]*(.*)$`)

// genreWords are what slashes part in lists of genres.
var genreWords = map[string]bool{
	"adventure": true, "angst": true, "crime": true, "drama": true, "family": true, "fantasy": true, "friendship": true, "general": true, "horror": true,
	"humor": true, "humour": true, "hurt": true, "comfort": true, "mystery": true, "parody": true, "poetry": true, "romance": true, "sci-fi": true, "spiritual": true,
	"supernatural": true, "suspense": true, "tragedy": true, "western": true, "fluff": true, "smut": true, "slash": true, "het": true, "gen": true, "action": true,
	"casefile": true, "vignette": true, "story": true, "au": true, "crackfic": true, "crack": true, "ust": true, "rst": true, "pwp": true, "songfic": true, "thriller": true, "dark": true,
}

var crossWord = regexp.MustCompile(`(?i)[\s(\[:–-]*\b(?:cross-?over|x-?over)\b[\s)\]:–-]*`)

// cutFandoms cuts a list of fandoms; those of a crossover are joined by
// anything.
func cutFandoms(v string) []string {
	bare := strings.TrimSpace(crossWord.ReplaceAllString(v, " "))
	if bare == v || !hasWord(bare) {
		return cutNames(v)
	}
	for _, sep := range []string{" and ", " & ", " x ", " X ", " with ", "/", "+"} {
		bare = strings.ReplaceAll(bare, sep, ",")
	}
	return cutNames(bare)
}

var (
	pairQualifier = regexp.MustCompile(`(?i)^(one-?sided|onesided|implied|past|former|unrequited|eventual|hints? of|mentions? of|slight|brief|minor|background|established|pre-?)[ :]+(.+)$`)
	pairTail      = regexp.MustCompile(`(?i)^(\S.*?[/&×].*?)\s+(eventually|friendship|later|kinda|sort of|pre-?slash|pre-?ship|ust|preslash|if you squint)$`)
	pairAnd       = regexp.MustCompile(`^(\p{Lu}\S*(?: \p{Lu}\S*){0,2}) (?:and|und|et|y|e|и) (\p{Lu}\S*(?: \p{Lu}\S*){0,2})$`)
	pairNumbers   = regexp.MustCompile(`^\d{1,2}(?:[xX×+]\d{1,2})+$`)
	pairArrow     = regexp.MustCompile(`\s*(?:-+>|<-+>?|=+>|→|↔|♥|♡|❤|<3)\s*`)
	pairBracket   = regexp.MustCompile(`^(.*?)\s*[(\[]([^()\[\]]+)[)\]]\s*$`)
	pairCross     = regexp.MustCompile(`^(\S.*?)\s+[xX×]\s+(\S.*)$`)
	pairGlued     = regexp.MustCompile(`^(\p{Lu}[\p{Ll}]+|\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)?)[xX×](\p{Lu}.*)$`)
)

// pairingTags reads one pairing in any form: A/B, A x B, AxB, A & B, A+B,
// "past A/B", a portmanteau, "none".
func pairingTags(s string) []Tag {
	s = strings.Trim(s, " .")
	var tags []Tag
	if m := pairBracket.FindStringSubmatch(s); m != nil && hasWord(m[1]) {
		s = m[1]
		tags = append(tags, Tag{TagFreeform, m[2]})
	}
	if m := pairQualifier.FindStringSubmatch(s); m != nil {
		s = m[2]
		tags = append(tags, Tag{TagFreeform, m[1]})
	}
	if m := pairTail.FindStringSubmatch(s); m != nil {
		s = m[1]
		tags = append(tags, Tag{TagFreeform, m[2]})
	}
	switch fold := strings.ToLower(s); fold {
	case "gen", "none", "no pairing", "no pairings", "no pairings here", "keine", "keins", "джен", "нет", "aucun", "ninguna", "nessuna", "no romance", "none really":
		return append([]Tag{{TagCategory, "Gen"}}, tags...)
	}
	if name, ok := categoryNames[strings.ToLower(s)]; ok {
		return append([]Tag{{TagCategory, name}}, tags...)
	}
	r := relationshipTag(s)
	if len(tags) > 0 && r.Type == TagRelationship && strings.HasPrefix(strings.ToLower(tags[0].Name), "friend") {
		r.Name = strings.ReplaceAll(r.Name, "/", " & ")
	}
	return append([]Tag{r}, tags...)
}

func relationshipTag(s string) Tag {
	switch {
	case strings.Contains(s, "/"):
		return Tag{TagRelationship, strings.Join(trimAll(strings.Split(s, "/")), "/")}
	case strings.Contains(s, " & "):
		return Tag{TagRelationship, strings.Join(trimAll(strings.Split(s, "&")), " & ")}
	case strings.Contains(s, "+"):
		return Tag{TagRelationship, strings.Join(trimAll(strings.Split(s, "+")), "/")}
	}
	if m := pairAnd.FindStringSubmatch(s); m != nil {
		return Tag{TagRelationship, m[1] + "/" + m[2]}
	}
	if pairNumbers.MatchString(s) {
		return Tag{TagRelationship, strings.NewReplacer("x", "/", "X", "/", "×", "/", "+", "/").Replace(s)}
	}
	if parts := trimAll(pairArrow.Split(s, -1)); len(parts) > 1 {
		return Tag{TagRelationship, strings.Join(parts, "/")}
	}
	if pairCross.MatchString(s) {
		parts := regexpSplitCross.Split(s, -1)
		return Tag{TagRelationship, strings.Join(trimAll(parts), "/")}
	}
	if m := pairGlued.FindStringSubmatch(s); m != nil {
		return Tag{TagRelationship, m[1] + "/" + m[2]}
	}
	return Tag{TagFreeform, s}
}

var regexpSplitCross = regexp.MustCompile(`\s+[xX×]\s+`)

// looksLikePairing says whether a part of a mixed list names a pairing.
func looksLikePairing(s string) bool {
	return strings.Contains(s, "/") || strings.Contains(s, " & ") || strings.Contains(s, "+") || pairCross.MatchString(s) || pairGlued.MatchString(s)
}

// freeformMax is how long a value may be to serve as a tag; longer ones are notes.
const freeformMax = 100

func tagSized(s string) bool { return utf8.RuneCountInString(s) <= freeformMax }

// addTags adds tags that the manuscript does not have yet and gives the names
// of those.
func (m *Manuscript) addTags(tags ...Tag) []string {
	var added []string
	for _, t := range tags {
		known := slices.ContainsFunc(m.Tags, func(have Tag) bool { return have.Type == t.Type && strings.EqualFold(have.Name, t.Name) })
		if !known {
			m.Tags = append(m.Tags, t)
			added = append(added, t.Name)
		}
	}
	return added
}
