package query

import (
	"math"
	"strconv"
	"strings"
	"unicode"
)

// clue makes a leaf of a value, whose field t tells.
func (p *parser) clue(t token, at Span) *Node {
	if p.clues++; p.clues > MaxClues {
		p.wrong(at, "One search can ask for %d things at most. Please leave some out.", MaxClues)
		p.stop = true
		return nil
	}
	c := Clue{Field: t.field.name, At: at}
	told := len(p.told)
	switch {
	case t.open:
		p.wrong(Span{t.at.From, t.at.To}, "This quotation mark has no partner. Put another one where the words end.")
	case t.text == "" && t.op == "":
		p.wrong(t.at, "There is nothing between these quotation marks. Take them away, or write between them what to look for.")
	case t.field.kind == Number:
		c.Range = p.number(t)
	case t.field.kind == Date:
		c.Time = p.time(t)
	case t.field.kind == Answer:
		c.Yes = p.answer(t)
	case t.op != "":
		p.wrong(t.at, "“%s” compares numbers and dates, as in words>1000 or updated:<2weeks. To look for the sign itself, put it in quotation marks.", t.op)
	default:
		p.words(t, &c)
	}
	if len(p.told) > told || len(p.told) == mistakes {
		return nil
	}
	return &Node{Clue: c}
}

// words fills c from a name, a phrase or a bare word.
func (p *parser) words(t token, c *Clue) {
	c.Text = t.text
	switch c.Field {
	case Any:
		c.Phrase = t.quoted
		if p := pairs[strings.ToUpper(t.text)]; p != "" && !t.quoted {
			c.Field, c.Text = Category, p
			return
		}
	case Rating:
		c.Text = ratings[strings.ToLower(strings.ReplaceAll(t.text, "_", " "))]
		if c.Text == "" {
			p.wrong(t.at, "“%s” is not a rating. There are G, T, M, E and NR, for works that are not rated.", short(t.text))
		}
		return
	case Relationship:
	case Category:
		if p := pairs[strings.ToUpper(t.text)]; p != "" {
			c.Text = p
		}
		return
	default:
		if t.wild == Closed && (t.quoted || !strings.Contains(t.text, "*")) {
			return
		}
	}
	p.wildcard(t, c)
}

// wildcard understands the star in */Name and Name/*.
func (p *parser) wildcard(t token, c *Clue) {
	wild := t.wild
	text := t.text
	if wild == Closed {
		if rest, ok := strings.CutPrefix(text, "*/"); ok {
			wild, text = Left, rest
		} else if rest, ok := strings.CutSuffix(text, "/*"); ok {
			wild, text = Right, rest
		}
	}
	text = strings.TrimSpace(text)
	switch {
	case wild == Closed && (t.quoted || !strings.Contains(text, "*")):
		return
	case wild == Closed || c.Field != Any && c.Field != Relationship:
		p.wrong(t.at, "A star stands for a name only beside the slash of a relationship, as in */Name or Name/*. To look for the sign itself, put the word in quotation marks.")
	case strings.Contains(text, "*") || !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }):
		p.wrong(t.at, "Only one side of a relationship can be left open. Write a name on the other, as in */Name.")
	default:
		*c = Clue{Field: Relationship, Text: text, Wild: wild, At: c.At}
	}
}

// pairs are categories that one writes without a field.
var pairs = map[string]string{"M/M": "M/M", "F/F": "F/F", "F/M": "F/M", "M/F": "F/M"}

// ratings gives the letters of a rating, however it is written.
var ratings = map[string]string{
	"g": "G", "general": "G", "general audiences": "G",
	"t": "T", "teen": "T", "teen and up": "T", "teen and up audiences": "T",
	"m": "M", "mature": "M",
	"e": "E", "explicit": "E",
	"nr": "NR", "not rated": "NR", "none": "NR", "unrated": "NR",
}

func (p *parser) answer(t token) bool {
	switch strings.ToLower(t.text) {
	case "yes", "true", "t", "y", "1", "on":
		return t.op == "" || t.op == "="
	case "no", "false", "f", "n", "0", "off":
		return false
	}
	p.wrong(t.at, "Answer “%s:” with yes or no.", string(t.field.name))
	return false
}

// number reads a whole number or a range.
func (p *parser) number(t token) Range {
	r, ok := rangeOf(t.op, strings.ReplaceAll(t.text, " ", ""))
	switch {
	case !ok:
		p.wrong(t.at, "“%s” is not a number that can be used here. Write it in digits, as in %s, or as a range, as in %s; %d is the largest.",
			short(t.op+t.text), string(t.field.name)+">1000", string(t.field.name)+":1000-5000", Most)
	case r.From > r.To:
		p.wrong(t.at, "No work can have “%s” of it. Please choose another number.", short(t.op+t.text))
	}
	return r
}

