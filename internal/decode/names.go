package decode

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// nameParticles may stand in lower case inside a name.
var nameParticles = map[string]bool{
	"of": true, "the": true, "de": true, "von": true, "van": true, "der": true, "den": true, "la": true, "le": true, "du": true, "da": true,
	"di": true, "del": true, "and": true, "&": true, "et": true, "y": true, "und": true, "e": true, "al": true, "bin": true, "ten": true, "и": true,
}

// notNames are words that begin no name, or that say that nobody is named.
var notNames = map[string]bool{
	"me": true, "my": true, "mine": true, "i": true, "im": true, "a": true, "an": true, "the": true, "them": true, "they": true,
	"their": true, "his": true, "her": true, "hers": true, "he": true, "she": true, "it": true, "its": true, "we": true, "us": true,
	"our": true, "you": true, "your": true, "this": true, "that": true, "these": true, "those": true, "everyone": true,
	"everybody": true, "everything": true, "nobody": true, "no": true, "none": true, "some": true, "someone": true, "anyone": true,
	"who": true, "whoever": true, "all": true, "other": true, "others": true, "people": true, "each": true, "one": true, "not": true,
	"and": true, "or": true, "but": true, "if": true, "so": true, "there": true, "here": true, "what": true, "nothing": true,
	"fiction": true, "fictional": true, "original": true, "canon": true, "invented": true, "made": true, "pure": true, "au": true,
	"just": true, "still": true, "also": true, "only": true, "never": true, "to": true, "in": true, "on": true, "at": true, "for": true,
	"from": true, "with": true, "is": true, "are": true, "was": true, "their.": true, "real": true, "fine": true, "fair": true,
	"mir": true, "moi": true, "nous": true, "mí": true, "mim": true, "мне": true, "uns": true,
	"do": true, "dont": true, "well": true, "true": true, "sadly": true, "of": true, "by": true, "as": true,
}

// praise is what people say before a name.
var praise = regexp.MustCompile(`(?i)^(?:the |my )?(?:(?:ever[- ]|always[- ])?(?:wonderful|amazing|brilliant|great|lovely|awesome|talented|fabulous|incomparable|marvell?ous|patient|very|dear|good|genius|incredible|fantastic|one and only|friend|friends|sister|brother)[, ]+(?:and )?)+`)

// bareWord is a word without the marks round it, in lower case.
func bareWord(w string) string {
	w = strings.ToLower(strings.Trim(w, ".,;:!?()[]\"'“”‘’«»*_~"))
	return strings.NewReplacer("'", "", "’", "").Replace(w)
}

// nameAt reads a name at the start of s: words in capitals with particles
// between them, initials, or one nick in lower case. It gives "" when s names
// nobody.
func nameAt(s string) string {
	s = strings.TrimLeft(s, " \t\n:*_~")
	s = praise.ReplaceAllString(s, "")
	var kept []string
	for w := range strings.FieldsSeq(s) {
		if len(kept) >= 12 {
			break
		}
		bare := bareWord(w)
		if bare == "" && w != "&" && w != "/" {
			break
		}
		capital := capitalised(w)
		switch {
		case len(kept) == 0 && (notNames[bare] || !capital && !nickLike(w)):
			if !(bare == "the" && capital) {
				return ""
			}
			kept = append(kept, w)
		case capital && !(len(kept) > 0 && afterStop(kept[len(kept)-1]) && sentenceStarter[bare]):
			kept = append(kept, w)
		case len(kept) == 0:
			kept = append(kept, w) // a nick; nothing can follow but "and"
		case nameParticles[bare] || w == "&" || w == "/":
			kept = append(kept, w)
		default:
			return trimName(kept)
		}
		if stops(w) {
			break
		}
	}
	return trimName(kept)
}

// stops says whether a word ends its name: ";", "!", ")" or a full stop that
// is no initial's.
func stops(w string) bool {
	if strings.HasSuffix(w, ".") {
		core := strings.TrimRight(w, ".")
		return utf8.RuneCountInString(core) > 3 || core != "" && strings.ToUpper(core) != core && !titleWord[strings.ToLower(core)]
	}
	return strings.HasSuffix(w, ";") || strings.HasSuffix(w, "!") || strings.HasSuffix(w, ")") || strings.HasSuffix(w, "?") || strings.HasSuffix(w, ":")
}

var titleWord = map[string]bool{"mr": true, "mrs": true, "ms": true, "dr": true, "st": true, "jr": true, "sr": true}

func afterStop(w string) bool { return strings.HasSuffix(w, ".") }

// sentenceStarter are capitalised words that begin a new sentence behind an
// initial rather than go on with the name.
var sentenceStarter = map[string]bool{
	"the": true, "i": true, "all": true, "everything": true, "this": true, "he": true, "she": true, "it": true, "we": true, "they": true,
	"no": true, "some": true, "my": true, "any": true, "and": true, "please": true, "thanks": true, "song": true, "only": true, "just": true, "so": true, "but": true, "not": true,
}

func capitalised(w string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(w, `"'“‘(*_~`))
	return unicode.IsUpper(r) || unicode.IsTitle(r) || unicode.IsLetter(r) && !unicode.IsLower(r)
}

// nickLike says whether a lower-case word can be a pen name.
func nickLike(w string) bool {
	return !notNames[bareWord(w)] && hasWord(w)
}

func trimName(words []string) string {
	for len(words) > 0 {
		last := bareWord(words[len(words)-1])
		if !nameParticles[last] && words[len(words)-1] != "&" && words[len(words)-1] != "/" {
			break
		}
		words = words[:len(words)-1]
	}
	if len(words) == 1 && notNames[bareWord(words[0])] {
		return ""
	}
	name := strings.Trim(strings.Join(words, " "), ` ,;:!?()[]"“”*_~`)
	if stopped := strings.TrimSuffix(name, "."); stopped != name && stops(lastWord(name)) {
		name = stopped
	}
	for _, tail := range []string{"'s", "’s"} {
		name = strings.TrimSuffix(name, tail)
	}
	return name
}

func lastWord(s string) string {
	return s[strings.LastIndexByte(s, ' ')+1:]
}

// houseName is the name of one house that has "and" in it: "Gull & Sons".
var houseName = regexp.MustCompile(`(?i)^\s*\p{L}[\p{L}.'’ ]{0,40} (?:&|and) (?:sons?|daughters|co(?:mpany)?|brothers|bros)\b[^,/&]*$`)

// splitNames parts names that stand together, when each part is short enough
// to be a name.
func splitNames(s string) []string {
	if houseName.MatchString(s) {
		return []string{strings.TrimSpace(s)}
	}
	parts := []string{s}
	for _, sep := range []string{" & ", " and ", " with ", ", ", " und ", " et ", " и ", "/"} {
		var next []string
		for _, p := range parts {
			next = append(next, strings.Split(p, sep)...)
		}
		parts = next
	}
	var out []string
	for _, p := range parts {
		p = strings.Trim(p, " ,;:\t")
		for _, and := range []string{"and ", "& "} {
			p = strings.TrimPrefix(p, and)
		}
		if p == "" {
			continue
		}
		if len(strings.Fields(p)) > 4 {
			return []string{strings.TrimSpace(s)}
		}
		out = append(out, p)
	}
	return out
}
