package suggest

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/mention"
	"github.com/ficstead/ficstead/internal/tag"
)

// share is the part of the time that may be spent on making the lexicon anew, as one in so
// many: what takes a second is made anew after a hundred at the earliest.
const share = 100

// Finder has the lexicon of all tags that may be suggested. It is safe for many at once.
type Finder struct {
	db    *db.DB
	names *tag.Names

	making sync.Mutex // held by who makes the lexicon

	mu    sync.Mutex // of what is below
	lex   *mention.Lexicon
	stamp tag.Stamp
	made  time.Time
	took  time.Duration
}

// NewFinder gives a finder of the tags whose names are in names.
func NewFinder(d *db.DB, names *tag.Names) *Finder { return &Finder{db: d, names: names} }

// lexicon gives the names as they are now, or, in a large archive, as they were a little
// while ago.
func (f *Finder) lexicon(ctx context.Context) (*mention.Lexicon, error) {
	now, err := f.names.Stamp(ctx)
	if err != nil {
		return nil, err
	}
	lex, fits := f.latest(now)
	if fits {
		return lex, nil
	}
	if lex == nil {
		f.making.Lock()
	} else if !f.making.TryLock() {
		return lex, nil // somebody makes the next: it takes seconds where there are a million names
	}
	defer f.making.Unlock()
	if lex, fits = f.latest(now); fits {
		return lex, nil
	}
	return f.make(ctx, now)
}

// latest gives the lexicon there is, if any, and whether it still does.
func (f *Finder) latest(now tag.Stamp) (lex *mention.Lexicon, fits bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.lex, f.lex != nil && (f.stamp == now || time.Since(f.made) < share*f.took)
}

// make makes the lexicon of the names there are; making is held.
func (f *Finder) make(ctx context.Context, now tag.Stamp) (*mention.Lexicon, error) {
	begun := time.Now()
	all, err := f.names.All(ctx)
	if err != nil {
		return nil, err
	}
	lex := mention.Build(func(yield func(mention.Name) bool) {
		for k := range all {
			if kind, ok := kindOf(k.Type); ok && (k.Merger != 0 || k.Canonical && k.Works > 0) && !yield(nameOf(kind, k)) {
				return
			}
		}
		for _, s := range sayings() {
			for _, phrase := range s.phrases {
				if !yield(mention.Name{ID: s.id(phrase), Kind: mention.Saying, Text: phrase}) {
					return
				}
			}
		}
	})
	f.mu.Lock()
	defer f.mu.Unlock()
	f.lex, f.stamp, f.made, f.took = lex, now, time.Now(), time.Since(begun)
	return lex, nil
}

func kindOf(t tag.Type) (mention.Kind, bool) {
	at := slices.Index([]tag.Type{tag.Fandom, tag.Character, tag.Relationship, tag.Freeform}, t)
	return mention.Kind(max(at, 0)), at >= 0
}

func nameOf(kind mention.Kind, k tag.Known) mention.Name {
	n := mention.Name{ID: int64(k.ID), Kind: kind, Text: k.Name, Of: int64(k.Merger), Count: k.Works}
	for _, p := range k.Parents {
		n.Groups = append(n.Groups, int64(p))
	}
	return n
}
