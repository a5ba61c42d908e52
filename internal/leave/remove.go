package leave

import (
	"bytes"
	"compress/flate"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/download"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// KeptFor is how long those who made a removed work can fetch its text.
const KeptFor = 30 * 24 * time.Hour

// Remover removes works, and gives their text to those who made them.
type Remover struct {
	Blob    *blob.Store
	Cleaner prose.Cleaner
}

// Remove deletes a work that v may edit, and writes to everybody who signed it: the
// letter leads to the whole text as a page of HTML, drafts and all. Who signed only
// chapters of it gets those.
func (x Remover) Remove(ctx context.Context, tx *db.Tx, v viewer.Viewer, id work.ID) error {
	// Whoever presses a second time waits here, and then finds the work gone.
	if err := work.Lock(ctx, tx, id); fault.KindOf(err) == fault.NotFound {
		return work.NotYours()
	} else if err != nil {
		return err
	}
	w, err := work.Editable(ctx, tx, v, id)
	if err != nil {
		return err
	}
	page, err := x.page(ctx, tx, w)
	if err != nil {
		return err
	}
	var told []viewer.ID
	for _, p := range w.Creators {
		there, err := account.Reachable(ctx, tx, p.Account)
		if err != nil {
			return err
		}
		if there && !slices.Contains(told, p.Account) {
			told = append(told, p.Account)
		}
	}
	for _, to := range told {
		if err := tell(ctx, tx, v, w, to, page); err != nil {
			return err
		}
	}
	if err := x.tellGuests(ctx, tx, v, w, told); err != nil {
		return err
	}
	return work.Remove(ctx, tx, id)
}

// tellGuests gives those who wrote chapters of a work that they don't sign, in a round,
// their own chapters, before the work goes.
func (x Remover) tellGuests(ctx context.Context, tx *db.Tx, v viewer.Viewer, w *work.Work, told []viewer.ID) error {
	wrote := map[viewer.ID][]work.Chapter{}
	for _, c := range w.Chapters {
		for _, p := range c.Creators {
			there, err := account.Reachable(ctx, tx, p.Account)
			if err != nil {
				return err
			}
			if there && !slices.Contains(told, p.Account) && !slices.ContainsFunc(wrote[p.Account], func(o work.Chapter) bool { return o.ID == c.ID }) {
				wrote[p.Account] = append(wrote[p.Account], c)
			}
		}
	}
	for _, to := range slices.Sorted(maps.Keys(wrote)) {
		own := *w
		own.Chapters = wrote[to]
		page, err := x.page(ctx, tx, &own)
		if err != nil {
			return err
		}
		if err := tell(ctx, tx, v, w, to, page); err != nil {
			return err
		}
	}
	return nil
}

// page is the whole text of a work as its authors last wrote it, deflated.
func (x Remover) page(ctx context.Context, q db.Q, w *work.Work) ([]byte, error) {
	all := *w
	all.Chapters = slices.Clone(w.Chapters)
	for i := range all.Chapters {
		all.Chapters[i].Posted = true
	}
	source := download.Source{Q: q, Blob: x.Blob, Text: func(ctx context.Context, q db.Q, id work.ChapterID) (string, error) {
		c, err := draft.Of(ctx, q, id)
		if err != nil || c.Rev == 0 {
			return c.Body, err
		}
		return work.Anchored(ctx, q, x.Cleaner, id, c.Body)
	}}
	var out bytes.Buffer
	z, err := flate.NewWriter(&out, flate.DefaultCompression)
	if err != nil {
		return nil, fmt.Errorf("leave: copy of work %d: %w", w.ID, err)
	}
	if err := errors.Join(source.Write(ctx, z, &all, download.HTML), z.Close()); err != nil {
		return nil, fmt.Errorf("leave: copy of work %d: %w", w.ID, err)
	}
	return out.Bytes(), nil
}

// tell keeps a copy for one of those who made the work, and writes to them.
func tell(ctx context.Context, tx *db.Tx, by viewer.Viewer, w *work.Work, to viewer.ID, page []byte) error {
	var id CopyID
	if err := tx.QueryRowContext(ctx, `INSERT INTO last_copies (account_id, title, page, made_at) VALUES ($1, $2, $3, $4) RETURNING id`,
		int64(to), w.Name(), page, tx.Millis()).Scan(&id); err != nil {
		return fmt.Errorf("leave: keep a copy of work %d: %w", w.ID, err)
	}
	kind, text := mail.Creator, ""
	switch {
	case to == by.ID:
		text = say.T(ctx, "You have deleted “{title}”.", "title", w.Name())
	case w.Mine(by) && slices.ContainsFunc(w.Creators, func(p account.Pseud) bool { return p.Account == to }):
		text = say.T(ctx, "{name}, who signed “{title}” with you, has deleted it.", "name", by.Name, "title", w.Name())
	case w.Mine(by):
		text = say.T(ctx, "{name} has deleted “{title}”, in which you wrote.", "name", by.Name, "title", w.Name())
	default:
		kind, text = mail.Staff, say.T(ctx, "Those who look after the archive have deleted “{title}”. If you don’t know why, write to them.", "title", w.Name())
	}
	text += "\n\n" + say.T(ctx, "It can’t be brought back here. The whole text lies ready for you as a file, until {day}: please take it in time.", "day", tx.Now.Add(KeptFor).Format("2 January 2006"))
	return mail.Post(ctx, tx, mail.Letter{To: to, Kind: kind, Path: id.path(), Subject: say.T(ctx, "“{title}” was deleted", "title", w.Name()), Text: text})
}

// CopyID is the key of the copy of a removed work.
type CopyID int64

func (id CopyID) path() string { return "/account/copies/" + strconv.FormatInt(int64(id), 10) }

// openCopy gives the copy of a removed work that lies ready for somebody.
func openCopy(ctx context.Context, q db.Q, who viewer.ID, id CopyID, now time.Time) (title string, page io.ReadCloser, err error) {
	var b []byte
	err = q.QueryRowContext(ctx, `SELECT title, page FROM last_copies WHERE id = $1 AND account_id = $2 AND made_at > $3`, int64(id), int64(who), now.Add(-KeptFor).UnixMilli()).Scan(&title, &b)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil, fault.New(fault.NotFound, "There is no copy of a work here for you. Copies of deleted works are kept for %d days.", int(KeptFor.Hours()/24))
	}
	if err != nil {
		return "", nil, fmt.Errorf("leave: copy %d: %w", id, err)
	}
	return title, flate.NewReader(bytes.NewReader(b)), nil
}

// Sweep is the job that forgets copies of removed works.
type Sweep struct{}

// Kind implements job.Args.
func (Sweep) Kind() string { return "leave.sweep" }

// RunSweep forgets what was kept for KeptFor.
func RunSweep(ctx context.Context, tx *db.Tx) error {
	if err := tx.Exec(ctx, `DELETE FROM last_copies WHERE made_at <= $1`, tx.Now.Add(-KeptFor).UnixMilli()); err != nil {
		return fmt.Errorf("leave: sweep: %w", err)
	}
	return nil
}
