package diff

import (
	"testing"

	"pgregory.net/rapid"
)

// As much stays the same as can.
func TestShortest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.IntRange(0, 4)
		m := matcher{a: rapid.SliceOfN(number, 1, 40).Draw(t, "a"), b: rapid.SliceOfN(number, 1, 40).Draw(t, "b"), left: newBudget()}
		m.shortest(0, len(m.a), 0, len(m.b))
		if want := longest(m.a, m.b); len(m.out) != want {
			t.Fatalf("%d numbers are told to be the same, %d are", len(m.out), want)
		}
		last := pair{-1, -1}
		for _, p := range m.out {
			if p.a <= last.a || p.b <= last.b || m.a[p.a] != m.b[p.b] {
				t.Fatalf("%v after %v", p, last)
			}
			last = p
		}
	})
}

// longest is the length of the longest sequence that both have.
func longest(a, b []int) int {
	row := make([]int, len(b)+1)
	for _, x := range a {
		diagonal := 0
		for j, y := range b {
			up := row[j+1]
			if x == y {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(up, row[j])
			}
			diagonal = up
		}
	}
	return row[len(b)]
}

// When there are no steps left, what differs is told as replaced.
func TestNoStepsLeft(t *testing.T) {
	var none budget
	m := matcher{a: []int{1, 2, 1}, b: []int{2, 1, 2}, left: &none}
	m.shortest(0, 3, 0, 3)
	if len(m.out) != 0 {
		t.Errorf("%v", m.out)
	}
}
