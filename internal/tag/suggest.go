package tag

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/web"
)

// Pages answer forms that ask for tags while somebody types.
type Pages struct{ DB *db.DB }

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {
	m.Handle("GET /tags/suggest", web.Members, p.suggest)
}

// Suggestion is a tag that is offered to somebody who types.
type Suggestion struct {
	Name      string `json:"name"`
	Type      Type   `json:"type"`
	Canonical bool   `json:"canonical"`
	// Works is how many works that everybody sees have it, or a tag that means it.
	Works int `json:"works"`
}

const (
	// suggested is how many tags are offered at once.
	suggested = 12
	// maxTypedBytes is the longest that is looked up.
	maxTypedBytes = 600
)

// suggest answers with the tags of a type whose names go with what is typed:
// /tags/suggest?type=fandom&q=harb.
func (p *Pages) suggest(w http.ResponseWriter, r *http.Request) error {
	v := r.URL.Query()
	t, typed := Type(v.Get("type")), v.Get("q")
	if t.label() == "" || len(typed) > maxTypedBytes {
		return fault.New(fault.Invalid, "There are no tags of that kind to suggest.")
	}
	all, err := Suggest(r.Context(), p.DB, t, typed)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Cache-Control", "private, max-age=60")
	h.Set("X-Robots-Tag", "noindex")
	return json.NewEncoder(w).Encode(all)
}

// Suggest gives the tags that Autocomplete offers, with how many works have each.
// Only works that everybody sees count.
func Suggest(ctx context.Context, q db.Q, t Type, typed string) ([]Suggestion, error) {
	tags, err := Autocomplete(ctx, q, t, typed, suggested)
	if err != nil {
		return nil, err
	}
	ids := make([]ID, len(tags))
	for i, x := range tags {
		ids[i] = x.ID
	}
	type row struct {
		id ID
		n  int
	}
	rows, err := inChunks(ctx, q, func(r *sql.Rows, x *row) error { return r.Scan(&x.id, &x.n) },
		`SELECT tag_id, COUNT(*) FROM work_filters WHERE audience = 0 AND tag_id IN (%s) GROUP BY tag_id`, ids)
	if err != nil {
		return nil, fmt.Errorf("tag: suggest: %w", err)
	}
	works := make(map[ID]int, len(rows))
	for _, x := range rows {
		works[x.id] = x.n
	}
	out := make([]Suggestion, len(tags))
	for i, x := range tags {
		out[i] = Suggestion{x.Name, x.Type, x.Canonical, works[x.ID]}
	}
	return out, nil
}
