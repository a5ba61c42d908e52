package intake

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/decode"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/work"
)

// rate sets the rating of every work in an import that has none.
func (p *Pages) rate(w http.ResponseWriter, r *http.Request) error {
	f, err := form(w, r)
	if err != nil {
		return err
	}
	to := work.Rating(f.Get("rating"))
	return p.change(w, r, func(tx *db.Tx, i *Import) error {
		if !slices.Contains(work.Ratings(), to) {
			return fault.In("rating", "Please choose a rating.")
		}
		return rateAll(r.Context(), tx, i.ID, decode.Rating(to))
	})
}

// rateAll corrects the rating of each open work that has none; each can be taken
// back on the work's page.
func rateAll(ctx context.Context, tx *db.Tx, id ID, to decode.Rating) error {
	if err := touch(ctx, tx, id); err != nil {
		return err
	}
	all, err := db.All(ctx, tx, scanFound, `SELECT `+foundColumns+foundTables+`WHERE x.import_id = $1 AND x.state = 'open' AND x.unrated`, int64(id))
	if err != nil {
		return fmt.Errorf("intake: unrated works: %w", err)
	}
	for k := range all {
		x := &all[k]
		f, err := fileOf(ctx, tx, x.File)
		if err != nil {
			return err
		}
		x.remember(f.Choices)
		x.Corrections.Rating, x.Report.Rating = &to, string(to)
		if err := x.keep(ctx, tx); err != nil {
			return err
		}
	}
	return nil
}
