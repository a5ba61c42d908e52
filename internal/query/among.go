package query

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Among takes fields out of a text that is looked for: words:1000-5000 asks for works,
// where “she said:” is what somebody remembers. It gives the words that are left, and the
// fields as a line for Parse. A field whose value can't be understood is in neither, but
// told, with its place in text. What stands in quotation marks is left alone, and so is all
// else that Parse would find fault with.
func Among(text string) (words, line string, wrong []*Mistake) {
	var left, fields []string
	for at := 0; at < len(text); {
		n := pieceEnd(text[at:])
		piece := text[at : at+n]
		switch found, told := fieldIn(piece); {
		case len(told) > 0:
			for _, m := range told {
				m.At = Span{m.At.From + at, m.At.To + at}
				wrong = append(wrong, m)
			}
		case found:
			fields = append(fields, piece)
		default:
			left = append(left, piece)
		}
		at += n
		for at < len(text) {
			r, size := utf8.DecodeRuneInString(text[at:])
			if !unicode.IsSpace(r) {
				break
			}
			at += size
		}
	}
	return strings.TrimSpace(strings.Join(left, " ")), strings.Join(fields, " "), wrong[:min(len(wrong), mistakes)]
}

const quotationMarks = "\"“”„‟«»＂「」『』〝〞〟"

// pieceEnd is where the first piece of text ends: at a space that is neither in quotation
// marks nor in the brackets of a field.
func pieceEnd(text string) int {
	quoted, depth := false, 0
	name := nameEnd(text)
	for i, r := range text {
		switch {
		case strings.ContainsRune(quotationMarks, r) && (i == 0 || quoted || i == name || i == 1 && text[0] == '-'):
			quoted = !quoted
			if !quoted && depth == 0 {
				return i + utf8.RuneLen(r)
			}
		case quoted:
		case r == '(' && (i == name || depth > 0):
			depth++
		case r == ')' && depth > 0:
			if depth--; depth == 0 {
				return i + 1
			}
		case unicode.IsSpace(r) && depth == 0:
			return max(i, 1)
		}
	}
	return len(text)
}

// nameEnd is where the value begins of a piece that may be a field, or 0.
func nameEnd(text string) int {
	from := len(text) - len(strings.TrimPrefix(text, "-"))
	i := strings.IndexFunc(text[from:], func(r rune) bool { return !unicode.IsLetter(r) && r != '_' && r != '.' })
	if i < 1 {
		return 0
	}
	i += from
	if !strings.ContainsRune(":<>=", rune(text[i])) {
		return 0
	}
	if i++; i < len(text) && text[i] == '=' {
		i++
	}
	return i
}

// fieldIn reports whether a piece is a field with its value, or tells what is wrong with it.
func fieldIn(piece string) (bool, []*Mistake) {
	if n := nameEnd(piece); n == 0 || n == len(piece) {
		return false, nil
	}
	asked, told := Parse(piece)
	if len(told) > 0 {
		return false, told
	}
	if asked.Sort.By != "" {
		return true, nil
	}
	for _, c := range asked.Clues() {
		if c.Field != Any {
			return true, nil
		}
	}
	return false, nil
}
