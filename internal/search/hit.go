package search

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
)

// hit makes what is shown of a place.
func (s *search) hit(ctx context.Context, p place) (Hit, error) {
	if p.quoted != nil {
		return p.quoted.Hit, nil
	}
	h := Hit{Work: p.work}
	if p.passage == 0 {
		var err error
		if p.passage, err = s.anyPassage(ctx, p.work); err != nil {
			return h, err
		}
	}
	if p.entry || p.passage == 0 {
		return h, s.inEntry(ctx, &h)
	}
	return h, s.inPassage(ctx, p.passage, &h)
}

// anyPassage finds a passage for a work that has its words in different places:
// one with the longest, which says most; 0 if the text has none of them.
func (s *search) anyPassage(ctx context.Context, work int64) (int64, error) {
	byLength := slices.SortedStableFunc(slices.Values(s.all), func(a, b atom) int { return cmp.Compare(b.size(), a.size()) })
	for _, a := range byLength {
		id, err := s.engine.first(ctx, s.q, work, a)
		if err != nil || id != 0 {
			return id, err
		}
	}
	return 0, nil
}

func (a atom) size() int {
	n := 0
	for _, u := range a {
		n += len(u.text)
	}
	return n
}

// inEntry shows the part of an entry that has most of the words.
func (s *search) inEntry(ctx context.Context, h *Hit) error {
	var e Entry
	err := s.q.QueryRowContext(ctx, `SELECT title, names, tags, summary FROM search_entries WHERE work_id = $1`, h.Work).
		Scan(&e.Title, &e.Names, &e.Tags, &e.Summary)
	if errors.Is(err, sql.ErrNoRows) {
		return nil // gone since it was found; its name is all there is to show
	}
	if err != nil {
		return fmt.Errorf("search: work %d: %w", h.Work, err)
	}
	most := -1
	for _, f := range []struct{ where, text string }{{"title", e.Title}, {"names", e.Names}, {"tags", e.Tags}, {"summary", e.Summary}} {
		if cut := s.cut(f.text); cut.distinct > most && len(cut.spans) > 0 {
			most, h.Where, h.Snippet = cut.distinct, f.where, cut.spans
		}
	}
	return nil
}

// inPassage shows the paragraph of a window that has most of the words.
func (s *search) inPassage(ctx context.Context, id int64, h *Hit) error {
	w, err := readWindow(ctx, s.q, id)
	if err != nil {
		return err
	}
	if w == nil {
		return s.inEntry(ctx, h) // the chapter has changed since it was found
	}
	all, ends := joined(w.paragraphs)
	cut := s.cut(all)
	h.Snippet = cut.spans
	if h.Where = "notes"; w.chapter != 0 {
		h.Where, h.Chapter, h.Anchor = "text", w.chapter, w.first
		if i := ends.of(cut.at); i < len(w.paragraphs) {
			h.Anchor = w.paragraphs[i].Anchor
		}
	}
	return nil
}

// windowText is the text of a window, of a chapter or, if that is 0, of a work's notes.
type windowText struct {
	chapter    int64
	first      string // anchor
	paragraphs []Passage
}

// readWindow reads a text from where it is, nil if there is none any more.
func readWindow(ctx context.Context, q db.Q, id int64) (*windowText, error) {
	var w windowText
	var last, text string
	err := q.QueryRowContext(ctx, `SELECT COALESCE(p.chapter_id, 0), p.first_anchor, p.last_anchor, COALESCE(t.html, e.notes, '') FROM search_passages p
		LEFT JOIN chapter_texts t ON t.chapter_id = p.chapter_id
		LEFT JOIN search_entries e ON e.work_id = p.work_id AND p.chapter_id IS NULL
		WHERE p.id = $1`, id).Scan(&w.chapter, &w.first, &last, &text)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("search: passage %d: %w", id, err)
	case w.chapter == 0:
		w.paragraphs = []Passage{{Text: text}}
	default:
		w.paragraphs = between(text, w.first, last)
	}
	return &w, nil
}

// reading gives those of windows in whose texts a stands.
func reading(ctx context.Context, q db.Q, a atom, windows []int64) (out []int64, err error) {
	for _, id := range windows {
		w, err := readWindow(ctx, q, id)
		if err != nil {
			return nil, err
		}
		if w == nil {
			continue
		}
		if text, _ := joined(w.paragraphs); len(marks(units(text), []atom{a})) > 0 {
			out = append(out, id)
		}
	}
	return out, nil
}

// paragraphEnds are where paragraphs end in the text that they make together.
type paragraphEnds []int

// of tells in which paragraph a place is.
func (e paragraphEnds) of(at int) int {
	i, _ := slices.BinarySearch(e, at+1)
	return i
}

// joined is paragraphs as one plain text, a line for each.
func joined(ps []Passage) (string, paragraphEnds) {
	var all strings.Builder
	var ends paragraphEnds
	for _, p := range ps {
		all.WriteString(plain(p.Text))
		all.WriteByte('\n')
		ends = append(ends, all.Len())
	}
	return all.String(), ends
}
