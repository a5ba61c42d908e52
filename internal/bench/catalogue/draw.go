package main

import (
	"math"

	"github.com/ficstead/ficstead/internal/facet"
)

// pen draws works of a world. Those that it drew are good until it draws again.
type pen struct {
	*world
	c *chance

	drawn   []facet.Work
	terms   []facet.Term
	numbers []uint32
	texts   []string
	letters []byte
	ends    []end
}

// end is where a work's parts end in what the pen has drawn.
type end struct{ terms, title, author int }

func newPen(w *world) *pen { return &pen{world: w, c: newChance()} }

// draw returns the works with the numbers from, from+1, … up to and without to.
func (p *pen) draw(from, to int) []facet.Work {
	p.terms, p.numbers, p.letters, p.ends = p.terms[:0], p.numbers[:0], p.letters[:0], p.ends[:0]
	for n := from; n < to; n++ {
		p.work(n)
	}
	p.drawn, p.texts = p.drawn[:0], p.texts[:0]
	letters, was := string(p.letters), end{}
	for i, e := range p.ends {
		p.texts = append(p.texts, letters[was.author:e.title], letters[e.title:e.author])
		p.drawn = append(p.drawn, facet.Work{
			ID: key(from + i), Terms: p.terms[was.terms:e.terms:e.terms],
			Numbers: p.numbers[i*numbers : (i+1)*numbers : (i+1)*numbers],
		})
		was = e
	}
	for i := range p.drawn {
		p.drawn[i].Texts = p.texts[i*texts : (i+1)*texts : (i+1)*texts]
	}
	return p.drawn
}

// one returns a work of its own.
func (p *pen) one(n int) facet.Work { return newPen(p.world).draw(n, n+1)[0] }

// key is what the n-th work is called, and number the way back.
func key(n int) int64     { return int64(n) + 1 }
func number(id int64) int { return int(id) - 1 }

func (p *pen) work(n int) {
	p.c.begin(p.seed, uint64(n))
	begun := len(p.terms)
	p.small()
	home, crosses := p.home(begun)
	pairs := p.people(begun, home)
	p.free(begun, home)
	if crosses {
		p.put(trait, crossover)
	}
	if pairs == 1 {
		p.put(trait, onePair)
	}
	done := p.terms[begun].ID == complete // small puts the status first
	p.count(home, done)
	p.dates(n)
	p.title()
	titled := len(p.letters)
	p.sign()
	p.ends = append(p.ends, end{terms: len(p.terms), title: titled, author: len(p.letters)})
}

func (p *pen) put(kind uint8, id int64) {
	p.terms = append(p.terms, facet.Term{Kind: kind, ID: id})
}

// tag puts a tag, once and within what a form takes.
func (p *pen) tag(begun int, kind uint8, nth int64) {
	t := facet.Term{Kind: kind, ID: p.first[kind] + nth}
	for _, have := range p.terms[begun:] {
		if have == t {
			return
		}
	}
	if len(p.terms)-begun < 120 {
		p.terms = append(p.terms, t)
	}
}

// small draws the terms of the kinds that have few.
func (p *pen) small() {
	if p.c.one(0.82) {
		p.put(status, complete)
	} else {
		p.put(status, unfinished)
	}
	p.put(rating, p.among(0.26, 0.29, 0.14, 0.21))
	switch at := p.c.Float64(); {
	case at < 0.52:
		p.put(warning, 1)
	case at < 0.86:
		p.put(warning, 2)
	default:
		a, b := int64(3+p.c.IntN(4)), int64(3+p.c.IntN(4))
		p.put(warning, a)
		if p.c.one(0.25) && a != b {
			p.put(warning, b)
		}
	}
	a, b := p.among(0.47, 0.20, 0.20, 0.07, 0.03), int64(1+p.c.IntN(6))
	p.put(category, a)
	if p.c.one(0.1) && a != b {
		p.put(category, b)
	}
	tongue := p.among(0.885, 0.06, 0.015, 0.01, 0.008)
	if tongue == 6 {
		tongue += int64(p.tongues.draw(p.c))
	}
	p.put(language, tongue)
	if p.c.one(0.04) {
		p.put(audience, membersOnly)
	}
}

// among draws 1 for the first share, 2 for the second, and so on; the last is
// for what the shares leave of 1.
func (p *pen) among(shares ...float64) int64 {
	at := p.c.Float64()
	for i, s := range shares {
		if at -= s; at < 0 {
			return int64(i) + 1
		}
	}
	return int64(len(shares)) + 1
}

// home draws the fandoms: the first is where the work is at home.
func (p *pen) home(begun int) (first int, crosses bool) {
	first = p.fandoms.draw(p.c)
	p.tag(begun, fandom, int64(first))
	one := len(p.terms)
	if p.c.one(0.24) {
		for range 1 + p.c.repeated(0.35, 5) {
			other := p.fandoms.draw(p.c)
			if p.c.one(0.6) { // one of the few that go with it
				near := mixed(uint64(first)*31 + uint64(p.c.IntN(4)))
				other = p.fandoms.at(share(near))
			}
			p.tag(begun, fandom, int64(other))
		}
	}
	return first, len(p.terms) > one
}