// rangeOf gives the numbers that op and text stand for. From is over To where there
// are none.
func rangeOf(op, text string) (Range, bool) {
	if op == "" || op == "=" {
		a, b, isRange := cutRange(text)
		from, to := int64(0), int64(Most)
		okA, okB := isRange && a == "", isRange && b == ""
		if !okA {
			from, okA = whole(a)
		}
		if isRange && !okB {
			to, okB = whole(b)
		} else if !isRange {
			to, okB = from, okA
			if rest, more := strings.CutSuffix(text, "+"); more {
				from, okA = whole(rest)
				to, okB = Most, okA
			}
		}
		return Range{min(from, to), max(from, to)}, okA && okB && (a != "" || b != "")
	}
	n, ok := whole(text)
	switch op {
	case ">":
		return Range{n + 1, Most}, ok
	case ">=", "=>":
		return Range{n, Most}, ok
	case "<":
		return Range{0, n - 1}, ok
	case "<=", "=<":
		return Range{0, n}, ok
	}
	return Range{}, false
}

// cutRange cuts "a-b" and "a..b"; the bounds of the latter may be empty.
func cutRange(text string) (a, b string, isRange bool) {
	if a, b, ok := strings.Cut(text, ".."); ok {
		return a, b, true
	}
	for _, dash := range []string{"-", "–", "—"} {
		if a, b, ok := strings.Cut(text, dash); ok && a != "" && b != "" {
			return a, b, true
		}
	}
	return text, "", false
}

// whole reads a whole number with or without thousands set apart, or with k or m for
// thousands and millions. It refuses what may mean two numbers, as 1,5 does.
func whole(s string) (int64, bool) {
	factor := 1.0
	if n := len(s); n > 0 {
		switch s[n-1] | 0x20 {
		case 'k':
			factor, s = 1000, s[:n-1]
		case 'm':
			factor, s = 1_000_000, s[:n-1]
		}
	}
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",.'’_\u00a0\u202f", r) })
	digits := strings.Join(parts, "")
	if digits == "" || len(digits) > 12 || len(s) > 24 || strings.Trim(digits, "0123456789") != "" {
		return 0, false
	}
	if !digit(s[0]) || !digit(s[len(s)-1]) {
		return 0, false
	}
	grouped := true
	for i, p := range parts {
		grouped = grouped && (i == 0 && len(p) <= 3 || i > 0 && len(p) == 3)
	}
	if len(parts) > 1 && !grouped {
		if factor == 1 || len(parts) > 2 || len(parts[1]) > 2 {
			return 0, false
		}
		digits = parts[0] + "." + parts[1]
	}
	n, err := strconv.ParseFloat(digits, 64)
	if n = math.Round(n * factor); err != nil || n > Most {
		return 0, false
	}
	return int64(n), true
}

// orders are the names of orders, as people may know them.
var orders = map[string]Order{
	"updated": ByUpdated, "date": ByUpdated, "revised_at": ByUpdated, "date_updated": ByUpdated, "newest": ByUpdated,
	"posted": ByPosted, "created_at": ByPosted, "date_posted": ByPosted, "published": ByPosted,
	"title": ByTitle, "author": ByAuthor, "creator": ByAuthor, "creators": ByAuthor,
	"words": ByWords, "word_count": ByWords, "wordcount": ByWords, "length": ByWords,
	"kudos": ByKudos, "kudos_count": ByKudos, "hits": ByHits, "hit_count": ByHits,
	"comments": ByComments, "comments_count": ByComments, "bookmarks": ByBookmarks, "bookmarks_count": ByBookmarks,
}

// sort reads the order; ">" is ascending and "<" descending.
func (p *parser) sort(t token, at Span) {
	by := orders[strings.ToLower(strings.ReplaceAll(t.text, " ", "_"))]
	way, ok := map[string]Direction{"": Habit, "=": Habit, ">": Ascending, "<": Descending}[t.op]
	switch {
	case by == "" || !ok:
		p.wrong(t.at, "Works can't be sorted by “%s”. There are updated, posted, kudos, hits, comments, bookmarks, words, title and author, with > before the name for the smallest first.", short(t.op+t.text))
	case p.out.Sort.By != "":
		p.wrong(at, "Works can be sorted in one way at a time. Take away one “sort:”.")
	default:
		p.out.Sort = Sort{By: by, Way: way, At: at}
	}
}

// short is as much of what somebody typed as a sentence can quote.
func short(s string) string {
	const most = 40
	for i := range s {
		if i >= most {
			return s[:i] + "…"
		}
	}
	return s
}
