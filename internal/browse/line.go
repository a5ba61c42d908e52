package browse

import (
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/query"
	"github.com/ficstead/ficstead/internal/work"
)

// What is typed into the one line beside a list is understood by package query. What the
// panel has becomes its answers (here, and in settle.go where tags must be looked up);
// what it has not stays in Filter.Line, and is answered by line_where.go.

// misread is something in the line that can't be understood, with the line as typed.
type misread struct {
	line    string
	mistake *query.Mistake
	error
}

// Unwrap gives the fault that says so where there is no line to point at.
func (m *misread) Unwrap() error { return m.error }

// line reads what is typed into the one line, and merges it into f.
func (p *reader) line(f *Filter) {
	typed := strings.TrimSpace(strings.Join(p.q[fieldLine], " "))
	if typed == "" {
		return
	}
	asked, wrong := query.Parse(typed)
	if len(wrong) == 0 {
		wrong = f.merge(asked)
	}
	for _, m := range wrong {
		p.wrong = append(p.wrong, &misread{typed, m, &fault.Error{Kind: fault.Invalid, Field: fieldLine, Format: m.Format, Args: m.Args}})
	}
}

// misreadings are the mistakes in the line among what is wrong, with the line as it was
// typed.
func misreadings(wrong []error) (line string, told []*query.Mistake, others []error) {
	for _, err := range wrong {
		if m, ok := err.(*misread); ok {
			line, told = m.line, append(told, m.mistake)
		} else {
			others = append(others, err)
		}
	}
	return line, told, others
}

// merge makes of asked what the panel has, in place of what the panel says; the rest
// becomes f.Line. Nothing becomes of a line with mistakes.
func (f *Filter) merge(asked query.Query) []*query.Mistake {
	if wrong := spellLanguages(asked); len(wrong) > 0 {
		return wrong
	}
	if asked.Sort.By != "" {
		f.sortBy(asked.Sort)
	}
	m := answers{Filter: f, slots: map[query.Field][]*query.Node{}}
	for _, part := range asked.Parts() {
		m.sort(part)
	}
	m.words()
	m.dates()
	m.ratings()
	m.language()
	m.answer(query.Complete, &f.Complete)
	m.answer(query.Crossover, &f.Crossover)
	m.answer(query.OTP, &f.OneRelationship)
	m.texts()
	f.Line = lineOf(asked.Parts(), func(n *query.Node) bool { return !m.done[n] })
	return nil
}

// lineOf writes the parts that are to stay, in their order.
func lineOf(parts []*query.Node, stays func(*query.Node) bool) string {
	var out []string
	for _, n := range parts {
		if !stays(n) {
			continue
		}
		out = append(out, n.String())
	}
	rest, _ := query.Parse(strings.Join(out, " "))
	return rest.String()
}

func (f *Filter) sortBy(s query.Sort) {
	f.Sort = map[query.Order]Sort{
		query.ByUpdated: Updated, query.ByPosted: Posted, query.ByTitle: Title, query.ByAuthor: Creator, query.ByWords: Words,
		query.ByKudos: Kudos, query.ByHits: Hits, query.ByComments: Comments, query.ByBookmarks: Bookmarks,
	}[s.By]
	f.Reverse = false
	if s.Way != query.Habit {
		f.Reverse = (s.Way == query.Descending) != f.Descending()
	}
}

// answers sorts the parts of a line by the question of the panel that they answer. Where
// several parts are about one question and can't both be its answer, all of them stay.
type answers struct {
	*Filter
	slots map[query.Field][]*query.Node
	done  map[*query.Node]bool // what has become an answer
}

// sort notes which question a part may answer.
func (m *answers) sort(n *query.Node) {
	is := n
	if n.Op == query.Not {
		is = n.Of[0]
	}
	field := is.Clue.Field
	switch {
	case is.Op == query.Or && onlyAbout(is, query.Rating):
		field = query.Rating
	case is.Op != query.Is:
		return
	case n.Op == query.Not && !slices.Contains([]query.Field{query.Rating, query.Complete, query.Crossover, query.OTP}, field):
		return
	}
	m.slots[field] = append(m.slots[field], n)
}

func onlyAbout(n *query.Node, f query.Field) bool {
	return !slices.ContainsFunc(n.Of, func(k *query.Node) bool { return k.Op != query.Is || k.Clue.Field != f })
}

// answered notes that the parts about a question have become its answer.
func (m *answers) answered(f query.Field) {
	if m.done == nil {
		m.done = map[*query.Node]bool{}
	}
	for _, n := range m.slots[f] {
		m.done[n] = true
	}
}

func (m *answers) words() {
	from, to := int64(0), int64(query.Most)
	for _, n := range m.slots[query.Words] {
		from, to = max(from, n.Clue.Range.From), min(to, n.Clue.Range.To)
	}
	if len(m.slots[query.Words]) == 0 || from > to || to == 0 {
		return // works without words, which the panel can't ask for
	}
	m.WordsFrom, m.WordsTo = int(from), int(to)
	if to == query.Most {
		m.WordsTo = 0
	}
	m.answered(query.Words)
}

