package tag

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/typeahead"
)

// maxCompletions is how many tags are offered at most.
const maxCompletions = 50

// Completion is a tag that is offered to somebody who types.
type Completion struct {
	Tag
	// As is the synonym by which the tag was found, "" when it was found itself.
	As string
}

// Complete offers tags of a type whose names have every word that was typed, the last of
// which may still be begun. The tag of the name as typed comes first, then those under the
// given fandoms, then canonical tags, then those that begin so, then those on more works,
// then shorter ones. A synonym leads to what it stands for. A tag that is not canonical is
// offered, or named as a synonym, only when a work that everybody sees carries it.
func (n *Names) Complete(ctx context.Context, t Type, typed string, limit int, fandoms ...ID) ([]Completion, error) {
	x, err := n.current(ctx)
	if err != nil || t.label() == "" {
		return nil, err
	}
	q := typeahead.Query{Kind: t.kind(), Typed: typed, Limit: min(max(limit, 1), maxCompletions), Groups: make([]int64, len(fandoms))}
	for i, f := range fandoms {
		q.Groups[i] = int64(f)
	}
	for try := 0; ; try++ {
		out, gone, err := n.tell(ctx, t, x.Find(q, nil))
		if err != nil || len(gone) == 0 || try == 3 {
			return out, err
		}
		if err := n.look(ctx, gone); err != nil {
			return nil, err
		}
	}
}

// look reads tags anew of which memory knows too much.
func (n *Names) look(ctx context.Context, ids []ID) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.refresh(ctx, ids)
}

// tell reads of each hit what may be told, and which are not to be told at all.
func (n *Names) tell(ctx context.Context, t Type, hits []typeahead.Hit) (out []Completion, gone []ID, err error) {
	var ids []ID
	for _, h := range hits {
		ids = append(ids, ID(h.ID))
		if h.AsID != 0 {
			ids = append(ids, ID(h.AsID))
		}
	}
	tags, err := inChunks(ctx, n.db, scan, `SELECT `+columns+` FROM tags t WHERE t.id IN (%s) AND `+told, ids)
	if err != nil {
		return nil, nil, fmt.Errorf("tag: complete: %w", err)
	}
	now := make(map[int64]Tag, len(tags))
	for _, x := range tags {
		if x.Type == t {
			now[int64(x.ID)] = x
		}
	}
	for _, h := range hits {
		tag, ok := now[h.ID]
		as, known := now[h.AsID]
		switch {
		case !ok:
			gone = append(gone, ID(h.ID))
		case h.AsID != 0 && !known:
			gone = append(gone, ID(h.AsID))
		default:
			out = append(out, Completion{tag, as.Name})
		}
	}
	return out, gone, nil
}

// counts notes how many works tags have.
func (n *Names) counts(works map[ID]int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for id, works := range works {
		n.index.SetCount(int64(id), works)
	}
}
