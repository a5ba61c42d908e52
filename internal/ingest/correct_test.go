package ingest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/decode"
)

// chaptersOf is how a manuscript is cut: title and words of each.
func chaptersOf(m *decode.Manuscript) string {
	var out []string
	for _, c := range m.Chapters {
		out = append(out, c.Title+"="+strings.NewReplacer("<p>", "", "</p>", ".", "<h3>", "#", "</h3>", ".").Replace(c.Body))
	}
	return strings.Join(out, " | ")
}

func TestChaptersAsAPersonCutsThem(t *testing.T) {
	three := func() *decode.Manuscript {
		m := &decode.Manuscript{}
		for n := 1; n <= 3; n++ {
			m.Chapters = append(m.Chapters, decode.Chapter{Title: fmt.Sprint("T", n), Body: fmt.Sprintf("<p>a%d</p><p>b%d</p><p>c%d</p>", n, n, n)})
		}
		return m
	}
	for _, c := range []struct {
		name string
		c    Corrections
		want string
	}{
		{"as it is", Corrections{}, "T1=a1.b1.c1. | T2=a2.b2.c2. | T3=a3.b3.c3."},
		{"joined", Corrections{Joined: []int{3}}, "T1=a1.b1.c1. | T2=a2.b2.c2.#T3.a3.b3.c3."},
		{"split", Corrections{Splits: []Split{{Chapter: 2, Block: 3, Title: "New"}, {Chapter: 2, Block: 2}}}, "T1=a1.b1.c1. | T2=a2. | =b2. | New=c2. | T3=a3.b3.c3."},
		{"split and joined", Corrections{Splits: []Split{{Chapter: 1, Block: 2}}, Joined: []int{2}, Titles: map[int]string{2: ""}}, "T1=a1. | =b1.c1.a2.b2.c2. | T3=a3.b3.c3."},
		{"twice at one place", Corrections{Splits: []Split{{Chapter: 3, Block: 2, Title: "x"}, {Chapter: 3, Block: 2, Title: "x"}}}, "T1=a1.b1.c1. | T2=a2.b2.c2. | T3=a3. | x=b3.c3."},
		{"where nothing is", Corrections{Splits: []Split{{Chapter: 9, Block: 2}, {Chapter: 1, Block: 40}, {Chapter: 1, Block: 1}}, Joined: []int{0, 1, 12}}, "T1=a1.b1.c1. | T2=a2.b2.c2. | T3=a3.b3.c3."},
	} {
		m := three()
		c.c.apply(m)
		if got := chaptersOf(m); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

// A person who judges the cuts sees each piece, and in which chapter it will be.
func TestThePiecesOfAWork(t *testing.T) {
	m := &decode.Manuscript{}
	for n := 1; n <= 3; n++ {
		m.Chapters = append(m.Chapters, decode.Chapter{Title: fmt.Sprint("T", n), Body: fmt.Sprintf("<p>a%d b</p><p>c%d</p>", n, n)})
	}
	c := Corrections{Splits: []Split{{Chapter: 1, Block: 2}, {Chapter: 2, Block: 9}}, Joined: []int{1, 2}, Titles: map[int]string{3: "New"}}
	var got []string
	for _, p := range outline(m, c.correct(m)) {
		got = append(got, fmt.Sprint(p.Number, " ", p.Chapter, " ", p.Block, " ", p.Joined, " ", p.Title, " ", p.Words, " ", p.Opening))
	}
	want := "1 1 0 false T1 2 a1 b | 2 1 2 false  1 c1 | 2 2 0 true T2 3 a2 b c2 | 3 3 0 false New 3 a3 b c3"
	if s := strings.Join(got, " | "); s != want {
		t.Errorf("\n got %s\nwant %s", s, want)
	}
}
