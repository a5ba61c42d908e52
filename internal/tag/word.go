package tag

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/ficstead/ficstead/internal/db"
)

// dividers are what stands between the words of a name, besides spaces and
// question marks.
const dividers = "/|&\"()[]~-:;.!#'’"

func divides(r rune) bool {
	return unicode.IsSpace(r) || r == '?' || strings.ContainsRune(dividers, r)
}

// spaceless reports whether r belongs to a script that puts no spaces between words.
func spaceless(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// wordsOf are the words by which a name is found, each once: where a script has no
// spaces, whatever follows each of its characters.
func wordsOf(key string) []string {
	var out []string
	for _, word := range strings.FieldsFunc(key, divides) {
		out = append(out, word)
		for i, r := range word {
			if i > 0 && spaceless(r) {
				out = append(out, word[i:])
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// keyed is a tag of which only what finds it is known.
type keyed struct {
	id   ID
	kind Type
	key  string
}

func scanKeyed(r *sql.Rows, k *keyed) error { return r.Scan(&k.id, &k.kind, &k.key) }

// putWords writes the words of tags that have none yet.
func putWords(ctx context.Context, tx *db.Tx, tags []keyed) error {
	var rows [][3]any
	for _, t := range tags {
		for _, word := range wordsOf(t.key) {
			rows = append(rows, [3]any{string(t.kind), word, int64(t.id)})
		}
	}
	for part := range slices.Chunk(rows, chunk) {
		args := make([]any, 0, 3*len(part))
		for _, row := range part {
			args = append(args, row[:]...)
		}
		values := strings.Repeat("(?, ?, ?), ", len(part)-1) + "(?, ?, ?)"
		if err := tx.Exec(ctx, db.Numbered(`INSERT INTO tag_words (type, word, tag_id) VALUES `+values+` ON CONFLICT DO NOTHING`), args...); err != nil {
			return fmt.Errorf("tag: words: %w", err)
		}
	}
	return nil
}

// Words is the job that writes the words of tags that came in without.
type Words struct{}

// Kind names the job.
func (Words) Kind() string { return "tag.words" }

// RunWords writes the words of every tag that has none, some in each transaction.
func RunWords(ctx context.Context, d *db.DB) error {
	const batch = 500
	for more := true; more; {
		err := d.Tx(ctx, func(tx *db.Tx) error {
			tags, err := db.All(ctx, tx, scanKeyed, `UPDATE tags SET worded = TRUE WHERE id IN (SELECT id FROM tags WHERE worded = FALSE ORDER BY id LIMIT $1)
				RETURNING id, type, name_key`, batch)
			if err != nil {
				return fmt.Errorf("tag: words: %w", err)
			}
			more = len(tags) == batch
			return putWords(ctx, tx, tags)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
