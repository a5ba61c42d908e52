package mention

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// This file has in which forms a text may have a name.

// maxWords is how many words a name may have that is looked for; in scripts without spaces
// each character is one.
const maxWords = 24

// bare is a name without what stands in brackets.
func bare(name string) string {
	for {
		open := strings.IndexAny(name, "([（［【")
		if open < 0 {
			return strings.TrimSpace(name)
		}
		end := strings.IndexAny(name[open:], ")]）］】")
		if end < 0 {
			return strings.TrimSpace(name[:open])
		}
		_, size := utf8.DecodeRuneInString(name[open+end:])
		name = name[:open] + " " + name[open+end+size:]
	}
}

// formsOf are the ways in which a text may write a name: each of those between upright
// lines, without brackets; a world without its maker; a person with the nickname or without.
func formsOf(k Kind, name string) []string {
	var out []string
	for part := range strings.SplitSeq(bare(name), "|") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		out = append(out, part)
		switch k {
		case Fandom:
			if title, _, ok := strings.Cut(part, " - "); ok {
				out = append(out, title)
			}
			if title, ok := strings.CutSuffix(part, " & Related Fandoms"); ok {
				out = append(out, title)
			}
		case Character:
			if first, nick, last, ok := nicked(part); ok {
				out = append(out, strings.TrimSpace(first+" "+last), strings.TrimSpace(nick+" "+last), nick)
			}
		}
	}
	return out
}

// nicked parts a name such as James "Bucky" Barnes.
func nicked(name string) (first, nick, last string, ok bool) {
	const quotes = "\"“”"
	open := strings.IndexAny(name, quotes)
	if open < 0 {
		return "", "", "", false
	}
	_, size := utf8.DecodeRuneInString(name[open:])
	end := strings.IndexAny(name[open+size:], quotes)
	if end <= 0 {
		return "", "", "", false
	}
	nick = name[open+size : open+size+end]
	_, closing := utf8.DecodeRuneInString(name[open+size+end:])
	return strings.TrimSpace(name[:open]), nick, strings.TrimSpace(name[open+size+end+closing:]), true
}

// callsOf are the single words by which a text may call a character of that form: the first
// and the last of its name, without titles.
func callsOf(form string) []string {
	words := strings.FieldsFunc(form, func(r rune) bool { return unicode.IsSpace(r) || r == '・' || r == '·' || r == '‧' })
	words = slices.DeleteFunc(words, func(w string) bool { return title(strings.ToLower(strings.Trim(w, ".,"))) })
	if len(words) == 0 {
		return nil
	}
	out := []string{words[0]}
	if last := words[len(words)-1]; last != words[0] {
		out = append(out, last)
	}
	return slices.DeleteFunc(out, func(w string) bool { return utf8.RuneCountInString(w) < 2 })
}

// title reports whether a word stands before names, or behind them, and is none.
func title(word string) bool {
	switch word {
	case "mr", "mrs", "ms", "miss", "dr", "doctor", "professor", "prof", "captain", "lord", "lady", "sir", "dame", "king", "queen",
		"prince", "princess", "the", "of", "von", "van", "de", "la", "le", "al", "el", "aunt", "uncle", "father", "mother", "brother", "sister",
		"general", "colonel", "major", "lieutenant", "sergeant", "agent", "detective", "inspector", "master", "mistress", "saint", "st",
		"jr", "sr", "ii", "iii", "iv", "original", "character", "characters", "reader", "you", "other", "family", "team", "herr", "frau", "monsieur", "madame":
		return true
	}
	return false
}

// coupled parts a relationship into its people. loving is set when / stands between them,
// and not &.
func coupled(name string) (people []string, loving bool) {
	name = bare(name)
	if strings.Contains(name, "/") {
		people, loving = strings.Split(name, "/"), true
	} else {
		people = strings.Split(name, " & ")
	}
	for i := range people {
		people[i], _, _ = strings.Cut(people[i], "|")
		people[i] = strings.TrimSpace(people[i])
	}
	return people, loving
}
