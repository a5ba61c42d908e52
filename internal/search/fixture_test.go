package search_test

import (
	"fmt"
	"html"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/search"
)

// story is a work to be found.
type story struct {
	title, summary, notes, tags, names string
	chapters                           []string // paragraphs are divided by a blank line
	restricted, draft                  bool
}

// shelf has the stories of a test by their titles.
type shelf struct {
	d        *db.DB
	works    map[string]int64
	chapters map[string][]int64
}

func newShelf(d *db.DB) *shelf {
	return &shelf{d: d, works: map[string]int64{}, chapters: map[string][]int64{}}
}

// add stores a story as package work does, and indexes it.
func (s *shelf) add(t testing.TB, st story) {
	t.Helper()
	err := s.d.Tx(t.Context(), func(tx *db.Tx) error {
		var work int64
		err := tx.QueryRowContext(t.Context(), `INSERT INTO works (title, sort_title, summary, notes_before, language, rating, posted, restricted, revised_at, clean_version, created_at, updated_at)
			VALUES ($1, $2, $3, $4, 'en', 'Not Rated', $5, $6, $7, 1, 1, 1) RETURNING id`,
			st.title, st.title, asHTML(st.summary), asHTML(st.notes), !st.draft, st.restricted, int64(1000+len(s.works))).Scan(&work)
		if err != nil {
			return err
		}
		s.works[st.title] = work
		if err := search.PutWork(t.Context(), tx, search.Entry{Work: work, Title: st.title, Summary: st.summary, Notes: st.notes, Tags: st.tags, Names: st.names}); err != nil {
			return err
		}
		for i, text := range st.chapters {
			var chapter int64
			err := tx.QueryRowContext(t.Context(), `INSERT INTO chapters (work_id, position, kind, title, words, posted, created_at, updated_at)
				VALUES ($1, $2, 'chapter', '', 0, TRUE, 1, 1) RETURNING id`, work, i+1).Scan(&chapter)
			if err != nil {
				return err
			}
			s.chapters[st.title] = append(s.chapters[st.title], chapter)
			if err := write(t, tx, chapter, text); err != nil {
				return err
			}
			if err := search.PutChapter(t.Context(), tx, work, chapter, search.Passages(asHTML(text))); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatalf("%s: %v", st.title, err)
	}
}

// write stores the text of a chapter.
func write(t testing.TB, tx *db.Tx, chapter int64, text string) error {
	return tx.Exec(t.Context(), `INSERT INTO chapter_texts (chapter_id, html, packed, packed_size, packed_sum, next_anchor, clean_version) VALUES ($1, $2, $3, 0, 0, 1, 1)
		ON CONFLICT (chapter_id) DO UPDATE SET html = excluded.html`, chapter, asHTML(text), []byte{})
}

// asHTML makes paragraphs with the anchors p1, p2, …
func asHTML(text string) string {
	if text == "" {
		return ""
	}
	var b strings.Builder
	for i, p := range strings.Split(text, "\n\n") {
		fmt.Fprintf(&b, "<p id=\"p%d\">%s</p>\n", i+1, html.EscapeString(p))
	}
	return b.String()
}

// find gives the titles found, in order, and the total.
func (s *shelf) find(t testing.TB, q search.Query) ([]string, int, []search.Hit) {
	t.Helper()
	found, err := search.Find(t.Context(), s.d, q)
	if err != nil {
		t.Fatalf("%.60q: %v", q.Text, err)
	}
	byID := map[int64]string{}
	for title, id := range s.works {
		byID[id] = title
	}
	titles := []string{}
	for _, h := range found.Hits {
		titles = append(titles, byID[h.Work])
	}
	return titles, found.Total, found.Hits
}

// marked writes a snippet with its marks in brackets.
func marked(h search.Hit) string {
	var b strings.Builder
	for _, s := range h.Snippet {
		if s.Marked {
			b.WriteString("[" + s.Text + "]")
		} else {
			b.WriteString(s.Text)
		}
	}
	return b.String()
}
