package backup

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/history"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

const (
	// mostRead is how many works of a history are written, and taken in of a file that a
	// member brought.
	mostRead = 20_000
	// readAtOnce is how many of them are asked for by one query.
	readAtOnce = 200
)

// shown is a work as its readers know it: what tells it from others in any archive.
type shown struct {
	id    work.ID
	title string
	by    []string // of an anonymous one nobody
}

// shownWorks gives those works w that fit a condition and that somebody may see.
func shownWorks(ctx context.Context, q db.Q, who viewer.Viewer, is db.Cond) (map[work.ID]*shown, error) {
	is = db.And(is, work.VisibleTo(who))
	all, err := db.All(ctx, q, func(r *sql.Rows, x *shown) error { return r.Scan(&x.id, &x.title) },
		db.Numbered(`SELECT w.id, w.title FROM works w WHERE w.posted AND `+is.SQL), is.Args...)
	if err != nil {
		return nil, fmt.Errorf("backup: works read: %w", err)
	}
	out := make(map[work.ID]*shown, len(all))
	for i := range all {
		out[all[i].id] = &all[i]
	}
	type name struct {
		id work.ID
		by string
	}
	names, err := db.All(ctx, q, func(r *sql.Rows, x *name) error { return r.Scan(&x.id, &x.by) },
		db.Numbered(`SELECT w.id, p.name FROM works w JOIN work_creators c ON c.work_id = w.id AND c.approved JOIN pseuds p ON p.id = c.pseud_id
		WHERE w.posted AND NOT w.anonymous AND `+is.SQL+` ORDER BY w.id, p.name_key`), is.Args...)
	if err != nil {
		return nil, fmt.Errorf("backup: who wrote works read: %w", err)
	}
	for _, n := range names {
		if x := out[n.id]; x != nil {
			x.by = append(x.by, n.by)
		}
	}
	return out, nil
}

func amongWorks(ids []work.ID) db.Cond {
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = int64(id)
	}
	return db.Where(`w.id IN (`+db.List(len(ids))+`)`, args...)
}

// read adds what somebody has read; at has the places of their own works. Of what they may
// not see now there is only when it was.
func (g gatherer) read(ctx context.Context, p *Person, at map[work.ID]int) error {
	all, err := history.Of(ctx, g.q, g.me, mostRead)
	if err != nil {
		return err
	}
	me := viewer.Viewer{ID: g.me, Name: g.name, Role: viewer.Member}
	for some := range slices.Chunk(all, readAtOnce) {
		ids := make([]work.ID, len(some))
		for i, r := range some {
			ids[i] = r.Work
		}
		works, err := shownWorks(ctx, g.q, me, amongWorks(ids))
		if err != nil {
			return err
		}
		numbers, err := numbered(ctx, g.q, ids)
		if err != nil {
			return err
		}
		for _, r := range some {
			x := Read{First: r.First.UnixMilli(), Last: r.Last.UnixMilli(), Times: r.Times}
			if w := works[r.Work]; w != nil {
				x.Title, x.By, x.Work, x.Address = w.title, w.by, at[r.Work], g.base+r.Work.Path()
				x.Chapter, x.Chapters = 1+slices.Index(numbers[r.Work], r.Chapter), r.Chapters
			}
			p.Read = append(p.Read, x)
		}
	}
	return nil
}

// numbered gives the chapters of works that readers have, in order.
func numbered(ctx context.Context, q db.Q, ids []work.ID) (map[work.ID][]work.ChapterID, error) {
	type row struct {
		work work.ID
		id   work.ChapterID
	}
	is := amongWorks(ids)
	all, err := db.All(ctx, q, func(r *sql.Rows, x *row) error { return r.Scan(&x.work, &x.id) },
		db.Numbered(`SELECT w.id, c.id FROM works w JOIN chapters c ON c.work_id = w.id WHERE c.posted AND `+is.SQL+` ORDER BY w.id, c.position, c.id`), is.Args...)
	if err != nil {
		return nil, fmt.Errorf("backup: chapters read: %w", err)
	}
	out := map[work.ID][]work.ChapterID{}
	for _, x := range all {
		out[x.work] = append(out[x.work], x.id)
	}
	return out, nil
}

