package publish

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/setting"
	"github.com/ficstead/ficstead/internal/stats"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// one is what the page of what can be done with one chapter shows.
type one struct {
	*work.Work
	Chapter  work.Chapter
	Name     string
	Changed  bool         // somebody is writing in it
	Versions int          // earlier ones that it has
	Places   []prose.Para // before which it can be cut
	Others   []web.Option // chapters to join it with
	Works    []web.Option // to which it can go
	Bad      web.Faults
	Sent     map[string]string // what was typed
	Asked    string            // what was asked for: split, merge or move
	Problems []Problem         // why that is not done
}

// again reports whether what was asked for is shown again, with what was chosen.
func (o one) again(asked string) bool {
	return o.Asked == asked && (len(o.Bad) > 0 || len(o.Problems) > 0)
}

const (
	mostPlaces = 3000 // a page lists at most
	mostWorks  = 500
)

func (p *Pages) arrange(w http.ResponseWriter, r *http.Request) error {
	x, c, err := p.chapter(r, p.DB)
	if err != nil {
		return err
	}
	return p.one(w, r, http.StatusOK, one{Work: x, Chapter: c})
}

// one answers with the page of one chapter and what is wrong with what was sent.
func (p *Pages) one(w http.ResponseWriter, r *http.Request, status int, o one) error {
	ctx, x := r.Context(), o.Work
	c, names := o.Chapter, chapterNames(ctx, x)
	o.Name, o.Sent = names[c.ID], map[string]string{}
	for name := range r.PostForm {
		o.Sent[name] = r.PostForm.Get(name)
	}
	text, err := p.written(ctx, p.DB, c.ID)
	if err != nil {
		return err
	}
	o.Changed = text.Rev > 0
	if o.Versions, err = work.CountVersions(ctx, p.DB, c.ID); err != nil {
		return err
	}
	all := prose.Places(text.Body)
	o.Places = all[:min(len(all), mostPlaces)]
	for _, other := range x.Chapters {
		if other.ID != c.ID && other.Posted == c.Posted {
			o.Others = append(o.Others, web.Option{Value: fmt.Sprint(int64(other.ID)), Label: names[other.ID]})
		}
	}
	if o.Works, err = otherWorks(ctx, p.DB, x.ID); err != nil {
		return err
	}
	return render(w, r, status, say.T(ctx, "Arrange {chapter}", "chapter", o.Name), arrangePage(o))
}

// written is a chapter as it is being written, clean and with anchors.
func (p *Pages) written(ctx context.Context, q db.Q, id work.ChapterID) (draft.Copy, error) {
	c, err := draft.Of(ctx, q, id)
	if err != nil || c.Rev == 0 {
		return c, err
	}
	c.Body, err = work.Anchored(ctx, q, p.Cleaner, id, c.Body)
	return c, err
}

// otherWorks are the viewer's own works but one, newest first.
func otherWorks(ctx context.Context, q db.Q, but work.ID) ([]web.Option, error) {
	type row struct {
		id    int64
		title string
	}
	all, err := db.All(ctx, q, func(r *sql.Rows, x *row) error { return r.Scan(&x.id, &x.title) },
		`SELECT w.id, w.title FROM works w WHERE w.id <> $1 AND EXISTS (SELECT 1 FROM work_creators wc JOIN pseuds p ON p.id = wc.pseud_id
			WHERE wc.work_id = w.id AND wc.approved AND p.account_id = $2) ORDER BY w.updated_at DESC, w.id DESC LIMIT $3`,
		int64(but), int64(viewer.From(ctx).ID), mostWorks)
	if err != nil {
		return nil, fmt.Errorf("other works: %w", err)
	}
	out := make([]web.Option, len(all))
	for i, x := range all {
		out[i] = web.Option{Value: fmt.Sprint(x.id), Label: work.TitleOr(ctx, x.title)}
	}
	return out, nil
}

// do reads a form about one chapter, does what it asks for, and leads to the chapters
// of the work that f gives, or back to the form with what is in the way.
func (p *Pages) do(w http.ResponseWriter, r *http.Request, done string, f func(ctx context.Context, tx *db.Tx, x *work.Work, c work.Chapter) (work.ID, error)) error {
	if err := readForm(w, r); err != nil {
		return err
	}
	ctx := r.Context()
	x, c, err := p.chapter(r, p.DB)
	if err != nil {
		return err
	}
	var to work.ID
	err = p.DB.Tx(ctx, func(tx *db.Tx) error {
		to, err = f(ctx, tx, x, c)
		return err
	})
	o := one{Work: x, Chapter: c, Asked: done}
	if b, ok := errors.AsType[blocked](err); ok {
		o.Problems = b.all
		return p.one(w, r, http.StatusUnprocessableEntity, o)
	}
	switch kind := fault.KindOf(err); kind {
	case fault.Invalid, fault.Conflict:
		o.Bad.Add(fault.FieldOf(err), err)
		return p.one(w, r, web.Status(kind), o)
	}
	if err != nil {
		return err
	}
	return lead(w, r, to.Path()+"/chapters/manage?done="+done)
}

