package prose

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// Words counts the words of HTML as readers count them: letters and digits that
// stand together, with their apostrophes and hyphens, are one; in scripts that
// put no space between words each character is one. Tags part words. Marks of
// footnotes and lines of ornaments are not words.
func Words(source string) int {
	z := html.NewTokenizer(strings.NewReader(source))
	total := 0
	hidden := "" // the element whose text does not count
	for {
		switch z.Next() {
		case html.ErrorToken:
			return total
		case html.TextToken:
			if hidden == "" {
				total += countWords(string(z.Text()))
			}
		case html.StartTagToken:
			t := z.Token()
			if hidden == "" && (kinds[t.Data] == removed || t.Data == "iframe" || t.Data == "a" && attr(t.Attr, "class") == "fnref") {
				hidden = t.Data
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); string(name) == hidden {
				hidden = ""
			}
		}
	}
}

// single are the scripts in which each character counts.
var single = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Khmer, unicode.Myanmar, unicode.Lao,
}

func countWords(s string) int {
	n := 0
	inside := false      // a word is open
	var joint, prev rune // what may join two parts of a word, and the character before it
	for _, r := range s {
		switch {
		case r >= 0x0e00 && (unicode.In(r, single...) || r == 'ー'):
			if !unicode.IsMark(r) {
				n++
			}
			inside, joint, prev = false, 0, r
		case unicode.IsLetter(r), unicode.IsNumber(r):
			if !inside || joint != 0 && !joins(prev, joint, r) {
				n++
			}
			inside, joint, prev = true, 0, r
		case unicode.IsMark(r), unicode.Is(unicode.Cf, r) && r != '\u200b':
			// part of whatever it stands on
		case inside && joint == 0 && isJoint(r):
			joint = r
		default:
			inside, joint = false, 0
		}
	}
	return n
}

func isJoint(r rune) bool {
	switch r {
	case '\'', '’', '‘', '-', '‐', '‑', '_', '.', ',', '·':
		return true
	}
	return false
}

// joins tells whether a sign between two characters makes them one word: an
// apostrophe or a hyphen always, a point or comma between digits.
func joins(before, joint, after rune) bool {
	if joint == '.' || joint == ',' {
		return unicode.IsDigit(before) && unicode.IsDigit(after)
	}
	return true
}
