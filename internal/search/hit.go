package search

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// hit makes what is shown of a place.
func (s *search) hit(ctx context.Context, p place) (Hit, error) {
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

// inPassage shows the paragraph of a window that has most of the words. The text
// is read from where it is.
func (s *search) inPassage(ctx context.Context, id int64, h *Hit) error {
	var chapter sql.NullInt64
	var first, last, text string
	err := s.q.QueryRowContext(ctx, `SELECT p.chapter_id, p.first_anchor, p.last_anchor, COALESCE(t.html, e.notes, '') FROM search_passages p
		LEFT JOIN chapter_texts t ON t.chapter_id = p.chapter_id
		LEFT JOIN search_entries e ON e.work_id = p.work_id AND p.chapter_id IS NULL
		WHERE p.id = $1`, id).Scan(&chapter, &first, &last, &text)
	if errors.Is(err, sql.ErrNoRows) {
		return s.inEntry(ctx, h) // the chapter has changed since it was found
	}
	if err != nil {
		return fmt.Errorf("search: passage %d: %w", id, err)
	}
	if !chapter.Valid {
		h.Where, h.Snippet = "notes", s.cut(text).spans
		return nil
	}
	h.Where, h.Chapter = "text", chapter.Int64
	ps := between(text, first, last)
	all, ends := joined(ps)
	cut := s.cut(all)
	h.Snippet, h.Anchor = cut.spans, first
	if i := ends.of(cut.at); i < len(ps) {
		h.Anchor = ps[i].Anchor
	}
	return nil
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
