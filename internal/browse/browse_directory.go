package browse

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"sync"

	"golang.org/x/text/unicode/norm"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/letter"
	"github.com/ficstead/ficstead/internal/tag"
)

// fandom is what the index knows of one: what it is sorted and found by. Names for people
// are read from the database for the page that shows them.
type fandom struct {
	id     tag.ID
	key    string // sorts by it
	folded string // found by it: without accents
	letter heading
	media  []tag.ID // sorted
}

// directory is all fandoms that were ever asked for, in their order, kept in memory. It
// follows the graph of tags; who may hear of which is asked elsewhere.
type directory struct {
	mu    sync.Mutex
	graph int64 // the last change of the graph that was taken in
	now   *ordered
}

// ordered are fandoms in the order of the index. It does not change.
type ordered struct {
	all []fandom
	at  map[tag.ID]int // by id: the place in all
}

// with gives the directory as it is now, with these fandoms in it.
func (d *directory) with(ctx context.Context, q db.Q, ids []tag.ID) (*ordered, error) {
	var graph int64
	if err := q.QueryRowContext(ctx, `SELECT changes FROM tag_graph`).Scan(&graph); err != nil {
		return nil, fmt.Errorf("browse: fandoms: %w", err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.now == nil {
		d.now, d.graph = &ordered{}, graph
	}
	old := map[tag.ID]bool{}
	if graph > d.graph {
		changed, err := db.All(ctx, q, db.One[tag.ID], `SELECT tag_id FROM tag_changes WHERE at >= $1`, d.graph)
		if err != nil {
			return nil, fmt.Errorf("browse: fandoms: %w", err)
		}
		for _, id := range changed {
			if _, ok := d.now.at[id]; ok {
				old[id] = true
			}
		}
	}
	missing := slices.Collect(maps.Keys(old))
	for _, id := range ids {
		if _, ok := d.now.at[id]; !ok {
			missing = append(missing, id)
		}
	}
	if len(missing) > 0 {
		fresh, err := readFandoms(ctx, q, missing)
		if err != nil {
			return nil, err
		}
		d.now = d.now.replaced(old, fresh)
	}
	d.graph = max(d.graph, graph)
	return d.now, nil
}

// replaced is o without some fandoms and with others.
func (o *ordered) replaced(old map[tag.ID]bool, fresh []fandom) *ordered {
	all := make([]fandom, 0, len(o.all)+len(fresh))
	for _, f := range o.all {
		if !old[f.id] {
			all = append(all, f)
		}
	}
	all = append(all, fresh...)
	slices.SortFunc(all, func(a, b fandom) int {
		return cmp.Or(cmp.Compare(a.letter.place, b.letter.place), cmp.Compare(a.key, b.key), cmp.Compare(a.id, b.id))
	})
	out := &ordered{all, make(map[tag.ID]int, len(all))}
	for i, f := range all {
		out.at[f.id] = i
	}
	return out
}

// readFandoms reads fandoms and their media, some hundred at a time.
func readFandoms(ctx context.Context, q db.Q, ids []tag.ID) ([]fandom, error) {
	tags, err := tag.Load(ctx, q, ids)
	if err != nil {
		return nil, err
	}
	media, err := mediaOf(ctx, q, ids)
	if err != nil {
		return nil, err
	}
	out := make([]fandom, len(tags))
	for i, t := range tags {
		key := tag.Sortable(t.Name)
		out[i] = fandom{t.ID, key, folded(t.Name), headingOf(key), media[t.ID]}
	}
	return out, nil
}

// mediaOf gives the media of fandoms.
func mediaOf(ctx context.Context, q db.Q, ids []tag.ID) (map[tag.ID][]tag.ID, error) {
	out := map[tag.ID][]tag.ID{}
	const atOnce = 500
	for some := range slices.Chunk(ids, atOnce) {
		type link struct{ fandom, media tag.ID }
		links, err := db.All(ctx, q, func(r *sql.Rows, l *link) error { return r.Scan(&l.fandom, &l.media) },
			db.Numbered(`SELECT p.tag_id, p.parent_id FROM tag_parents p JOIN tags t ON t.id = p.parent_id WHERE t.type = 'media' AND p.tag_id IN (`+db.List(len(some))+`) ORDER BY p.parent_id`), db.Anys(some)...)
		if err != nil {
			return nil, fmt.Errorf("browse: media of fandoms: %w", err)
		}
		for _, l := range links {
			out[l.fandom] = append(out[l.fandom], l.media)
		}
	}
	return out, nil
}

// folded is a name as people type it, composed again so that parts of it are found.
func folded(name string) string {
	var b []byte
	for _, r := range norm.NFKD.String(tag.Key(name)) {
		b = letter.AppendTyped(b, r)
	}
	return norm.NFC.String(string(b))
}
