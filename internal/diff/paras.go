package diff

import (
	"strings"

	"golang.org/x/net/html"
)

// Kind is what became of a paragraph.
type Kind int

// What becomes of paragraphs.
const (
	Kept Kind = iota
	Added
	Removed
	Changed
)

// Para is a paragraph, or any other block that stands by itself, of either text.
type Para struct {
	Kind Kind
	Old  int    // its place among the Blocks of the older text, -1 where there is none
	New  int    // its place among those of the newer text, -1 where there is none
	HTML string // what it says, with <ins> and <del> in what changed
}

// Paras tells how the text is differs from the text was, both clean HTML: paragraph by paragraph, and word by word inside those that changed.
func Paras(was, is string, l Labels) []Para {
	a, b := Blocks(was), Blocks(is)
	left := newBudget()
	var out []Para
	for _, c := range chunks(match(a, b, left), len(a), len(b)) {
		if c.Same {
			for n := range c.ATo - c.AFrom {
				out = append(out, Para{Kept, c.AFrom + n, c.BFrom + n, b[c.BFrom+n]})
			}
			continue
		}
		out = append(out, changed(a, b, c, l, left)...)
	}
	return out
}

// Blocks cuts clean HTML into the blocks of which it is made, each with all that it
// holds. They stand on lines of their own: joined by line ends they are the text.
func Blocks(text string) []string {
	if text == "" {
		return nil
	}
	z := html.NewTokenizer(strings.NewReader(text))
	var out []string
	depth, from, at := 0, 0, 0
	for {
		kind := z.Next()
		raw := z.Raw()
		switch kind {
		case html.ErrorToken:
			return append(out, text[from:])
		case html.TextToken:
			for i, c := range raw {
				if c == '\n' && depth == 0 {
					out = append(out, text[from:at+i])
					from = at + i + 1
				}
			}
		case html.StartTagToken:
			if name, _ := z.TagName(); !void(string(name)) {
				depth++
			}
		case html.EndTagToken:
			depth = max(depth-1, 0)
		}
		at += len(raw)
	}
}

// changed are the paragraphs of a chunk: those that are alike are one that changed.
func changed(a, b []string, c Chunk, l Labels, left *budget) []Para {
	var out []Para
	i, j := c.AFrom, c.BFrom
	upTo := func(p pair) {
		for ; i < p.a; i++ {
			out = append(out, Para{Removed, i, -1, words(a[i], "", l, left)})
		}
		for ; j < p.b; j++ {
			out = append(out, Para{Added, -1, j, words("", b[j], l, left)})
		}
	}
	for _, p := range alikes(a[c.AFrom:c.ATo], b[c.BFrom:c.BTo]) {
		p = pair{p.a + c.AFrom, p.b + c.BFrom}
		upTo(p)
		out = append(out, Para{Changed, p.a, p.b, words(a[p.a], b[p.b], l, left)})
		i, j = p.a+1, p.b+1
	}
	upTo(pair{c.ATo, c.BTo})
	return out
}

// maxAlike is how many pairs of paragraphs are compared in one chunk. In larger ones
// paragraphs are taken for each other by their place.
const maxAlike = 4096

// alikes pairs paragraphs of two stretches that have most of their words in common,
// in order.
func alikes(a, b []string) []pair {
	if len(a) == 1 && len(b) == 1 {
		return []pair{{0, 0}}
	}
	if len(a)*len(b) > maxAlike {
		var out []pair
		for n := range min(len(a), len(b)) {
			if likeness(bag(a[n]), bag(b[n])) >= enough {
				out = append(out, pair{n, n})
			}
		}
		return out
	}
	return best(bags(a), bags(b))
}

// enough is the share of words in common that makes two paragraphs one that changed.
const enough = 0.4

// best finds the pairs with the most likeness in all.
func best(a, b []map[string]int) []pair {
	score := make([][]float64, len(a)+1)
	like := make([][]float64, len(a))
	score[len(a)] = make([]float64, len(b)+1)
	for i := len(a) - 1; i >= 0; i-- {
		score[i], like[i] = make([]float64, len(b)+1), make([]float64, len(b))
		for j := len(b) - 1; j >= 0; j-- {
			score[i][j] = max(score[i+1][j], score[i][j+1])
			if x := likeness(a[i], b[j]); x >= enough {
				like[i][j] = x
				score[i][j] = max(score[i][j], x+score[i+1][j+1])
			}
		}
	}
	var out []pair
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case like[i][j] > 0 && score[i][j] == like[i][j]+score[i+1][j+1]:
			out = append(out, pair{i, j})
			i, j = i+1, j+1
		case score[i][j] == score[i+1][j]:
			i++
		default:
			j++
		}
	}
	return out
}

// maxBag is how many words of a paragraph are compared with another's.
const maxBag = 400

// bag counts the words with which a paragraph begins.
func bag(s string) map[string]int {
	out := map[string]int{}
	if len(s) > 16*maxBag {
		s = strings.ToValidUTF8(s[:16*maxBag], "")
	}
	for _, t := range tokens(s) {
		if strings.TrimSpace(t.text) != "" {
			out[t.text]++
		}
	}
	return out
}

func bags(all []string) []map[string]int {
	out := make([]map[string]int, len(all))
	for i, s := range all {
		out[i] = bag(s)
	}
	return out
}

// likeness is the share of words that two paragraphs have in common, from 0 to 1.
func likeness(a, b map[string]int) float64 {
	shared, all := 0, 0
	for w, n := range a {
		shared += min(n, b[w])
		all += n
	}
	for _, n := range b {
		all += n
	}
	if all == 0 {
		return 1
	}
	return 2 * float64(shared) / float64(all)
}