// share makes a number of 0 up to 1 of one that is spread over all.
func share(mixed uint64) float64 { return float64(mixed>>11) / (1 << 53) }

// people draws relationships with their characters, and further characters.
func (p *pen) people(begun, home int) (pairs int) {
	here, next := p.places[home], p.places[home+1]
	all := newHarmonic(int(next.relationship-here.relationship), 1.2)
	cast := newHarmonic(int(next.character-here.character), 3)
	if p.c.one(0.85) {
		for range 1 + p.c.repeated(0.58, 11) {
			pair, had := all.draw(p.c), len(p.terms)
			p.tag(begun, relationship, here.relationship+int64(pair))
			if len(p.terms) == had {
				continue
			}
			if pairs++; pairs == 1 {
				p.put(mainPairing, p.terms[had].ID)
			}
			if p.c.one(0.9) {
				a, b := lovers(home, pair, cast)
				p.tag(begun, character, here.character+int64(a))
				p.tag(begun, character, here.character+int64(b))
			}
		}
	}
	for range p.c.repeated(0.6, 15) {
		p.tag(begun, character, here.character+int64(cast.draw(p.c)))
	}
	return pairs
}

// lovers says whom a relationship is of; the commonest are of the best known.
func lovers(home, pair int, cast harmonic) (a, b int) {
	known := 1 - 1/(1+float64(pair)*0.2)
	h := mixed(uint64(home)<<32 | uint64(pair))
	return cast.at(share(h) * known), cast.at(min(0.999, share(mixed(h))*known+0.08))
}

// free draws freeforms: everybody's, the fandom's, and those of hardly anybody.
func (p *pen) free(begun, home int) {
	here, next := p.places[home], p.places[home+1]
	own := newHarmonic(int(next.freeform-here.freeform), 2)
	shared := int64(p.common.size)
	for range min(75, 1+int(p.c.logNormal(1.95, 0.72))) {
		switch at := p.c.Float64(); {
		case at < 0.62:
			p.tag(begun, freeform, int64(p.common.draw(p.c)))
		case at < 0.76:
			p.tag(begun, freeform, shared+here.freeform+int64(own.draw(p.c)))
		default:
			at := p.c.Float64()
			p.tag(begun, freeform, shared+p.places[p.fandoms.size].freeform+int64(at*at*float64(p.rare)))
		}
	}
}

// count draws the numbers but the dates.
func (p *pen) count(home int, done bool) {
	length := p.c.logNormal(7.9, 1.25)
	if !done {
		length *= 2.5
	}
	crowd := 1 + 1/float64(home+3) // large fandoms have more readers
	liked := p.c.logNormal(3.4, 1.45) * crowd * crowd
	row := [numbers]uint32{
		words:     uint32(min(length+10, 5e6)),
		kudos:     uint32(liked),
		hits:      uint32(liked*p.c.logNormal(2.8, 0.5)) + 5,
		comments:  uint32(liked * p.c.logNormal(-2.2, 1)),
		bookmarks: uint32(liked * p.c.logNormal(-1.5, 0.6)),
	}
	p.numbers = append(p.numbers, row[:]...)
}

// now is the minute after all that are posted, of eighteen years.
const now = 18 * 365 * 24 * 60

// dates draws when a work was posted, more of them each year, and last updated.
// Works after the world's last are posted from now on, sixty a minute.
func (p *pen) dates(n int) {
	at := now + float64(n-p.works)/60
	if n < p.works {
		at = now * math.Pow((float64(n)+p.c.Float64())/float64(p.works), 0.45)
	}
	changed := at
	if p.c.one(0.35) && at < now {
		u := p.c.Float64() * p.c.Float64() * p.c.Float64()
		changed += u * (now - at)
	}
	row := p.numbers[len(p.numbers)-numbers:]
	row[updated], row[posted] = uint32(changed), uint32(at)
}

// title draws one to five words.
func (p *pen) title() {
	for i := range 1 + p.c.repeated(0.65, 4) {
		if i > 0 {
			p.letters = append(p.letters, ' ')
		}
		p.letters = append(p.letters, p.vocabulary[p.start.draw(p.c)]...)
	}
}

// sign draws the author, seldom two, and writes the name of the first.
func (p *pen) sign() {
	rank := p.authors.draw(p.c)
	p.put(author, int64(rank)+1)
	for i, h := 0, mixed(uint64(rank)); i < 5+rank%8; i, h = i+1, h/26 {
		p.letters = append(p.letters, byte('a'+h%26))
	}
	if p.c.one(0.03) {
		if other := p.authors.draw(p.c); other != rank {
			p.put(author, int64(other)+1)
		}
	}
}
