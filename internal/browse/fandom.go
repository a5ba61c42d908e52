package browse

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
)

// Fandoms gives every fandom of which v may see a work, with the number of its
// works, in the order of names.
func (c *Catalogue) Fandoms(ctx context.Context, v viewer.Viewer) ([]TagCount, error) {
	stamp, err := db.Stamp(ctx, c.q)
	if err != nil {
		return nil, err
	}
	return recall(ctx, &c.kept, stamp, "fandoms"+audience(v), func(ctx context.Context) ([]TagCount, error) {
		on := filtered(v)
		all, err := db.All(ctx, c.q, func(r *sql.Rows, t *TagCount) error {
			return r.Scan(&t.Tag.ID, &t.Tag.Type, &t.Tag.Name, &t.Tag.Canonical, &t.N)
		}, db.Numbered(`SELECT t.id, t.type, t.name, t.canonical, n.n
			FROM (SELECT f.tag_id, COUNT(*) AS n FROM work_filters f WHERE f.type = ? AND `+on.SQL+` GROUP BY f.tag_id) n JOIN tags t ON t.id = n.tag_id`),
			append([]any{string(tag.Fandom)}, on.Args...)...)
		if err != nil {
			return nil, fmt.Errorf("browse: fandoms: %w", err)
		}
		keys := make(map[tag.ID]string, len(all))
		for _, t := range all {
			keys[t.Tag.ID] = tag.Sortable(t.Tag.Name)
		}
		slices.SortFunc(all, func(a, b TagCount) int { return strings.Compare(keys[a.Tag.ID], keys[b.Tag.ID]) })
		return all, nil
	})
}

// largest gives the n fandoms with the most works.
func largest(fandoms []TagCount, n int) []TagCount {
	all := slices.Clone(fandoms)
	slices.SortStableFunc(all, func(a, b TagCount) int { return cmp.Compare(b.N, a.N) })
	return all[:min(n, len(all))]
}

// shelfOf is one letter of the index of fandoms.
type shelfOf struct {
	Letter  string
	Fandoms []TagCount
}

// shelves puts fandoms under their letters, what begins with none under "#" first.
func shelves(fandoms []TagCount) []shelfOf {
	byLetter := map[string][]TagCount{}
	for _, f := range fandoms {
		l := letter(f.Tag.Name)
		byLetter[l] = append(byLetter[l], f)
	}
	var out []shelfOf
	for l, f := range byLetter {
		out = append(out, shelfOf{l, f})
	}
	slices.SortFunc(out, func(a, b shelfOf) int { return strings.Compare(a.Letter, b.Letter) })
	return out
}

// letter is the one that a name stands under: without accents, a capital.
func letter(name string) string {
	r, _ := utf8.DecodeRuneInString(norm.NFD.String(tag.Sortable(name)))
	if !unicode.IsLetter(r) {
		return "#"
	}
	return string(unicode.ToUpper(r))
}
