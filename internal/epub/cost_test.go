package epub

import (
	"io"
	"iter"
	"math/rand/v2"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// chapterOf gives the body of a chapter of about n words, with some emphasis.
func chapterOf(n int) string {
	const paragraph = "<p>It was the sort of evening that makes a kettle think of the sea, and <em>she</em> said so; " +
		"but “nobody,” said the clock — and it had seen a few — “ever asked a kettle what it thinks &amp; why.”</p>\n"
	return strings.Repeat(paragraph, n/38+1)
}

// TestMemory writes four million words in 2,500 chapters, and counts what is kept
// of those that are written: their names in the contents and the archive's list.
func TestMemory(t *testing.T) {
	const chapters, mostKept = 2500, 4 << 20
	body := chapterOf(1600)
	var early uint64
	long := func(yield func(Chapter, error) bool) {
		for i := range chapters {
			switch i {
			case 100:
				early = liveHeap()
			case chapters - 1:
				if late := liveHeap(); late > early+mostKept {
					t.Errorf("after %d chapters %d KB more are kept than after 100; want at most %d KB",
						chapters, (late-early)>>10, mostKept>>10)
				} else {
					t.Logf("%d KB kept of %d chapters", (int64(late)-int64(early))>>10, chapters-100)
				}
			}
			if !yield(Chapter{ID: strconv.Itoa(i), Title: "Chapter " + strconv.Itoa(i), Body: body}, nil) {
				return
			}
		}
	}
	if err := Write(io.Discard, Book{ID: "urn:x:1", Title: "Long"}, long, nil); err != nil {
		t.Fatal(err)
	}
	if early == 0 {
		t.Error("nothing was measured")
	}
}

func liveHeap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// TestAllocations holds that a plain paragraph costs no more than the copy of a
// name that the tokenizer makes for each of its four tags.
func TestAllocations(t *testing.T) {
	count := func(words int) float64 {
		e := edition{book: Book{ID: "urn:x:1"}, chapters: []Chapter{{ID: "1", Body: chapterOf(words)}}}
		return testing.AllocsPerRun(3, func() {
			if err := Write(io.Discard, e.book, seq(e.chapters...), nil); err != nil {
				t.Fatal(err)
			}
		})
	}
	paragraphs := float64(strings.Count(chapterOf(10_000), "<p>") - strings.Count(chapterOf(1_000), "<p>"))
	if more := count(10_000) - count(1_000); more > 4*paragraphs+50 {
		t.Errorf("%.0f allocations more for %.0f paragraphs more", more, paragraphs)
	}
}

// BenchmarkWrite100k writes a novel of 100,000 words in 30 chapters. It tells the
// processor's time beside the clock's.
func BenchmarkWrite100k(b *testing.B) {
	bodies := make([]string, 30)
	for i := range bodies {
		bodies[i] = prose(rand.New(rand.NewPCG(uint64(i), 1)), 100_000/30)
	}
	novel := func() iter.Seq2[Chapter, error] {
		return func(yield func(Chapter, error) bool) {
			for i, body := range bodies {
				if !yield(Chapter{ID: strconv.Itoa(i), Title: "Chapter", Body: body}, nil) {
					return
				}
			}
		}
	}
	b.SetBytes(int64(30 * len(bodies[0])))
	b.ReportAllocs()
	start := processorTime(b)
	for b.Loop() {
		if err := Write(io.Discard, plain().book, novel(), nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric((processorTime(b)-start).Seconds()*1000/float64(b.N), "cpu-ms/op")
}

// prose gives n words that no compressor finds easier than a real novel: of a
// large vocabulary, the common ones often.
func prose(r *rand.Rand, n int) string {
	const syllables = "the and of to in was her that it he with as for had you not be is on at by which have or from this him"
	parts := strings.Fields(syllables)
	var b strings.Builder
	for i := range n {
		if i > 0 && i%60 == 0 {
			b.WriteString("</p>\n<p>")
		}
		for range 1 + r.IntN(3)*r.IntN(2) {
			b.WriteString(parts[int(float64(len(parts))*r.Float64()*r.Float64())])
		}
		if r.IntN(40) == 0 {
			b.WriteString(" <em>quite</em>")
		}
		b.WriteString([]string{" ", " ", " ", " ", ", ", ". "}[r.IntN(6)])
	}
	return "<p>" + b.String() + "</p>\n"
}

func processorTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
