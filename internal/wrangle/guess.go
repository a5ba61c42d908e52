package wrangle

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/tag"
)

// Guess is what a tag may mean: a canonical tag of its type.
type Guess struct {
	Tag   tag.Tag
	Score int // in hundredths
	Why   Why
	// Works is on how many works like the tag's own the guess stands in its place, 0 when
	// that says nothing; Beside is a tag that they have in common, "" when only authors.
	Works  int
	Beside string

	beside tag.ID
}

const (
	// mostGuesses is how many guesses are kept for a tag.
	mostGuesses = 5
	// leastScore is what a guess must have to be kept.
	leastScore = 0.30
)

// candidate is a canonical tag that may be meant.
type candidate struct {
	tag.Tag
	also    []string // its synonyms
	fandoms []tag.ID
	here    bool // belongs to a fandom of the works
	earlier bool // had the name before
	company company
}

// subject is a tag that is guessed about.
type subject struct {
	tag.Tag
	names  []name
	pair   pair
	paired bool
	// people are other names of the people that candidates name.
	people map[string][]name
}

// rank gives the best guesses among the candidates, the best first.
func (s *subject) rank(all []candidate) []Guess {
	var out []Guess
	for _, c := range all {
		score, why := s.score(c)
		if score >= leastScore {
			g := Guess{Tag: c.Tag, Score: int(math.Round(100 * score)), Why: why}
			if c.company.share >= leastScore {
				g.Works, g.beside = c.company.works, c.company.beside
			}
			out = append(out, g)
		}
	}
	slices.SortFunc(out, func(a, b Guess) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(len(a.Tag.Name), len(b.Tag.Name)), cmp.Compare(a.Tag.ID, b.Tag.ID))
	})
	return out[:min(len(out), mostGuesses)]
}

// score says how likely c is meant: by its names first, then by where it belongs and by
// the company that it keeps. By company alone nothing is likelier than not by much.
func (s *subject) score(c candidate) (float64, Why) {
	if c.earlier {
		return 0.99, Earlier
	}
	best, why := s.byNames(c)
	switch alone := 0.6 * c.company.share; {
	case best >= leastScore:
		return min(best+0.2*c.company.share*(1-best), 0.99), why
	case alone+best*(1-alone) >= leastScore && c.company.share >= leastScore:
		return alone + best*(1-alone), Together
	}
	return best, why
}

// byNames says how likely c is meant by its name and those of its synonyms, and by where
// it belongs.
func (s *subject) byNames(c candidate) (float64, Why) {
	best, why := s.byName(c.Name)
	for _, n := range c.also {
		if t, w := s.byName(n); t*0.97 > best {
			best, why = t*0.97, w
		}
	}
	switch {
	case best == 0:
		return 0, ""
	case c.here && (why == PartOf || why == Initials):
		best += 0.2 * (1 - best) * 2
	case c.here:
		best += 0.3 * (1 - best)
	case len(c.fandoms) > 0:
		best *= 0.8
	}
	return min(best, 0.99), why
}

func (s *subject) byName(text string) (float64, Why) {
	if s.paired {
		if p, ok := readPair(text); ok {
			return alikePairs(s.pair, p, s.people)
		}
	}
	best, why := 0.0, Why("")
	for _, b := range variants(s.Type, text) {
		for _, a := range s.names {
			t, w := alike(a, b)
			if a.of != "" && b.of != "" {
				if u, _ := alike(name{plain: a.of, words: []string{a.of}, all: []string{a.of}}, name{plain: b.of, words: []string{b.of}, all: []string{b.of}}); u < 0.5 {
					t *= 0.7
				}
			}
			if t > best {
				best, why = t, w
			}
		}
	}
	if why == SameName && latinOnly(text) != latinOnly(s.Name) {
		why = Script
	}
	return best, why
}

func latinOnly(text string) bool {
	for _, r := range text {
		if r >= 0x0370 {
			return false
		}
	}
	return true
}

// GuessesOf gives what the job has guessed of a tag and still may be so.
func GuessesOf(ctx context.Context, q db.Q, id tag.ID) ([]Guess, error) {
	all, err := db.All(ctx, q, func(r *sql.Rows, g *Guess) error {
		g.Tag.Canonical = true
		return r.Scan(&g.Tag.ID, &g.Tag.Type, &g.Tag.Name, &g.Score, &g.Why, &g.Works, &g.Beside)
	}, `SELECT t.id, t.type, t.name, g.score, g.why, g.works, COALESCE(b.name, '') FROM tag_guesses g JOIN tags t ON t.id = g.guess_id LEFT JOIN tags b ON b.id = g.beside_id WHERE g.tag_id = $1 AND t.canonical ORDER BY g.place`, int64(id))
	if err != nil {
		return nil, fmt.Errorf("wrangle: guesses of %d: %w", id, err)
	}
	return all, nil
}
