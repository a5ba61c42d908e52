package prose

import (
	"fmt"
	"strings"
	"testing"
)

// chapter makes a chapter of about so many words.
func chapter(words int) string {
	var w strings.Builder
	for i := 0; i*25 < words; i++ {
		fmt.Fprintf(&w, "<p>It rained on the roof of house %d, and <em>nobody</em> came; “perhaps tomorrow,” she said — but she did not believe it, not really, any more.</p>\n", i)
	}
	return w.String()
}

func BenchmarkClean(b *testing.B) {
	source := chapter(5000)
	b.SetBytes(int64(len(source)))
	for b.Loop() {
		Cleaner{Base: "https://example.org"}.Clean(source, Body)
	}
}

func BenchmarkWords(b *testing.B) {
	source := chapter(5000)
	b.SetBytes(int64(len(source)))
	for b.Loop() {
		Words(source)
	}
}

func BenchmarkAnchor(b *testing.B) {
	clean := Cleaner{}.Clean(chapter(5000), Body)
	previous, next := Anchor(clean, "", "p1-", 1)
	b.SetBytes(int64(len(clean)))
	for b.Loop() {
		Anchor(clean, previous, "p1-", next)
	}
}
