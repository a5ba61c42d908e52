package series

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/setting"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Details are what is told about a series, and which works are in it.
type Details struct {
	Title    string
	Summary  string // HTML
	Notes    string // HTML
	Complete bool
	// Works are those that the viewer sees of it, in order; what somebody else put in
	// and the viewer may not see keeps its place between them.
	Works []work.ID
}

// Managed is a series as who looks after it sees it: with drafts, and works that are
// in no list.
type Managed struct {
	ID ID
	Details
	Seen    int64 // which change of it this is
	Members []Member
}

// Member is a work that is or could be in a series.
type Member struct {
	ID     work.ID
	Title  string
	Posted bool
	Words  int
}

// Manage reads a series for who looks after it: its creators, and staff. To all
// others there is no such series to look after.
func Manage(ctx context.Context, q db.Q, v viewer.Viewer, id ID) (*Managed, error) {
	if err := mayManage(ctx, q, v, id); err != nil {
		return nil, err
	}
	m := &Managed{ID: id}
	err := q.QueryRowContext(ctx, `SELECT title, summary, notes, complete, changes FROM series WHERE id = $1`, int64(id)).
		Scan(&m.Title, &m.Summary, &m.Notes, &m.Complete, &m.Seen)
	if err != nil {
		return nil, fmt.Errorf("series %d: %w", id, err)
	}
	seen := work.VisibleTo(v)
	m.Members, err = db.All(ctx, q, scanMember, db.Numbered(`SELECT w.id, w.title, w.posted, w.words FROM series_works sw JOIN works w ON w.id = sw.work_id
		WHERE sw.series_id = ? AND `+seen.SQL+` ORDER BY sw.position, w.id`), append([]any{int64(id)}, seen.Args...)...)
	if err != nil {
		return nil, fmt.Errorf("series %d: %w", id, err)
	}
	for _, x := range m.Members {
		m.Works = append(m.Works, x.ID)
	}
	return m, nil
}

func scanMember(r *sql.Rows, m *Member) error { return r.Scan(&m.ID, &m.Title, &m.Posted, &m.Words) }

// maxOffered is how many of one's works are offered for a series at once.
const maxOffered = 500

// Offered lists the works of an account that are not in a series, the newest first;
// id 0 is a series that is to be made.
func Offered(ctx context.Context, q db.Q, who viewer.ID, id ID) ([]Member, error) {
	all, err := db.All(ctx, q, scanMember, `SELECT w.id, w.title, w.posted, w.words FROM works w
		WHERE EXISTS (SELECT 1 FROM work_creators c JOIN pseuds p ON p.id = c.pseud_id WHERE c.work_id = w.id AND c.approved AND p.account_id = $1)
		AND NOT EXISTS (SELECT 1 FROM series_works s WHERE s.work_id = w.id AND s.series_id = $2)
		ORDER BY w.updated_at DESC, w.id DESC LIMIT $3`, int64(who), int64(id), maxOffered)
	if err != nil {
		return nil, fmt.Errorf("series %d: works to add: %w", id, err)
	}
	return all, nil
}

