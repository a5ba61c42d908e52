package decode

import (
	"fmt"
	"strings"
	"testing"
)

// longText gives a novel of about n bytes with dialogue, breaks and chapters.
func longText(n int) string {
	var b strings.Builder
	b.WriteString("Title: The Long Field\nAuthor: Hedda Crane\nRating: PG-13\nDisclaimer: mine.\n\n")
	for c := 1; b.Len() < n; c++ {
		fmt.Fprintf(&b, "Chapter %d: Water\n\n", c)
		for p := range 60 {
			switch p % 6 {
			case 0, 3:
				b.WriteString(prose)
			case 1:
				b.WriteString("\"We *never* counted them,\" said Bram, and/or so he said. \"Not _once_.\"")
			case 4:
				b.WriteString("“You’re late,” said the widow; “d’you know what’s o’clock?”")
			case 5:
				b.WriteString("* * *")
			default:
				b.WriteString(prose2 + " " + prose)
			}
			b.WriteString("\n\n")
		}
	}
	return b.String()
}

// BenchmarkReadText reads five megabytes of prose.
func BenchmarkReadText(b *testing.B) {
	text := longText(5 << 20)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := readText(fileInput{path: "long.txt", bytes: []byte(text)}); err != nil {
			b.Fatal(err)
		}
	}
}
