package picture

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// Cover is the picture that stands for a work.
type Cover struct {
	Name          string // "" when the work has none
	Type          string
	Width, Height int
	Alt           string
}

// CoverOf is the cover of a work. The caller has made sure that the viewer may see
// the work.
func CoverOf(ctx context.Context, q db.Q, id work.ID) (Cover, error) {
	var c Cover
	err := q.QueryRowContext(ctx, `SELECT p.name, p.type, p.width, p.height, v.alt FROM work_covers v JOIN pictures p ON p.name = v.name
		WHERE v.work_id = $1`, int64(id)).Scan(&c.Name, &c.Type, &c.Width, &c.Height, &c.Alt)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return Cover{}, fmt.Errorf("cover of work %d: %w", id, err)
	}
	return c, nil
}

// Shown is the address from which a page about x shows one of its pictures, whose path
// here is path: what everyone may see can be on the host of pictures, the rest is here.
func Shown(ctx context.Context, x *work.Work, path string) string {
	if !x.MaySee(viewer.Viewer{}) {
		return path
	}
	return web.SiteOf(ctx).PictureURL(path)
}

// SetCover makes one of a work's pictures its cover, with words for who can't see it;
// "" takes the cover off. The caller has made sure that the viewer may edit the work.
func SetCover(ctx context.Context, tx *db.Tx, id work.ID, name, alt string) error {
	if name == "" {
		if err := tx.Exec(ctx, `DELETE FROM work_covers WHERE work_id = $1`, int64(id)); err != nil {
			return fmt.Errorf("cover of work %d: %w", id, err)
		}
	} else {
		if err := of(ctx, tx, id, name); err != nil {
			return err
		}
		alt, err := CheckAlt(alt)
		if err != nil {
			return err
		}
		if alt == "" {
			return fault.In("alt", "Please say in words what the cover shows, for readers who can’t see it.")
		}
		if err := tx.Exec(ctx, `INSERT INTO work_covers (work_id, name, alt, set_at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (work_id) DO UPDATE SET name = excluded.name, alt = excluded.alt, set_at = excluded.set_at`, int64(id), name, alt, tx.Millis()); err != nil {
			return fmt.Errorf("cover of work %d: %w", id, err)
		}
	}
	tx.Changed(int64(id))
	return work.ShowPictures(ctx, tx, id)
}

// Remove takes a picture from a work that shows it nowhere; what is used is a
// Conflict. A picture that is gone already is no error. The caller has made sure that
// the viewer may edit the work.
func Remove(ctx context.Context, tx *db.Tx, id work.ID, name string) error {
	// The update locks the work, so that no text takes the picture up meanwhile.
	if err := tx.Exec(ctx, `UPDATE works SET updated_at = updated_at WHERE id = $1`, int64(id)); err != nil {
		return fmt.Errorf("picture of work %d: %w", id, err)
	}
	all, err := All(ctx, tx, id)
	if err != nil {
		return err
	}
	for _, p := range all {
		if p.Name == name && p.Used() {
			return fault.New(fault.Conflict, "This picture is still shown. Take it out of the text first, then delete it here.")
		}
	}
	return one{id, name}.drop(ctx, tx)
}

// change does one of the things that the page offers for a picture.
func (p *Pages) change(w http.ResponseWriter, r *http.Request, do func(ctx context.Context, tx *db.Tx, id work.ID, name string) error) error {
	x, err := p.work(r)
	if err != nil {
		return err
	}
	ctx, name := r.Context(), r.PathValue("name")
	err = p.DB.Tx(ctx, func(tx *db.Tx) error { return do(ctx, tx, x.ID, name) })
	if k := fault.KindOf(err); err != nil && (k == fault.Invalid || k == fault.Conflict) {
		return p.render(w, r, web.Status(k), x, form{}, web.Faults{fault.As(err)})
	}
	if err != nil {
		return err
	}
	return see(w, r, x.ID.Path()+"/pictures#"+name)
}

func (p *Pages) cover(w http.ResponseWriter, r *http.Request) error {
	return p.change(w, r, func(ctx context.Context, tx *db.Tx, id work.ID, name string) error {
		if r.FormValue("cover") == "no" {
			return SetCover(ctx, tx, id, "", "")
		}
		return SetCover(ctx, tx, id, name, r.FormValue("alt"))
	})
}

func (p *Pages) delete(w http.ResponseWriter, r *http.Request) error { return p.change(w, r, Remove) }
