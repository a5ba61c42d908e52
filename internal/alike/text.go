package alike

import (
	"context"
	"database/sql"
	"fmt"
	"hash/maphash"
	"unicode"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/search"
	"github.com/ficstead/ficstead/internal/work"
)

// mostWords is how much of each work is compared word by word; what follows is left
// out, and the page says so.
const mostWords = 300_000

// text is the words of a work in order, with where they stand.
type text struct {
	paras []search.Passage
	words []word
	whole bool // there is nothing behind mostWords
}

// word is one word of a text.
type word struct {
	hash     uint64 // of its letters in lower case
	para     int32
	from, to int32 // bytes of the paragraph
}

// textOf reads the posted chapters of a work, one at a time, up to mostWords.
func textOf(ctx context.Context, q db.Q, id work.ID, seed maphash.Seed) (*text, error) {
	t := &text{whole: true}
	_, err := db.All(ctx, q, func(r *sql.Rows, _ *struct{}) error {
		var html string
		if err := r.Scan(&html); err != nil || !t.whole {
			return err
		}
		for _, p := range search.Passages(html) {
			if !t.add(p, seed) {
				break
			}
		}
		return nil
	}, `SELECT x.html FROM chapters c JOIN chapter_texts x ON x.chapter_id = c.id WHERE c.work_id = $1 AND c.posted ORDER BY c.position, c.id`, int64(id))
	if err != nil {
		return nil, fmt.Errorf("alike: text of work %d: %w", id, err)
	}
	return t, nil
}

// add takes in a paragraph, and reports whether there is room for more.
func (t *text) add(p search.Passage, seed maphash.Seed) bool {
	at := int32(len(t.paras))
	t.paras = append(t.paras, p)
	var h maphash.Hash
	h.SetSeed(seed)
	from := -1
	end := func(to int) {
		if from >= 0 {
			t.words = append(t.words, word{h.Sum64(), at, int32(from), int32(to)})
			h.Reset()
			from = -1
		}
	}
	for i, r := range p.Text {
		if len(t.words) >= mostWords {
			t.whole = false
			return false
		}
		switch {
		case alone(r):
			end(i)
			from = i
			h.WriteString(string(r))
			end(i + utf8.RuneLen(r))
		case unicode.IsLetter(r), unicode.IsNumber(r):
			if from < 0 {
				from = i
			}
			h.WriteString(string(unicode.ToLower(r)))
		case !unicode.IsMark(r):
			end(i)
		}
	}
	end(len(p.Text))
	return true
}

// alone reports whether r is a word by itself: in scripts without spaces.
func alone(r rune) bool {
	return r >= 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) && !unicode.IsMark(r)
}
