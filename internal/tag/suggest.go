package tag

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/web"
)

// Pages answer forms that ask for tags while somebody types.
type Pages struct {
	DB    *db.DB
	Names *Names
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {
	m.Handle("GET /suggest/tags", web.Members, p.suggest)
}

// Suggestion is a tag that is offered to somebody who types.
type Suggestion struct {
	Name      string `json:"name"`
	Type      Type   `json:"type"`
	Canonical bool   `json:"canonical"`
	// As is the synonym by which it was found, if it was not by its own name.
	As string `json:"as,omitempty"`
	// Works is how many works that everybody sees have it, or a tag that means it.
	Works int `json:"works"`
}

const (
	// suggested is how many tags are offered at once.
	suggested = 12
	// maxTypedBytes is the longest that is looked up.
	maxTypedBytes = 600
	// maxFandoms is how many of the fandoms that were typed already are looked at.
	maxFandoms = 10
)

// suggest answers with the tags of a type whose names go with what is typed, those of
// the fandoms that are typed already first: /suggest/tags?type=character&q=in&fandom=Fog.
func (p *Pages) suggest(w http.ResponseWriter, r *http.Request) error {
	v := r.URL.Query()
	t, typed, fandoms := Type(v.Get("type")), v.Get("q"), v["fandom"]
	if t.label() == "" || len(typed) > maxTypedBytes {
		return fault.New(fault.Invalid, "There are no tags of that kind to suggest.")
	}
	all, err := p.Names.Suggest(r.Context(), t, typed, fandoms[:min(len(fandoms), maxFandoms)])
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Cache-Control", "private, max-age=60")
	h.Set("X-Robots-Tag", "noindex")
	return json.NewEncoder(w).Encode(all)
}

// Suggest gives the tags that Complete offers, with how many works have each:
// those that belong to the named fandoms first, then those that works of them have.
// Only works that everybody sees count.
func (n *Names) Suggest(ctx context.Context, t Type, typed string, fandoms []string) ([]Suggestion, error) {
	of, err := meant(ctx, n.db, fandoms)
	if err != nil {
		return nil, err
	}
	tags, err := n.Complete(ctx, t, typed, maxCompletions, of...)
	if err != nil {
		return nil, err
	}
	if tags, err = nearFirst(ctx, n.db, tags, of, Key(typed)); err != nil {
		return nil, err
	}
	tags = tags[:min(len(tags), suggested)]
	works, err := worksOf(ctx, n.db, keysOf(tags))
	if err != nil {
		return nil, err
	}
	n.counts(works)
	out := make([]Suggestion, len(tags))
	for i, x := range tags {
		out[i] = Suggestion{Name: x.Name, Type: x.Type, Canonical: x.Canonical, As: x.As, Works: works[x.ID]}
	}
	return out, nil
}

// meant are the fandoms of some names, as they find works; names that nobody knows
// are left out.
func meant(ctx context.Context, q db.Q, names []string) ([]ID, error) {
	keys := make([]string, len(names))
	for i, name := range names {
		keys[i] = Key(name)
	}
	all, err := inChunks(ctx, q, db.One[ID], `SELECT COALESCE(merger_id, id) FROM tags WHERE type = 'fandom' AND name_key IN (%s)`, keys)
	if err != nil {
		return nil, fmt.Errorf("tag: fandoms: %w", err)
	}
	return distinct(all), nil
}

// nearFirst puts those of tags first that are on a work of some fandoms, behind the
// one whose name is typed. The others keep their order.
func nearFirst(ctx context.Context, q db.Q, tags []Completion, fandoms []ID, typed string) ([]Completion, error) {
	if len(fandoms) == 0 || len(tags) == 0 {
		return tags, nil
	}
	args := append(db.Anys(keysOf(tags)), db.Anys(fandoms)...)
	near, err := db.All(ctx, q, db.One[ID], db.Numbered(`SELECT t.id FROM tags t WHERE t.id IN (`+db.List(len(tags))+`) AND (
		EXISTS (SELECT 1 FROM work_filters x JOIN work_filters f ON f.work_id = x.work_id WHERE x.tag_id = t.id AND x.audience = 0 AND f.tag_id IN (`+db.List(len(fandoms))+`))
		OR EXISTS (SELECT 1 FROM tag_parents p WHERE p.tag_id = t.id AND p.parent_id IN (`+db.List(len(fandoms))+`)))`),
		append(args, db.Anys(fandoms)...)...)
	if err != nil {
		return nil, fmt.Errorf("tag: of fandoms: %w", err)
	}
	rank := func(t Completion) int {
		switch {
		case Key(t.Name) == typed:
			return 0
		case slices.Contains(near, t.ID):
			return 1
		}
		return 2
	}
	slices.SortStableFunc(tags, func(a, b Completion) int { return cmp.Compare(rank(a), rank(b)) })
	return tags, nil
}

func keysOf(tags []Completion) []ID {
	out := make([]ID, len(tags))
	for i, t := range tags {
		out[i] = t.ID
	}
	return out
}

// worksOf counts the works that everybody sees and that tags find.
func worksOf(ctx context.Context, q db.Q, ids []ID) (map[ID]int, error) {
	type row struct {
		id ID
		n  int
	}
	rows, err := inChunks(ctx, q, func(r *sql.Rows, x *row) error { return r.Scan(&x.id, &x.n) },
		`SELECT tag_id, COUNT(*) FROM work_filters WHERE audience = 0 AND tag_id IN (%s) GROUP BY tag_id`, ids)
	if err != nil {
		return nil, fmt.Errorf("tag: suggest: %w", err)
	}
	out := make(map[ID]int, len(rows))
	for _, x := range rows {
		out[x.id] = x.n
	}
	return out, nil
}