// split cuts the chapter in two, with what is being written in it.
func (p *Pages) split(w http.ResponseWriter, r *http.Request) error {
	return p.do(w, r, "split", func(ctx context.Context, tx *db.Tx, x *work.Work, c work.Chapter) (work.ID, error) {
		title := strings.TrimSpace(strings.ToValidUTF8(r.PostForm.Get("title"), ""))
		if n, most := len([]rune(title)), setting.Of(ctx).Limits.Title; n > most {
			return 0, fault.In("title", "That title has %d characters; %d is the most.", n, most)
		}
		a := asker{ctx: ctx, tx: tx, clean: p.Cleaner, x: x, seen: r.PostForm.Get("seen")}
		before, err := a.settle(c.ID)
		if err != nil {
			return 0, err
		}
		rest, err := work.Split(ctx, tx, p.Cleaner, c.ID, r.PostForm.Get("at"), title)
		if err != nil {
			return 0, err
		}
		path := x.ID.ChapterPath(c.ID) + "/edit" // both are there until it is done
		return x.ID, a.ask(before,
			outcome{c.ID, sight{ctx, say.T(ctx, "Part 1"), path}},
			outcome{rest, sight{ctx, say.T(ctx, "Part 2"), path}})
	})
}

// merge puts another chapter behind this one, with what is being written in both.
func (p *Pages) merge(w http.ResponseWriter, r *http.Request) error {
	return p.do(w, r, "merge", func(ctx context.Context, tx *db.Tx, x *work.Work, c work.Chapter) (work.ID, error) {
		n, _ := strconv.ParseInt(r.PostForm.Get("with"), 10, 64)
		other := work.ChapterID(n)
		if !has(x, other) {
			return 0, fault.In("with", "Choose another chapter of the same work.")
		}
		a := asker{ctx: ctx, tx: tx, clean: p.Cleaner, x: x, seen: r.PostForm.Get("seen")}
		before, err := a.settle(min(c.ID, other), max(c.ID, other))
		if err != nil {
			return 0, err
		}
		if err := work.Merge(ctx, tx, p.Cleaner, c.ID, other, r.PostForm.Has("scene"), work.MaxChapter); err != nil {
			return 0, err
		}
		if err := stats.Follow(ctx, tx, other, x.ID, c.ID); err != nil {
			return 0, err
		}
		names := chapterNames(ctx, x)
		both := say.T(ctx, "{one} with {other}", "one", names[c.ID], "other", names[other])
		return x.ID, a.ask(before, outcome{c.ID, sight{ctx, both, x.ID.ChapterPath(c.ID) + "/edit"}})
	})
}

func has(x *work.Work, id work.ChapterID) bool {
	for _, c := range x.Chapters {
		if c.ID == id {
			return true
		}
	}
	return false
}

// move takes the chapter to another work of the viewer's. Its working copy goes with it.
func (p *Pages) move(w http.ResponseWriter, r *http.Request) error {
	return p.do(w, r, "move", func(ctx context.Context, tx *db.Tx, x *work.Work, c work.Chapter) (work.ID, error) {
		n, _ := strconv.ParseInt(r.PostForm.Get("to"), 10, 64)
		to, err := editable(ctx, tx, work.ID(n))
		if fault.KindOf(err) == fault.NotFound || err == nil && to.ID == x.ID {
			return 0, fault.In("to", "Choose another one of your works.")
		}
		if err != nil {
			return 0, err
		}
		if err := tx.Exec(ctx, `DELETE FROM schedules WHERE chapter_id = $1`, int64(c.ID)); err != nil {
			return 0, fmt.Errorf("move chapter %d: %w", c.ID, err)
		}
		if err := work.MoveChapter(ctx, tx, c.ID, to.ID); err != nil {
			return 0, err
		}
		if err := stats.Follow(ctx, tx, c.ID, to.ID, c.ID); err != nil {
			return 0, err
		}
		a := asker{ctx: ctx, tx: tx, clean: p.Cleaner, x: to, seen: r.PostForm.Get("seen")}
		before, err := settledSize(ctx, tx, c.ID)
		if err != nil {
			return 0, err
		}
		return to.ID, a.ask(before, outcome{c.ID, sight{ctx, chapterNames(ctx, x)[c.ID], x.ID.ChapterPath(c.ID) + "/edit"}})
	})
}

// date dates a posted chapter back.
func (p *Pages) date(w http.ResponseWriter, r *http.Request) error {
	return p.do(w, r, "date", func(ctx context.Context, tx *db.Tx, x *work.Work, c work.Chapter) (work.ID, error) {
		at, err := backTo(r.PostForm.Get("date"), zoneOf(ctx), tx.Now)
		if err != nil {
			return 0, fault.In("date", "%s", fault.Message(err))
		}
		return x.ID, work.DateChapter(ctx, tx, c.ID, at)
	})
}

// remove deletes the chapter, once its name was ticked.
func (p *Pages) remove(w http.ResponseWriter, r *http.Request) error {
	return p.do(w, r, "remove", func(ctx context.Context, tx *db.Tx, x *work.Work, c work.Chapter) (work.ID, error) {
		if !r.PostForm.Has("sure") {
			return 0, fault.In("sure", "Tick that you are sure. Nothing is deleted yet.")
		}
		if err := tx.Exec(ctx, `DELETE FROM schedules WHERE chapter_id = $1`, int64(c.ID)); err != nil {
			return 0, fmt.Errorf("delete chapter %d: %w", c.ID, err)
		}
		own, err := work.TakeOut(ctx, tx, c.ID, viewer.From(ctx))
		if err != nil || own == 0 {
			return x.ID, err
		}
		return x.ID, stats.Follow(ctx, tx, c.ID, own, c.ID)
	})
}
