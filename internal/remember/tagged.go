package remember

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/tag"
)

const (
	// maxNames is how many names of one clue are looked for among tags.
	maxNames = 8
	// taggedWorks is how many works are asked for by one name.
	taggedWorks = 300
	// afterAll sorts behind every name that begins as the one before it.
	afterAll = "\U0010FFFF"
)

// tagged is the retriever by tags, for the clues who and tags: names parted by
// commas, each standing for its synonyms and all tags below it.
func (s *shelf) tagged(ctx context.Context, q db.Q, ask Ask) error {
	for _, c := range ask.Clues {
		if c.Field != Who && c.Field != Tags {
			continue
		}
		hits := map[int64][]string{}
		for i, name := range strings.FieldsFunc(c.Text, func(r rune) bool { return strings.ContainsRune(",;、，\n", r) }) {
			if i == maxNames {
				break
			}
			works, err := worksTagged(ctx, q, name, ask.Within)
			if err != nil {
				return err
			}
			for _, w := range works {
				hits[w] = append(hits[w], strings.TrimSpace(name))
			}
		}
		works := make([]int64, 0, len(hits))
		for w, names := range hits {
			works = append(works, w)
			s.of(w).tell(Reason{Field: c.Field, Words: names})
		}
		slices.SortFunc(works, func(a, b int64) int {
			// Among works with the same tags it is the scenes that tell.
			return cmp.Or(cmp.Compare(len(hits[b]), len(hits[a])), cmp.Compare(s.of(b).score, s.of(a).score), cmp.Compare(b, a))
		})
		s.vote(works, tagWeight*c.weight())
	}
	return nil
}

// worksTagged gives works w that fit within and have a tag of which the name begins
// like this, or what that tag is another name for, or a tag below it.
func worksTagged(ctx context.Context, q db.Q, name string, within db.Cond) ([]int64, error) {
	key := tag.Key(name)
	if key == "" {
		return nil, nil
	}
	if within.SQL == "" {
		within = db.And()
	}
	works, err := db.All(ctx, q, db.One[int64], db.Numbered(`WITH called (id) AS (
			SELECT DISTINCT COALESCE(merger_id, id) FROM (SELECT id, merger_id FROM tags WHERE name_key >= ? AND name_key < ? ORDER BY name_key LIMIT 50) s)
		SELECT DISTINCT w.id FROM work_filters f JOIN works w ON w.id = f.work_id WHERE f.tag_id IN (SELECT id FROM called) AND (`+within.SQL+`)
		ORDER BY w.id DESC LIMIT ?`), slices.Concat([]any{key, key + afterAll}, within.Args, []any{int64(taggedWorks)})...)
	if err != nil {
		return nil, fmt.Errorf("remember: works tagged %q: %w", name, err)
	}
	return works, nil
}

// tell adds a reason, or what it has more to one of the same clue.
func (f *Found) tell(r Reason) {
	for i := range f.Why {
		if old := &f.Why[i]; old.Field == r.Field && old.Of == 0 {
			for _, w := range r.Words {
				if !slices.ContainsFunc(old.Words, func(o string) bool { return strings.EqualFold(o, w) }) {
					old.Words = append(old.Words, w)
				}
			}
			return
		}
	}
	f.Why = append(f.Why, r)
}
