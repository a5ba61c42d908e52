package work

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// Get returns a work that v may see, with everything but its text. Its error is
// NotFound, SignIn or Denied as the visibility rule says.
func Get(ctx context.Context, q db.Q, v viewer.Viewer, id ID) (*Work, error) {
	all, err := load(ctx, q, []ID{id})
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, gone(ctx, q, id)
	}
	w := &all[0]
	if err := w.refuse(v); err != nil {
		return nil, err
	}
	w.veil(v)
	return w, loadAll(ctx, q, v, w)
}

// Load returns works for a list, in the order of ids, without chapters, credits
// and gifts. What v may not see is left out.
func Load(ctx context.Context, q db.Q, v viewer.Viewer, ids []ID) ([]Work, error) {
	all, err := load(ctx, q, ids)
	if err != nil {
		return nil, err
	}
	out := all[:0]
	for _, w := range all {
		if w.MaySee(v) {
			w.veil(v)
			out = append(out, w)
		}
	}
	return out, nil
}

// Of returns the work that a chapter belongs to. It asks nobody's leave: show
// nothing of it before Get has.
func Of(ctx context.Context, q db.Q, c ChapterID) (ID, error) {
	var id ID
	err := q.QueryRowContext(ctx, `SELECT work_id FROM chapters WHERE id = $1`, int64(c)).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, noSuchWork()
	}
	if err != nil {
		return 0, fmt.Errorf("work of chapter %d: %w", c, err)
	}
	return id, nil
}

// PackedText returns the text of a chapter ready for a page. The caller has got
// the chapter from Get.
func PackedText(ctx context.Context, q db.Q, c ChapterID) (web.Packed, error) {
	var p web.Packed
	var sum int64
	err := q.QueryRowContext(ctx, `SELECT packed, packed_size, packed_sum FROM chapter_texts WHERE chapter_id = $1`, int64(c)).
		Scan(&p.Deflate, &p.Size, &sum)
	if err != nil {
		return p, fmt.Errorf("text of chapter %d: %w", c, err)
	}
	p.Sum = uint32(sum)
	return p, nil
}

// Text returns the text of a chapter as clean HTML with anchors. The caller has
// got the chapter from Get.
func Text(ctx context.Context, q db.Q, c ChapterID) (string, error) {
	var html string
	if err := q.QueryRowContext(ctx, `SELECT html FROM chapter_texts WHERE chapter_id = $1`, int64(c)).Scan(&html); err != nil {
		return "", fmt.Errorf("text of chapter %d: %w", c, err)
	}
	return html, nil
}

const workColumns = `w.id, w.title, w.summary, w.notes_before, w.notes_after, w.language, w.rating,
	COALESCE(w.chapter_total, 0), w.chapter_count, w.words, w.complete, w.crossover,
	w.posted, w.restricted, w.hidden, w.unrevealed, w.anonymous, w.unquoted,
	w.source_url, w.source_posted_at, w.posted_at, w.revised_at, w.updated_at, w.major, w.minor, w.ornament`

func scanWork(r *sql.Rows, w *Work) error {
	var sourcePosted, posted, revised, updated db.Time
	err := r.Scan(&w.ID, &w.Title, &w.Summary, &w.NotesBefore, &w.NotesAfter, &w.Language, &w.Rating,
		&w.ChapterTotal, &w.ChapterCount, &w.Words, &w.Complete, &w.Crossover,
		&w.Posted, &w.Restricted, &w.Hidden, &w.Unrevealed, &w.Anonymous, &w.Unquoted,
		&w.SourceURL, &sourcePosted, &posted, &revised, &updated, &w.Major, &w.Minor, &w.Ornament)
	w.SourcePosted, w.PostedAt, w.RevisedAt, w.UpdatedAt = sourcePosted.Time, posted.Time, revised.Time, updated.Time
	return err
}

