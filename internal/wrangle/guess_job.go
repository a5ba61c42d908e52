package wrangle

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/tag"
)

// Guessing is the job that guesses what new tags mean.
type Guessing struct{}

// Kind names the job.
func (Guessing) Kind() string { return "wrangle.guess" }

const (
	// guessedAtOnce is how many tags a transaction guesses about: few, since others wait to write.
	guessedAtOnce = 5
	// guessedAgain is after how long a tag that still waits is guessed about again.
	guessedAgain = 24 * time.Hour
	// mostKin and mostByWord bound the candidates of a tag.
	mostKin    = 2000
	mostByWord = 150
)

// RunGuess guesses about every tag that waits and has no guesses yet, or old ones. It
// can be stopped and run again.
func RunGuess(ctx context.Context, d *db.DB) error {
	if err := d.Tx(ctx, func(tx *db.Tx) error {
		return tx.Exec(ctx, `UPDATE tags SET guessed = FALSE WHERE id IN (SELECT tag_id FROM tag_queue WHERE guessed_at < $1 ORDER BY guessed_at LIMIT 5000)`, tx.Now.Add(-guessedAgain).UnixMilli())
	}); err != nil {
		return fmt.Errorf("wrangle: old guesses: %w", err)
	}
	for more := true; more; {
		if err := d.Tx(ctx, func(tx *db.Tx) (err error) { more, err = guessSome(ctx, tx); return err }); err != nil {
			return err
		}
	}
	return nil
}

// guessSome guesses about some tags and reports whether there may be more.
func guessSome(ctx context.Context, tx *db.Tx) (bool, error) {
	type row struct {
		tag.Tag
		waits bool
	}
	all, err := db.All(ctx, tx, func(r *sql.Rows, x *row) error { return r.Scan(&x.ID, &x.Type, &x.Name, &x.waits) },
		`SELECT t.id, t.type, t.name, `+waiting+` FROM tags t WHERE t.guessed = FALSE ORDER BY t.id LIMIT $1`, guessedAtOnce)
	if err != nil {
		return false, fmt.Errorf("wrangle: guess: %w", err)
	}
	var usual common
	for _, x := range all {
		if err := tx.Exec(ctx, `UPDATE tags SET guessed = TRUE WHERE id = $1`, int64(x.ID)); err != nil {
			return false, fmt.Errorf("wrangle: guess: %w", err)
		}
		if !x.waits {
			continue
		}
		if usual == nil {
			if usual, err = howCommon(ctx, tx); err != nil {
				return false, err
			}
		}
		if err := guessOne(ctx, tx, x.Tag, usual); err != nil {
			return false, err
		}
	}
	return len(all) == guessedAtOnce, nil
}

// again brings the first tag of an act that was taken back into its place in the queue
// at once, so that it is in front of who took it back; others wait for the job.
func again(ctx context.Context, tx *db.Tx, id ActID) error {
	all, err := db.All(ctx, tx, func(r *sql.Rows, t *tag.Tag) error { return r.Scan(&t.ID, &t.Type, &t.Name) },
		`SELECT t.id, t.type, t.name FROM tags t JOIN tag_act_tags x ON x.tag_id = t.id WHERE x.act_id = $1 AND NOT t.guessed AND `+waiting+` ORDER BY t.id LIMIT 1`, int64(id))
	if err != nil {
		return fmt.Errorf("wrangle: again: %w", err)
	}
	for _, t := range all {
		if err := tx.Exec(ctx, `UPDATE tags SET guessed = TRUE WHERE id = $1`, int64(t.ID)); err != nil {
			return fmt.Errorf("wrangle: again: %w", err)
		}
		usual, err := howCommon(ctx, tx)
		if err != nil {
			return err
		}
		if err := guessOne(ctx, tx, t, usual); err != nil {
			return err
		}
	}
	return nil
}

