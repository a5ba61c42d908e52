package download

import (
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// picture serves a picture to whoever may see a work that shows it; one that only
// a draft chapter shows, to those who may edit the work. What a skin shows goes with
// the skin.
func (p *Pages) picture(w http.ResponseWriter, r *http.Request) error {
	name := r.PathValue("name")
	kind, err := p.kindOf(r, name)
	if err != nil {
		return err
	}
	return p.serve(w, r, blob.Pictures, name, kind)
}

// thumb serves the small copy of a picture to whoever gets the picture.
func (p *Pages) thumb(w http.ResponseWriter, r *http.Request) error {
	shelf := blob.Kind("thumbs-" + r.PathValue("size"))
	if shelf != blob.Thumbs200 && shelf != blob.Thumbs400 {
		return noPicture()
	}
	name := r.PathValue("name")
	kind, err := p.kindOf(r, name)
	if moves := strings.TrimSuffix(name, ".png") + ".gif"; fault.KindOf(err) == fault.NotFound && moves != name {
		_, err = p.kindOf(r, moves)
		kind = "image/png"
	}
	if err != nil {
		return err
	}
	return p.serve(w, r, shelf, name, kind)
}

// kindOf is the type of a picture that the viewer may see.
func (p *Pages) kindOf(r *http.Request, name string) (string, error) {
	v := viewer.From(r.Context())
	seen := db.And(work.VisibleTo(v), db.Or(db.Where("wp.shown"), work.EditableBy(v)))
	worn := work.VisibleTo(v)
	args := slices.Concat([]any{name}, seen.Args, worn.Args)
	var kind string
	err := p.DB.QueryRowContext(r.Context(), db.Numbered(`SELECT p.type FROM pictures p WHERE p.name = ? AND (
		EXISTS (SELECT 1 FROM work_pictures wp JOIN works w ON w.id = wp.work_id WHERE wp.name = p.name AND (`+seen.SQL+`))
		OR EXISTS (SELECT 1 FROM skin_pictures sp JOIN skins_of_works o ON o.skin_id = sp.skin_id JOIN works w ON w.id = o.work_id
			WHERE sp.name = p.name AND (`+worn.SQL+`))
		OR EXISTS (SELECT 1 FROM skin_pictures sp JOIN work_skins s ON s.id = sp.skin_id WHERE sp.name = p.name AND s.shared = 'yes'))`), args...).Scan(&kind)
	if errors.Is(err, sql.ErrNoRows) {
		return "", noPicture()
	}
	if err != nil {
		return "", fmt.Errorf("picture %s: %w", name, err)
	}
	return kind, nil
}

func (p *Pages) serve(w http.ResponseWriter, r *http.Request, shelf blob.Kind, name, kind string) error {
	f, _, err := p.Blob.Get(r.Context(), shelf, name)
	if err != nil {
		return err
	}
	defer f.Close()
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", "private, max-age=86400")
	h.Set("ETag", strconv.Quote(name))
	http.ServeContent(w, r, "", time.Time{}, f)
	return nil
}

func noPicture() error { return fault.New(fault.NotFound, "There is no such picture here.") }
