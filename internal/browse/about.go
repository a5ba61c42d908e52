package browse

import (
	"context"
	"fmt"
	"net/http"
	"runtime/debug"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// source is where the program's own text is offered to everyone who uses it, as
// section 13 of its licence asks.
const source = "https://github.com/ficstead/ficstead"

// figures are numbers about the whole archive, as one viewer may know them.
type figures struct {
	works, writers, fandoms, words int
}

func (p *Pages) about(w http.ResponseWriter, r *http.Request) error {
	n, err := p.works.figures(r.Context(), viewer.From(r.Context()))
	if err != nil {
		return err
	}
	m := web.Meta{Title: say.T(r.Context(), "About {name}", "name", web.SiteOf(r.Context()).Name), Canonical: "/about"}
	return web.Render(w, r, http.StatusOK, m, about(n, version()))
}

// figures counts works, their words, their writers and fandoms. An anonymous
// work's writer is not counted for it, whoever asks.
func (c *Catalogue) figures(ctx context.Context, v viewer.Viewer) (figures, error) {
	stamp, err := db.Stamp(ctx, c.q)
	if err != nil {
		return figures{}, err
	}
	fandoms, err := c.Fandoms(ctx, v)
	if err != nil {
		return figures{}, err
	}
	return recall(ctx, &c.kept, stamp, "figures"+audience(v), func(ctx context.Context) (figures, error) {
		n, seen := figures{fandoms: len(fandoms)}, work.Listed(v)
		err := c.q.QueryRowContext(ctx, db.Numbered(`SELECT COUNT(*), CAST(COALESCE(SUM(w.words), 0) AS BIGINT) FROM works w WHERE `+seen.SQL), seen.Args...).Scan(&n.works, &n.words)
		if err != nil {
			return n, fmt.Errorf("browse: count works: %w", err)
		}
		err = c.q.QueryRowContext(ctx, db.Numbered(`SELECT COUNT(DISTINCT p.account_id) FROM works w JOIN work_creators wc ON wc.work_id = w.id JOIN pseuds p ON p.id = wc.pseud_id
			WHERE wc.approved AND NOT w.anonymous AND `+seen.SQL), seen.Args...).Scan(&n.writers)
		if err != nil {
			return n, fmt.Errorf("browse: count writers: %w", err)
		}
		return n, nil
	})
}

// version is the program's version, as the tools that built it know it.
func version() string {
	if b, ok := debug.ReadBuildInfo(); ok && b.Main.Version != "" && b.Main.Version != "(devel)" {
		return b.Main.Version
	}
	return ""
}