// guessOne writes a tag's place in the queue and what it may mean.
func guessOne(ctx context.Context, tx *db.Tx, t tag.Tag, usual common) error {
	var uses int
	if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM work_tags x JOIN works w ON w.id = x.work_id WHERE x.tag_id = $1 AND w.audience < 2`, int64(t.ID)).Scan(&uses); err != nil {
		return fmt.Errorf("wrangle: uses of %d: %w", t.ID, err)
	}
	fandoms, err := fandomsOf(ctx, tx, t.ID)
	if err != nil {
		return err
	}
	var fandom any
	if len(fandoms) > 0 && t.Type != tag.Fandom {
		fandom = int64(fandoms[0])
	}
	if err := tx.Exec(ctx, `INSERT INTO tag_queue (tag_id, type, fandom_id, uses, guessed_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (tag_id) DO UPDATE SET type = excluded.type, fandom_id = excluded.fandom_id, uses = excluded.uses, guessed_at = excluded.guessed_at`,
		int64(t.ID), string(t.Type), fandom, uses, tx.Millis()); err != nil {
		return fmt.Errorf("wrangle: queue %d: %w", t.ID, err)
	}
	s := &subject{Tag: t, names: variants(t.Type, t.Name)}
	if t.Type == tag.Relationship {
		s.pair, s.paired = readPair(t.Name)
	}
	kept, err := companyOf(ctx, tx, t, usual)
	if err != nil {
		return err
	}
	all, err := candidates(ctx, tx, s, fandoms, kept)
	if err != nil {
		return err
	}
	if err := tx.Exec(ctx, `DELETE FROM tag_guesses WHERE tag_id = $1`, int64(t.ID)); err != nil {
		return fmt.Errorf("wrangle: guesses of %d: %w", t.ID, err)
	}
	for i, g := range s.rank(all) {
		var beside any
		if g.beside != 0 {
			beside = int64(g.beside)
		}
		if err := tx.Exec(ctx, `INSERT INTO tag_guesses (tag_id, place, guess_id, score, why, works, beside_id) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			int64(t.ID), i, int64(g.Tag.ID), g.Score, string(g.Why), g.Works, beside); err != nil {
			return fmt.Errorf("wrangle: guesses of %d: %w", t.ID, err)
		}
	}
	return nil
}

// fandomsOf are the canonical fandoms that a tag's works most often have, of the newest
// thousand, at most three.
func fandomsOf(ctx context.Context, q db.Q, id tag.ID) ([]tag.ID, error) {
	all, err := db.All(ctx, q, db.One[tag.ID], `SELECT f.tag_id FROM (SELECT work_id FROM work_tags WHERE tag_id = $1 ORDER BY work_id DESC LIMIT 1000) x
		JOIN work_filters f ON f.work_id = x.work_id JOIN tags t ON t.id = f.tag_id WHERE f.type = 'fandom' AND t.canonical GROUP BY f.tag_id ORDER BY COUNT(*) DESC, f.tag_id LIMIT 3`, int64(id))
	if err != nil {
		return nil, fmt.Errorf("wrangle: fandoms of %d: %w", id, err)
	}
	return all, nil
}

// candidates are canonical tags of the type that the subject may mean: those that share
// a word or its beginning, by name or synonym; those of the same fandoms; those that
// keep the same company; and the one that had the name before.
func candidates(ctx context.Context, q db.Q, s *subject, fandoms []tag.ID, kept map[tag.ID]company) ([]candidate, error) {
	have := make(map[tag.ID]*candidate, len(kept))
	for id, k := range kept {
		have[id] = &candidate{company: k}
	}
	add := func(earlier, here bool, query string, args ...any) error {
		ids, err := db.All(ctx, q, db.One[tag.ID], db.Numbered(query), args...)
		if err != nil {
			return fmt.Errorf("wrangle: candidates of %d: %w", s.ID, err)
		}
		for _, id := range ids {
			c := have[id]
			if c == nil {
				c = &candidate{}
				have[id] = c
			}
			c.here, c.earlier = c.here || here, c.earlier || earlier
		}
		return nil
	}
	if err := add(true, false, `SELECT o.tag_id FROM tag_old_names o JOIN tags t ON t.id = o.tag_id WHERE o.name_key = ? AND t.type = ? AND t.canonical`, tag.Key(s.Name), string(s.Type)); err != nil {
		return nil, err
	}
	if len(fandoms) > 0 && s.Type != tag.Fandom {
		if err := add(false, true, `SELECT t.id FROM tag_parents p JOIN tags t ON t.id = p.tag_id WHERE p.parent_id IN (`+db.List(len(fandoms))+`) AND t.type = ? AND t.canonical ORDER BY t.id LIMIT ?`,
			append(db.Anys(fandoms), string(s.Type), mostKin)...); err != nil {
			return nil, err
		}
	}
	for _, w := range s.lookups() {
		if err := add(false, false, `SELECT DISTINCT COALESCE(t.merger_id, t.id) FROM (SELECT tag_id FROM tag_words WHERE type = ? AND word >= ? AND word < ? ORDER BY word, tag_id LIMIT ?) w
			JOIN tags t ON t.id = w.tag_id WHERE t.canonical OR t.merger_id IS NOT NULL`, string(s.Type), w, w+string(utf8.MaxRune), mostByWord); err != nil {
			return nil, err
		}
	}
	if query, args := s.byLetters(); query != "" {
		if err := add(false, false, query, args...); err != nil {
			return nil, err
		}
	}
	delete(have, s.ID)
	return fill(ctx, q, s, have)
}

