package mention

import (
	"cmp"
	"hash/maphash"
	"math/bits"
	"slices"
)

// mostFandoms is for how many fandoms a word may stand by which their characters are
// called: one that stands for more tells nothing.
const mostFandoms = 32

// builder collects names.
type builder struct {
	*Lexicon
	tokens  tokens
	standIn []Name // names that stand for others
	phrase  []entry
	pair    []entry
	part    []link
	group   [][2]int64 // a name's place, a fandom's ID
	begin   []begin
}

// begin is the first word of a phrase and how many words that has.
type begin struct {
	word  uint64
	words int
}

func newBuilder() *builder {
	x := &Lexicon{folder: folder{maphash.MakeSeed()}}
	return &builder{Lexicon: x, tokens: x.tokens("")}
}

func (b *builder) add(n Name) {
	if n.Of != 0 && n.Of != n.ID {
		b.standIn = append(b.standIn, n)
		return
	}
	at := uint32(len(b.ids))
	b.ids, b.kind, b.counts = append(b.ids, n.ID), append(b.kind, n.Kind), append(b.counts, uint32(min(max(n.Count, 0), 1<<31)))
	b.full = append(b.full, 0)
	for _, g := range n.Groups {
		b.group = append(b.group, [2]int64{int64(at), g})
	}
	b.forms(at, n)
}

// forms notes all that leads to a name.
func (b *builder) forms(at uint32, n Name) {
	for _, form := range formsOf(n.Kind, n.Text) {
		if key, ok := b.keyOf(form); ok {
			b.phrase = append(b.phrase, entry{key, at})
			if n.Kind == Character && b.full[at] == 0 {
				b.full[at] = key
			}
		}
		if n.Kind == Character {
			b.called(at, form)
		}
	}
	if n.Kind != Relationship {
		return
	}
	if people, loving := coupled(n.Text); len(people) == 2 {
		one, other := b.plain(people[0]), b.plain(people[1])
		if one != 0 && other != 0 {
			b.pair = append(b.pair, entry{pairKey(one, other, loving), at})
		}
	}
}

func (b *builder) called(at uint32, form string) {
	for _, word := range callsOf(form) {
		t := b.tokens
		t.text, t.at = word, 0
		if k, ok := t.next(); ok && !k.single && k.to == len(word) {
			b.part = append(b.part, link{at, uint32(len(b.partKeys))})
			b.partKeys = append(b.partKeys, k.hash)
		}
	}
}

// keyOf is the number of a name as a phrase, and notes how long phrases are that begin as
// it does; false for one that is not looked for.
func (b *builder) keyOf(form string) (uint64, bool) {
	t := b.tokens
	t.text, t.at = form, 0
	key, first, n := uint64(0), uint64(0), 0
	for k, ok := t.next(); ok; k, ok = t.next() {
		if n++; n == 1 {
			first = k.hash
		}
		if n == 1 && k.single && k.to == len(form) || n > maxWords {
			return 0, false // one character of a script without spaces
		}
		key = join(key, k.hash)
	}
	if n == 0 {
		return 0, false
	}
	b.begin = append(b.begin, begin{first, n})
	return key, true
}

// plain is the number of a phrase, 0 for one without words.
func (x *Lexicon) plain(form string) uint64 {
	key := uint64(0)
	t := x.tokens(form)
	for k, ok := t.next(); ok; k, ok = t.next() {
		key = join(key, k.hash)
	}
	return key
}

// pairKey is the number of two characters' names, in whichever order.
func pairKey(one, other uint64, loving bool) uint64 {
	key := join(min(one, other), max(one, other))
	if loving {
		return join(key, slash)
	}
	return join(key, and)
}

func (b *builder) build() *Lexicon {
	x := b.Lexicon
	x.byID = make([]uint32, len(x.ids))
	for i := range x.byID {
		x.byID[i] = uint32(i)
	}
	slices.SortFunc(x.byID, func(a, b uint32) int { return cmp.Compare(x.ids[a], x.ids[b]) })
	for _, n := range b.standIn {
		if at, ok := x.place(n.Of); ok && x.kind[at] == n.Kind {
			b.forms(at, n)
		}
	}
	x.longest = newLengths(b.begin)
	var in, members []link
	for _, g := range b.group {
		if f, ok := x.place(g[1]); ok && x.kind[f] == Fandom {
			in = append(in, link{uint32(g[0]), f})
			if x.kind[g[0]] == Character {
				members = append(members, link{f, uint32(g[0])})
			}
		}
	}
	x.groups, x.of, x.parts = newLists(len(x.ids), in), newLists(len(x.ids), members), newLists(len(x.ids), b.part)
	x.phrases, x.pairs = newIndex(b.phrase), newIndex(b.pair)
	x.calls, x.called = newIndex(b.calledIn()), newWords(x.partKeys)
	x.ids, x.kind, x.counts, x.partKeys = slices.Clip(x.ids), slices.Clip(x.kind), slices.Clip(x.counts), slices.Clip(x.partKeys)
	x.full = slices.Clip(x.full)
	return x
}

// calledIn gives the fandoms in which characters are called by each word, but for words
// that stand for too many of them.
func (b *builder) calledIn() []entry {
	var all []entry
	for _, p := range b.part {
		for _, f := range b.groups.at(p.list) {
			all = append(all, entry{b.partKeys[p.number], f})
		}
	}
	slices.SortFunc(all, func(a, b entry) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.value, b.value)) })
	all = slices.Compact(all)
	out := all[:0]
	for from := 0; from < len(all); {
		to := from
		for to < len(all) && all[to].key == all[from].key {
			to++
		}
		if to-from <= mostFandoms {
			out = append(out, all[from:to]...)
		}
		from = to
	}
	return out
}

// lengths tells by a word how many words the phrases have that begin with it.
type lengths struct {
	bits  []uint32
	shift uint8
}

func newLengths(all []begin) lengths {
	width := max(8, bits.Len(uint(len(all))))
	l := lengths{make([]uint32, 1<<width), uint8(64 - width)}
	for _, b := range all {
		l.bits[b.word>>l.shift] |= 1 << (b.words - 1)
	}
	return l
}

// of gives the lengths as bits. There may be some too many.
func (l *lengths) of(word uint64) uint32 { return l.bits[word>>l.shift] }

// words is a set of words. There may be some too many in it.
type words struct {
	bits  []uint64
	shift uint8
}

func newWords(all []uint64) words {
	width := max(8, bits.Len(uint(len(all)))+3)
	w := words{make([]uint64, 1<<(width-6)), uint8(64 - width)}
	for _, k := range all {
		w.bits[k>>w.shift>>6] |= 1 << (k >> w.shift & 63)
	}
	return w
}

func (w *words) has(k uint64) bool { return w.bits[k>>w.shift>>6]&(1<<(k>>w.shift&63)) != 0 }
