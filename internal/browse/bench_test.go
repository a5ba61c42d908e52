package browse

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// batch gathers rows for one INSERT.
type batch struct {
	into    string
	columns int
	args    []any
}

func (b *batch) add(values ...any) {
	b.args = append(b.args, values...)
	b.columns = len(values)
}

func (b *batch) flush(t testing.TB, tx *db.Tx) {
	if len(b.args) == 0 {
		return
	}
	const most = 200 // rows in one statement
	for rows := range slices.Chunk(b.args, most*b.columns) {
		n := len(rows) / b.columns
		text := "INSERT INTO " + b.into + " VALUES " + strings.Repeat("("+db.List(b.columns)+"), ", n-1) + "(" + db.List(b.columns) + ")"
		if err := tx.Exec(t.Context(), db.Numbered(text), rows...); err != nil {
			t.Fatal(err)
		}
	}
	b.args = b.args[:0]
}

// shelf makes a library of n works, always the same for the same n: fandoms,
// pairings and tags as unevenly liked as in real archives, some 17 on each work.
type shelf struct {
	*rand.Rand
	n                                       int
	tags, works, onWorks, filters, creators batch
	people, pseuds                          batch
	fixed                                   map[tag.Type][]tag.ID
	next                                    tag.ID
	fandoms, freeforms                      []tag.ID
	metas                                   map[tag.ID]tag.ID
	cast, pairs                             map[tag.ID][]tag.ID
}

func fill(t testing.TB, d *db.DB, n int) {
	t.Helper()
	s := &shelf{
		Rand: rand.New(rand.NewPCG(1, uint64(n))), n: n, next: 1000,
		people:   batch{into: "accounts (id, name, name_key, created_at)"},
		pseuds:   batch{into: "pseuds (id, account_id, name, name_key, is_default, created_at)"},
		tags:     batch{into: "tags (id, type, name, name_key, canonical, created_at)"},
		works:    batch{into: "works (id, title, sort_title, summary, language, rating, chapter_total, chapter_count, words, complete, crossover, posted, restricted, hidden, posted_at, revised_at, clean_version, created_at, updated_at)"},
		onWorks:  batch{into: "work_tags (work_id, tag_id, position)"},
		filters:  batch{into: "work_filters (work_id, tag_id, type, inherited, audience, revised_at)"},
		creators: batch{into: "work_creators (work_id, pseud_id, position, approved)"},
		fixed:    map[tag.Type][]tag.ID{}, metas: map[tag.ID]tag.ID{}, cast: map[tag.ID][]tag.ID{}, pairs: map[tag.ID][]tag.ID{},
	}
	write := func(f func(tx *db.Tx) error) {
		if err := d.Tx(t.Context(), f); err != nil {
			t.Fatal(err)
		}
	}
	write(func(tx *db.Tx) error {
		for _, typ := range []tag.Type{tag.Warning, tag.Category} {
			var err error
			if s.fixed[typ], err = db.All(t.Context(), tx, db.One[tag.ID], `SELECT id FROM tags WHERE type = $1 ORDER BY id`, typ); err != nil {
				return err
			}
		}
		s.makePeople(t, tx)
		s.makeTags(t, tx)
		return nil
	})
	for first := 0; first < n; first += 5000 {
		write(func(tx *db.Tx) error {
			for i := first; i < min(n, first+5000); i++ {
				if s.makeWork(i); i%100 == 99 || i == n-1 {
					for _, b := range []*batch{&s.works, &s.onWorks, &s.filters, &s.creators} {
						b.flush(t, tx)
					}
				}
			}
			tx.Changed(1)
			return nil
		})
	}
}

func (s *shelf) makePeople(t testing.TB, tx *db.Tx) {
	for i := range max(5, s.n/8) {
		name := fmt.Sprintf("writer%d", i+1)
		s.people.add(i+1, name, name, 0)
		s.pseuds.add(i+1, i+1, name, name, true, 0)
		if i%1000 == 999 {
			s.people.flush(t, tx)
			s.pseuds.flush(t, tx)
		}
	}
	s.people.flush(t, tx)
	s.pseuds.flush(t, tx)
}

func (s *shelf) makeTags(t testing.TB, tx *db.Tx) {
	for i := range max(10, s.n/40) {
		f := s.tag(t, tx, tag.Fandom, fmt.Sprintf("Fandom %d", i))
		s.fandoms = append(s.fandoms, f)
		if i%7 == 0 {
			s.metas[f] = s.tag(t, tx, tag.Fandom, fmt.Sprintf("Everything Around Fandom %d", i))
		}
		for j := range 12 {
			s.cast[f] = append(s.cast[f], s.tag(t, tx, tag.Character, fmt.Sprintf("Character %d of %d", j, i)))
			s.pairs[f] = append(s.pairs[f], s.tag(t, tx, tag.Relationship, fmt.Sprintf("Pair %d/of %d", j, i)))
		}
	}
	for i := range max(50, s.n/2) {
		s.freeforms = append(s.freeforms, s.tag(t, tx, tag.Freeform, fmt.Sprintf("Freeform %d", i)))
	}
	s.tags.flush(t, tx)
}

