package epub

import (
	"strings"
	"testing"
)

func TestFitLines(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       string // lines, with "/" between
		size       int
	}{
		{"nothing", " \x00 ", "", 100},
		{"one line", "Tea", "Tea", 100},
		{"two words too long for a line", "Thunderstorm Lighthouses", "Thunderstorm/Lighthouses", 100},
		{"no spaces", "雨の夜に身後の灯を数える人々", "雨の夜に身後の灯を/数える人々", 100},
		{"a word after no spaces", "雨の夜に身後の灯 by Osgood", "雨の夜に身後の灯 by/Osgood", 100},
		{"a word too long for the large size", strings.Repeat("n", 20), strings.Repeat("n", 20), 50},
		{"a word too long for every size", strings.Repeat("n", 40), strings.Repeat("n", 34) + "/" + strings.Repeat("n", 6), 50},
		{"too much text", strings.Repeat("word ", 100), strings.Repeat("word word word word word word/", 4) + "word word word word word word…", 50},
	} {
		lines, size := fitLines(c.text, []int{100, 50}, 300)
		if got := strings.Join(lines, "/"); got != c.want || size != c.size {
			t.Errorf("%s: %q in size %d, want %q in %d", c.name, got, size, c.want, c.size)
		}
	}
}
