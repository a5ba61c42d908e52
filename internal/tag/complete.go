package tag

import (
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/db"
)

const (
	// maxTyped is how many words of what was typed are looked at.
	maxTyped = 8
	// maxCompletions is how many tags are offered at most.
	maxCompletions = 50
)

// Autocomplete offers tags of a type whose names have every word that was typed,
// the last of them as the beginning of a word. The name as typed comes first,
// then canonical tags, then those that begin so, then shorter ones. A tag that is
// not canonical is offered only when a work that everybody sees carries it.
func Autocomplete(ctx context.Context, q db.Q, t Type, typed string, limit int) ([]Tag, error) {
	open := endsInWord(typed)
	typed = Key(typed)
	words := strings.FieldsFunc(typed, divides)
	if len(words) == 0 {
		return nil, nil
	}
	conds := []db.Cond{db.Where("t.type = ?", string(t)), db.Where(`t.canonical OR EXISTS (SELECT 1 FROM work_tags wt JOIN works w ON w.id = wt.work_id WHERE wt.tag_id = t.id AND w.audience = 0)`)}
	words = words[:min(len(words), maxTyped)]
	for i, word := range words {
		conds = append(conds, has(word, open && i == len(words)-1))
	}
	where := db.And(conds...)
	args := append(where.Args, typed, pattern("", typed, "%"), min(max(limit, 1), maxCompletions))
	tags, err := db.All(ctx, q, scan, db.Numbered(`SELECT `+columns+` FROM tags t WHERE `+where.SQL+`
		ORDER BY CASE WHEN t.name_key = ? THEN 0 ELSE 1 END, CASE WHEN t.canonical THEN 0 ELSE 1 END,
			CASE WHEN t.name_key LIKE ? ESCAPE '!' THEN 0 ELSE 1 END, LENGTH(t.name_key), t.name_key LIMIT ?`), args...)
	if err != nil {
		return nil, fmt.Errorf("tag: autocomplete: %w", err)
	}
	return tags, nil
}

// dividers are what stands between the words of a name, besides spaces and
// question marks.
const dividers = "/|&\"()[]~-:;.!#'’"

func divides(r rune) bool {
	return unicode.IsSpace(r) || r == '?' || strings.ContainsRune(dividers, r)
}

func endsInWord(typed string) bool {
	r, _ := utf8.DecodeLastRuneInString(typed)
	return !divides(r)
}

// has is the condition that a name has a word, or one that begins with it. The
// names of the database are looked at with a space for every divider. Scripts
// without spaces have no words to begin, so there any place will do.
func has(word string, begins bool) db.Cond {
	spaced := "REPLACE(' ' || t.name_key || ' ', ?, ' ')" // a question mark comes as an argument
	for _, r := range dividers {
		spaced = "REPLACE(" + spaced + ", '" + strings.ReplaceAll(string(r), "'", "''") + "', ' ')"
	}
	if r, _ := utf8.DecodeRuneInString(word); unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) {
		return db.Where(`t.name_key LIKE ? ESCAPE '!'`, pattern("%", word, "%"))
	}
	after := " %"
	if begins {
		after = "%"
	}
	return db.Where(spaced+` LIKE ? ESCAPE '!'`, "?", pattern("% ", word, after))
}

// pattern is word between two pieces of a LIKE pattern.
func pattern(before, word, after string) string {
	return before + strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(word) + after
}
