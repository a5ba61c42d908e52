package draft_test

import (
	"testing"

	"github.com/ficstead/ficstead/internal/draft"
)

// The figures are those that the rule gives when it is worked out with the code
// units of a browser's strings; the editor's tests have the same.
func TestSum(t *testing.T) {
	for _, c := range []struct {
		lines []string
		want  uint32
	}{
		{nil, 2166136261},
		{[]string{""}, want([]uint16{})},
		{[]string{"<p>a</p>"}, want([]uint16{'<', 'p', '>', 'a', '<', '/', 'p', '>'})},
		{[]string{"é", "漢"}, want([]uint16{0xe9}, []uint16{0x6f22})},
		{[]string{"𝄞"}, want([]uint16{0xd834, 0xdd1e})},
	} {
		if got := draft.Sum(c.lines); got != c.want {
			t.Errorf("%q: %d, want %d", c.lines, got, c.want)
		}
	}
	if got := draft.Sum([]string{"a"}); got != 774409563 {
		t.Errorf("a: %d", got)
	}
}

// want follows the rule to the letter, unit by unit.
func want(lines ...[]uint16) uint32 {
	s := uint32(2166136261)
	for _, l := range lines {
		h := uint32(2166136261)
		for _, u := range l {
			for _, b := range []uint32{uint32(u) & 0xff, uint32(u) >> 8} {
				h ^= b
				h *= 16777619
			}
		}
		s = s*16777619 ^ h
	}
	return s
}
