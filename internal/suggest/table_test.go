package suggest_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/suggest"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// library has an archive know the tags of testdata/library.txt.
func library(t testing.TB, d *db.DB) {
	t.Helper()
	ctx := t.Context()
	b, err := os.ReadFile("testdata/library.txt")
	if err != nil {
		t.Fatal(err)
	}
	err = d.Tx(ctx, func(tx *db.Tx) error {
		for _, query := range []string{`INSERT INTO accounts (id, name, name_key, role, created_at) VALUES (1, 'Ben', 'ben', 'member', 1)`,
			`INSERT INTO pseuds (id, account_id, name, name_key, is_default, created_at) VALUES (1, 1, 'Ben', 'ben', TRUE, 1)`} {
			if err := tx.Exec(ctx, query); err != nil {
				return err
			}
		}
		for line := range strings.Lines(string(b)) {
			if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
				continue
			}
			if err := stock(t, tx, line); err != nil {
				return fmt.Errorf("%s: %w", line, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// stock adds the tag of one line.
func stock(t testing.TB, tx *db.Tx, line string) error {
	ctx := t.Context()
	kind, rest, _ := strings.Cut(line, " | ")
	name, means, synonym := strings.Cut(rest, " | = ")
	works, world := "1", ""
	if !synonym {
		at := strings.LastIndex(rest, "|")
		name, works = strings.TrimSpace(rest[:at]), strings.TrimSpace(rest[at+1:])
		if tag.Type(kind) == tag.Fandom || tag.Type(kind) == tag.Freeform {
			name = strings.TrimSpace(strings.TrimSuffix(name, "|"))
		} else if name, world, _ = strings.Cut(name, " | "); strings.HasPrefix(world, "Lamp") || strings.HasPrefix(world, "Spruce") {
			t.Fatal("a name with an upright line is not foreseen:", line)
		}
	}
	n := tag.Named{Type: tag.Type(kind), Name: name}
	_, err := work.Create(ctx, tx, prose.Cleaner{}, work.Draft{Title: "W", Language: "en", Posted: works != "!", Creators: []account.PseudID{1}, Tags: []tag.Named{n}, Chapters: []work.DraftChapter{{Body: "<p>One.</p>"}}})
	if err != nil {
		return err
	}
	x, err := tag.ByName(ctx, tx, name)
	if err != nil {
		return err
	}
	if synonym {
		into, err := tag.ByName(ctx, tx, means)
		if err != nil {
			return err
		}
		return tag.Merge(ctx, tx, x.ID, into.ID)
	}
	if err := tag.MakeCanonical(ctx, tx, x.ID); err != nil || world == "" {
		return err
	}
	p, err := tag.ByName(ctx, tx, world)
	if err != nil {
		return err
	}
	return tag.AddParent(ctx, tx, x.ID, p.ID)
}

// story is one of testdata/stories.txt.
type story struct {
	name       string
	have, want []string
	text       string
}

func stories(t testing.TB) (out []story) {
	t.Helper()
	b, err := os.ReadFile("testdata/stories.txt")
	if err != nil {
		t.Fatal(err)
	}
	list := func(line string) []string {
		var all []string
		for s := range strings.SplitSeq(line, ";") {
			if s = strings.TrimSpace(s); s != "" {
				all = append(all, s)
			}
		}
		return all
	}
	for part := range strings.SplitSeq(string(b), "== ") {
		name, rest, _ := strings.Cut(part, "\n")
		s := story{name: name}
		for line := range strings.Lines(rest) {
			if have, ok := strings.CutPrefix(line, "have:"); ok {
				s.have = list(have)
			} else if want, ok := strings.CutPrefix(line, "want:"); ok {
				s.want = list(want)
			} else {
				s.text += line
			}
		}
		if s.text != "" {
			out = append(out, s)
		}
	}
	return out
}

func (s story) look(t testing.TB, f *suggest.Finder) []suggest.Suggestion {
	t.Helper()
	var have suggest.Have
	for _, h := range s.have {
		kind, name, _ := strings.Cut(h, ":")
		have.Tags = append(have.Tags, tag.Named{Type: tag.Type(kind), Name: name})
	}
	out, err := f.Look(t.Context(), suggest.Story{Chapters: func(yield func(suggest.Chapter, error) bool) { yield(suggest.Chapter{Text: s.text}, nil) }}, have)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// What is suggested for the made-up stories is right, and what they name is suggested, at
// least this often.
const (
	leastPrecision = 0.95
	leastRecall    = 0.95
)

// TestStories reads made-up stories of which it is known what an author would tag, and says
// how much of what is suggested is right (precision) and how much of what is right is
// suggested (recall).
func TestStories(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		library(t, d)
		f := suggest.NewFinder(d, tag.NewNames(d))
		right, said, due := 0, 0, 0
		for _, s := range stories(t) {
			want, got := map[string]bool{}, map[string]bool{}
			for _, w := range s.want {
				want[w] = true
			}
			for _, x := range s.look(t, f) {
				got[x.Value()] = true
				if len(x.Why) == 0 {
					t.Errorf("%s: nothing speaks for %s", s.name, x.Name)
				}
			}
			said, due = said+len(got), due+len(want)
			for _, x := range slices.Sorted(maps.Keys(got)) {
				if want[x] {
					right++
				} else {
					t.Logf("%s: too much: %s", s.name, x)
				}
			}
			for _, x := range s.want {
				if !got[x] {
					t.Logf("%s: missing: %s", s.name, x)
				}
			}
		}
		precision, recall := float64(right)/float64(said), float64(right)/float64(due)
		t.Logf("%d suggestions for %d tags in %d stories: precision %.3f, recall %.3f", said, due, len(stories(t)), precision, recall)
		if precision < leastPrecision || recall < leastRecall {
			t.Errorf("precision %.3f, want %.2f; recall %.3f, want %.2f", precision, leastPrecision, recall, leastRecall)
		}
	})
}
