package decode

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

// BenchmarkDecodeBytes turns a megabyte into text: honest and garbled, by lines
// and all on one.
func BenchmarkDecodeBytes(b *testing.B) {
	western, err := charmap.Windows1252.NewEncoder().String(proseFrench + "\n\n")
	if err != nil {
		b.Fatal(err)
	}
	for name, piece := range map[string]string{
		"russian": proseRussian + "\n\n", "windows-1252": western, "twice": twice(proseFrench) + "\n",
		"as windows-1251": garble(charmap.Windows1251, proseRussian) + "\n", "as windows-1251 on one line": garble(charmap.Windows1251, proseRussian) + " ",
	} {
		text := []byte(strings.Repeat(piece, 1<<20/len(piece)))
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if _, err := decodeBytes(text, Choices{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
