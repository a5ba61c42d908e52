package picture

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// Picture is a picture of a work, as those see it who may edit the work.
type Picture struct {
	Name          string
	Width, Height int
	Size          int64  // bytes
	Alt           string // words for who can't see it
	// Sent is set when somebody sent it by the page; the others came with files.
	Sent bool
	// Chapters are the numbers of the chapters that show it, of drafts too.
	Chapters []int
	// Notes is set when the work's notes show it, and Writing when a working copy does.
	Notes, Writing bool
	Cover          bool
	// Kept is set when an earlier version of a chapter shows it.
	Kept bool
	// Goes is when it is taken away because nothing names it; zero for what is named,
	// and until that was looked up.
	Goes time.Time
}

// Used reports whether anything of the work shows the picture.
func (p Picture) Used() bool { return len(p.Chapters) > 0 || p.Notes || p.Writing || p.Cover }

// Thumb is the address of the small copy that fits into a square of px pixels,
// which is 200 or 400.
func Thumb(name string, px int) string {
	return fmt.Sprintf("/pictures/%d/%s", px, blob.ThumbName(name))
}

// All lists the pictures of a work, the newest first. The caller has made sure that
// the viewer may edit the work.
func All(ctx context.Context, q db.Q, id work.ID) ([]Picture, error) {
	all, err := db.All(ctx, q, func(r *sql.Rows, p *Picture) error {
		var since db.Time
		err := r.Scan(&p.Name, &p.Width, &p.Height, &p.Size, &p.Alt, &p.Sent, &p.Notes, &p.Writing, &p.Cover, &p.Kept, &since)
		if !since.IsZero() {
			p.Goes = since.Add(Kept)
		}
		return err
	}, `SELECT p.name, p.width, p.height, p.size, COALESCE(s.alt, ''), s.name IS NOT NULL,
		EXISTS (SELECT 1 FROM works w WHERE w.id = wp.work_id AND w.summary || w.notes_before || w.notes_after || w.usual_before || w.usual_after LIKE '%/pictures/' || p.name || '%'),
		EXISTS (SELECT 1 FROM drafts d JOIN chapters c ON c.id = d.chapter_id WHERE c.work_id = wp.work_id
			AND d.text || d.summary || d.notes_before || d.notes_after LIKE '%/pictures/' || p.name || '%'),
		EXISTS (SELECT 1 FROM work_covers v WHERE v.work_id = wp.work_id AND v.name = p.name),
		EXISTS (SELECT 1 FROM version_pictures x JOIN chapter_versions v ON v.id = x.version_id JOIN chapters c ON c.id = v.chapter_id WHERE x.name = p.name AND c.work_id = wp.work_id),
		(SELECT l.since FROM loose_pictures l WHERE l.work_id = wp.work_id AND l.name = wp.name)
		FROM work_pictures wp JOIN pictures p ON p.name = wp.name LEFT JOIN sent_pictures s ON s.work_id = wp.work_id AND s.name = wp.name
		WHERE wp.work_id = $1 ORDER BY COALESCE(s.created_at, p.created_at) DESC, p.name`, int64(id))
	if err != nil {
		return nil, fmt.Errorf("pictures of work %d: %w", id, err)
	}
	type place struct {
		name   string
		number int
	}
	places, err := db.All(ctx, q, func(r *sql.Rows, x *place) error { return r.Scan(&x.name, &x.number) },
		`SELECT cp.name, c.position FROM chapter_pictures cp JOIN chapters c ON c.id = cp.chapter_id WHERE c.work_id = $1 ORDER BY c.position`, int64(id))
	if err != nil {
		return nil, fmt.Errorf("pictures of work %d: %w", id, err)
	}
	where := map[string][]int{}
	for _, x := range places {
		where[x.name] = append(where[x.name], x.number)
	}
	for i := range all {
		all[i].Chapters = where[all[i].Name]
	}
	return all, nil
}

// form is what was typed on the page.
type form struct{ Alt string }

// page is what the page of a work's pictures shows.
type page struct {
	*work.Work
	All  []Picture
	Use  Use
	Form form
	Bad  web.Faults
	// Came is the name of the picture that has just come, "" for none.
	Came string
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	x, err := p.work(r)
	if err != nil {
		return err
	}
	return p.render(w, r, http.StatusOK, x, form{}, nil)
}

func (p *Pages) render(w http.ResponseWriter, r *http.Request, status int, x *work.Work, f form, bad web.Faults) error {
	ctx := r.Context()
	all, err := All(ctx, p.DB, x.ID)
	if err != nil {
		return err
	}
	u, err := use(ctx, p.DB, viewer.From(ctx).ID)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	m := web.Meta{Title: say.T(ctx, "Pictures of {title}", "title", x.Title), NoIndex: true, Main: "works-pictures", Styles: []string{"picture.css", work.MenuSheet}}
	return web.Render(w, r, status, m, picturesPage(page{Work: x, All: all, Use: u, Form: f, Bad: bad, Came: r.URL.Query().Get("came")}))
}

// places says where a picture stands: "chapters 2, 5 · the work’s notes".
func (p Picture) places(ctx context.Context) string {
	var all []string
	if len(p.Chapters) > 0 {
		var numbers []string
		for _, n := range p.Chapters {
			numbers = append(numbers, say.Number(ctx, n))
		}
		all = append(all, say.N(ctx, len(p.Chapters), "In chapter {list}", "In chapters {list}", "list", strings.Join(numbers, ", ")))
	}
	if p.Cover {
		all = append(all, say.T(ctx, "The cover"))
	}
	if p.Notes {
		all = append(all, say.T(ctx, "In the work’s notes"))
	}
	if p.Writing {
		all = append(all, say.T(ctx, "In what is being written"))
	}
	if p.Kept {
		all = append(all, say.T(ctx, "In an earlier version"))
	}
	switch {
	case len(all) > 0:
	case p.Goes.IsZero():
		return say.T(ctx, "Not used anywhere")
	default:
		return say.T(ctx, "Not used anywhere. It goes after {date}, unless something shows it by then.", "date", say.Date(ctx, p.Goes))
	}
	return strings.Join(all, " · ")
}
