// Package alike finds works of the archive that have nearly the same text, and has
// those who look after it say what they are: posted again by somebody else, an
// earlier draft of one's own, a part of another. Only staff ever hear of it.
package alike

import (
	"time"

	"github.com/ficstead/ficstead/internal/work"
)

// Kind is what two works that are alike most likely are. It is a guess.
type Kind string

// The kinds, the most pressing first.
const (
	Repost  Kind = "repost"  // nearly all of it, by somebody else
	Part    Kind = "part"    // a part of it, by somebody else
	Similar Kind = "similar" // many of the same phrases, by somebody else
	Own     Kind = "own"     // somebody signs both: a draft, or another version
)

func kinds() []Kind { return []Kind{Repost, Part, Similar, Own} }

// Decision is what staff said of two works.
type Decision string

// The decisions.
const (
	Open    Decision = ""        // nobody has said anything
	Fine    Decision = "fine"    // both may stay as they are
	Written Decision = "written" // somebody who signs one of them was written to
	Hidden  Decision = "hidden"  // one of them was hidden
)

// side is one of two works, as staff see it.
type side struct {
	ID     work.ID
	Title  string
	Words  int
	Posted time.Time // when readers first saw it, in UTC; zero is unknown
	Hidden bool
	By     []name
}

// name is somebody who signs a work.
type name struct{ Pseud, Login string }

// pair is two works that are alike.
type pair struct {
	A, B     side
	Share    int // of their phrases, in thousandths
	Kind     Kind
	Decision Decision
	Decided  time.Time
	Decider  string // a name; "" when that account is gone
}

const (
	// leastShare is how alike two works are at least that are told of, in thousandths.
	// Below, it is more likely a poem that both quote; an estimate of 400 is right
	// within 25 in two of three cases.
	leastShare = 400
	// nearlyAll is from where on two works are nearly the same, in thousandths.
	nearlyAll = 800
	// moreAlike is by how much two works of which somebody has said what they are must
	// have become more alike to be asked for again, in thousandths.
	moreAlike = 50
)

// guess tells what two works are.
func guess(a, b *known, share int, part work.TextPart) Kind {
	for id := range a.by {
		if b.by[id] {
			return Own
		}
	}
	shorter, longer := min(a.words, b.words), max(a.words, b.words)
	// Of two sets of phrases that have a share s of their union in common, these are
	// s/(1+s) of the sum of both.
	common := float64(share) * float64(shorter+longer) / float64(1000+share)
	switch {
	case part == work.Opening, 10*shorter < 8*longer && common >= 0.7*float64(shorter):
		return Part
	case share >= nearlyAll:
		return Repost
	}
	return Similar
}
