package tag

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"sync"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/typeahead"
)

// Names are the names of tags in memory, for those who type. They are read at the first
// question, or by Load, and then follow the change feed and the tag graph, whichever
// process changed them. Memory only finds: what is told of a tag is read from the database
// each time, so that nothing is told that is hidden by now. Safe for many at once.
type Names struct {
	db *db.DB

	mu     sync.Mutex // of all below, while they are read and followed
	index  *typeahead.Index
	seq    int64 // the last row of the change feed that was taken in
	graphs int64 // the last change of the graph that was taken in
}

// NewNames gives the names of the tags in d.
func NewNames(d *db.DB) *Names { return &Names{db: d} }

const (
	// told is the condition that everybody may know a tag t.
	told = `(t.canonical OR EXISTS (SELECT 1 FROM work_tags wt JOIN works w ON w.id = wt.work_id WHERE wt.tag_id = t.id AND w.audience = 0))`
	// exactTo is up to which number the works of a tag are counted when one of them changes.
	exactTo = 1000
	// changesAtOnce is how many changes of works are taken in before a question is answered.
	changesAtOnce = 1000
)

// Load reads the names if they are not read yet.
func (n *Names) Load(ctx context.Context) error {
	_, err := n.current(ctx)
	return err
}

// current gives the names with all that has changed.
func (n *Names) current(ctx context.Context) (*typeahead.Index, error) {
	seq, graphs, err := stamps(ctx, n.db)
	if err != nil {
		return nil, err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.index == nil {
		x, err := loadNames(ctx, n.db)
		if err != nil {
			return nil, err
		}
		n.index, n.seq, n.graphs = x, seq, graphs
		return x, nil
	}
	if graphs > n.graphs {
		ids, err := db.All(ctx, n.db, db.One[ID], `SELECT tag_id FROM tag_changes WHERE at >= $1`, n.graphs)
		if err != nil {
			return nil, fmt.Errorf("tag: names: %w", err)
		}
		if err := n.refresh(ctx, ids); err != nil {
			return nil, err
		}
		n.graphs = graphs
	}
	if seq > n.seq {
		if err := n.follow(ctx); err != nil {
			return nil, err
		}
	}
	return n.index, nil
}

// stamps are the numbers of the newest change of a work and of the graph.
func stamps(ctx context.Context, q db.Q) (seq, graphs int64, err error) {
	err = q.QueryRowContext(ctx, `SELECT (SELECT COALESCE(MAX(seq), 0) FROM changes), changes FROM tag_graph`).Scan(&seq, &graphs)
	if err != nil {
		err = fmt.Errorf("tag: names: %w", err)
	}
	return seq, graphs, err
}

// follow takes in what tags are on works that have changed. What a work has lost is found
// when it is about to be told.
func (n *Names) follow(ctx context.Context) error {
	type change struct{ seq, work int64 }
	feed, err := db.All(ctx, n.db, func(r *sql.Rows, c *change) error { return r.Scan(&c.seq, &c.work) },
		`SELECT seq, work_id FROM changes WHERE seq > $1 ORDER BY seq LIMIT $2`, n.seq, changesAtOnce)
	if err != nil || len(feed) == 0 {
		return err
	}
	works := make([]int64, len(feed))
	for i, c := range feed {
		works[i] = c.work
	}
	slices.Sort(works)
	works = slices.Compact(works)
	var ids []ID
	for _, query := range []string{`SELECT DISTINCT tag_id FROM work_tags WHERE work_id IN (%s)`, `SELECT DISTINCT tag_id FROM work_filters WHERE work_id IN (%s)`} {
		some, err := inChunks(ctx, n.db, db.One[ID], query, works)
		if err != nil {
			return fmt.Errorf("tag: names: %w", err)
		}
		ids = append(ids, some...)
	}
	if err := n.refresh(ctx, distinct(ids)); err != nil {
		return err
	}
	n.seq = feed[len(feed)-1].seq
	return nil
}

// counted is a tag with whether it is told and how many works have it.
type counted struct {
	Tag
	told  bool
	works int
}

func scanCounted(r *sql.Rows, c *counted) error {
	return r.Scan(&c.ID, &c.Type, &c.Name, &c.Canonical, &c.Merger, &c.told, &c.works)
}

// refresh reads tags anew.
func (n *Names) refresh(ctx context.Context, ids []ID) error {
	tags, err := inChunks(ctx, n.db, scanCounted, fmt.Sprintf(`SELECT `+columns+`, `+told+`,
		(SELECT COUNT(*) FROM (SELECT 1 FROM work_filters f WHERE f.tag_id = t.id AND f.audience = 0 LIMIT %d) x) FROM tags t WHERE t.id IN (%%s)`, exactTo), ids)
	if err != nil {
		return fmt.Errorf("tag: names: %w", err)
	}
	under, err := inChunks(ctx, n.db, scanEdge, `SELECT tag_id, parent_id, TRUE FROM tag_parents WHERE tag_id IN (%s) ORDER BY tag_id`, ids)
	if err != nil {
		return fmt.Errorf("tag: names: %w", err)
	}
	groups := map[ID][]int64{}
	for _, e := range under {
		groups[e.from] = append(groups[e.from], int64(e.to))
	}
	there := make(map[ID]bool, len(tags))
	for _, t := range tags {
		there[t.ID] = true
		n.take(t, groups[t.ID])
	}
	for _, id := range ids {
		if !there[id] {
			n.index.Remove(int64(id))
		}
	}
	return nil
}

// take puts into the index what a tag is now.
func (n *Names) take(t counted, groups []int64) {
	if !t.told {
		n.index.Remove(int64(t.ID))
		return
	}
	now := nameOf(t, groups)
	had, ok := n.index.Get(now.ID)
	if t.works == exactTo {
		now.Count = max(exactTo, had.Count)
	}
	if ok && had.Kind == now.Kind && had.Text == now.Text && had.Canonical == now.Canonical && had.Of == now.Of && slices.Equal(had.Groups, now.Groups) {
		n.index.SetCount(now.ID, now.Count)
		return
	}
	n.index.Put(now)
}

func nameOf(t counted, groups []int64) typeahead.Name {
	slices.Sort(groups)
	return typeahead.Name{ID: int64(t.ID), Kind: t.Type.kind(), Text: t.Name, Canonical: t.Canonical, Of: int64(t.Merger), Count: t.works, Groups: slices.Compact(groups)}
}

// kind is the number of a type.
func (t Type) kind() uint8 { return uint8(slices.Index(Types(), t)) }

// loadNames reads the names of all tags that everybody may know.
func loadNames(ctx context.Context, q db.Q) (*typeahead.Index, error) {
	under, err := edges(ctx, q, `SELECT tag_id, parent_id, TRUE FROM tag_parents ORDER BY tag_id`)
	if err != nil {
		return nil, err
	}
	tags, err := db.All(ctx, q, scanCounted, `SELECT `+columns+`, TRUE, COALESCE(c.works, 0) FROM tags t
		LEFT JOIN (SELECT tag_id, COUNT(*) AS works FROM work_filters WHERE audience = 0 GROUP BY tag_id) c ON c.tag_id = t.id WHERE `+told+` ORDER BY t.id`)
	if err != nil {
		return nil, fmt.Errorf("tag: names: %w", err)
	}
	return typeahead.Build(func(yield func(typeahead.Name) bool) {
		for _, t := range tags {
			var groups []int64
			for ; len(under) > 0 && under[0].from <= t.ID; under = under[1:] {
				if under[0].from == t.ID {
					groups = append(groups, int64(under[0].to))
				}
			}
			if !yield(nameOf(t, groups)) {
				return
			}
		}
	}), nil
}
