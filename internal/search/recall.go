package search

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
)

// This file is what other packages build searches of their own on: words of a
// query, the windows that have them, and the text of a window.

// Term is something that can be in a text in one of several forms. Each form is
// a word or several in a row. The zero Term is in no text.
type Term []Form

// Form is one way in which a Term is written: Text is cut into words as texts
// are, and with Open the last of them may go on ("carr" for "carried").
type Form struct {
	Text string
	Open bool
}

// Words cuts a text into the words that can be found, folded; of a script without
// spaces each character is one.
func Words(text string) []string {
	us := units(plain(text))
	ws := make([]string, len(us))
	for i, u := range us {
		ws[i] = u.text
	}
	return ws
}

// maxForms is how many forms of a term are asked for.
const maxForms = 48

// atoms are the forms of t as an engine takes them.
func (t Term) atoms() []atom {
	var as []atom
	for _, f := range t[:min(len(t), maxForms)] {
		a := atom(units(plain(f.Text)))
		if len(a) == 0 || len(a) > maxUnits {
			continue
		}
		a[len(a)-1].open = f.Open
		as = append(as, a)
	}
	return as
}

// WindowsWith gives the windows of texts that have every one of terms, at most
// limit of them and in no order that means anything. Whose texts these are is
// for Locate to say: nothing may be shown before.
func WindowsWith(ctx context.Context, q db.Q, limit int, terms ...Term) ([]int64, error) {
	var x expr
	for _, t := range terms {
		as := t.atoms()
		if len(as) == 0 {
			return nil, nil
		}
		x = append(x, as)
	}
	ids, err := engineOf(q).windows(ctx, q, x, limit)
	if err != nil {
		return nil, fmt.Errorf("search: windows: %w", err)
	}
	return ids, nil
}

// WindowCount is about how many windows the texts of the archive have.
func WindowCount(ctx context.Context, q db.Q) (int, error) {
	var n sql.NullInt64
	if err := q.QueryRowContext(ctx, `SELECT (SELECT id FROM search_passages ORDER BY id DESC LIMIT 1) - (SELECT id FROM search_passages ORDER BY id LIMIT 1) + 1`).Scan(&n); err != nil {
		return 0, fmt.Errorf("search: windows: %w", err)
	}
	return int(n.Int64), nil
}

// Located is a window of a chapter's text.
type Located struct {
	ID, Work, Chapter int64
	Language          string // of the work
	First, Last       string // anchors
}

// locateAtOnce is how many windows one statement asks for.
const locateAtOnce = 400

// Locate tells where windows are, of those in works w that fit within; the others
// are left out.
func Locate(ctx context.Context, q db.Q, ids []int64, within db.Cond) ([]Located, error) {
	if within.SQL == "" {
		within = db.And()
	}
	var out []Located
	for len(ids) > 0 {
		n := min(locateAtOnce, len(ids))
		var args []any
		for _, id := range ids[:n] {
			args = append(args, id)
		}
		ids = ids[n:]
		some, err := db.All(ctx, q, func(r *sql.Rows, l *Located) error {
			return r.Scan(&l.ID, &l.Work, &l.Chapter, &l.First, &l.Last, &l.Language)
		}, db.Numbered(`SELECT p.id, p.work_id, p.chapter_id, p.first_anchor, p.last_anchor, w.language
			FROM search_passages p JOIN works w ON w.id = p.work_id
			WHERE p.id IN (`+db.List(n)+`) AND p.chapter_id IS NOT NULL AND (`+within.SQL+`)`), append(args, within.Args...)...)
		if err != nil {
			return nil, fmt.Errorf("search: locate: %w", err)
		}
		out = append(out, some...)
	}
	return out, nil
}

// Between gives the paragraphs of a chapter from one anchor to another, none if
// the chapter is gone.
func Between(ctx context.Context, q db.Q, chapter int64, first, last string) ([]Passage, error) {
	var text string
	err := q.QueryRowContext(ctx, `SELECT html FROM chapter_texts WHERE chapter_id = $1`, chapter).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("search: chapter %d: %w", chapter, err)
	}
	ps := between(text, first, last)
	for i := range ps {
		ps[i].Text = plain(ps[i].Text)
	}
	return ps, nil
}

// Word is a word of a text: folded, and where it stands in it, in bytes.
type Word struct {
	Text       string
	Start, End int
}

// Place cuts a plain text, as Between gives them, into words with their places.
func Place(text string) []Word {
	us := units(text)
	ws := make([]Word, len(us))
	for i, u := range us {
		ws[i] = Word{u.text, u.start, u.end}
	}
	return ws
}