func mayManage(ctx context.Context, q db.Q, v viewer.Viewer, id ID) error {
	var there, mine bool
	err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM series WHERE id = $1), EXISTS (SELECT 1 FROM series_creators c JOIN pseuds p ON p.id = c.pseud_id
		WHERE c.series_id = $1 AND p.account_id = $2)`, int64(id), int64(v.ID)).Scan(&there, &mine)
	if err != nil {
		return fmt.Errorf("series %d: %w", id, err)
	}
	if !there || v.Guest() || !mine && !v.Staff() {
		return fault.New(fault.NotFound, "You have no such series to look after. It may be somebody else’s, or the address is mistyped.")
	}
	return nil
}

// Check makes d as it is kept, and says what is wrong with it. was is the series as
// it stands: what is longer than the limits already may stay as long.
func (d *Details) Check(ctx context.Context, was Details) error {
	d.Title = strings.Join(strings.Fields(strings.ToValidUTF8(d.Title, "")), " ")
	l := setting.Of(ctx).Limits
	if d.Title == "" {
		return fault.In("title", "A series needs a title.")
	}
	for _, x := range []struct {
		field, what, now, was string
		most                  int
	}{
		{"title", "The title", d.Title, was.Title, min(l.Title, MaxTitle)}, {"summary", "The description", d.Summary, was.Summary, l.Summary}, {"notes", "The notes", d.Notes, was.Notes, l.Notes},
	} {
		if n := utf8.RuneCountInString(x.now); n > max(x.most, utf8.RuneCountInString(x.was)) {
			return fault.In(x.field, "%s has %d characters; %d is the most. Nothing is lost: shorten it and save again.", x.what, n, x.most)
		}
	}
	if len(d.Works) == 0 {
		return fault.In("works", "A series needs at least one work. Tick the works that belong to it.")
	}
	return nil
}

// Create makes a series of works, all of which v made.
func Create(ctx context.Context, tx *db.Tx, c prose.Cleaner, v viewer.Viewer, d Details) (ID, error) {
	if err := d.Check(ctx, Details{}); err != nil {
		return 0, err
	}
	return create(ctx, tx, c, v, d)
}

// create is Create for a series that may be over the limits.
func create(ctx context.Context, tx *db.Tx, c prose.Cleaner, v viewer.Viewer, d Details) (ID, error) {
	if err := allMine(ctx, tx, v, d.Works); err != nil {
		return 0, err
	}
	var id ID
	err := tx.QueryRowContext(ctx, `INSERT INTO series (title, title_key, summary, notes, complete, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $6) RETURNING id`,
		d.Title, tag.Key(d.Title), d.summary(c), d.notes(c), d.Complete, tx.Millis()).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("make series: %w", err)
	}
	for i, w := range d.Works {
		if err := tx.Exec(ctx, `INSERT INTO series_works (series_id, work_id, position) VALUES ($1, $2, $3) ON CONFLICT (series_id, work_id) DO NOTHING`, int64(id), int64(w), i+1); err != nil {
			return 0, fmt.Errorf("series %d add work %d: %w", id, w, err)
		}
	}
	if err := signed(ctx, tx, id); err != nil {
		return 0, err
	}
	return id, touched(ctx, tx, id)
}

func (d *Details) summary(c prose.Cleaner) string {
	return prose.Show(c.Clean(d.Summary, prose.Summary))
}

func (d *Details) notes(c prose.Cleaner) string { return prose.Show(c.Clean(d.Notes, prose.Note)) }

// Change makes a series what d says. seen is the change that d was made from: when
// somebody else has changed the series since, it is a Conflict and nothing changes.
// v must look after the series, and may add only works of their own.
func Change(ctx context.Context, tx *db.Tx, c prose.Cleaner, v viewer.Viewer, id ID, seen int64, d Details) error {
	r, err := tx.ExecContext(ctx, `UPDATE series SET changes = changes + 1, updated_at = $3 WHERE id = $1 AND changes = $2`, int64(id), seen, tx.Millis())
	if err != nil {
		return fmt.Errorf("change series %d: %w", id, err)
	}
	was, err := Manage(ctx, tx, v, id)
	if err != nil {
		return err
	}
	if err := d.Check(ctx, was.Details); err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, fault.New(fault.Conflict, "Somebody changed this series while you were at it, so nothing of yours is saved yet. It is all kept here: look at it once more and save again."))
	}
	if err := allMine(ctx, tx, v, without(d.Works, was.Works)); err != nil {
		return err
	}
	if err := touched(ctx, tx, id); err != nil { // what leaves changes too
		return err
	}
	if err := tx.Exec(ctx, `UPDATE series SET title = $2, title_key = $3, summary = $4, notes = $5, complete = $6 WHERE id = $1`,
		int64(id), d.Title, tag.Key(d.Title), d.summary(c), d.notes(c), d.Complete); err != nil {
		return fmt.Errorf("change series %d: %w", id, err)
	}
	if err := arrange(ctx, tx, id, was.Works, d.Works); err != nil {
		return err
	}
	if err := signed(ctx, tx, id); err != nil {
		return err
	}
	return touched(ctx, tx, id)
}

// arrange puts the works that somebody sees of a series into an order. Works that
// they don't see stay between the same places.
func arrange(ctx context.Context, tx *db.Tx, id ID, was, now []work.ID) error {
	all, err := worksOf(ctx, tx, id)
	if err != nil {
		return err
	}
	for _, gone := range without(was, now) {
		if err := tx.Exec(ctx, `DELETE FROM series_works WHERE series_id = $1 AND work_id = $2`, int64(id), int64(gone)); err != nil {
			return fmt.Errorf("series %d: %w", id, err)
		}
	}
	for i, w := range merged(all, was, now) {
		if err := tx.Exec(ctx, `INSERT INTO series_works (series_id, work_id, position) VALUES ($1, $2, $3)
			ON CONFLICT (series_id, work_id) DO UPDATE SET position = excluded.position`, int64(id), int64(w), i+1); err != nil {
			return fmt.Errorf("series %d: %w", id, err)
		}
	}
	return nil
}

// merged is the order of all works, once those in was are those in now: each of the
// others stays behind as many of the seen ones as before.
func merged(all, was, now []work.ID) []work.ID {
	out := make([]work.ID, 0, len(all)+len(now))
	next := 0
	for _, w := range all {
		if !slices.Contains(was, w) {
			out = append(out, w)
			continue
		}
		if next < len(now) {
			out = append(out, now[next])
			next++
		}
	}
	return append(out, now[next:]...)
}

// signed makes the creators of a series those of its works, in the order of these.
func signed(ctx context.Context, tx *db.Tx, id ID) error {
	if err := tx.Exec(ctx, `DELETE FROM series_creators WHERE series_id = $1`, int64(id)); err != nil {
		return fmt.Errorf("series %d creators: %w", id, err)
	}
	all, err := db.All(ctx, tx, db.One[account.PseudID], `SELECT c.pseud_id FROM series_works s JOIN work_creators c ON c.work_id = s.work_id
		WHERE s.series_id = $1 AND c.approved GROUP BY c.pseud_id ORDER BY MIN(s.position), MIN(c.position), c.pseud_id`, int64(id))
	if err != nil {
		return fmt.Errorf("series %d creators: %w", id, err)
	}
	for i, p := range all {
		if err := tx.Exec(ctx, `INSERT INTO series_creators (series_id, pseud_id, position) VALUES ($1, $2, $3)`, int64(id), int64(p), i); err != nil {
			return fmt.Errorf("series %d creators: %w", id, err)
		}
	}
	return nil
}

// Remove takes a series apart: its works stay. v must look after it.
func Remove(ctx context.Context, tx *db.Tx, v viewer.Viewer, id ID) error {
	if err := lock(ctx, tx, id); err != nil {
		return err
	}
	if err := mayManage(ctx, tx, v, id); err != nil {
		return err
	}
	if err := touched(ctx, tx, id); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `DELETE FROM series WHERE id = $1`, int64(id)); err != nil {
		return fmt.Errorf("remove series %d: %w", id, err)
	}
	return nil
}

// allMine refuses works that v did not make, as if there were none.
func allMine(ctx context.Context, q db.Q, v viewer.Viewer, ids []work.ID) error {
	if len(ids) == 0 {
		return nil
	}
	args := make([]any, 0, len(ids)+1)
	for _, id := range ids {
		args = append(args, int64(id))
	}
	var n int
	err := q.QueryRowContext(ctx, db.Numbered(`SELECT COUNT(DISTINCT c.work_id) FROM work_creators c JOIN pseuds p ON p.id = c.pseud_id
		WHERE c.work_id IN (`+db.List(len(ids))+`) AND c.approved AND p.account_id = ?`), append(args, int64(v.ID))...).Scan(&n)
	if err != nil {
		return fmt.Errorf("series: whose works: %w", err)
	}
	if n != len(ids) {
		return fault.In("works", "One of these works is not yours to add. Choose among your own.")
	}
	return nil
}

// without are those of a that are not in b.
func without(a, b []work.ID) []work.ID {
	return slices.DeleteFunc(slices.Clone(a), func(w work.ID) bool { return slices.Contains(b, w) })
}
