package main

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/remember"
	"github.com/ficstead/ficstead/internal/search"
)

// chapter is a text that readers may remember.
type chapter struct {
	work, id int64
	words    []string // as written, with what stands about them
	anchors  []string // of each word
	starts   map[string]int
	text     string // folded
}

// chapters reads the texts of an archive that anybody may see.
func chapters(ctx context.Context, q db.Q) ([]chapter, error) {
	return db.All(ctx, q, func(r *sql.Rows, c *chapter) error {
		var text string
		if err := r.Scan(&c.work, &c.id, &text); err != nil {
			return err
		}
		c.starts = map[string]int{}
		for _, p := range search.Passages(text) {
			c.starts[p.Anchor] = len(c.words)
			for _, w := range strings.Fields(p.Text) {
				c.words, c.anchors = append(c.words, w), append(c.anchors, p.Anchor)
			}
		}
		c.text = folded(c.words)
		return nil
	}, `SELECT c.work_id, c.id, t.html FROM chapters c JOIN chapter_texts t ON t.chapter_id = c.id JOIN works w ON w.id = c.work_id
		WHERE w.audience = 0 AND c.posted ORDER BY c.id LIMIT $1`, maxChapters)
}

// maxChapters is how many chapters are asked about; those after them are there to be
// told apart from.
const maxChapters = 5000

// folded is words as they can be found, with a space on both sides of each.
func folded(words []string) string {
	return " " + strings.Join(search.Words(strings.Join(words, " ")), " ") + " "
}

const sceneWords = 300

// maker makes what forgetful readers ask, always the same for one seed.
type maker struct {
	*rand.Rand
	all   []chapter
	total int // words of all
	seen  map[string]int
	names []string
	nouns []string
	kindred
}

var plainWord = regexp.MustCompile(`^\p{Ll}{4,}$`)
var name = regexp.MustCompile(`^\p{Lu}\p{Ll}{2,}$`)

func newMaker(seed uint64, all []chapter) (*maker, error) {
	m := &maker{Rand: rand.New(rand.NewPCG(seed, 1)), seen: map[string]int{}, kindred: newKindred()}
	capital := map[string]int{}
	for _, c := range all {
		if len(c.words) < sceneWords {
			continue
		}
		m.all = append(m.all, c)
		m.total += len(c.words)
		for i, w := range c.words {
			w = bare(w)
			m.seen[strings.ToLower(w)]++
			if i > 0 && name.MatchString(w) && !strings.ContainsAny(c.words[i-1], ".!?:“\"‘") {
				capital[w]++
			}
		}
	}
	for w, n := range capital {
		if n >= 3 && m.seen[strings.ToLower(w)] < 2*n {
			m.names = append(m.names, w)
		}
	}
	for w, n := range m.seen {
		if n >= 3 && n < m.often() && plainWord.MatchString(w) {
			m.nouns = append(m.nouns, w)
		}
	}
	slices.Sort(m.names)
	slices.Sort(m.nouns)
	if len(m.all) == 0 || len(m.names) == 0 || len(m.nouns) == 0 {
		return nil, errors.New("there is too little text here to ask about: it takes chapters of 300 words and names in them")
	}
	return m, nil
}

func bare(w string) string {
	w = strings.Trim(w, ".,;:!?“”‘’\"'()[]—–-…*_")
	w = strings.TrimSuffix(strings.TrimSuffix(w, "’s"), "'s")
	return w
}

// often is how many times a word that still tells something can stand in all texts.
func (m *maker) often() int { return max(400, m.total/2000) }

// tries is how many times something to ask about is looked for.
const tries = 20_000

var errAlike = errors.New("the texts here are too much alike to ask about")

// scene takes a stretch of a text, all of them as likely.
func (m *maker) scene(words int) (chapter, int) {
	for {
		at := m.IntN(m.total)
		for _, c := range m.all {
			if at < len(c.words) {
				if at+words <= len(c.words) {
					return c, at
				}
				break
			}
			at -= len(c.words)
		}
	}
}

// question is what is asked, and what is right.
type question struct {
	clues []remember.Clue
	line  string
	chapter
	from, to int // words of the chapter
}

