package mention

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// worldsOfMany makes n names as large archives have them: people and worlds of two words,
// couples of these people, freeforms; each belongs to a world, large ones to many people.
func worldsOfMany(r *rand.Rand, n int) []Name {
	vocabulary := make([]string, 120_000)
	for i := range vocabulary {
		var b strings.Builder
		for range 2 + r.IntN(3) {
			fmt.Fprintf(&b, "%c%c", "bcdfghklmnprstvw"[r.IntN(16)], "aeiou"[r.IntN(5)])
		}
		vocabulary[i] = b.String()
	}
	word := func() string { return vocabulary[int(math.Pow(float64(len(vocabulary)), r.Float64()))-1] }
	proper := func() string { w := word(); return strings.ToUpper(w[:1]) + w[1:] }
	worlds := n / 30
	out := make([]Name, 0, n)
	for id := range int64(n) {
		m := Name{ID: id + 1, Count: int(math.Pow(1/(r.Float64()+1e-6), 0.9))}
		group := []int64{1 + int64(math.Pow(float64(worlds), r.Float64()))}
		switch {
		case int(id) < worlds:
			m.Kind, m.Text = Fandom, proper()+" "+proper()+" - "+proper()
		case id%3 == 0:
			m.Kind, m.Text, m.Groups = Freeform, word()+" "+word(), group
		case id%3 == 1 || len(out) < worlds+10:
			m.Kind, m.Text, m.Groups = Character, proper()+" "+proper(), group
		default:
			a, b := out[len(out)-1-r.IntN(9)], out[len(out)-1-r.IntN(9)]
			m.Kind, m.Text, m.Groups = Relationship, a.Text+"/"+b.Text, group
		}
		out = append(out, m)
	}
	return out
}

// longStory writes words of which one in twelve has a capital and one in forty is a name.
func longStory(r *rand.Rand, names []Name, words int) string {
	var b strings.Builder
	people := make([]string, 0, 40)
	for len(people) < 40 {
		if m := names[r.IntN(len(names))]; m.Kind == Character {
			people = append(people, m.Text)
		}
	}
	for i := range words {
		switch {
		case i%40 == 20:
			b.WriteString(people[r.IntN(1+r.IntN(len(people)))])
		case i%12 == 5:
			b.WriteString(strings.Fields(names[r.IntN(len(names))].Text)[0])
		default:
			w := strings.Fields(names[r.IntN(len(names))].Text)
			b.WriteString(strings.ToLower(w[len(w)-1]))
		}
		switch i % 15 {
		case 14:
			b.WriteString(". ")
		default:
			b.WriteByte(' ')
		}
		if i%90 == 89 {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// cpu is the time that processors have spent on this program.
func cpu(t testing.TB) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func held() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkRead reads a story of 100,000 words with ten thousand and with a million names,
// and reports what making the lexicon takes and what it holds.
func BenchmarkRead(b *testing.B) {
	for _, n := range []int{10_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			r := rand.New(rand.NewPCG(5, 5))
			names := worldsOfMany(r, n)
			before, begun := held(), cpu(b)
			x := Build(func(yield func(Name) bool) {
				for _, m := range names {
					if !yield(m) {
						return
					}
				}
			})
			built := cpu(b) - begun
			holds := held() - before
			text := longStory(r, names, 100_000)
			begun = cpu(b)
			for b.Loop() {
				reading := x.Read()
				for part := range strings.SplitSeq(text, "\n") {
					reading.Chapter(part)
				}
				reading.Found(nil)
			}
			b.ReportMetric(float64((cpu(b)-begun).Microseconds())/1000/float64(b.N), "cpu-ms/story")
			b.ReportMetric(float64(built.Milliseconds()), "cpu-ms/build")
			b.ReportMetric(float64(holds)/1e6, "MB")
			runtime.KeepAlive(x)
		})
	}
}
