package download

import (
	"context"
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
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// PictureRoutes adds the routes of pictures alone, for a host that has nothing else.
func (p *Pages) PictureRoutes(m *web.Mux) {
	m.Handle("GET /pictures/{name}", web.Anyone, p.picture)
	m.Handle("GET /pictures/{size}/{name}", web.Anyone, p.thumb)
}

// picture serves a picture to whoever may see a work that shows it; one that only
// a draft chapter shows, to those who may edit the work. What a skin shows goes with
// the skin.
func (p *Pages) picture(w http.ResponseWriter, r *http.Request) error {
	name := r.PathValue("name")
	s, err := p.shownTo(r, name)
	if err != nil {
		return err
	}
	return p.serve(w, r, blob.Pictures, name, s)
}

// thumb serves the small copy of a picture to whoever gets the picture.
func (p *Pages) thumb(w http.ResponseWriter, r *http.Request) error {
	shelf := blob.Kind("thumbs-" + r.PathValue("size"))
	if shelf != blob.Thumbs200 && shelf != blob.Thumbs400 {
		return noPicture()
	}
	name := r.PathValue("name")
	s, err := p.shownTo(r, name)
	if moves := strings.TrimSuffix(name, ".png") + ".gif"; fault.KindOf(err) == fault.NotFound && moves != name {
		s, err = p.shownTo(r, moves)
		s.kind = "image/png"
	}
	if err != nil {
		return err
	}
	return p.serve(w, r, shelf, name, s)
}

// showing says how a picture is shown.
type showing struct {
	kind     string // its type
	everyone bool   // guests see it too
}

// shownTo tells how a picture is shown to the viewer, or that it isn't.
func (p *Pages) shownTo(r *http.Request, name string) (showing, error) {
	ctx, v := r.Context(), viewer.From(r.Context())
	kind, err := kindOf(ctx, p.DB, viewer.Viewer{}, name)
	if err == nil || v.Guest() || fault.KindOf(err) != fault.NotFound {
		return showing{kind, true}, err
	}
	kind, err = kindOf(ctx, p.DB, v, name)
	return showing{kind, false}, err
}

// kindOf is the type of a picture that v may see.
func kindOf(ctx context.Context, q db.Q, v viewer.Viewer, name string) (string, error) {
	seen := db.And(work.VisibleTo(v), db.Or(db.Where("wp.shown"), work.EditableBy(v)))
	worn := work.VisibleTo(v)
	args := slices.Concat([]any{name}, seen.Args, worn.Args)
	var kind string
	err := q.QueryRowContext(ctx, db.Numbered(`SELECT p.type FROM pictures p WHERE p.name = ? AND (
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

func (p *Pages) serve(w http.ResponseWriter, r *http.Request, shelf blob.Kind, name string, s showing) error {
	h := w.Header()
	if host := web.SiteOf(r.Context()).PictureHost; s.everyone && host != "" {
		h.Set("Cache-Control", "private, max-age=300") // short: who may see it can change
		http.Redirect(w, r, host+r.URL.EscapedPath(), http.StatusFound)
		return nil
	}
	f, _, err := p.Blob.Get(r.Context(), shelf, name)
	if err != nil {
		return err
	}
	defer f.Close()
	h.Set("Content-Type", s.kind)
	h.Set("Cache-Control", "private, max-age=86400")
	if s.everyone && viewer.From(r.Context()).Guest() { // a session's answers are nobody else's
		h.Set("Cache-Control", web.Forever)
	}
	h.Set("ETag", strconv.Quote(name))
	http.ServeContent(w, r, "", time.Time{}, f)
	return nil
}

func noPicture() error { return fault.New(fault.NotFound, "There is no such picture here.") }
