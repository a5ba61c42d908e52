package remember

import (
	"math/rand/v2"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// slowly is best as its words say: every scene, and every breath in it.
func slowly(es []event, hs []*hunt) (score float64, from, to int) {
	mask := func(i, words int) (m uint64, end int) {
		for end = i; end < len(es) && es[end].at < es[i].at+words; end++ {
			m |= 1 << es[end].bit
		}
		return m, end
	}
	for i := range es {
		whole, end := mask(i, sceneWords)
		sum := 0.0
		for _, h := range hs {
			breath := 0.0
			for j := i; j < end; j++ {
				if m, _ := mask(j, breathWords); h.Field == Not {
					breath = min(breath, h.worth(m))
				} else {
					breath = max(breath, h.worth(m))
				}
			}
			sum += (h.worth(whole) + breath) / 2
		}
		if sum > score+1e-9 {
			score, from, to = sum, i, end
		}
	}
	return score, from, to
}

// cluesOf are three clues of n words each, the last of them what it is not.
func cluesOf(n int) []*hunt {
	var out []*hunt
	for k, f := range []Field{What, Where, Not} {
		h := &hunt{Clue: Clue{Field: f, Maybe: k == 1}}
		for i := range n {
			h.terms = append(h.terms, &term{rarity: float64(1 + (k*n+i)%5), bit: k*n + i})
		}
		out = append(out, h)
	}
	return out
}

func TestTheBestSceneIsThatOfLookingAtAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 4).Draw(t, "words of a clue")
		hs := cluesOf(n)
		var es []event
		at := 0
		for range rapid.IntRange(0, 60).Draw(t, "events") {
			at += rapid.SampledFrom([]int{0, 1, 2, 7, 40, 150}).Draw(t, "step")
			es = append(es, event{at, at * 6, at*6 + 5, rapid.IntRange(0, 3*n-1).Draw(t, "bit")})
		}
		score, from, to := slowly(es, hs)
		var s scene
		if f, u := s.best(es, hs); f != from || u != to || s.score < score-1e-6 || s.score > score+1e-6 {
			t.Fatalf("the best scene is %d to %d, worth %v; looking at all gives %d to %d, worth %v", f, u, s.score, from, to, score)
		}
	})
}

// crowd is a text that says nothing but words of clues.
func crowd(n int) []event {
	r := rand.New(rand.NewPCG(1, 1))
	es := make([]event, n)
	for i := range es {
		at := i / (n/300 + 1) // words that are thousands of forms at once, all in one scene
		es[i] = event{at, at * 6, at*6 + 5, r.IntN(60)}
	}
	return es
}

// A text that says nothing but words of clues is looked through in one pass: to look from
// each of them at all the others would take hours.
func TestACrowdedSceneCostsNoMoreThanItsLength(t *testing.T) {
	const n, most = 1_000_000, 30 * time.Second
	hs, es, start := cluesOf(20), crowd(n), time.Now()
	var s scene
	if from, to := s.best(es, hs); from == to || s.score <= 0 {
		t.Errorf("the best scene is %d to %d, worth %v", from, to, s.score)
	}
	densest(es, hs)
	if took := time.Since(start); took > most {
		t.Errorf("%d events take %v", n, took)
	}
}

func BenchmarkScene(b *testing.B) {
	hs, es := cluesOf(20), crowd(20_000)
	for b.Loop() {
		var s scene
		s.best(es, hs)
		densest(es, hs)
	}
}
