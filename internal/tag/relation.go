package tag

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
)

// This file has what a tag's page lists, each in order of name.

// Synonyms gives the tags that are synonyms of a tag.
func Synonyms(ctx context.Context, q db.Q, id ID) ([]Tag, error) {
	return related(ctx, q, `SELECT `+columns+` FROM tags t WHERE t.merger_id = $1 ORDER BY t.name_key`, id)
}

// Parents gives the fandoms, characters or media that a tag is under.
func Parents(ctx context.Context, q db.Q, id ID) ([]Tag, error) {
	return related(ctx, q, `SELECT `+columns+` FROM tag_parents p JOIN tags t ON t.id = p.parent_id WHERE p.tag_id = $1 ORDER BY t.name_key`, id)
}

// Children gives the tags under a tag, at most limit: canonical ones, which a
// reader can follow.
func Children(ctx context.Context, q db.Q, id ID, limit int) ([]Tag, error) {
	return related(ctx, q, `SELECT `+columns+` FROM tag_parents p JOIN tags t ON t.id = p.tag_id WHERE p.parent_id = $1 AND t.canonical ORDER BY t.name_key LIMIT $2`, id, limit)
}

// Metas gives the tags that were said to be broader than a tag.
func Metas(ctx context.Context, q db.Q, id ID) ([]Tag, error) {
	return related(ctx, q, `SELECT `+columns+` FROM meta_tags m JOIN tags t ON t.id = m.meta_id WHERE m.sub_id = $1 AND m.direct ORDER BY t.name_key`, id)
}

// Subs gives the tags that were said to be narrower than a tag.
func Subs(ctx context.Context, q db.Q, id ID) ([]Tag, error) {
	return related(ctx, q, `SELECT `+columns+` FROM meta_tags m JOIN tags t ON t.id = m.sub_id WHERE m.meta_id = $1 AND m.direct ORDER BY t.name_key`, id)
}

func related(ctx context.Context, q db.Q, query string, args ...any) ([]Tag, error) {
	tags, err := db.All(ctx, q, scan, query, args...)
	if err != nil {
		return nil, fmt.Errorf("tag: %w", err)
	}
	return tags, nil
}