// lookups are the beginnings of words by which candidates are looked up.
func (s *subject) lookups() []string {
	var out []string
	names := s.names
	if s.paired {
		names = append(names, s.pair.parts...)
	}
	for _, n := range names {
		words := n.words
		if s.Type == tag.Fandom {
			words = append(slices.Clone(words), n.all...)
		}
		for _, w := range words {
			r := []rune(w)
			for _, k := range []int{len(r), 3} {
				if k <= len(r) && k >= 2 {
					out = append(out, string(r[:k]))
				}
			}
		}
	}
	for _, n := range s.names {
		out = append(out, n.plain)
	}
	out = append(out, strings.FieldsFunc(tag.Key(s.Name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })...)
	slices.Sort(out)
	out = slices.Compact(out)
	const most = 32
	return out[:min(len(out), most)]
}

// byLetters looks for fandoms that a short word may be the first letters of: those
// that have a word for each letter.
func (s *subject) byLetters() (string, []any) {
	const least, most = 2, 6
	letters := []rune(s.names[0].plain)
	if s.Type != tag.Fandom || len(s.names[0].all) != 1 || len(letters) < least || len(letters) > most {
		return "", nil
	}
	var parts []string
	var args []any
	for _, r := range letters {
		parts = append(parts, `SELECT tag_id FROM tag_words WHERE type = 'fandom' AND word >= ? AND word < ?`)
		args = append(args, string(r), string(r)+string(utf8.MaxRune))
	}
	return `SELECT DISTINCT COALESCE(t.merger_id, t.id) FROM (` + strings.Join(parts, " INTERSECT ") + ` ORDER BY tag_id LIMIT ?) w
		JOIN tags t ON t.id = w.tag_id WHERE t.canonical OR t.merger_id IS NOT NULL`, append(args, mostByWord)
}

// fill reads what guesses need of the candidates.
func fill(ctx context.Context, q db.Q, s *subject, have map[tag.ID]*candidate) ([]candidate, error) {
	ids := make([]tag.ID, 0, len(have))
	for id := range have {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	tags, err := tag.Load(ctx, q, ids)
	if err != nil {
		return nil, err
	}
	type other struct {
		id   tag.ID
		name string
		up   tag.ID
	}
	for part := range slices.Chunk(ids, 500) {
		rows, err := db.All(ctx, q, func(r *sql.Rows, o *other) error { return r.Scan(&o.id, &o.name, &o.up) }, `SELECT merger_id, name, 0 FROM tags WHERE merger_id IN (`+inSQL(part)+`)
			UNION ALL SELECT tag_id, '', parent_id FROM tag_parents WHERE tag_id IN (`+inSQL(part)+`)`)
		if err != nil {
			return nil, fmt.Errorf("wrangle: candidates of %d: %w", s.ID, err)
		}
		for _, o := range rows {
			const mostSynonyms = 50
			c := have[o.id]
			switch {
			case o.up != 0:
				c.fandoms = append(c.fandoms, o.up)
			case len(c.also) < mostSynonyms:
				c.also = append(c.also, o.name)
			}
		}
	}
	out := make([]candidate, 0, len(tags))
	for _, t := range tags {
		if t.Canonical && t.Type == s.Type {
			c := have[t.ID]
			c.Tag = t
			out = append(out, *c)
		}
	}
	if s.paired {
		return out, s.meet(ctx, q, out)
	}
	return out, nil
}

// meet learns by what other names the people of the candidates go: the synonyms that
// were made of them, abbreviations among them.
func (s *subject) meet(ctx context.Context, q db.Q, all []candidate) error {
	plain := map[string]string{} // by key
	for _, c := range all {
		if p, ok := readPair(c.Name); ok {
			for _, n := range p.parts {
				plain[tag.Key(n.text)] = n.plain
			}
		}
	}
	keys := make([]string, 0, len(plain))
	for k := range plain {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	s.people = map[string][]name{}
	for part := range slices.Chunk(keys, 500) {
		type other struct{ key, name string }
		rows, err := db.All(ctx, q, func(r *sql.Rows, o *other) error { return r.Scan(&o.key, &o.name) },
			db.Numbered(`SELECT c.name_key, t.name FROM tags c JOIN tags t ON t.merger_id = c.id WHERE c.type = 'character' AND c.name_key IN (`+db.List(len(part))+`)`), db.Anys(part)...)
		if err != nil {
			return fmt.Errorf("wrangle: people of %d: %w", s.ID, err)
		}
		for _, o := range rows {
			s.people[plain[o.key]] = append(s.people[plain[o.key]], read(o.name))
		}
	}
	return nil
}
