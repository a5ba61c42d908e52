package typeahead

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// tagLike makes names as archives have them: a few words each, of which a few are in very
// many names; most are used once and most stand for another or for nothing.
func tagLike(r *rand.Rand, n int) func(func(Name) bool) {
	vocabulary := make([]string, max(n/4, 2000))
	letters := "eeeeaaaiiooutnrslhdcmpgbfvkw"
	for i := range vocabulary {
		var b strings.Builder
		for range 2 + r.IntN(8) {
			b.WriteByte(letters[r.IntN(len(letters))])
		}
		vocabulary[i] = b.String()
	}
	pick := func() string {
		return vocabulary[int(math.Pow(float64(len(vocabulary)), r.Float64()))-1]
	}
	return func(yield func(Name) bool) {
		for id := range int64(n) {
			var words []string
			for range 1 + r.IntN(6) {
				words = append(words, pick())
			}
			m := Name{ID: id + 1, Text: strings.Join(words, " "), Canonical: r.IntN(5) == 0, Count: int(math.Pow(1.0/(r.Float64()+1e-6), 0.9))}
			if !m.Canonical && id > 0 && r.IntN(2) == 0 {
				m.Of = 1 + r.Int64N(id)
			}
			if r.IntN(10) > 0 {
				m.Groups = []int64{int64(math.Pow(5000, r.Float64()))}
			}
			if !yield(m) {
				return
			}
		}
	}
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkFind types names letter by letter, some with a slip and some within a fandom, and
// prints how long the slower ones take, what the names weigh and how long they take to load.
// All names are of one kind, which is the hardest.
func BenchmarkFind(b *testing.B) {
	for _, n := range []int{5_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			r := rand.New(rand.NewPCG(1, 2))
			before, begun := heap(), time.Now()
			x := Build(tagLike(r, n))
			built := time.Since(begun)
			weight := heap() - before
			var typed []Query
			for range 400 {
				name, _ := x.Get(1 + r.Int64N(int64(n)))
				text := []byte(name.Text)
				if at := 1 + r.IntN(len(text)); r.IntN(5) == 0 && at < len(text) {
					text[at] = 'x'
				}
				q := Query{Limit: 12}
				if r.IntN(3) == 0 {
					q.Groups = name.Groups
				}
				for i := range min(len(text), 20) {
					q.Typed = string(text[:i+1])
					typed = append(typed, q)
				}
			}
			var took []time.Duration
			var hits []Hit
			for i := 0; b.Loop(); i++ {
				begun := time.Now()
				hits = x.Find(typed[i%len(typed)], hits[:0])
				took = append(took, time.Since(begun))
			}
			slices.Sort(took)
			at := func(share float64) float64 {
				return float64(took[int(share*float64(len(took)-1))].Microseconds()) / 1000
			}
			b.ReportMetric(at(0.5), "p50-ms")
			b.ReportMetric(at(0.99), "p99-ms")
			b.ReportMetric(at(1), "max-ms")
			b.ReportMetric(float64(weight)/1e6, "MB")
			b.ReportMetric(built.Seconds(), "s-to-build")
			b.ReportAllocs()
			runtime.KeepAlive(x)
		})
	}
}