// load reads works with creators, tags and series, in the order of ids, each by
// one query for all of them.
func load(ctx context.Context, q db.Q, ids []ID) ([]Work, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	in := db.List(len(ids))
	rows, err := db.All(ctx, q, scanWork, db.Numbered(`SELECT `+workColumns+` FROM works w WHERE w.id IN (`+in+`)`), numbers(ids)...)
	if err != nil {
		return nil, fmt.Errorf("load works: %w", err)
	}
	byID := make(map[ID]*Work, len(rows))
	for i := range rows {
		byID[rows[i].ID] = &rows[i]
	}
	for _, part := range []func(context.Context, db.Q, string, []any, map[ID]*Work) error{loadCreators, loadTags, loadParts} {
		if err := part(ctx, q, in, numbers(ids), byID); err != nil {
			return nil, err
		}
	}
	out := make([]Work, 0, len(rows))
	for _, id := range ids {
		if w := byID[id]; w != nil {
			out = append(out, *w)
		}
	}
	return out, nil
}

func loadCreators(ctx context.Context, q db.Q, in string, ids []any, byID map[ID]*Work) error {
	type row struct {
		work ID
		account.Pseud
	}
	rows, err := db.All(ctx, q, func(r *sql.Rows, x *row) error {
		return r.Scan(&x.work, &x.ID, &x.Account, &x.Name, &x.Login)
	}, db.Numbered(`SELECT c.work_id, p.id, p.account_id, p.name, a.name FROM work_creators c
		JOIN pseuds p ON p.id = c.pseud_id JOIN accounts a ON a.id = p.account_id
		WHERE c.approved AND c.work_id IN (`+in+`) ORDER BY c.work_id, c.position, p.id`), ids...)
	if err != nil {
		return fmt.Errorf("load creators: %w", err)
	}
	for _, x := range rows {
		if w := byID[x.work]; w != nil {
			w.Creators = append(w.Creators, x.Pseud)
		}
	}
	return nil
}

func loadTags(ctx context.Context, q db.Q, in string, ids []any, byID map[ID]*Work) error {
	type row struct {
		work ID
		tag.Tag
		weight Weight
	}
	rows, err := db.All(ctx, q, func(r *sql.Rows, x *row) error {
		return r.Scan(&x.work, &x.ID, &x.Type, &x.Name, &x.Canonical, &x.Merger, &x.weight)
	}, db.Numbered(`SELECT t.work_id, g.id, g.type, g.name, g.canonical, COALESCE(g.merger_id, 0), t.weight FROM work_tags t
		JOIN tags g ON g.id = t.tag_id WHERE t.work_id IN (`+in+`) ORDER BY t.work_id, t.position, g.id`), ids...)
	if err != nil {
		return fmt.Errorf("load tags: %w", err)
	}
	for _, x := range rows {
		if w := byID[x.work]; w != nil {
			w.Tags = append(w.Tags, x.Tag)
			if x.weight == "" {
				continue
			}
			if w.Weights == nil {
				w.Weights = map[tag.ID]Weight{}
			}
			w.Weights[x.Tag.ID] = x.weight
		}
	}
	return nil
}

func loadParts(ctx context.Context, q db.Q, in string, ids []any, byID map[ID]*Work) error {
	type row struct {
		work ID
		Part
	}
	rows, err := db.All(ctx, q, func(r *sql.Rows, x *row) error {
		return r.Scan(&x.work, &x.Series, &x.Title, &x.Position)
	}, db.Numbered(`SELECT sw.work_id, s.id, s.title, sw.position FROM series_works sw
		JOIN series s ON s.id = sw.series_id WHERE sw.work_id IN (`+in+`) ORDER BY sw.work_id, s.id`), ids...)
	if err != nil {
		return fmt.Errorf("load series: %w", err)
	}
	for _, x := range rows {
		if w := byID[x.work]; w != nil {
			w.Series = append(w.Series, x.Part)
		}
	}
	return nil
}

func numbers[T ~int64](ids []T) []any {
	out := make([]any, len(ids))
	for i, id := range ids {
		out[i] = int64(id)
	}
	return out
}
