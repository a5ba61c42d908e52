package tag

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/db"
)

const (
	// maxTyped is how many words of what was typed are looked at.
	maxTyped = 8
	// maxCompletions is how many tags are offered at most.
	maxCompletions = 50
)

// Autocomplete offers tags of a type whose names have every word that was typed, the
// last of which may still be begun. The tag of the name as typed comes first, then
// those of the given fandoms, then canonical tags, then those that begin so, then
// shorter ones. A tag that is not canonical is offered only when a work that everybody
// sees carries it.
func Autocomplete(ctx context.Context, q db.Q, t Type, typed string, limit int, fandoms ...ID) ([]Tag, error) {
	query, args := completing(t, typed, limit, fandoms)
	if query == "" {
		return nil, nil
	}
	tags, err := db.All(ctx, q, scan, query, args...)
	if err != nil {
		return nil, fmt.Errorf("tag: autocomplete: %w", err)
	}
	return tags, nil
}

// completing is the query of Autocomplete, "" when no word is typed.
func completing(t Type, typed string, limit int, fandoms []ID) (string, []any) {
	open := endsInWord(typed)
	typed = Key(typed)
	words := strings.FieldsFunc(typed, divides)
	if len(words) == 0 {
		return "", nil
	}
	conds := []db.Cond{db.Where(`t.canonical OR EXISTS (SELECT 1 FROM work_tags wt JOIN works w ON w.id = wt.work_id WHERE wt.tag_id = t.id AND w.audience = 0)`)}
	words = words[:min(len(words), maxTyped)]
	for i, word := range words {
		conds = append(conds, has(t, word, open && i == len(words)-1))
	}
	where, own := db.And(conds...), ofFandoms(fandoms)
	args := slices.Concat(where.Args, []any{typed}, own.Args, []any{pattern(typed), min(max(limit, 1), maxCompletions)})
	return db.Numbered(`SELECT ` + columns + ` FROM tags t WHERE ` + where.SQL + `
		ORDER BY CASE WHEN t.name_key = ? THEN 0 ELSE 1 END, CASE WHEN ` + own.SQL + ` THEN 0 ELSE 1 END, CASE WHEN t.canonical THEN 0 ELSE 1 END,
			CASE WHEN t.name_key LIKE ? ESCAPE '!' THEN 0 ELSE 1 END, LENGTH(t.name_key), t.name_key LIMIT ?`), args
}

// ofFandoms is the condition that a tag belongs to one of some fandoms.
func ofFandoms(fandoms []ID) db.Cond {
	if len(fandoms) == 0 {
		return db.Where("1 = 0")
	}
	return db.Where(`EXISTS (SELECT 1 FROM tag_parents p WHERE p.tag_id = t.id AND p.parent_id IN (`+db.List(len(fandoms))+`))`, db.Anys(fandoms)...)
}

func endsInWord(typed string) bool {
	r, _ := utf8.DecodeLastRuneInString(typed)
	return !divides(r)
}

// has is the condition that a tag is of a type and its name has a word, or one that
// begins with it. Scripts without spaces have no ends of words.
func has(t Type, word string, begins bool) db.Cond {
	if r, _ := utf8.DecodeRuneInString(word); begins || spaceless(r) {
		return db.Where(`t.id IN (SELECT tag_id FROM tag_words WHERE type = ? AND word >= ? AND word < ?)`, string(t), word, word+string(utf8.MaxRune))
	}
	return db.Where(`t.id IN (SELECT tag_id FROM tag_words WHERE type = ? AND word = ?)`, string(t), word)
}

// pattern is the LIKE pattern of what begins with a word.
func pattern(word string) string {
	return strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(word) + "%"
}
