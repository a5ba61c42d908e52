package remember

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/search"
)

// Ask is what somebody remembers, and where is looked for it.
type Ask struct {
	Clues []Clue
	// Within is the condition on works w that what is found must fit, first of all
	// that the viewer may see it.
	Within db.Cond
	// No are works that it is not, as the asker has said; It is the work that it
	// is, 0 while nobody knows.
	No    []int64
	It    int64
	Limit int
	// Prior is what the asker's own history says, if anything.
	Prior Prior
}

// Found is a work with the scene in it that fits best.
type Found struct {
	search.Hit
	Why []Reason

	score float64
	prior float64 // what the asker's history adds
	whole bool    // a line stands in it word for word
}

// Reason is a clue that a work was found by.
type Reason struct {
	Field Field
	// Words are those of the clue that are there, for a line none.
	Words []string
	// Fit of Of words of a line stand there in their order.
	Fit, Of int
	// At is when the asker read it, for Read.
	At time.Time
}

// shelf collects what each retriever finds, by work.
type shelf struct {
	found map[int64]*Found
}

// rankDamp is how much the first places of a list are alike: the usual 60 of
// reciprocal rank fusion is for lists of hundreds.
const rankDamp = 60

// vote adds a list, the best first, of works that none stands in twice.
func (s *shelf) vote(works []int64, weight float64) {
	for i, w := range works {
		s.of(w).score += rankVote(weight, i)
	}
}

// rankVote is what the place in a list counts, from 0.
func rankVote(weight float64, place int) float64 { return weight / float64(rankDamp+1+place) }

func (s *shelf) of(work int64) *Found {
	f := s.found[work]
	if f == nil {
		f = &Found{Hit: search.Hit{Work: work}}
		s.found[work] = f
	}
	return f
}

// Find gives the works that somebody half remembers, the likeliest first, each
// with the scene in it that fits best.
func Find(ctx context.Context, q db.Q, ask Ask) ([]Found, error) {
	s := &shelf{map[int64]*Found{}}
	hs := hunts(ask.Clues)
	if err := s.scenes(ctx, q, ask, hs); err != nil {
		return nil, err
	}
	for _, c := range ask.Clues {
		if c.Field == Line && longEnough(c.Text) {
			if err := s.quotes(ctx, q, ask, c); err != nil {
				return nil, err
			}
		}
	}
	if err := s.tagged(ctx, q, ask); err != nil {
		return nil, err
	}
	if err := s.prior(ctx, q, ask); err != nil {
		return nil, err
	}
	s.weigh()
	return s.order(ask), nil
}

func (s *shelf) order(ask Ask) []Found {
	var out []Found
	for _, f := range s.found {
		if !slices.Contains(ask.No, f.Work) {
			out = append(out, *f)
		}
	}
	slices.SortFunc(out, func(a, b Found) int {
		return cmp.Or(-cmp.Compare(isIt(a, ask), isIt(b, ask)), cmp.Compare(b.score, a.score), cmp.Compare(b.Work, a.Work))
	})
	return out[:min(len(out), ask.Limit)]
}

func isIt(f Found, ask Ask) int {
	if f.Work == ask.It {
		return 1
	}
	return 0
}

// scenes is the retriever that looks into texts for the scene where the clues meet.
func (s *shelf) scenes(ctx context.Context, q db.Q, ask Ask, hs []*hunt) error {
	if len(hs) == 0 {
		return nil
	}
	stretches, err := recall(ctx, q, hs, ask.Within)
	if err != nil {
		return err
	}
	best, forms := map[int64]scene{}, map[string]lexicon{}
	for _, st := range stretches {
		if _, ok := forms[st.Language]; !ok {
			forms[st.Language] = lexiconOf(hs, st.Language)
		}
		sc, err := sceneIn(ctx, q, st, hs, forms[st.Language])
		if err != nil {
			return err
		}
		if old, ok := best[st.Work]; sc.score > 0 && (!ok || sc.score > old.score) {
			best[st.Work] = sc
		}
	}
	works := make([]int64, 0, len(best))
	for w, sc := range best {
		works = append(works, w)
		f := s.of(w)
		f.Chapter, f.Anchor, f.Where, f.Snippet = sc.Chapter, sc.anchor, "text", sc.spans()
		f.Why = append(f.Why, sc.reasons(hs)...)
	}
	slices.SortFunc(works, func(a, b int64) int { return cmp.Or(cmp.Compare(best[b].score, best[a].score), cmp.Compare(b, a)) })
	s.vote(works, allTogether)
	return nil
}

// How much the lists count: all clues in one scene, a line, names and tags.
const (
	allTogether = 3
	quoteWeight = 4
	tagWeight   = 0.8
)

func (s *shelf) quotes(ctx context.Context, q db.Q, ask Ask, c Clue) error {
	const most = 20
	qs, err := search.Quote(ctx, q, c.Text, ask.Within, most)
	if err != nil {
		return err
	}
	var works []int64
	for _, x := range qs {
		works = append(works, x.Work)
		f := s.of(x.Work)
		f.Chapter, f.Anchor, f.Where, f.Snippet = x.Chapter, x.Anchor, x.Where, x.Snippet
		f.whole = f.whole || x.Fit == x.Of
		f.Why = append(f.Why, Reason{Field: Line, Fit: x.Fit, Of: x.Of})
	}
	s.vote(works, quoteWeight*c.weight())
	return nil
}

// reasons tell which words of which clues are in a scene.
func (s *scene) reasons(hs []*hunt) []Reason {
	var out []Reason
	for _, h := range hs {
		r := Reason{Field: h.Field}
		for _, t := range h.terms {
			if s.mask&(1<<t.bit) != 0 {
				r.Words = append(r.Words, t.word)
			}
		}
		if len(r.Words) > 0 && h.Field != Not {
			out = append(out, r)
		}
	}
	return out
}

// spans are what is shown of a scene.
func (s *scene) spans() []search.Span {
	var out []search.Span
	if s.before {
		out = append(out, search.Span{Text: "…"})
	}
	at := 0
	add := func(to int, marked bool) {
		if text := oneSpace(s.text[at:to]); text != "" {
			out = append(out, search.Span{Text: text, Marked: marked})
		}
		at = to
	}
	for _, m := range s.marked {
		add(m[0], false)
		add(m[1], true)
	}
	add(len(s.text), false)
	if s.behind {
		out = append(out, search.Span{Text: "…"})
	}
	return out
}

// oneSpace has one space wherever a text has any, before and after it too.
func oneSpace(text string) string {
	const edge = "|" // keeps what is outermost
	text = strings.Join(strings.Fields(edge+text+edge), " ")
	return text[len(edge) : len(text)-len(edge)]
}
