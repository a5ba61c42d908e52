package browse

import (
	"math/rand/v2"
	"net/http"

	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// random leads to any one of the works that a filter finds for the viewer. The filter
// is that of an address of a list, with the place in AO3's fields: tag_id, user_id.
func (p *Pages) random(w http.ResponseWriter, r *http.Request) error {
	q, err := p.fields(r)
	if err != nil {
		return err
	}
	ctx, v := r.Context(), viewer.From(r.Context())
	f, wrong := anywhere(q)
	if len(wrong) > 0 {
		return wrong[0]
	}
	n, err := p.works.Count(ctx, v, f)
	if err != nil {
		return err
	}
	for range 5 { // a work may go between counting and looking
		if n == 0 {
			break
		}
		id, ok, err := p.works.At(ctx, v, f, rand.IntN(n))
		if err != nil {
			return err
		}
		if works, err := work.Load(ctx, p.DB, v, []work.ID{id}); err != nil || ok && len(works) == 1 {
			if err != nil {
				return err
			}
			w.Header().Set("Cache-Control", "no-store")
			http.Redirect(w, r, id.Path(), http.StatusFound)
			return nil
		}
	}
	return fault.New(fault.NotFound, "No work has all of this, so there is none to choose. Take one of the filters away.")
}