// dates takes over days. How long ago something was stays as it was said, since it is
// another day tomorrow.
func (m *answers) dates() {
	var from, to time.Time
	for _, n := range m.slots[query.Updated] {
		t := n.Clue.Time
		if t.Unit != query.NoUnit {
			return
		}
		if t.From.After(from) {
			from = t.From
		}
		if !t.To.IsZero() && (to.IsZero() || t.To.Before(to)) {
			to = t.To
		}
	}
	if len(m.slots[query.Updated]) == 0 || !to.IsZero() && !from.Before(to) {
		return
	}
	m.DateFrom, m.DateTo = from, to
	if !to.IsZero() {
		m.DateTo = to.AddDate(0, 0, -1)
	}
	m.answered(query.Updated)
}

func (m *answers) ratings() {
	stay := work.Ratings()
	for _, n := range m.slots[query.Rating] {
		is, wanted := n, true
		if n.Op == query.Not {
			is, wanted = n.Of[0], false
		}
		stay = slices.DeleteFunc(stay, func(r work.Rating) bool { return slices.Contains(ratingsIn(is), r) != wanted })
	}
	if len(m.slots[query.Rating]) == 0 || len(stay) == 0 {
		return
	}
	m.Ratings = stay
	m.answered(query.Rating)
}

// ratingsIn are the ratings that a clue or a group of clues names.
func ratingsIn(n *query.Node) []work.Rating {
	if n.Op == query.Is {
		return []work.Rating{ratingOf(n.Clue.Text)}
	}
	var out []work.Rating
	for _, k := range n.Of {
		out = append(out, ratingsIn(k)...)
	}
	return out
}

// ratingOf is the rating of its letter.
func ratingOf(letter string) work.Rating {
	return map[string]work.Rating{"G": work.General, "T": work.Teen, "M": work.Mature, "E": work.Explicit, "NR": work.NotRated}[letter]
}

func (m *answers) language() {
	said := m.slots[query.Language]
	if len(said) == 0 || slices.ContainsFunc(said, func(n *query.Node) bool { return n.Clue.Text != said[0].Clue.Text }) {
		return
	}
	m.Language = said[0].Clue.Text
	m.answered(query.Language)
}

func (m *answers) answer(f query.Field, to *Choice) {
	var said []Choice
	for _, n := range m.slots[f] {
		c := No
		if n.Op == query.Is && n.Clue.Yes || n.Op == query.Not && !n.Of[0].Clue.Yes {
			c = Yes
		}
		said = append(said, c)
	}
	if len(said) == 0 || slices.ContainsFunc(said, func(c Choice) bool { return c != said[0] }) {
		return
	}
	*to = said[0]
	m.answered(f)
}

// texts adds the words of the line to those that works must have.
func (m *answers) texts() {
	all := m.Query
	for _, n := range m.slots[query.Any] {
		all = addText(all, textOf(n.Clue))
	}
	if utf8.RuneCountInString(all) <= maxQuery {
		m.Query = all
		m.answered(query.Any)
	}
}

func addText(to, more string) string {
	if more == "" || strings.Contains(" "+to+" ", " "+more+" ") {
		return to
	}
	return strings.TrimSpace(to + " " + more)
}

// textOf writes the words of a clue as a search of texts reads them.
func textOf(c query.Clue) string {
	text := clean(c.Text)
	if !c.Phrase {
		return text
	}
	text = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`"“”„‟«»＂「」『』〝〞〟`, r) {
			return ' '
		}
		return r
	}, text)
	return `"` + strings.Join(strings.Fields(text), " ") + `"`
}

// spellLanguages writes each language of a line by its code, and tells which are none.
func spellLanguages(asked query.Query) []*query.Mistake {
	var wrong []*query.Mistake
	var walk func(n *query.Node)
	walk = func(n *query.Node) {
		if n.Op == query.Is && n.Clue.Field == query.Language {
			code, ok := languageOf(n.Clue.Text)
			if !ok {
				wrong = append(wrong, &query.Mistake{At: n.Clue.At, Format: "“%s” is no language that is known here. Write its code or its name, as in lang:de or lang:German.", Args: []any{short(n.Clue.Text)}})
				return
			}
			n.Clue.Text = code
		}
		for _, k := range n.Of {
			walk(k)
		}
	}
	if asked.All != nil {
		walk(asked.All)
	}
	return wrong
}

// languageOf gives the code of a language by its code, or by its name in English or in
// itself.
func languageOf(said string) (string, bool) {
	if l, err := language.Parse(said); err == nil && len(said) <= maxLanguage && l != language.Und {
		return l.String(), true
	}
	english := display.English.Languages()
	for _, l := range display.Supported.Tags() {
		if strings.EqualFold(display.Self.Name(l), said) || strings.EqualFold(english.Name(l), said) {
			return l.String(), true
		}
	}
	return "", false
}

// lineAddress is a list's address with a line to be understood there.
func lineAddress(path, line string) string {
	return path + "?" + url.Values{fieldLine: {line}}.Encode()
}