// right reports whether a scene that was found is the one, and how near it is.
func (q question) right(f remember.Found) bool {
	at, ok := q.starts[f.Anchor]
	return ok && f.Chapter == q.id && at >= q.from-sceneWords && at <= q.to+sceneWords
}

// quote is words in a row, with one of every eight changed when wrong.
func (m *maker) quote(n int, wrong bool) (question, error) {
	c, at := m.scene(n)
	for i := 0; !m.once(c.words[at : at+n]); i++ {
		if i == tries {
			return question{}, errAlike
		}
		c, at = m.scene(n)
	}
	ws := slices.Clone(c.words[at : at+n])
	for i := 0; wrong && i+8 <= n; i += 8 {
		ws[i+m.IntN(8)] = m.nouns[m.IntN(len(m.nouns))]
	}
	return question{line: strings.Join(ws, " "), chapter: c, from: at, to: at + n}, nil
}

// once reports whether words stand in one place of all texts only; else nobody
// could tell which is meant.
func (m *maker) once(words []string) bool {
	line, n := folded(words), 0
	for _, c := range m.all {
		if n += strings.Count(c.text, line); n > 1 {
			return false
		}
	}
	return n == 1
}

// clues describes a scene as one who forgets and errs: what happens, where, who;
// without the small words, in forms that may be others, with one noun and often the
// name that are not the right ones, and words that belong nowhere. happens and place
// are how many words they have of each.
func (m *maker) clues(happens, place int) (question, error) {
	for range tries {
		c, at := m.scene(sceneWords)
		q := question{chapter: c, from: at, to: at + sceneWords}
		what, where := m.remembered(c.words[at:at+150], happens), m.remembered(c.words[at+150:at+300], place)
		who := m.nameIn(c.words[at : at+sceneWords])
		if len(what) < happens || len(where) < place || who == "" {
			continue
		}
		what[m.IntN(len(what))] = m.nouns[m.IntN(len(m.nouns))]
		if m.IntN(2) == 0 {
			who = m.names[m.IntN(len(m.names))]
		}
		wrong := m.nouns[m.IntN(len(m.nouns))] + " " + m.nouns[m.IntN(len(m.nouns))]
		q.clues = []remember.Clue{{Field: remember.Who, Text: who}, {Field: remember.What, Text: strings.Join(what, " ")},
			{Field: remember.Where, Text: strings.Join(where, " ")}, {Field: remember.When, Text: wrong, Maybe: true}}
		return q, nil
	}
	return question{}, errAlike
}

// told describes a scene in two sentences as they stand in it, small words and all,
// each with a word that is wrong.
func (m *maker) told(words int) (question, error) {
	c, at := m.scene(sceneWords)
	q := question{chapter: c, from: at, to: at + sceneWords}
	for i, f := range []remember.Field{remember.What, remember.Where} {
		from := at + i*sceneWords/2 + m.IntN(sceneWords/2-words)
		ws := slices.Clone(c.words[from : from+words])
		ws[m.IntN(words)] = m.nouns[m.IntN(len(m.nouns))]
		q.clues = append(q.clues, remember.Clue{Field: f, Text: strings.Join(ws, " ")})
	}
	return q, nil
}

// remembered picks n telling words out of a text, some in another form.
func (m *maker) remembered(words []string, n int) []string {
	var all []string
	for _, w := range words {
		if w = bare(w); plainWord.MatchString(w) && m.seen[w] < m.often() && !slices.Contains(all, w) {
			all = append(all, w)
		}
	}
	m.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	all = all[:min(n, len(all))]
	for i, w := range all {
		if m.IntN(3) == 0 {
			all[i] = m.other(w)
		}
	}
	return all
}

// other is w in another form that the texts know, if there is one.
func (m *maker) other(w string) string {
	for _, f := range []string{strings.TrimSuffix(w, "ed"), strings.TrimSuffix(w, "d"), strings.TrimSuffix(w, "ing"), strings.TrimSuffix(w, "s"), w + "s", w + "ed"} {
		if f != w && len(f) > 3 && m.seen[f] > 0 {
			return f
		}
	}
	return w
}

func (m *maker) nameIn(words []string) string {
	for _, i := range m.Perm(len(words)) {
		if w := bare(words[i]); slices.Contains(m.names, w) {
			return w
		}
	}
	return ""
}