// readings puts what somebody had read on their list again, where those works are here: their
// own by their places, those of this very archive by their addresses, others by title
// and authors where no two are called alike.
func (x *taking) readings(ctx context.Context, o *Outcome) error {
	fresh, away := 0, 0
	all := some(x, x.account.Read, mostRead)
	for part := range slices.Chunk(all, readAtOnce) {
		if err := ctx.Err(); err != nil {
			return err
		}
		found, err := x.works(ctx, part)
		if err != nil {
			return err
		}
		away += len(part) - len(found)
		var n int
		err = x.DB.Tx(ctx, func(tx *db.Tx) (err error) {
			n, err = history.Restore(ctx, tx, x.who.ID, found)
			return err
		})
		if err != nil {
			return err
		}
		fresh += n
	}
	if fresh > 0 {
		o.Notes = append(o.Notes, say.N(ctx, fresh, "{n} work is on your reading history again.", "{n} works are on your reading history again."))
	}
	if away += len(x.account.Read) - len(all); away > 0 {
		o.Notes = append(o.Notes, say.N(ctx, away, "{n} work that you had read is not here for you to see, or can’t be told from another, and is only in the file.", "{n} works that you had read are not here for you to see, or can’t be told from others, and are only in the file."))
	}
	return nil
}

// works finds which works here those are that a file says were read.
func (x *taking) works(ctx context.Context, part []Read) ([]history.Reading, error) {
	var ids []work.ID
	var titles []any
	for _, r := range part {
		if id := x.atAddress(r.Address); id != 0 {
			ids = append(ids, id)
		}
		if id := x.at[r.Work]; id != 0 {
			ids = append(ids, id)
		}
		if r.Title != "" {
			titles = append(titles, db.Text(r.Title))
		}
	}
	is := db.Where("FALSE")
	if len(ids) > 0 {
		is = amongWorks(ids)
	}
	if len(titles) > 0 {
		is = db.Or(is, db.Where(`w.title IN (`+db.List(len(titles))+`)`, titles...))
	}
	here, err := shownWorks(ctx, x.DB, x.viewer(), is)
	if err != nil {
		return nil, err
	}
	chapters, err := numbered(ctx, x.DB, keysOf(here))
	if err != nil {
		return nil, err
	}
	now := x.DB.Now().UnixMilli()
	var out []history.Reading
	for _, r := range part {
		id := x.which(r, here)
		if id == 0 {
			continue
		}
		y := history.Reading{Work: id, First: past(r.First, now), Last: past(r.Last, now), Times: min(max(1, r.Times), maxTimes), Chapters: min(max(0, r.Chapters), len(chapters[id]))}
		if r.Chapter > 0 && r.Chapter <= len(chapters[id]) {
			y.Chapter = chapters[id][r.Chapter-1]
		}
		if y.First.After(y.Last) {
			y.First = y.Last
		}
		out = append(out, y)
	}
	return out, nil
}

// maxTimes is how often a file may say that something was read.
const maxTimes = 10_000

func keysOf(works map[work.ID]*shown) []work.ID {
	out := make([]work.ID, 0, len(works))
	for id := range works {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

// atAddress is the work that an address of this very archive names, 0 for any other.
func (x *taking) atAddress(address string) work.ID {
	path, here := strings.CutPrefix(address, x.BaseURL+"/works/")
	if x.BaseURL == "" || !here {
		return 0
	}
	n, err := strconv.ParseInt(path, 10, 64)
	if err != nil || n <= 0 {
		return 0
	}
	return work.ID(n)
}

// which tells which of the works here one is that was read, 0 for none. An address alone
// is not believed: the archive may have been made anew.
func (x *taking) which(r Read, here map[work.ID]*shown) work.ID {
	if id := x.at[r.Work]; here[id] != nil {
		return id
	}
	by := slices.Clone(r.By)
	slices.Sort(by)
	alike := func(w *shown) bool {
		own := slices.Clone(w.by)
		slices.Sort(own)
		return w.title == db.Text(r.Title) && slices.Equal(own, by)
	}
	if w := here[x.atAddress(r.Address)]; w != nil && w.title == db.Text(r.Title) {
		return w.id
	}
	var only work.ID
	for id, w := range here {
		if !alike(w) {
			continue
		}
		if only != 0 {
			return 0
		}
		only = id
	}
	return only
}
