package work

import (
	"fmt"
	"slices"
	"testing"
)

// chapterText is the text of the nth chapter of a story, unlike all others.
func chapterText(n, words int) string { return paragraphs(numberedWords(n*100_000, words)) }

func facesOf(titled map[int]string, texts ...string) []face {
	out := make([]face, len(texts))
	for i, s := range texts {
		out[i] = faceOf(titled[i], s)
	}
	return out
}

func TestMatchChapters(t *testing.T) {
	a, b, c, d := chapterText(1, 300), chapterText(2, 300), chapterText(3, 300), chapterText(4, 300)
	x, y, z := chapterText(7, 300), chapterText(8, 300), chapterText(9, 300)
	half := func(n, from, to int) string { return paragraphs(numberedWords(n*100_000, 300)[from:to]) }
	edited := func(n int) string {
		words := numberedWords(n*100_000, 300)
		for i := 0; i < len(words); i += 10 {
			words[i] = "other"
		}
		return paragraphs(words)
	}
	picture := func(name string) string { return `<p><img src="/pictures/` + name + `" alt=""></p>` }
	for _, k := range []struct {
		name       string
		old, fresh []face
		want       []int
	}{
		{"nothing before", nil, facesOf(nil, a, b), []int{-1, -1}},
		{"nothing after", facesOf(nil, a, b), nil, []int{}},
		{"all the same", facesOf(nil, a, b, c), facesOf(nil, a, b, c), []int{0, 1, 2}},
		{"one in front", facesOf(nil, a, b, c), facesOf(nil, x, a, b, c), []int{-1, 0, 1, 2}},
		{"one in the middle", facesOf(nil, a, b, c), facesOf(nil, a, x, b, c), []int{0, -1, 1, 2}},
		{"one at the end", facesOf(nil, a, b), facesOf(nil, a, b, c), []int{0, 1, -1}},
		{"one removed", facesOf(nil, a, b, c), facesOf(nil, a, c), []int{0, 2}},
		{"the first removed", facesOf(nil, a, b, c), facesOf(nil, b, c), []int{1, 2}},
		{"two swapped", facesOf(nil, a, b, c, d), facesOf(nil, a, c, b, d), []int{0, 2, 1, 3}},
		{"in front, and the last removed", facesOf(nil, a, b, c), facesOf(nil, x, a, b), []int{-1, 0, 1}},
		{"cut in two, the greater half second", facesOf(nil, a, b, c), facesOf(nil, a, half(2, 0, 100), half(2, 100, 300), c), []int{0, -1, 1, 2}},
		{"cut in two, the greater half first", facesOf(nil, a, b, c), facesOf(nil, a, half(2, 0, 200), half(2, 200, 300), c), []int{0, 1, -1, 2}},
		{"two made one", facesOf(nil, half(2, 0, 200), half(2, 200, 300), c), facesOf(nil, b, c), []int{0, 2}},
		{"edited and moved", facesOf(nil, a, b, c), facesOf(nil, x, edited(3), edited(1), edited(2)), []int{-1, 2, 0, 1}},
		{"all rewritten", facesOf(nil, a, b, c), facesOf(nil, x, y, z), []int{0, 1, 2}},
		{"rewritten between two that are known", facesOf(nil, a, b, c), facesOf(nil, a, x, c), []int{0, 1, 2}},
		{"rewritten, known by title", facesOf(map[int]string{0: "Fog", 1: "Key"}, a, b), facesOf(map[int]string{1: "Fog", 2: "Key"}, x, y, z), []int{-1, 0, 1}},
		{"the text counts for more than the title", facesOf(map[int]string{0: "Fog", 1: "Key"}, a, b), facesOf(map[int]string{0: "Key", 1: "Fog"}, a, b), []int{0, 1}},
		{"equal texts stay in order", facesOf(nil, a, a, b), facesOf(nil, x, a, a, b), []int{-1, 0, 1, 2}},
		{"equal texts are told apart by titles", facesOf(map[int]string{0: "Fog", 1: "Key"}, a, a), facesOf(map[int]string{0: "Key", 1: "Fog"}, a, a), []int{1, 0}},
		{"one more of what is there once", facesOf(nil, a, b), facesOf(nil, a, a, b), []int{0, -1, 1}},
		{"pictures without words", facesOf(nil, picture("a"), picture("b")), facesOf(nil, picture("c"), picture("a"), picture("b")), []int{-1, 0, 1}},
		{"chapters without anything", facesOf(nil, "", ""), facesOf(nil, "", "", ""), []int{0, 1, -1}},
		{"few words changed", facesOf(nil, "<p>one two three four five six seven eight</p>", b), facesOf(nil, b, "<p>one two three four five six seven nine</p>"), []int{1, 0}},
		{"turned round", facesOf(nil, a, b, c, d), facesOf(nil, d, x, b, y, a), []int{3, -1, 1, -1, 0}},
	} {
		got := matchChapters(k.fresh, k.old)
		if !slices.Equal(got, k.want) {
			t.Errorf("%s: %v, want %v", k.name, got, k.want)
		}
	}
}

// What it costs grows with the number of chapters and no faster, whatever they hold.
func TestMatchingChaptersIsBounded(t *testing.T) {
	const chapters = 2500
	shared := numberedWords(900_000_000, 40) // what stands above every chapter
	plain, headed, other := make([]face, chapters), make([]face, chapters), make([]face, chapters)
	for i := range chapters {
		plain[i] = faceOf("", chapterText(i, 60))
		headed[i] = faceOf("", paragraphs(slices.Concat(shared, numberedWords(i*100_000, 20))))
		other[i] = faceOf("", paragraphs(slices.Concat(shared, numberedWords((i+chapters)*100_000, 20))))
	}
	inserted := slices.Insert(slices.Clone(plain), 1200, faceOf("", chapterText(chapters, 60)))
	crossed := make([]face, 0, 2*chapters) // from both ends by turns, with new ones between
	for i := range chapters / 2 {
		crossed = append(crossed, plain[i], other[i], plain[chapters-1-i], other[chapters-1-i])
	}
	for _, k := range []struct {
		name       string
		fresh, old []face
		most       int
		check      func(from []int) error
	}{
		{"one inserted", inserted, plain, chapters, func(from []int) error {
			for i, j := range from {
				if want := i - min(1, i/1201); i != 1200 && j != want || i == 1200 && j != -1 {
					return fmt.Errorf("chapter %d was %d, want %d", i, j, want)
				}
			}
			return nil
		}},
		{"all rewritten", other, plain, 3 * chapters, func(from []int) error {
			for i, j := range from {
				if i != j {
					return fmt.Errorf("chapter %d was %d", i, j)
				}
			}
			return nil
		}},
		{"all rewritten under one heading", other, headed, 3 * chapters, nil},
		{"crossed", crossed, plain, 3 * chapters, nil},
	} {
		m := newChapterMatch(k.fresh, k.old)
		m.run()
		t.Logf("%s: %d compared", k.name, m.compared)
		if m.compared > k.most {
			t.Errorf("%s: %d pairs were compared, at most %d are fair", k.name, m.compared, k.most)
		}
		seen := map[int]bool{}
		for i, j := range m.from {
			if j >= 0 && seen[j] {
				t.Fatalf("%s: old chapter %d is given twice", k.name, j)
			}
			seen[j] = true
			if j >= 0 && m.to[j] != i {
				t.Fatalf("%s: chapter %d and its old one don't agree", k.name, i)
			}
		}
		if k.check != nil {
			if err := k.check(m.from); err != nil {
				t.Errorf("%s: %v", k.name, err)
			}
		}
	}
}