func (s *shelf) tag(t testing.TB, tx *db.Tx, typ tag.Type, name string) tag.ID {
	s.next++
	s.tags.add(int64(s.next), string(typ), name, tag.Key(name), true, 0)
	if s.next%1000 == 0 {
		s.tags.flush(t, tx)
	}
	return s.next
}

// some draws up to n of ids, the first of them far more often.
func (s *shelf) some(ids []tag.ID, n int) []tag.ID {
	z := rand.NewZipf(s.Rand, 1.15, 7, uint64(len(ids)-1))
	var out []tag.ID
	for range n {
		if id := ids[z.Uint64()]; !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

func (s *shelf) makeWork(i int) {
	const day = 24 * time.Hour
	id := int64(i + 1)
	posted := time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(i) * 16 * 365 * day / time.Duration(s.n))
	revised := posted
	if s.IntN(3) == 0 {
		revised = revised.Add(time.Duration(s.IntN(900)) * day)
	}
	restricted, hidden := s.IntN(12) == 0, s.IntN(200) == 0
	audience := 0
	if restricted {
		audience = 1
	}
	if hidden {
		audience = 2
	}
	rating := work.Ratings()[min(4, int(math.Abs(s.NormFloat64())*2))]
	lang := []string{"en", "en", "en", "en", "en", "en", "en", "de", "zh-Hans", "fi"}[s.IntN(10)]
	title := fmt.Sprintf("Story %d of %d", s.IntN(s.n), i)
	fandoms := s.some(s.fandoms, 1+s.IntN(5)/4)
	s.works.add(id, title, title, "<p>Somebody goes somewhere, and it is not what it was when they come back.</p>", lang, string(rating),
		1, 1, int(math.Exp(7.9+1.25*s.NormFloat64())), s.IntN(5) > 0, len(fandoms) > 1, true, restricted, hidden,
		posted.UnixMilli(), revised.UnixMilli(), 1, 0, 0)
	s.creators.add(id, s.IntN(max(5, s.n/8))+1, 1, true)
	at := 0
	put := func(typ tag.Type, ids []tag.ID) {
		for _, g := range ids {
			at++
			s.onWorks.add(id, int64(g), at)
			s.filters.add(id, int64(g), string(typ), false, audience, revised.UnixMilli())
		}
	}
	put(tag.Fandom, fandoms)
	put(tag.Character, s.some(s.cast[fandoms[0]], 1+s.IntN(5)))
	put(tag.Relationship, s.some(s.pairs[fandoms[0]], 1+s.IntN(3)))
	put(tag.Freeform, s.some(s.freeforms, 4+s.IntN(9)))
	put(tag.Warning, s.some(s.fixed[tag.Warning], 1+s.IntN(8)/7))
	put(tag.Category, s.some(s.fixed[tag.Category], 1))
	metas := map[tag.ID]bool{}
	for _, f := range fandoms {
		if m := s.metas[f]; m != 0 && !metas[m] {
			metas[m] = true
			s.filters.add(id, int64(m), string(tag.Fandom), true, audience, revised.UnixMilli())
		}
	}
}

// lists are what people ask for, from the broadest to the narrow.
func lists() map[string]Filter {
	return map[string]Filter{
		"everything":       {},
		"page 200":         {PageNumber: 200},
		"biggest fandom":   {Tag: "Fandom 0"},
		"small fandom":     {Tag: "Fandom 20"},
		"freeform":         {Tag: "Freeform 0"},
		"two and not one":  {Tag: "Fandom 0", Include: []string{"Freeform 0"}, Exclude: []string{tag.Death}},
		"finished, long":   {Complete: Yes, WordsFrom: 50_000},
		"rated, in German": {Tag: "Freeform 1", Ratings: []work.Rating{work.Teen}, Language: "de"},
		"by title":         {Tag: "Fandom 0", Sort: Title},
		"by words":         {Sort: Words},
		"by creator":       {Sort: Creator},
		"of somebody":      {Login: "writer1"},
	}
}

func BenchmarkList(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		for engine, dsn := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
			b.Run(fmt.Sprintf("%s/%d", engine, n), func(b *testing.B) {
				d := dbtest.Open(b, dsn(b))
				fill(b, d, n)
				for name, f := range lists() {
					b.Run(name, func(b *testing.B) { benchList(b, d, f) })
				}
			})
		}
	}
}

func benchList(b *testing.B, d *db.DB, f Filter) {
	c := newCatalogue(b, d)
	find := func() {
		l, err := c.Find(context.Background(), viewer.Viewer{}, f)
		if err != nil {
			b.Fatal(err)
		}
		if l.Total == 0 {
			b.Fatalf("%+v finds nothing", f)
		}
	}
	find()
	for b.Loop() {
		find()
	}
}
